/* The smallest program with libcourant-extract: title, date, authors and text of a saved page.
 *
 *     cc -o extract extract.c $(pkg-config --cflags --libs courant-extract)
 *     ./extract page.html https://example.org/where/it/came/from
 */
#include <courant/extract.h>

#include <stdio.h>
#include <stdlib.h>

/* All of a file; the caller frees it. */
static char *file_bytes(size_t *length, const char *path)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(COURANT_EXTRACT_BYTES_MAX + 1);
    if (!file || !bytes) {
        perror(path);
        exit(1);
    }
    *length = fread(bytes, 1, COURANT_EXTRACT_BYTES_MAX + 1, file);
    fclose(file);
    return bytes;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: %s FILE [URL]\n", argv[0]);
        return 2;
    }
    size_t length;
    char *bytes = file_bytes(&length, argv[1]);
    struct courant_extract_options options = COURANT_EXTRACT_OPTIONS_INIT;
    options.url = argc > 2 ? argv[2] : NULL;

    courant_extract_article *article;
    int result = courant_extract_page(&article, bytes, length, &options);
    free(bytes);
    if (result != COURANT_EXTRACT_OK) {
        fprintf(stderr, "%s: %s\n", argv[1], courant_extract_error());
        return 1;
    }
    printf("%s\n", courant_extract_text(article, COURANT_EXTRACT_TITLE, NULL));
    printf("%s", courant_extract_text(article, COURANT_EXTRACT_PUBLISHED, NULL));
    for (size_t i = 0; i < courant_extract_count(article, COURANT_EXTRACT_AUTHORS); i++)
        printf(", %s", courant_extract_item(article, COURANT_EXTRACT_AUTHORS, i, NULL));
    printf("\n\n%s\n", courant_extract_text(article, COURANT_EXTRACT_TEXT, NULL));
    courant_extract_free(article);
    return 0;
}
