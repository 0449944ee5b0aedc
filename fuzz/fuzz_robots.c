/* The first line is a path, the rest a robots.txt: rules lie within limits, and adding a rule that
 * allows everything longer than any other allows the path. */
#include "base/attr.h"
#include "fetch/robots.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    arena_init(&a);
    str text = {(const char *)data, size};
    str path = robots_path(&a, str_cut(&text, '\n'));
    ASSERT(path.len && path.p[0] == '/');
    struct robots robots;
    robots_read(&robots, &a, text, S("courant"));
    ASSERT(robots.sitemaps.len <= ROBOTS_SITEMAPS_MAX && robots.delay_us >= 0);
    for (size_t i = 0; i < robots.rules_len; i++)
        ASSERT(robots.rules[i].pattern.len > 0);
    (void)robots_allowed(&robots, path);
    struct robots_rule all[] = {{S("/"), false}, {S("/*"), true}};
    struct robots open = {.rules = all, .rules_len = ARRAY_LEN(all)};
    ASSERT(robots_allowed(&open, path));
    arena_end(&a);
    return 0;
}
