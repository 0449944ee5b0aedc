/* Folding by ICU; see fold.h. */
#include "text/fold.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "base/utf8.h"

#define FOLD_MAX 4096 /* bytes */

status text_fold(str *out, struct arena *a, str s)
{
    UErrorCode code = U_ZERO_ERROR;
    int32_t len = 0, folded_len, bytes = 0;
    if (s.len > FOLD_MAX || utf8_valid_prefix(s) != s.len)
        return fail(E_INPUT, "a name is not text of at most %d bytes", FOLD_MAX);
    const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(&code);
    UChar *wide = arena_alloc(a, (s.len + 1) * sizeof *wide);
    u_strFromUTF8(wide, (int32_t)s.len + 1, &len, s.p ? s.p : "", (int32_t)s.len, &code);
    /* NFKC makes at most 18 code units of one. */
    int32_t room = len * 18 + 1;
    UChar *folded = arena_alloc(a, (size_t)room * sizeof *folded);
    folded_len = unorm2_normalize(fold, wide, len, folded, room, &code);
    char *text = arena_alloc(a, (size_t)room * 3 + 1);
    u_strToUTF8(text, room * 3 + 1, &bytes, folded, folded_len, &code);
    if (U_FAILURE(code))
        return fail(E_INPUT, "a name cannot be folded: %s", u_errorName(code));
    *out = str_of(text, (size_t)bytes);
    return OK;
}

bool text_is_letter(uint32_t c)
{
    uint32_t kind = U_GET_GC_MASK((UChar32)c);
    return (kind & (U_GC_L_MASK | U_GC_ND_MASK | U_GC_MN_MASK | U_GC_MC_MASK)) != 0;
}

bool text_mixes_scripts(str s)
{
    unsigned seen = 0;
    while (s.len) {
        UErrorCode code = U_ZERO_ERROR;
        switch (uscript_getScript((UChar32)utf8_next(&s), &code)) {
        case USCRIPT_LATIN: seen |= 1; break;
        case USCRIPT_CYRILLIC: seen |= 2; break;
        case USCRIPT_GREEK: seen |= 4; break;
        default: break;
        }
    }
    return (seen & (seen - 1)) != 0;
}
