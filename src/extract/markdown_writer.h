/*
 * Writes CommonMark: what stands at the beginning of a line for every block around it, white
 * space between words, marks of emphasis, and escapes, so that a renderer gives back the text
 * that went in. Source: CommonMark 0.30, sections 2.4 (escapes), 5 (containers), 6.2 (emphasis).
 */
#ifndef COURANT_EXTRACT_MARKDOWN_WRITER_H
#define COURANT_EXTRACT_MARKDOWN_WRITER_H

#include "base/sbuf.h"

/* Deeper quotations and lists are written into the one around them. */
#define MARKDOWN_DEPTH_MAX 24
/* Kinds of emphasis that can be open at once: each once. */
#define MARKDOWN_MARKS_MAX 3

enum markdown_mark { MARKDOWN_STRONG, MARKDOWN_EMPHASIS, MARKDOWN_STRUCK };

/* Lines to begin before the next text. */
enum markdown_gap { MARKDOWN_NONE, MARKDOWN_LINE, MARKDOWN_BLANK };

/* A quotation or a list's item. */
struct markdown_container {
    char marker[16]; /* of its first line: "> ", "12. " */
    char prefix[16]; /* of its other lines: "> ", "    " */
    bool begun;      /* its first line is written */
};

struct markdown_open {
    enum markdown_mark mark;
    bool inner; /* with underscores: what is around it, or right before it, has asterisks */
    bool written;
    size_t at; /* of the mark in the output */
};

struct markdown_writer {
    struct sbuf *out;
    size_t begin; /* of the document in OUT */
    struct markdown_container containers[MARKDOWN_DEPTH_MAX];
    size_t depth;
    struct markdown_open open[MARKDOWN_MARKS_MAX];
    size_t open_count;
    struct markdown_open closed[MARKDOWN_MARKS_MAX]; /* right before CLOSED_END, in this order */
    size_t closed_count, closed_end;
    enum markdown_gap gap;
    unsigned breaks; /* <br> since the last text */
    bool space;      /* white space since the last text */
    size_t code_end; /* of the last code span: another right behind it needs a space */
    size_t edge;     /* no white space here: behind a bracket */
    size_t line;     /* where the line's text begins in the output */
    bool one_line;   /* headings, cells: no line ends */
    bool heading, cell;
};

void markdown_init(struct markdown_writer *w, struct sbuf *out);

/* Text with white space squeezed and what would be markup escaped. */
void markdown_text(struct markdown_writer *w, str s);

/* As it is: rules. */
void markdown_raw(struct markdown_writer *w, str s);
/* "[" or "![": white space right behind it is left out. */
void markdown_bracket(struct markdown_writer *w, str s);
void markdown_space(struct markdown_writer *w);
void markdown_break(struct markdown_writer *w);

/* A code span, with as many backticks as it takes. Blank code is nothing; a
 * space comes between two spans that stand side by side. */
void markdown_code(struct markdown_writer *w, struct arena *a, str code);

/* A fenced block of code, white space kept. */
void markdown_fence(struct markdown_writer *w, str code);

/* "(address)", with what would end it early escaped. */
void markdown_address(struct markdown_writer *w, str address);

/* Emphasis; false when that kind is open already, and then it is not to be closed. White space
 * inside its ends is put outside; emphasis around nothing is not written. */
bool markdown_mark_open(struct markdown_writer *w, enum markdown_mark mark);
void markdown_mark_close(struct markdown_writer *w);

/* The next text begins a block, after at least GAP. */
void markdown_block(struct markdown_writer *w, enum markdown_gap gap);

/* Begins the line that waits, with its prefixes, for what is written straight into OUT. */
void markdown_begin_line(struct markdown_writer *w);

/* false when there are too many already, and then it is not to be closed. */
bool markdown_container_open(struct markdown_writer *w, str marker, str prefix);
void markdown_container_close(struct markdown_writer *w);

#endif
