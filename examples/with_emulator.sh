#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

# with_emulator.sh BIN [EMULATOR FLAG...] -- PROGRAM [ARGUMENT...]
# Starts BIN/bedrock-emulator on a free port and runs PROGRAM with the environment any AWS program reads set to it:
# addresses, certificate authority, region and (made-up) credentials. Ends the emulator with the program.
set -euo pipefail

bin=$1
shift
flags=()
while [[ $1 != -- ]]; do
    flags+=("$1")
    shift
done
shift

place=$(mktemp -d)
emulator=
finish() {
    [[ -z $emulator ]] || kill "$emulator" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$place"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

regions=(--region us-east-1 --region us-west-2 --region eu-west-3 --region eu-central-1)
"$bin/bedrock-emulator" "${regions[@]}" --ca-file "$place/ca.pem" --ready-file "$place/port" "${flags[@]}" >"$place/out" 2>&1 &
emulator=$!
for ((i = 0; i < 300; ++i)); do
    port=$(cat "$place/port" 2>/dev/null || true)
    [[ -z $port ]] || break
    if ! kill -0 "$emulator" 2>/dev/null; then
        echo "bedrock-emulator did not start:" >&2
        cat "$place/out" >&2
        exit 1
    fi
    sleep 0.05
done
if [[ -z $port ]]; then
    echo "bedrock-emulator was not ready within 15 s" >&2
    cat "$place/out" >&2
    exit 1
fi

unset AWS_PROFILE AWS_SESSION_TOKEN AWS_BEARER_TOKEN_BEDROCK AWS_ENDPOINT_URL_BEDROCK AWS_ENDPOINT_URL_BEDROCK_RUNTIME \
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_USE_FIPS_ENDPOINT AWS_USE_DUALSTACK_ENDPOINT AWS_AUTH_SCHEME_PREFERENCE \
    AWS_RETRY_MODE AWS_MAX_ATTEMPTS
export NO_PROXY=.localhost no_proxy=.localhost
export AWS_ENDPOINT_URL="https://{region}.localhost:$port"
export AWS_CA_BUNDLE=$place/ca.pem
export AWS_REGION=us-east-1
export AWS_ACCESS_KEY_ID=AKIAEMULATOREXAMPLE1
export AWS_SECRET_ACCESS_KEY=emulator/secret/access/key/EXAMPLE+00001

"$@"
