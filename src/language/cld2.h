/* CLD2 behind C: the only file pair that knows it, so that it can be exchanged. */
#ifndef COURANT_LANGUAGE_CLD2_H
#define COURANT_LANGUAGE_CLD2_H

#ifdef __cplusplus
extern "C" {
#endif

/* The language of LEN bytes of UTF-8 text. CODE gets CLD2's name for it, "" when it found none;
 * PERCENT is the share of the text in it; the result is 1 when CLD2 calls it reliable. */
int cld2_detect(char code[16], int *percent, const char *text, int len);

#ifdef __cplusplus
}
#endif

#endif
