/*
 * Sentences of an article marked in its body, so that a link can go to the very words a statement
 * came from: <span class="s" id="s12"> around the sentence with number 12 of the analysis.
 *
 * The text of an article is what was read off its body, without captions, pictures' texts and
 * furniture, and with other white space. So both are compared without white space: each sentence
 * is looked for where the one before it ended, then a little further on. One that is not found, as
 * when the body says it otherwise, is not marked. Where a sentence's words are not within one run
 * of inline elements, each piece of text has a span of its own: the first with the id, the others
 * with data-s="12".
 */
#ifndef COURANT_WEB_MARKS_H
#define COURANT_WEB_MARKS_H

#include "base/err.h"
#include "model/analysis.h"

#define MARKS_BODY_MAX ((size_t)4 << 20) /* bytes; a longer body stays as it is */
#define MARKS_NONE SIZE_MAX

/* The number of the sentence that byte AT of the text is in, MARKS_NONE when it is in none.
 * O(log n). */
size_t marks_sentence_at(struct text_ranges sentences, uint32_t at);

/* BODY with the SENTENCES of TEXT marked; marked[i] says whether the i-th is. Both are in A. BODY
 * is what the sanitizer made: its tags and attributes stay as they are, byte for byte, and it is
 * BODY itself when nothing is marked. Ranges beyond TEXT count as not found. O(bytes). */
html marks_body(bool **marked, struct arena *a, html body, str text, struct text_ranges sentences);

#endif
