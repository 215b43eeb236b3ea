#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

# run.sh FOLDER SCRIPT PROGRAM...: installs the SDK into FOLDER, once for each package-lock.json, and runs a script there.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$1 script=$2
shift 2

mkdir -p "$folder"
if ! cmp -s "$here/package-lock.json" "$folder/installed"; then
    cp "$here/package.json" "$here/package-lock.json" "$folder"
    (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts)
    cp "$here/package-lock.json" "$folder/installed"
fi
cp "$here"/*.mjs "$folder"
exec node "$folder/$script" "$@"
