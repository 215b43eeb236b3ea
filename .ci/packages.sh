# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash

# The one place that says which Debian packages are needed for what. To be sourced; `need LIST...` installs what is
# missing of the lists named, and touches no network when nothing is.

packages_library="libcurl4-openssl-dev libssl-dev libboost-dev nlohmann-json3-dev"
packages_build="g++ cmake ninja-build pkg-config zlib1g-dev ca-certificates"
packages_tests="catch2"
packages_node="nodejs npm"
packages_benchmarks="libbenchmark-dev valgrind nginx-light openssl clang-19"
packages_ci="ccache clang-19 clang-format-19 clang-tidy-19 libclang-rt-19-dev llvm-19 git"

as_root() {
    if [[ $(id -u) == 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "not root and no sudo: as root, run: $*" >&2
        return 1
    fi
}

installed() {
    case $1 in
    # These also come from elsewhere than Debian, under other package names.
    nodejs) command -v node >/dev/null ;;
    npm | cmake | ccache) command -v "$1" >/dev/null ;;
    *) [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]] ;;
    esac
}

need() {
    local list package missing=()
    for list in "$@"; do
        list=packages_$list
        for package in ${!list}; do
            installed "$package" || missing+=("$package")
        done
    done
    ((${#missing[@]})) || return 0
    echo "== installing: ${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive sh -ec '
        apt-get update -q
        apt-get install -q -y --no-install-recommends "$@"' install "${missing[@]}"
}
