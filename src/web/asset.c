/* Finding an embedded file by its address. */
#include "web/asset.h"

str asset_text(str address)
{
    for (size_t i = 0; i < ASSET_COUNT; i++)
        if (str_eq(ASSETS[i].url, address))
            return ASSETS[i].raw;
    return S("");
}
