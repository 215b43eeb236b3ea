#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

# with_nginx.sh COMMAND [ARGUMENT...]: starts nginx on a free port of loopback, TLS and keep-alive, where any request is
# answered with one and the same Converse reply, and runs COMMAND with its address in URL, its certificate in CA_FILE
# and, in REQUEST_LOG, a file with the lengths of each request, header and body. Ends nginx with the command.
set -euo pipefail

place=$(mktemp -d)
nginx=
finish() {
    [[ -z $nginx ]] || kill "$nginx" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$place"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -keyout "$place/key.pem" -out "$place/ca.pem" 2>/dev/null

text='Amazon S3 keeps objects, Amazon EBS gives one instance a disk, and Amazon EFS is a file system that many instances
share. Choose by how the data is reached: over HTTP, as blocks, or as files; the price and the latency follow from it.'
reply='{"metrics":{"latencyMs":412},"output":{"message":{"content":[{"text":"'${text//$'\n'/ }'"}],"role":"assistant"}},'
reply+='"stopReason":"end_turn","usage":{"cacheReadInputTokenCount":0,"cacheReadInputTokens":0,'
reply+='"cacheWriteInputTokenCount":0,"cacheWriteInputTokens":0,"inputTokens":214,"outputTokens":53,"totalTokens":267}}'

configure() {  # PORT
    cat >"$place/nginx.conf" <<EOF
daemon off;
master_process off;
pid $place/pid;
error_log $place/error.log;
events {}
http {
    client_body_temp_path $place/body;
    proxy_temp_path $place/proxy;
    fastcgi_temp_path $place/fastcgi;
    uwsgi_temp_path $place/uwsgi;
    scgi_temp_path $place/scgi;
    log_format length '\$request_length \$content_length';
    access_log $place/requests length;
    keepalive_timeout 1h;
    keepalive_requests 1000000000;
    server {
        listen 127.0.0.1:$1 ssl;
        ssl_protocols TLSv1.3;
        ssl_certificate $place/ca.pem;
        ssl_certificate_key $place/key.pem;
        default_type application/json;
        add_header x-amzn-RequestId 7d2f0c1e-53a8-4c0e-9b1d-5f6e0a4b8c21;
        location / { return 200 '$reply'; }
    }
}
EOF
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# nginx cannot choose a port and say which; so one that nobody answers on, and another if it is taken meanwhile.
for ((try = 0; try < 5; ++try)); do
    port=$((20000 + RANDOM % 12000))
    ! answers "$port" || continue
    configure "$port"
    PATH=$PATH:/usr/sbin nginx -p "$place" -e "$place/error.log" -c "$place/nginx.conf" &
    nginx=$!
    while kill -0 "$nginx" 2>/dev/null; do
        ! answers "$port" || break 2
        sleep 0.05
    done
    nginx=
done
if [[ -z $nginx ]]; then
    echo "nginx did not start:" >&2
    cat "$place/error.log" >&2
    exit 1
fi

URL=https://localhost:$port CA_FILE=$place/ca.pem REQUEST_LOG=$place/requests "$@"
