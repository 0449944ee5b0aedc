#!/bin/sh
# Runs one browser test: run.sh PROGRAM MODULES-DIR TEST.mjs. 77 when something it needs is not
# here.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$here/setup.sh" "$2" || exit 77
[ -x "${BROWSER_PROGRAM:-/usr/bin/chromium}" ] || { echo "SKIP no Chromium"; exit 77; }
: "${COURANT_SHARED:=$here/../../../shared/data}"
COURANT=$1 BROWSER_MODULES=$2 COURANT_SHARED=$COURANT_SHARED
export COURANT BROWSER_MODULES COURANT_SHARED
exec node "$3"
