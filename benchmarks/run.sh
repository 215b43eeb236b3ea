#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

# benchmarks/run.sh [--check]: builds with -O2 and prints one table, each row a ratio with its goal; with --check it
# exits 1 where a goal is missed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source .ci/packages.sh
need library build benchmarks

cmake --preset release -DBEDROCK_BENCHMARKS=ON
cmake --build --preset release
exec benchmarks/table.sh build/release/bin "$@"
