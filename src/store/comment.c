/* Changing comments, votes and reports. Every change of an article's comments locks its row of
 * 'discussions' first: so the counts that are kept with comments are exact, whoever writes at the
 * same time, and nobody waits in a circle. */
#include <math.h>

#include "store/internal.h"

/* What a doubling of the score is worth in the order "hot". */
#define HOT_DOUBLING_US ((double)4 * 3600 * 1000000)

/* Letters of an id in a path, and the number of letters before them: texts of such ids sort as the
 * ids do. */
#define ID_LETTERS 13

static str path_below(struct arena *a, str above, int64_t id)
{
    static const char letters[] = "0123456789abcdefghijklmnopqrstuv";
    char text[ID_LETTERS];
    size_t at = ID_LETTERS;
    for (uint64_t rest = (uint64_t)id; rest || at == ID_LETTERS; rest /= 32)
        text[--at] = letters[rest % 32];
    return str_printf(a, "%.*s%c%.*s", STR_FMT(above), 'a' + (int)(ID_LETTERS - at),
                      (int)(ID_LETTERS - at), text + at);
}

static status no_comment(status st, int64_t id)
{
    return st == E_NOTFOUND ? fail(st, "there is no comment %lld", (long long)id) : st;
}

status store_discussion_lock(struct store *s, int64_t article_id)
{
    ASSERT(s->db->in_transaction);
    return q_discussion_add(s->db, article_id, 0);
}

status store_comment_lock(struct comment *out, struct arena *a, struct store *s, int64_t id)
{
    struct q_comment_article_row row;
    TRY(no_comment(q_comment_article(&row, &s->scratch, s->db, id), id));
    TRY(store_discussion_lock(s, row.article_id));
    return store_comment_get(out, a, s, id, 0);
}

/* Readers see MORE comments (1 or -1) in this place. */
static status shown_add(struct store *s, const struct comment *c, int64_t more)
{
    TRY(q_discussion_add(s->db, c->article_id, more));
    if (c->parent_id)
        TRY(q_comment_replies_add(s->db, c->id, more));
    s->changed = true;
    return OK;
}

/* Where the new comment goes; *above is the path of its parent, "" when it begins a thread. */
static status find_place(str *above, struct store *s, struct comment *c)
{
    struct q_comment_path_row row;
    *above = S("");
    c->root_id = c->depth = 0;
    if (c->parent_id == 0)
        return OK;
    TRY(no_comment(q_comment_path(&row, &s->scratch, s->db, c->parent_id), c->parent_id));
    if (row.depth >= COMMENT_DEPTH_MAX) {
        c->parent_id = row.parent_id;
        TRY(q_comment_path(&row, &s->scratch, s->db, c->parent_id));
    }
    if (row.article_id != c->article_id)
        return no_comment(E_NOTFOUND, c->parent_id);
    *above = row.path;
    c->root_id = row.root_id;
    c->depth = row.depth + 1;
    return OK;
}

static status add(struct store *s, struct comment *c, const struct comment_trace *trace)
{
    str above;
    TRY(q_discussion_add(s->db, c->article_id, 0));
    TRY(find_place(&above, s, c));
    TRY(q_comment_insert(&c->id, s->db, c, trace->address, trace->text_hash));
    if (c->root_id == 0)
        c->root_id = c->id;
    TRY(q_comment_place(s->db, c->id, c->root_id, path_below(&s->scratch, above, c->id)));
    c->hot_us = c->created_us;
    c->edited_us = TIME_NONE;
    return c->state == COMMENT_SHOWN ? shown_add(s, c, 1) : OK;
}

status store_comment_add(struct store *s, struct comment *c, const struct comment_trace *trace)
{
    bool own;
    TRY(store_change_begin(&own, s));
    status st = add(s, c, trace);
    arena_reset(&s->scratch);
    return store_change_end(s, own, st);
}

status store_comment_state_set(struct store *s, struct comment *c, enum comment_state state,
                               int64_t held_for, str reason)
{
    ASSERT(s->db->in_transaction);
    bool was = c->state == COMMENT_SHOWN, is = state == COMMENT_SHOWN;
    /* Of a comment that keeps its place, readers see why it is gone. */
    s->changed |= c->state != (int64_t)state && c->replies > 0;
    c->state = (int64_t)state;
    c->held_for = held_for;
    c->reason = reason;
    TRY(q_comment_state_set(s->db, c->id, c->state, held_for, reason));
    return was == is ? OK : shown_add(s, c, is ? 1 : -1);
}

status store_comment_text_set(struct store *s, struct comment *c, str source, html body,
                              uint64_t text_hash, int64_t edited_us)
{
    ASSERT(s->db->in_transaction);
    c->source = source;
    c->body = body;
    c->edited_us = edited_us;
    s->changed |= c->state == COMMENT_SHOWN;
    return q_comment_text_set(s->db, c->id, source, body, edited_us, text_hash);
}

status store_comment_wipe(struct store *s, struct comment *c)
{
    ASSERT(s->db->in_transaction);
    c->source = c->quote = S("");
    c->body = (html){S("")};
    c->quote_begin = c->quote_end = 0;
    s->changed |= c->state == COMMENT_SHOWN;
    return q_comment_wipe(s->db, c->id);
}

/* The order "hot": a score of N is as good as one of 2N+1 that is four hours older. The logarithm
 * of a score that decays by half in that time, moved so that it need never be made anew: what all
 * lose as time goes by does not change their order. */
static int64_t hot(int64_t created_us, int64_t score)
{
    double size = log2(1 + fabs((double)score)) * HOT_DOUBLING_US;
    return created_us + (int64_t)(score < 0 ? -size : size);
}

status store_comment_vote(struct store *s, struct comment *c, int64_t user_id, int vote)
{
    ASSERT(s->db->in_transaction && vote >= -1 && vote <= 1);
    struct q_comment_vote_get_row old;
    TRY(q_comment_vote_get(&old, &s->scratch, s->db, c->id, user_id));
    c->vote = vote;
    if (old.vote == vote)
        return OK;
    c->votes_for += (vote == 1) - (old.vote == 1);
    c->votes_against += (vote == -1) - (old.vote == -1);
    c->score = c->votes_for - c->votes_against;
    c->hot_us = hot(c->created_us, c->score);
    if (vote)
        TRY(q_comment_vote_set(s->db, c->id, user_id, vote));
    else
        TRY(q_comment_vote_delete(s->db, c->id, user_id));
    s->changed |= c->state == COMMENT_SHOWN;
    return q_comment_score_set(s->db, c);
}

status store_comment_report(bool *is_new, struct store *s, struct comment *c, str reporter,
                            str reason, int64_t now_us)
{
    ASSERT(s->db->in_transaction);
    int64_t changes = 0;
    TRY(q_comment_report_insert(&changes, s->db, c->id, reporter, reason, now_us));
    *is_new = changes > 0;
    if (!*is_new)
        return OK;
    c->reports++;
    return q_comment_reports_set(s->db, c->id, c->reports);
}

status store_comment_reports_close(struct store *s, struct comment *c)
{
    ASSERT(s->db->in_transaction);
    if (c->reports == 0)
        return OK;
    c->reports = 0;
    TRY(q_comment_reports_close(s->db, c->id));
    return q_comment_reports_set(s->db, c->id, 0);
}

status store_comment_author(bool *open, struct store *s, int64_t user_id)
{
    ASSERT(s->db->in_transaction);
    struct q_comment_author_row row;
    status st = q_comment_author(&row, &s->scratch, s->db, user_id);
    if (st == E_NOTFOUND)
        return fail(st, "there is no user %lld", (long long)user_id);
    TRY(st);
    *open = row.open;
    return OK;
}

status store_comment_facts(struct comment_facts *out, struct store *s, const struct comment *c,
                           const struct comment_trace *trace, int64_t since_us)
{
    struct q_comment_known_row known = {0};
    struct q_comment_repeats_row repeats;
    if (c->user_id)
        TRY(q_comment_known(&known, &s->scratch, s->db, c->user_id));
    TRY(q_comment_repeats(&repeats, &s->scratch, s->db, trace->text_hash, since_us, c->user_id,
                          trace->address, c->article_id, c->parent_id, c->id));
    *out = (struct comment_facts){known.known, repeats.repeats, repeats.here};
    return OK;
}

status store_comment_address(str *out, struct arena *a, struct store *s, int64_t id)
{
    struct q_comment_address_row row;
    TRY(no_comment(q_comment_address(&row, a, s->db, id), id));
    *out = row.address;
    return OK;
}

status store_comment_ban(struct store *s, str address, int64_t until_us, str reason)
{
    bool own;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, q_comment_ban_set(s->db, address, until_us, reason));
}

status store_comment_banned(int64_t *until_us, struct store *s, str address)
{
    struct q_comment_ban_get_row row;
    TRY(q_comment_ban_get(&row, &s->scratch, s->db, address));
    *until_us = row.until_us;
    return OK;
}

static status forget(struct store *s, int64_t before_us, int64_t now_us)
{
    TRY(q_comment_addresses_forget(s->db, before_us));
    TRY(q_comment_reports_forget(s->db, before_us));
    return q_comment_bans_expire(s->db, now_us);
}

status store_comment_forget(struct store *s, int64_t before_us, int64_t now_us)
{
    bool own;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, forget(s, before_us, now_us));
}

static status secret(str *out, struct arena *a, struct store *s, str name, str made)
{
    struct q_secret_get_row row;
    TRY(q_secret_add(s->db, name, made));
    TRY(q_secret_get(&row, a, s->db, name));
    *out = row.value;
    return OK;
}

status store_secret(str *out, struct arena *a, struct store *s, str name, str made)
{
    bool own;
    struct q_secret_get_row row;
    status st = q_secret_get(&row, a, s->db, name);
    if (st == OK)
        *out = row.value;
    if (st != E_NOTFOUND)
        return st;
    TRY(store_change_begin(&own, s));
    return store_change_end(s, own, secret(out, a, s, name, made));
}
