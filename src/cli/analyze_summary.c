/* The field `summary` of `courant analyze`. */
#include "cli/analyze.h"
#include "summary/summary.h"

void analyze_put_summary(struct json *j, const struct analysis *a)
{
    struct summary_vec chosen;
    summary_article(&chosen, a->arena, a->doc);
    json_array(j);
    vec_each (struct summary_sentence, s, &chosen) {
        json_array(j);
        json_i64(j, s->begin);
        json_i64(j, s->end);
        json_end(j);
    }
    json_end(j);
}
