#!/bin/sh
# Runs a command with a real PostgreSQL of its own: with_pg.sh COMMAND...
# The command finds it in COURANT_TEST_STORE. The server listens on a socket in a fresh folder
# below /tmp only (a socket's path must be short and its owner must reach it), and is stopped
# and removed afterwards. Exits 77 (skipped) when PostgreSQL is not installed.
set -u
for bin in ${PG_BIN:-} /usr/lib/postgresql/*/bin; do
    [ -x "$bin/initdb" ] && pg_bin=$bin
done
if [ -z "${pg_bin:-}" ]; then
    echo "PostgreSQL's server is not installed (apt install postgresql): skipped"
    exit 77
fi
# The server refuses to be root; root runs it as another user.
as=
if [ "$(id -u)" = 0 ]; then
    for user in postgres nobody; do
        if id "$user" >/dev/null 2>&1; then
            as=$user
            break
        fi
    done
fi
run() {
    if [ -n "$as" ]; then
        setpriv --reuid "$as" --regid "$(id -g "$as")" --clear-groups "$@"
    else
        "$@"
    fi
}
dir=$(mktemp -d "/tmp/courant-pg-XXXXXX") || exit 1
chmod 755 "$dir"
mkdir "$dir/data" "$dir/socket"
[ -n "$as" ] && chown "$as" "$dir/data" "$dir/socket"
stop() {
    run "$pg_bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1
    rm -rf "$dir"
}
trap stop EXIT
trap 'exit 1' INT TERM HUP
cd "$dir" || exit 1
# English collation, where the server can (15 and newer), shows what forgets COLLATE "C".
init() {
    run "$pg_bin/initdb" -D data -U courant -A trust -E UTF8 --locale=C.UTF-8 -N "$@"
}
init --locale-provider=icu --icu-locale=en-US >"$dir/log" 2>&1 || init >"$dir/log" 2>&1 || {
    cat "$dir/log"
    exit 1
}
# Nothing here must survive a power failure, so nothing is synced.
run "$pg_bin/pg_ctl" -D data -w -l "$dir/data/log" -o "-c listen_addresses='' \
    -c unix_socket_directories='$dir/socket' -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off -c max_connections=40" start >"$dir/log" 2>&1 || {
    cat "$dir/log" "$dir/data/log"
    exit 1
}
run "$pg_bin/createdb" -h "$dir/socket" -U courant courant || exit 1
cd "$OLDPWD" || exit 1
COURANT_TEST_STORE="postgresql://courant@/courant?host=$dir/socket" "$@"
