#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

# check.sh compiles|misuse FILE COMPILER [FLAG...]
# compiles: FILE compiles as it stands. misuse: with -DMISUSE it does not, and the first line with `error:` says what
# FILE's `// error:` line says. Several such lines: the first error says them all.
set -euo pipefail
export LC_ALL=C

what=$1 file=$2
shift 2
compile=("$@" -Wall -Wextra -fsyntax-only)  # templates are instantiated all the same

case $what in
compiles)
    "${compile[@]}" "$file" >/dev/null
    ;;
misuse)
    mapfile -t expected < <(sed -n 's|^// error: ||p' "$file")
    if ((${#expected[@]} == 0)); then
        echo "$file names no error: write one as '// error: text'"
        exit 1
    fi
    if output=$("${compile[@]}" -DMISUSE "$file" 2>&1 >/dev/null); then
        echo "$file compiles with -DMISUSE"
        exit 1
    fi
    first=$(grep -m1 'error:' <<<"$output" || true)
    for text in "${expected[@]}"; do
        if [[ $first != *"$text"* ]]; then
            printf 'expected: %s\nfirst:    %s\n\n%s\n' "$text" "$first" "$(head -n 40 <<<"$output")"
            exit 1
        fi
    done
    printf '%s (%d lines in all)\n' "$first" "$(wc -l <<<"$output")"
    ;;
*)
    echo "usage: check.sh compiles|misuse FILE COMPILER [FLAG...]"
    exit 2
    ;;
esac
