/* ICU's list and its English names. */
#include "text/country.h"

#include <unicode/uloc.h>
#include <unicode/ustring.h>

#define NAME_MAX_UNITS 128

str country_known(str code)
{
    if (str_ieq(code, S("uk")))
        code = S("GB");
    for (const char *const *at = uloc_getISOCountries(); code.len == 2 && *at; at++)
        if (str_ieq(code, str_c(*at)))
            return str_c(*at);
    return S("");
}

str country_name(struct arena *a, str code)
{
    str known = country_known(code);
    UChar name[NAME_MAX_UNITS];
    UErrorCode error = U_ZERO_ERROR;
    if (str_empty(known))
        return S("");
    str locale = str_printf(a, "und_%.*s", STR_FMT(known));
    int32_t len = uloc_getDisplayCountry(locale.p, "en", name, NAME_MAX_UNITS, &error);
    if (U_FAILURE(error) || len <= 0 || len >= NAME_MAX_UNITS)
        return known;
    char *utf8 = arena_alloc(a, (size_t)len * 3 + 1);
    int32_t bytes = 0;
    u_strToUTF8(utf8, len * 3 + 1, &bytes, name, len, &error);
    return U_FAILURE(error) ? known : str_of(utf8, (size_t)bytes);
}
