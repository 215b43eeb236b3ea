// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/signing/presign.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

using namespace std::chrono_literals;
using bedrock::error_kind;
using bedrock::signing::presign;

// The expected signatures were computed with a few lines of Python's hashlib and hmac, from the keys below.

namespace {

bedrock::credentials::view const keys{.access_key_id = "AKIAOURTESTKEY000001",
                                      .secret_access_key = "our/test+secret/0123456789abcdefghijkl"};
bedrock::wall_time const summer_night = std::chrono::sys_days{std::chrono::year{2026} / 7 / 4} + 24h - 1s;

}  // namespace

TEST_CASE("presign puts the signature into the query, with the session token") {
    auto temporary = keys;
    temporary.session_token = "our+session/token==";
    auto const query = presign({.method = "POST",
                                .host = "bedrock.amazonaws.com",
                                .path = "/",
                                .query = "Action=CallWithBearerToken",
                                .service = "bedrock",
                                .region = "eu-west-3"},
                               temporary, summer_night, 12h);
    CHECK((query && *query == "Action=CallWithBearerToken&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
                              "AKIAOURTESTKEY000001%2F20260704%2Feu-west-3%2Fbedrock%2Faws4_request"
                              "&X-Amz-Date=20260704T235959Z&X-Amz-SignedHeaders=host&X-Amz-Expires=43200"
                              "&X-Amz-Security-Token=our%2Bsession%2Ftoken%3D%3D&X-Amz-Signature="
                              "23e3dd4ed416c1630b3979e0bb8ccaf8aa5ea9d4c7b7bc09c8adbd5870d138ea"));
}

TEST_CASE("presign signs the headers of the request too") {
    bedrock::header_list headers;
    CHECK(headers.add("X-More", "1"));
    auto const query = presign({.method = "GET",
                                .host = "h.example",
                                .path = "/",
                                .headers = &headers,
                                .service = "bedrock",
                                .region = "eu-west-3"},
                               keys, summer_night, 1s);
    CHECK((query && query->find("&X-Amz-SignedHeaders=host%3Bx-more&X-Amz-Expires=1&") != std::string::npos));
    CHECK((query && query->ends_with("09db2cd1a47d4eedefb0b16b707f9c05518f18c066a253c01122afe047cf7805")));
}

TEST_CASE("presign refuses a time that the service would refuse, and a scope without a region") {
    bedrock::signing::request request{
        .method = "GET", .host = "h.example", .path = "/", .service = "bedrock", .region = "eu-west-3"};
    for (auto const expires : {0s, -1s, 604'801s}) {
        auto const query = presign(request, keys, summer_night, expires);
        CHECK((!query && query.error().kind == error_kind::configuration));
    }
    CHECK(presign(request, keys, summer_night, 604'800s));
    request.region = {};
    auto const query = presign(request, keys, summer_night, 1h);
    CHECK((!query && query.error().kind == error_kind::configuration));
}
