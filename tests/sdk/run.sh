#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

# run.sh FOLDER EMULATOR: installs the SDK into FOLDER, once for each package-lock.json, and runs run.mjs there.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$1 emulator=$2

mkdir -p "$folder"
if ! cmp -s "$here/package-lock.json" "$folder/installed"; then
    cp "$here/package.json" "$here/package-lock.json" "$folder"
    (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts)
    cp "$here/package-lock.json" "$folder/installed"
fi
cp "$here/run.mjs" "$folder"
exec node "$folder/run.mjs" "$emulator"
