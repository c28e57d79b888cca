#!/usr/bin/env bash
# Requests per second and 99th percentile of latency of a proxied keep-alive GET through KongLite, a bare YARP forwarder and, when installed, nginx: alternating
# rounds in one run, because machines have moods. What counts is the median of the rounds' ratios: what is compared was measured within seconds.
# Usage: compare.sh [rounds] [seconds] [connections]. Uses wrk when it is installed.
set -euo pipefail

rounds=${1:-9} seconds=${2:-3} connections=${3:-64}
warm_up=10 # seconds, until the JIT compiler has done its best
root=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(mktemp -d)
jobs=()
cleanup() {
  for job in "${jobs[@]}"; do kill "$job" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

dotnet build "$root/tests/KongLite.Benchmarks" -c Release -v q --nologo
tool=$root/tests/KongLite.Benchmarks/bin/Release/net10.0/KongLite.Benchmarks
node=$root/src/KongLite/bin/Release/net10.0/konglite
base=$((20000 + RANDOM % 1000 * 10))
upstream=$base proxy=$((base + 1)) admin=$((base + 2)) forwarder=$((base + 3)) nginx=$((base + 4))

start() { "$@" >>"$work/log" 2>&1 & jobs+=($!); }
answers() {
  for _ in $(seq 100); do curl -fso /dev/null "$1" && return; sleep 0.1; done
  echo "$1 does not answer:" >&2; cat "$work/log" >&2; exit 1
}

start "$tool" upstream $upstream
start "$tool" forwarder $forwarder http://127.0.0.1:$upstream/
start env KONG_PREFIX="$work/node" KONG_PROXY_LISTEN=127.0.0.1:$proxy KONG_ADMIN_LISTEN=127.0.0.1:$admin KONG_STATUS_LISTEN=off \
  KONG_PROXY_ACCESS_LOG=off "$node"
names=(konglite forwarder) ports=($proxy $forwarder)
if command -v nginx >/dev/null; then
  cat >"$work/nginx.conf" <<CONF
worker_processes auto; daemon off; pid $work/nginx.pid; error_log $work/nginx.log;
events { worker_connections 1024; }
http {
  access_log off; keepalive_requests 1000000000; client_body_temp_path $work; proxy_temp_path $work; fastcgi_temp_path $work;
  uwsgi_temp_path $work; scgi_temp_path $work;
  upstream service { server 127.0.0.1:$upstream; keepalive 512; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:$nginx;
    location / { proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}
CONF
  start nginx -c "$work/nginx.conf" -e "$work/nginx.log"
  names+=(nginx) ports+=($nginx)
fi

answers http://127.0.0.1:$admin/status
curl -fsS -o /dev/null http://127.0.0.1:$admin/services -d name=bench -d url=http://127.0.0.1:$upstream
curl -fsS -o /dev/null http://127.0.0.1:$admin/services/bench/routes -d name=bench -d 'paths[]=/'

measure() {
  if command -v wrk >/dev/null; then
    wrk --latency -t2 -c"$connections" -d"$2"s "http://127.0.0.1:$1/hello" |
      awk '$1 == "99%" {p = $2 ~ /us$/ ? $2 / 1000 : $2 ~ /ms$/ ? $2 + 0 : $2 * 1000} /Requests\/sec/ {printf "%.0f %.2f\n", $2, p}'
  else
    "$tool" load "http://127.0.0.1:$1/hello" "$connections" "$2"
  fi
}

for port in "${ports[@]}"; do answers "http://127.0.0.1:$port/hello"; measure "$port" $warm_up >/dev/null; done
for round in $(seq "$rounds"); do
  for i in "${!names[@]}"; do
    read -r rate p99 <<<"$(measure "${ports[$i]}" "$seconds")"
    echo "${names[$i]} $rate $p99" >>"$work/rates"
    printf 'round %s  %-10s %8s requests/s  p99 %8s ms\n' "$round" "${names[$i]}" "$rate" "$p99"
  done
done

median() { sort -n | awk '{a[NR] = $1} END {printf "%s", a[int((NR + 1) / 2)]}'; }
column() { awk -v name="$1" -v column="$2" '$1 == name {print $column}' "$work/rates"; }
ratio() { paste <(column "$1" "$3") <(column "$2" "$3") | awk '$2 > 0 {printf "%.2f\n", $1 / $2}' | median; }
echo
for name in "${names[@]}"; do
  printf 'median   %-10s %8s requests/s  p99 %8s ms' "$name" "$(column "$name" 2 | median)" "$(column "$name" 3 | median)"
  for other in "${names[@]}"; do
    [ "$other" = "$name" ] || printf '  %s x %s (p99 %s x)' "$(ratio "$name" "$other" 2)" "$other" "$(ratio "$name" "$other" 3)"
  done
  echo
done
