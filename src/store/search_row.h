/* What a search query reads: a card, its score, and the text to take a snippet of. */
#ifndef COURANT_STORE_SEARCH_ROW_H
#define COURANT_STORE_SEARCH_ROW_H

#include "model/article.h"

struct search_row {
    struct article_card card;
    double score;
    str text;
};

#endif
