#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

# tests/run.sh [CTEST ARGUMENT...]: installs what is missing (Debian 12), builds with g++ and runs all tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source .ci/packages.sh
need library build tests node

cmake --preset dev
cmake --build --preset dev
ctest --preset dev "$@"
