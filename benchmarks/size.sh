#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

# size.sh [BUDGET]: builds the program with one converse as one builds for a small machine, with each compiler that is
# here, and prints `size/flags …` and `size/COMPILER.bytes N` for each; exits 1 where one is over the budget, which is the
# goal of 150,000 bytes unless another is given.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

budget=${1:-150000}
# Without exceptions nobody unwinds, so no tables for it; relocations packed, as glibc 2.36 reads them; no page of its own
# for each kind of section.
flags=(-std=c++23 -Os -DNDEBUG -fno-exceptions -fno-rtti -fno-unwind-tables -fno-asynchronous-unwind-tables
    -ffunction-sections -fdata-sections -Wl,--gc-sections -Wl,--as-needed -Wl,-z,pack-relative-relocs
    -Wl,-z,noseparate-code -Wl,-z,now -s)

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

echo "size/flags ${flags[*]}"
status=0
for compiler in g++ clang++-19; do
    if ! command -v "$compiler" >/dev/null; then
        echo "no $compiler: left out" >&2
        continue
    fi
    "$compiler" "${flags[@]}" -Iinclude benchmarks/size/one_converse.cpp -o "$place/program" -lcurl -lcrypto
    bytes=$(stat -c %s "$place/program")
    echo "size/$compiler.bytes $bytes"
    if ((bytes > budget)); then
        echo "$compiler: $bytes bytes, over the budget of $budget" >&2
        status=1
    fi
done
exit $status
