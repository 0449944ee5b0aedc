/* What this site is and how it is made, for its readers. */
#include "config.h"
#include "web/page.h"
#include "web/strings.h"
#include "web/templates.h"

status page_about(struct page_call *c)
{
    struct about_view v = {
        .frame = page_frame(c, ui_text(UI_about_title)),
        .version = S(COURANT_VERSION),
    };
    v.frame.in_about = true;
    tpl_about(page_body(c), &v);
    return page_end(c);
}
