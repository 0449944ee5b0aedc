/* Ranges of an article's text as links. */
#include "web/said.h"

#include "web/marks.h"
#include "web/paths.h"

path said_link(const struct said *said, struct text_range range)
{
    if (range.begin >= range.end)
        return (path){S("")};
    size_t number = marks_sentence_at(said->sentences, range.begin);
    if (number == MARKS_NONE || !said->marked[number])
        return path_text();
    return path_here(said->a, number);
}

struct sentence_view said_sentence(const struct said *said, struct text_range range)
{
    return (struct sentence_view){str_sub(said->text, range.begin, range.end),
                                  said_link(said, range)};
}
