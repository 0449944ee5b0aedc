/* The form of one feed's settings: what it shows, what it takes. */
#ifndef COURANT_WEB_SUBSCRIPTION_FORM_H
#define COURANT_WEB_SUBSCRIPTION_FORM_H

#include "web/subscription_list.h"

struct subscription_form {
    struct feed feed; /* title, url, folders */
    struct feed_settings settings;
    bool has_password, has_cookie; /* that are kept */
    str folder;                    /* as it is typed */
    str problem, bad; /* what is wrong, with the field of that name; "" when nothing is */
};

/* As the store has it. Two statements. */
status subscription_form_load(struct subscription_form *out, struct page_call *c, int64_t id);
/* Takes in what was sent: an empty password or cookie leaves the one that is there, unless the
 * field that forgets it says otherwise. Sets ->problem. */
void subscription_form_take(struct subscription_form *form, struct page_call *c);
/* Keeps it; what is wrong with it is in ->problem. */
status subscription_form_keep(struct subscription_form *form, struct page_call *c);
struct feed_form_view subscription_form_view(struct page_call *c,
                                             const struct subscription_form *form);

/* What is chosen about full texts (enum feed_full_text), by the key of a form. */
int64_t subscription_text_read(str key);
struct text_choice_view_list subscription_text_choices(struct page_call *c, int64_t chosen);

#endif
