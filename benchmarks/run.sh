#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

# benchmarks/run.sh [--check]: installs what is missing (Debian 12), builds with -O2, measures, and prints one table, each
# row with its goal; with --check it exits 1 where a goal is missed. Progress goes to stderr. A few minutes.
#
# Every part prints `name value` lines, table.awk makes rows of them. What is compared runs by turns in the same process
# or loop, and medians are taken, so that another load on the machine falls on both sides.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export LC_ALL=C  # numbers with a point

check=0
case ${1-} in
'') ;;
--check) check=1 ;;
*)
    echo "usage: benchmarks/run.sh [--check]" >&2
    exit 2
    ;;
esac

bin=build/release/bin
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

{
    source .ci/packages.sh
    need library build benchmarks
    cmake --preset release -DBEDROCK_BENCHMARKS=ON
    cmake --build --preset release --target benchmarks
} >&2

# The medians of Google Benchmark's repetitions, in random order: CPU time in ns, and counters.
parts() {  # PROGRAM
    "$bin/benchmark-$1" --benchmark_format=json --benchmark_repetitions=15 --benchmark_min_time=0.05 \
        --benchmark_enable_random_interleaving=true --benchmark_report_aggregates_only=true 2>/dev/null |
        awk -F '[":, ]+' '
            $2 == "name" { name = $3; median = sub(/_median$/, "", name) }
            $2 == "error_occurred" && $3 == "true" { failed = 1 }
            median && $2 ~ /^(cpu_time|allocations|bytes_per_second)$/ { print name "." $2, $3 + 0 }
            END { exit failed }'
}

# Instructions a call, start and handshake left out: of the difference between two runs.
instructions() {  # CLIENT
    local calls counted=()
    for calls in 100 300; do
        valgrind --tool=callgrind --callgrind-out-file="$scratch/callgrind" \
            "$bin/benchmark-converse" "$URL" "$CA_FILE" "$1" "$calls" 2>/dev/null
        counted+=("$(sed -n 's/^totals: //p' "$scratch/callgrind")")
    done
    echo "converse/$1.instructions $(((counted[1] - counted[0]) / 200))"
}

calls() {
    "$bin/benchmark-converse" "$URL" "$CA_FILE"
    local client request last=
    for client in raw bedrock; do
        instructions "$client"
        request=$(tail -n 1 "$REQUEST_LOG")
        if [[ -n $last && $request != "$last" ]]; then
            echo "not the same bytes: a request of $last (header and body) and one of $request" >&2
            return 1
        fi
        last=$request
    done
    instructions curl_sigv4
    echo "converse/request.header_bytes ${last% *}"
    echo "converse/request.body_bytes ${last#* }"
}

# For bash -c below, since with_nginx.sh runs a command.
export bin scratch
export -f calls instructions

for part in signing event_stream stream_event logs catalog quota routing; do
    echo "== $part" >&2
    parts "$part"
done >"$scratch/figures"
echo "== simulation" >&2
"$bin/benchmark-simulation" >>"$scratch/figures"
echo "== mixes" >&2
"$bin/benchmark-mixes" >>"$scratch/figures"
echo "== converse" >&2
benchmarks/with_nginx.sh bash -euo pipefail -c calls >>"$scratch/figures"
echo "== size" >&2
benchmarks/size.sh >>"$scratch/figures" || true  # the table says it
echo "== compile time" >&2
benchmarks/compile_time.sh >>"$scratch/figures"

awk -v check="$check" -f benchmarks/table.awk "$scratch/figures"
