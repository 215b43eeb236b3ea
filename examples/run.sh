#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

# examples/run.sh: installs what is missing (Debian 12), builds with g++, starts the emulator (a Bedrock on loopback:
# HTTPS, SigV4 checked) and runs the main job against it. What it prints came over a socket.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source .ci/packages.sh
need library build

cmake --preset release
cmake --build --preset release --target bedrock-emulator main_job
bin=build/release/bin

# Two calls fit into us-east-1's minute, so the third has to go elsewhere.
examples/with_emulator.sh "$bin" --limit us-east-1=rpm:2 --window sliding -- "$bin/main_job"

echo
echo "== a list of policies that does not fit: what the compiler says first"
misuse=tests/compile_fail/slot_filled_twice.cpp
grep -A1 MISUSE "$misuse" | tail -n 1
tests/compile_fail/check.sh misuse "$misuse" g++ -std=c++23 -Iinclude
