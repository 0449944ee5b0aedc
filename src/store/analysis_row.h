/* What queries read of analyses before it is taken apart: JSON, and cards with their copies. */
#ifndef COURANT_STORE_ANALYSIS_ROW_H
#define COURANT_STORE_ANALYSIS_ROW_H

#include "model/analysis.h"

struct kept_analysis {
    int64_t version, method;
    str sentences, summary, points, names, provenance;
};

struct related_listed {
    struct related_row row;
    int64_t copy_group; /* 0: none */
};

#endif
