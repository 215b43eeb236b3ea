#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

# discover.sh PROGRAM FOLDER OUT LIST-FLAGS MISS-FLAGS: asks a Catch2 program for its test cases and writes OUT, a CTest
# file with one test for each. Catch2's own CMake code loses cases whose names hold `;` or `[`, and one that is asked for
# under a name that matches nothing passes; names here are sentences, so neither will do.
set -euo pipefail

program=$1 folder=$2 out=$3
read -ra list <<<"$4"
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

names=$("$program" "${list[@]}" || true)  # Catch2 2 exits with their number
if [[ -z $names ]]; then
    echo "$program lists no test case" >&2
    exit 1
fi

while IFS= read -r name; do
    pattern=$name
    for special in '\' ',' '[' '"' '*'; do
        pattern=${pattern//"$special"/"\\$special"}
    done
    [[ $pattern == '~'* ]] && pattern="\\$pattern"
    printf 'add_test([==[%s: %s]==] "%s" [==[%s]==] %s)\n' "$folder" "$name" "$program" "$pattern" "$5"
    printf 'set_tests_properties([==[%s: %s]==] PROPERTIES LABELS "%s" TIMEOUT 300 WORKING_DIRECTORY "%s")\n' \
        "$folder" "$name" "$folder" "$root"
done <<<"$names" >"$out.new"
mv "$out.new" "$out"
