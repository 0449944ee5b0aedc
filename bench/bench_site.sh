#!/bin/bash
# The site as readers meet it: memory of `courant serve` on 10,000 articles, and article pages a
# second, cached and uncached, against nginx sending the same bytes as a file.
# usage: bench/bench_site.sh [SECONDS a measurement, 5]
# Needs build/courant, nginx (Debian's nginx-light), wrk, curl. Both servers get the same cores.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-5}
rounds=3
work=$(mktemp -d)
server="" web=""
trap 'kill $server $web 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

wait_for() {
    for _ in $(seq 100); do
        curl -fs -o /dev/null "$1" && return 0
        sleep 0.1
    done
    echo "bench_site: $1 does not answer" >&2
    exit 1
}

python3 bench/make_articles.py 10000 >"$work/articles.jsonl"
build/courant import --data "$work/data" "$work/articles.jsonl" 2>&1 | tail -2

rate() { # URL: requests a second of one wrk thread, 16 connections
    taskset -c 1 wrk -t1 -c16 -d"${seconds}s" "$1" | awk '/Requests\/sec/ {print $2}'
}

start_courant() { # OPTIONS...
    port=$(free_port)
    taskset -c 0 build/courant serve --data "$work/data" --listen "127.0.0.1:$port" --web-threads 1 \
        --requests-per-second 0 --log warn "$@" >"$work/serve.log" 2>&1 &
    server=$!
    wait_for "http://127.0.0.1:$port/healthz"
}

stop_courant() {
    kill "$server"
    wait "$server" || true
    server=
}

start_courant
for id in $(seq 1 37 10000); do
    curl -fs -o /dev/null "http://127.0.0.1:$port/" -o /dev/null "http://127.0.0.1:$port/article/$id"
done
echo "RSS of serve, 10,000 articles, after 271 pages: $(awk '/VmRSS/ {printf "%.1f MB", $2 / 1024}' "/proc/$server/status")"
page=http://127.0.0.1:$port/article/5000
curl -fs "$page" >"$work/page.html"

nginx_port=$(free_port)
cat >"$work/nginx.conf" <<CONF
worker_processes 1;
pid $work/nginx.pid;
error_log $work/error.log;
daemon off;
events { worker_connections 256; }
http {
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    default_type text/html;
    client_body_temp_path $work/b; proxy_temp_path $work/p; fastcgi_temp_path $work/f;
    uwsgi_temp_path $work/u; scgi_temp_path $work/s;
    server { listen 127.0.0.1:$nginx_port; root $work; }
}
CONF
chmod 755 "$work"
taskset -c 0 nginx -c "$work/nginx.conf" &
web=$!
wait_for "http://127.0.0.1:$nginx_port/page.html"

best() { sort -n | tail -1; }
for _ in $(seq $rounds); do
    rate "http://127.0.0.1:$nginx_port/page.html" >>"$work/nginx.txt"
    rate "$page" >>"$work/cached.txt"
done
stop_courant
start_courant --page-cache-mb 0
page=http://127.0.0.1:$port/article/5000
for _ in $(seq $rounds); do
    rate "http://127.0.0.1:$nginx_port/page.html" >>"$work/nginx.txt"
    rate "$page" >>"$work/uncached.txt"
done
n=$(best <"$work/nginx.txt") c=$(best <"$work/cached.txt") u=$(best <"$work/uncached.txt")
awk -v n="$n" -v c="$c" -v u="$u" -v b="$(stat -c %s "$work/page.html")" 'BEGIN {
    printf "page of %d bytes, one core each: nginx %d/s, cached %d/s (%.0f%%), uncached %d/s (%.0f%%)\n",
        b, n, c, 100 * c / n, u, 100 * u / n }'
