#!/bin/sh
# Installs what the browser tests need (playwright-core, axe-core; versions in package.json) into
# DIR, once per version. Exit status 77 when there is no node, npm or network: the tests skip.
#
#     setup.sh DIR
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=${1:?usage: setup.sh DIR}
command -v node >/dev/null && command -v npm >/dev/null || { echo "no node or npm here"; exit 77; }
mkdir -p "$dir"
cmp -s "$here/package.json" "$dir/package.json" && [ -d "$dir/node_modules/axe-core" ] &&
    [ -d "$dir/node_modules/playwright-core" ] && exit 0
rm -rf "$dir/node_modules"
cp "$here/package.json" "$dir/package.json.new"
mkdir "$dir/node_modules"
cp "$dir/package.json.new" "$dir/package.json"
if ! (cd "$dir" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm install --no-package-lock --no-audit \
        --no-fund --loglevel=error --fetch-retries=1 --fetch-retry-mintimeout=2000); then
    rm -f "$dir/package.json"
    echo "npm could not install playwright-core and axe-core"
    exit 77
fi
rm -f "$dir/package.json.new"
