/*
 * Functions that this project does not call, made into compile errors: each has a
 * bounded or reentrant replacement in base/. A library header that uses one in an inline
 * function is included before this file (see the comment in such a source file).
 */
#ifndef COURANT_BASE_BANNED_H
#define COURANT_BASE_BANNED_H

/* The system headers declare these functions; they come first so that only calls break. */
#include <alloca.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef COURANT_ALLOW_BANNED
#undef alloca
#undef strdupa
#undef strndupa
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok strtok_r atoi atol   \
    atoll atof gmtime localtime ctime asctime mktime alloca strdupa strndupa rand srand tmpnam
#endif

#endif
