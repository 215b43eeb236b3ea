#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

# check.sh find_package|add_subdirectory|fetch_content|pkg_config|logs|emulator BUILD COMPILER
# Builds the consumer of that name against the tree installed by install.sh (or the sources), and runs it.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
way=$1 build=$2 compiler=$3
prefix=$build/consumers/prefix
tree=$build/consumers/$way

case $way in
pkg_config)
    mkdir -p "$tree"
    export PKG_CONFIG_PATH=$prefix/share/pkgconfig
    read -ra flags < <(pkg-config --cflags bedrock)
    read -ra libraries < <(pkg-config --libs bedrock)
    "$compiler" -std=c++23 -Wall -Wextra -Werror "${flags[@]}" "$here/main.cpp" "$here/other.cpp" \
        "${libraries[@]}" -o "$tree/consumer"
    ;;
*)
    cmake -S "$here/$way" -B "$tree" -G Ninja -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_PREFIX_PATH="$prefix" \
        -DCMAKE_COMPILE_WARNING_AS_ERROR=ON -DCMAKE_CXX_FLAGS="-Wall -Wextra"
    cmake --build "$tree"
    ;;
esac
"$tree/consumer"
