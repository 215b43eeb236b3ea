#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

# compile_time.sh: compiles by turns the file with one converse that composes its client, the one that is given an
# any_client, and the one with nlohmann/json.hpp alone, and prints the median of the user time of each:
# `compile_time/COMPILER.FILE SECONDS`. The goal is g++'s, so it gets more rounds.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export LC_ALL=C
TIMEFORMAT=%U

median() { sort -n "$1" | awk '{ seen[NR] = $1 } END { print seen[int((NR + 1) / 2)] }'; }

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

for compiler in g++ clang++-19; do
    if ! command -v "$compiler" >/dev/null; then
        echo "no $compiler: left out" >&2
        continue
    fi
    [[ $compiler == g++ ]] && rounds=5 || rounds=3
    for ((i = 0; i < rounds; ++i)); do
        for file in one_converse any_client json_alone; do
            # What the compiler says goes where it always goes; only the time into the file.
            { time "$compiler" -std=c++23 -O2 -Iinclude -c "benchmarks/size/$file.cpp" -o "$place/object" 2>&3; } \
                3>&2 2>>"$place/$file"
        done
    done
    for file in one_converse any_client json_alone; do
        echo "compile_time/$compiler.$file $(median "$place/$file")"
        rm "$place/$file"
    done
done
