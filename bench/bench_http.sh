#!/bin/bash
# Requests per second for one article-sized page: ours from the page cache, ours rendered anew,
# and nginx with the same bytes as a file (one worker, sendfile, no access log). The three take
# turns in one run, each on one thread, with the same client; the ratio is what counts. The client
# may be what limits both, so the servers' processor time for a request is compared as well.
#
#     bench/bench_http.sh [BUILD_DIR] [SECONDS_PER_TURN] [ROUNDS]
#
# Needs wrk and nginx (Debian: wrk nginx-light). Everything listens on loopback only.
set -eu
build=${1:-build} seconds=${2:-4} rounds=${3:-3}
for tool in wrk nginx; do
    command -v $tool >/dev/null || { echo "bench_http: $tool is missing: apt install wrk nginx-light"; exit 77; }
done
server=$build/bench/bench_http_server
dir=$(mktemp -d)
cleanup() {
    [ -z "${nginx_pid:-}" ] || kill "$nginx_pid" 2>/dev/null || true
    exec 7>&- || true
    rm -rf "$dir"
}
trap cleanup EXIT

mkdir "$dir/www"
"$server" page > "$dir/www/page.html"
mkfifo "$dir/stdin"
"$server" serve 1 < "$dir/stdin" > "$dir/port" &
server_pid=$!
exec 7> "$dir/stdin"
for _ in $(seq 50); do [ -s "$dir/port" ] && break; sleep 0.1; done
port=$(cat "$dir/port")

# A port nobody uses: the one a listener got and gave back.
nginx_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat > "$dir/nginx.conf" <<CONF
daemon off; worker_processes 1; pid $dir/nginx.pid; error_log $dir/error.log;
events { worker_connections 1024; use epoll; }
http {
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
    open_file_cache max=10; etag on;
    types { text/html html; } charset utf-8;
    client_body_temp_path $dir/b; proxy_temp_path $dir/p; fastcgi_temp_path $dir/f;
    uwsgi_temp_path $dir/u; scgi_temp_path $dir/s;
    server { listen 127.0.0.1:$nginx_port; root $dir/www; }
}
CONF
if [ "$(id -u)" = 0 ]; then sed -i "1s/^/user root; /" "$dir/nginx.conf"; fi
nginx -e "$dir/error.log" -c "$dir/nginx.conf" &
nginx_pid=$!
sleep 0.5

# Clock ticks the process has used.
ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }
hertz=$(getconf CLK_TCK)

# turn PID URL: "requests-per-second microseconds-of-processor-a-request"
turn() {
    local before after
    before=$(ticks "$1")
    wrk -t2 -c32 -d"${seconds}s" "$2" > "$dir/wrk"
    after=$(ticks "$1")
    grep -E 'Non-2xx|Socket errors' "$dir/wrk" >&2 || true
    awk -v ticks=$((after - before)) -v hertz="$hertz" '/Requests\/sec/ {rate = $2} /requests in/ {n = $1}
        END {printf "%.0f %.2f", rate, ticks / hertz * 1e6 / n}' "$dir/wrk"
}
check() { curl -fsS "$1" | cmp - "$dir/www/page.html"; }
check "http://127.0.0.1:$port/cached"
check "http://127.0.0.1:$nginx_port/page.html"

nginx_worker=$(pgrep -P "$nginx_pid" | head -1)
echo "requests/s, and microseconds of the server's processor time a request"
: > "$dir/rates"
for _ in $(seq "$rounds"); do
    echo "$(turn "$nginx_worker" "http://127.0.0.1:$nginx_port/page.html")" \
        "$(turn "$server_pid" "http://127.0.0.1:$port/cached")" \
        "$(turn "$server_pid" "http://127.0.0.1:$port/made")" >> "$dir/rates"
    tail -1 "$dir/rates" |
        awk '{printf "nginx %d/s %.1f us   cached %d/s %.1f us   made anew %d/s %.1f us\n", $1, $2, $3, $4, $5, $6}'
done
awk '{n += $1; nt += $2; c += $3; ct += $4; m += $5; mt += $6}
     END {printf "of nginx: cached %.0f%% of the rate, %.0f%% of the time; made anew %.0f%%, %.0f%%\n",
          100*c/n, 100*ct/nt, 100*m/n, 100*mt/nt}' "$dir/rates"
