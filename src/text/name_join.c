/* Pieces of one spelling are a group; groups that are forms of one name are joined. */
#include "text/char.h"
#include "text/name_code.h"

#define KEY_MAX 512

static str words_key(char out[KEY_MAX], const struct name_search *s, const struct text_word *words,
                     uint32_t n)
{
    size_t len = 0;
    for (uint32_t i = 0; i < n; i++) {
        str key = name_surface_of(s, &words[i])->key;
        if (len + key.len + 1 > KEY_MAX)
            break;
        if (i)
            out[len++] = ' ';
        memcpy(out + len, key.p, key.len);
        len += key.len;
    }
    return str_of(out, len);
}

static uint32_t *slot(struct map *m, struct arena *a, str key)
{
    uint64_t *at = map_get(m, key);
    return (uint32_t *)(at ? at : map_put(m, str_dup(a, key)));
}

static uint32_t group_of(struct name_join *j, const struct name_piece *p, uint32_t index)
{
    char buffer[KEY_MAX];
    const struct text_word *w = &name_part(j->search, p->in_title)->words[p->word];
    str key = words_key(buffer, j->search, w, p->words);
    if (p->known)
        key = str_of(buffer, (size_t)snprintf(buffer, sizeof buffer, "#%u", p->known));
    uint32_t *at = slot(&j->by_key, j->arena, key);
    if (*at)
        return *at - 1;
    if (j->groups.len == TEXT_NAMES_MAX)
        return NAME_ALONE;
    struct name_group *g = vec_push(&j->groups, j->arena);
    *at = (uint32_t)j->groups.len;
    g->key = str_dup(j->arena, key);
    g->first = name_surface_of(j->search, w)->key;
    g->last = name_surface_of(j->search, w + p->words - 1)->key;
    g->known = p->known;
    g->words = p->words;
    g->upper = p->words == 1 && w->shape == TEXT_UPPER;
    g->into = NAME_ALONE;
    g->hyphen = p->hyphen && p->words == 2;
    g->lead = true;
    g->longest = index;
    return *at - 1;
}

static bool is_determined(const struct name_search *s, const struct name_piece *p)
{
    const struct text_word *w = &name_part(s, p->in_title)->words[p->word];
    return p->word > 0 && w->gap == TEXT_GAP_SPACE &&
           (name_surface_of(s, w - 1)->bits & NAME_DETERMINER) != 0;
}

static void group_pieces(struct name_join *j)
{
    struct name_pieces *pieces = &j->search->pieces;
    for (uint32_t i = 0; i < pieces->len; i++) {
        struct name_piece *p = &pieces->at[i];
        p->sign = group_of(j, p, i);
        if (p->sign == NAME_ALONE)
            continue;
        struct name_group *g = &j->groups.at[p->sign];
        g->pieces++;
        g->certain += !p->doubtful;
        g->titled |= p->titled;
        g->lead &= p->lead;
        g->determined += is_determined(j->search, p);
        for (size_t k = 0; k < NAME_KINDS; k++)
            g->votes[k] += p->votes[k];
        const struct name_piece *best = &pieces->at[g->longest];
        uint32_t len = p->words;
        if (len > best->words)
            g->longest = i;
    }
}

/* The kind with the most votes. A name of several words that nothing tells about is a person's:
 * measured to be the best guess on news. A single word needs a sign of being one. */
enum name_kind name_group_kind(const struct name_group *g)
{
    float votes[NAME_KINDS];
    memcpy(votes, g->votes, sizeof votes);
    votes[NAME_PERSON] += g->words > 1 && g->words <= 3 ? 0.7f : g->words > 1 ? 0.3f : 0;
    votes[NAME_OTHER] += 0.1f;
    enum name_kind best = NAME_PERSON;
    for (int k = NAME_PLACE; k < NAME_KINDS; k++)
        if (votes[k] > votes[best])
            best = (enum name_kind)k;
    return best;
}

/* German: whether a group has a sign of being a name, not just nouns. */
static bool has_sign(const struct name_join *j, const struct name_group *g)
{
    const struct name_piece *p = &j->search->pieces.at[g->longest];
    const struct text_word *w = &name_part(j->search, p->in_title)->words[p->word];
    uint32_t first = name_surface_of(j->search, w)->bits;
    uint32_t last = name_surface_of(j->search, w + p->words - 1)->bits;
    if (g->known || g->titled || g->upper || w->shape == TEXT_CAMEL)
        return true;
    if (g->words > 1)
        return (first & (NAME_GIVEN | NAME_ORG_HEAD)) != 0 ||
               (last & (NAME_ORG_HEAD | NAME_PLACE_HEAD)) != 0 || g->votes[NAME_PERSON] >= 3 ||
               g->votes[NAME_ORGANISATION] >= 3;
    if (g->pieces > 1 && !g->determined && !name_surface_of(j->search, w)->lower &&
        (g->votes[NAME_PLACE] >= 2 || g->votes[NAME_PERSON] >= 1.5f))
        return true;
    return (first & NAME_GIVEN) || g->votes[NAME_ORGANISATION] >= 3 || g->votes[NAME_PLACE] >= 5 ||
           g->votes[NAME_PERSON] >= 3;
}

/* Whether LONGER is SHORTER with an ending that makes an inhabitant or an adjective of a place. */
static bool is_inhabitant(str longer, str shorter)
{
    static const char endings[][8] = {"n",   "an",  "ian",  "ese",  "ish", "er",
                                      "ers", "ais", "aise", "nais", "ns",  "ans"};
    for (int cut = 0; cut < 2; cut++) {
        str stem = str_sub(shorter, 0, shorter.len - (size_t)cut);
        if (!str_starts(longer, stem))
            continue;
        for (size_t i = 0; i < ARRAY_LEN(endings); i++)
            if (str_eq(str_skip(longer, stem.len), str_c(endings[i])))
                return true;
    }
    return false;
}

/* "Almadera" beside "Almaderan" is a place, and "Almaderan" no name. */
static void find_inhabitants(struct name_join *j)
{
    for (uint32_t i = 0; i < j->groups.len; i++) {
        struct name_group *g = &j->groups.at[i];
        if (g->words != 1 || g->known || g->key.len < 5)
            continue;
        for (uint32_t k = 0; k < j->groups.len; k++) {
            struct name_group *place = &j->groups.at[k];
            if (k == i || place->words != 1 || place->dropped || place->key.len < 4 ||
                place->key.p[0] != g->key.p[0] || !is_inhabitant(g->key, place->key))
                continue;
            g->dropped = true;
            place->votes[NAME_PLACE] += 3;
            break;
        }
    }
}

static uint32_t found(const struct map *m, str key)
{
    const uint64_t *at = map_get(m, key);
    return at && *at && (uint32_t)*at != NAME_ALONE ? (uint32_t)*at - 1 : NAME_ALONE;
}

static void index_end(struct name_join *j, uint32_t i)
{
    const struct name_group *g = &j->groups.at[i];
    uint32_t *last = slot(&j->by_last, j->arena, g->last);
    uint32_t *first = slot(&j->by_first, j->arena, g->first);
    *last = *last ? NAME_ALONE : i + 1;
    *first = *first ? NAME_ALONE : i + 1;
}

/* "Later Tarn" beside "Ivo Tarn": its pieces lose their first word. */
static void cut_lead(struct name_join *j, uint32_t group, uint32_t into)
{
    j->groups.at[group].into = into;
    vec_each (struct name_piece, p, &j->search->pieces) {
        if (p->sign != group)
            continue;
        p->word++;
        p->words--;
    }
}

static void index_ends(struct name_join *j)
{
    for (int lead = 0; lead < 2; lead++) {
        for (uint32_t i = 0; i < j->groups.len; i++) {
            const struct name_group *g = &j->groups.at[i];
            if (g->words < 2 || g->hyphen || g->known || g->dropped || g->lead != (lead != 0) ||
                name_group_kind(g) != NAME_PERSON)
                continue;
            uint32_t same = lead ? found(&j->by_last, g->last) : NAME_ALONE;
            if (same != NAME_ALONE)
                cut_lead(j, i, same);
            else
                index_end(j, i);
        }
    }
}

/* Single words that are a longer person's name's last word, or its first where that is a given
 * name. Where two people share it, it stays on its own: nothing is merged silently. */
static void join_short(struct name_join *j)
{
    for (uint32_t i = 0; i < j->groups.len; i++) {
        struct name_group *g = &j->groups.at[i];
        if ((g->words != 1 && !g->hyphen) || g->known || g->dropped)
            continue;
        uint32_t to = found(&j->by_last, g->last);
        if (g->hyphen && to != NAME_ALONE && !str_ends(j->groups.at[to].key, g->key))
            to = NAME_ALONE;
        const uint64_t *shared = map_get(&j->by_last, g->last);
        if (shared && (uint32_t)*shared == NAME_ALONE) /* two people have it */
            g->votes[NAME_PERSON] += 2;
        if (to == NAME_ALONE && g->votes[NAME_PERSON] > 0 && !g->hyphen)
            to = found(&j->by_first, g->first);
        if (to == NAME_ALONE || g->votes[NAME_PLACE] > 4 || g->votes[NAME_ORGANISATION] > 4)
            continue;
        g->into = to;
        for (size_t k = 0; k < NAME_KINDS; k++)
            j->groups.at[to].votes[k] += g->votes[k];
    }
}

/* Whether LETTERS are the first letters of the words of group G's fullest form, those without
 * a capital counted or not. */
static bool is_initials(const struct name_join *j, str letters, const struct name_group *g)
{
    const struct name_piece *p = &j->search->pieces.at[g->longest];
    const struct text_part *part = name_part(j->search, p->in_title);
    for (int all = 0; all < 2; all++) {
        size_t at = 0;
        bool same = true;
        for (uint32_t i = 0; i < p->words && same; i++) {
            const struct text_word *w = &part->words[p->word + i];
            size_t a, b;
            if (!all && w->shape == TEXT_LOWER)
                continue;
            same = at < letters.len;
            if (same)
                same = u_tolower((UChar32)char_at(letters, at, &a)) ==
                       u_tolower((UChar32)char_at(text_word_str(part, w), 0, &b));
            if (same)
                at = a;
        }
        if (same && at == letters.len)
            return true;
    }
    return false;
}

/* Initials that could be those of two names are left alone. */
static void join_initials(struct name_join *j)
{
    for (uint32_t i = 0; i < j->groups.len; i++) {
        struct name_group *g = &j->groups.at[i];
        uint32_t into = NAME_ALONE, fits = 0;
        if (!g->upper || g->known || g->dropped)
            continue;
        for (uint32_t k = 0; k < j->groups.len; k++) {
            const struct name_group *full = &j->groups.at[k];
            if (full->words < 2 || full->known || full->dropped || full->into != NAME_ALONE ||
                !is_initials(j, g->key, full))
                continue;
            into = k;
            fits++;
        }
        if (fits != 1)
            continue;
        g->into = into;
        j->groups.at[into].votes[NAME_ORGANISATION] += 3;
    }
}

/* A key with doubled letters written once: "zelenskyy" and "zelensky" are spellings of one name. */
static str once(char out[KEY_MAX], str key)
{
    size_t n = 0;
    for (size_t i = 0; i < key.len && n < KEY_MAX; i++)
        if (n == 0 || out[n - 1] != key.p[i] || (unsigned char)key.p[i] >= 0x80)
            out[n++] = key.p[i];
    return str_of(out, n);
}

static bool may_be_person(const struct name_group *g)
{
    enum name_kind kind = name_group_kind(g);
    return kind == NAME_PERSON || (kind == NAME_OTHER && g->words == 1);
}

static void join_spellings(struct name_join *j)
{
    char a[KEY_MAX], b[KEY_MAX];
    for (uint32_t i = 0; i < j->groups.len; i++) {
        struct name_group *g = &j->groups.at[i];
        if (g->words != 1 || g->known || g->dropped || g->into != NAME_ALONE || g->key.len < 6)
            continue;
        str plain = once(a, g->key);
        for (uint32_t k = 0; k < j->groups.len; k++) {
            const struct name_group *o = &j->groups.at[k];
            size_t longer =
                o->last.len > g->key.len ? o->last.len - g->key.len : g->key.len - o->last.len;
            if (k == i || o->known || o->dropped || longer > 1 || !may_be_person(o) ||
                (o->words == 1 && (o->into == i || k > i)) || !str_eq(plain, once(b, o->last)))
                continue;
            g->into = o->into == NAME_ALONE ? k : o->into;
            break;
        }
    }
}

/* In a title whose capitals tell nothing: the names the text has. */
static void find_in_heading(struct name_join *j)
{
    enum { WORDS_MAX = 4 };
    char key[KEY_MAX];
    const struct text_part *title = &j->search->doc->title;
    if (!j->search->heading)
        return;
    for (uint32_t i = 0; i < title->words_len; i++) {
        for (uint32_t n = WORDS_MAX; n > 0; n--) {
            if (i + n > title->words_len || !text_word_has_capital(&title->words[i]))
                continue;
            uint32_t group = found(&j->by_key, words_key(key, j->search, &title->words[i], n));
            if (group == NAME_ALONE || !j->groups.at[group].certain || j->groups.at[group].known)
                continue;
            struct name_piece *p = vec_push(&j->search->pieces, j->arena);
            *p = (struct name_piece){.word = i, .words = n, .sign = group, .in_title = true};
            i += n - 1;
            break;
        }
    }
}

/* "Putin-Trump": two names the article has elsewhere. Its pieces become theirs. */
static void split_hyphens(struct name_join *j)
{
    struct name_pieces *pieces = &j->search->pieces;
    size_t len = pieces->len;
    for (uint32_t i = 0; i < len; i++) {
        struct name_piece p = pieces->at[i];
        if (!p.hyphen || p.known || p.words != 2)
            continue;
        const struct text_word *w = &name_part(j->search, p.in_title)->words[p.word];
        uint32_t sides[2];
        bool both = true;
        for (int k = 0; k < 2; k++) {
            str key = name_surface_of(j->search, &w[k])->key;
            sides[k] = found(&j->by_key, key);
            if (sides[k] == NAME_ALONE)
                sides[k] = found(&j->by_last, key);
            both &= sides[k] != NAME_ALONE;
        }
        if (!both)
            continue;
        j->groups.at[p.sign].dropped = true;
        bool person = name_group_kind(&j->groups.at[sides[0]]) == NAME_PERSON ||
                      name_group_kind(&j->groups.at[sides[1]]) == NAME_PERSON;
        for (int k = 0; k < 2; k++) {
            struct name_piece *half = vec_push(pieces, j->arena);
            *half = p;
            half->word += (uint32_t)k;
            half->words = 1;
            half->sign = sides[k];
            j->groups.at[sides[k]].votes[NAME_PERSON] += person ? 1 : 0;
            j->groups.at[sides[k]].pieces++;
            j->groups.at[sides[k]].certain++;
        }
        pieces->at[i].sign = NAME_ALONE;
    }
}

/* Groups seen only where capitals prove nothing go, unless they are a shorter form of another. */
static void drop_doubtful(struct name_join *j)
{
    for (uint32_t i = 0; i < j->groups.len; i++) {
        struct name_group *g = &j->groups.at[i];
        if (g->known || g->into != NAME_ALONE)
            continue;
        float best = 0;
        for (int k = 0; k < NAME_OTHER; k++)
            best = g->votes[k] > best ? g->votes[k] : best;
        if (!g->certain && !(g->pieces > 1 && best >= 1.5f) && best < 4)
            g->dropped = true;
        if (j->search->language->nouns_capital && !has_sign(j, g))
            g->dropped = true;
    }
}

void name_join_pieces(struct name_join *j)
{
    map_init(&j->by_key, j->arena);
    map_init(&j->by_last, j->arena);
    map_init(&j->by_first, j->arena);
    group_pieces(j);
    find_in_heading(j);
    find_inhabitants(j);
    index_ends(j);
    split_hyphens(j);
    join_short(j);
    join_initials(j);
    join_spellings(j);
    name_join_inflected(j);
    drop_doubtful(j);
}
