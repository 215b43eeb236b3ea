#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

# install.sh BUILD: installs the tree BUILD into BUILD/consumers/prefix, moved once so that no path in it can be kept.
set -euo pipefail

build=$1
rm -rf "$build/consumers"
mkdir -p "$build/consumers"
cmake --install "$build" --component bedrock --prefix "$build/consumers/first" >/dev/null
if [[ -f $build/libbedrock_emulator.a ]]; then
    cmake --install "$build" --component emulator --prefix "$build/consumers/first" >/dev/null
fi
mv "$build/consumers/first" "$build/consumers/prefix"
