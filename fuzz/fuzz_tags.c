/*
 * Names, keyphrases and hashtags of any text: mentions lie on words of their part and in order,
 * phrases are bounded, tags are letters and digits, and no canonical form is two tags'. The input
 * is a byte that chooses the language, the title, a line end, and the text.
 */
#include "base/utf8.h"
#include "tags/hashtag.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const str languages[] = {{"en", 2}, {"de", 2}, {"fr", 2}, {"es", 2}, {"it", 2},
                                {"pt", 2}, {"ru", 2}, {"zh", 2}, {"", 0}};

static void check_names(const struct text_doc *doc, const struct name_list *names)
{
    ASSERT(names->len <= TEXT_NAMES_MAX);
    for (uint32_t i = 0; i < names->len; i++) {
        const struct name *n = &names->at[i];
        ASSERT(n->kind < NAME_KINDS && n->text.len > 0 && n->mentions_len > 0);
        for (uint32_t k = 0; k < n->mentions_len; k++) {
            const struct name_mention *m = &n->mentions[k];
            const struct text_part *part = m->in_title ? &doc->title : &doc->body;
            ASSERT(m->words > 0 && m->word + m->words <= part->words_len);
            ASSERT(m->begin < m->end && m->end <= part->words[m->word + m->words - 1].end);
            ASSERT(m->begin == part->words[m->word].begin);
        }
    }
}

static void check_tags(const struct hashtags *tags)
{
    ASSERT(tags->len <= TAGS_HASHTAGS_MAX);
    for (uint32_t i = 0; i < tags->len; i++) {
        const struct hashtag *t = &tags->at[i];
        ASSERT(t->display.len && utf8_valid_prefix(t->display) == t->display.len);
        ASSERT(!str_has(t->display, S(" ")) && !str_has(t->display, S("#")));
        for (uint32_t k = 0; k < i; k++)
            ASSERT(!str_eq(t->canonical, tags->at[k].canonical));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct text_reader *reader;
    struct arena a;
    struct text_doc doc;
    struct name_list names;
    struct tags_phrases phrases;
    struct hashtags tags;
    if (!reader)
        reader = text_reader_new();
    if (!size)
        return 0;
    arena_init(&a);
    str rest = utf8_repair(&a, str_of((const char *)data + 1, size - 1));
    struct text_input in = {.language = languages[data[0] % ARRAY_LEN(languages)]};
    in.title = str_cut(&rest, '\n');
    in.text = rest.p ? rest : S("");
    text_doc_read(&doc, &a, reader, &in);
    name_find(&names, &a, reader, &doc);
    tags_keyphrases(&phrases, &a, reader, &doc, NULL, 30);
    ASSERT(phrases.len <= 30);
    tags_hashtags(&tags, &a, reader, &doc, &names, &phrases);
    check_names(&doc, &names);
    check_tags(&tags);
    arena_end(&a);
    return 0;
}
