// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/credentials/environment.hpp>

#include <catch2/catch.hpp>

#include <string>

#include "support/environment.hpp"

using bedrock::error_kind;

namespace {

/// What the source says of a pair of keys and a token; `none` if it takes them.
struct refusal {
    error_kind kind = error_kind::none;
    std::string text{};
};

refusal with(char const* id, char const* secret, char const* token = "") {
    support::environment const variables{
        {"AWS_ACCESS_KEY_ID", id}, {"AWS_SECRET_ACCESS_KEY", secret}, {"AWS_SESSION_TOKEN", token}};
    auto const keys = bedrock::credentials::environment{}.provide();
    return keys ? refusal{} : refusal{keys.error().kind, keys.error().describe()};
}

bool mentions(std::string const& text, std::string_view what) { return text.find(what) != std::string::npos; }

}  // namespace

TEST_CASE("credentials::environment lends what the variables say") {
    support::environment const variables{{"AWS_ACCESS_KEY_ID", "AKIAOURTESTKEY000001"},
                                         {"AWS_SECRET_ACCESS_KEY", "our/test+secret"},
                                         {"AWS_SESSION_TOKEN", "our+session/token=="}};
    auto const keys = bedrock::credentials::environment{}.provide();
    if (!keys)
        FAIL(keys.error().describe());
    CHECK(keys->access_key_id == "AKIAOURTESTKEY000001");
    CHECK(keys->secret_access_key == "our/test+secret");
    CHECK(keys->session_token == "our+session/token==");
}

TEST_CASE("credentials::environment takes an empty session token for none") {
    support::environment const variables{
        {"AWS_ACCESS_KEY_ID", "a"}, {"AWS_SECRET_ACCESS_KEY", "b"}, {"AWS_SESSION_TOKEN", ""}};
    auto const keys = bedrock::credentials::environment{}.provide();
    CHECK((keys && keys->session_token.empty()));
}

TEST_CASE("credentials::environment looks anew each time") {
    support::environment variables{{"AWS_ACCESS_KEY_ID", "first"}, {"AWS_SECRET_ACCESS_KEY", "b"}};
    bedrock::credentials::environment const source;
    CHECK((source.provide() && source.provide()->access_key_id == "first"));
    variables.set("AWS_ACCESS_KEY_ID", "second");
    CHECK((source.provide() && source.provide()->access_key_id == "second"));
}

TEST_CASE("credentials::environment says which variable is missing, and what to set") {
    support::environment const nothing;
    auto const keys = bedrock::credentials::environment{}.provide();
    if (keys)
        FAIL("keys out of nowhere");
    CHECK(keys.error().kind == error_kind::credentials);
    CHECK(keys.error().message == "environment variable AWS_ACCESS_KEY_ID is not set, or empty");
    CHECK(mentions(keys.error().remedy, "AWS_BEARER_TOKEN_BEDROCK"));

    CHECK(mentions(with("AKIA1", "").text, "AWS_SECRET_ACCESS_KEY is not set, or empty"));
    CHECK(mentions(with("  ", "b").text, "AWS_ACCESS_KEY_ID is blank"));
}

TEST_CASE("credentials::environment refuses malformed keys and does not show them") {
    for (auto const* const bad : {"sesame\n", " sesame", "ses ame", "ses\tame",
                                  "ses\x01"
                                  "ame",
                                  "ses\x7f"
                                  "ame",
                                  "sesam\xc3\xa9", "ses\r\name", "\nsesame"}) {
        CAPTURE(bad);
        auto const id = with(bad, "ok"), secret = with("ok", bad), token = with("ok", "ok", bad);
        CHECK(id.kind == error_kind::credentials);
        CHECK(mentions(id.text, "AWS_ACCESS_KEY_ID is malformed"));
        CHECK(mentions(secret.text, "AWS_SECRET_ACCESS_KEY is malformed"));
        CHECK(mentions(token.text, "AWS_SESSION_TOKEN is malformed"));
        for (auto const& r : {id, secret, token}) {
            CHECK_FALSE(mentions(r.text,
                                 "ses"
                                 "am"));
            CHECK_FALSE(mentions(r.text, bad));
        }
    }
    // they would end the ID in the middle of the Authorization header
    CHECK(mentions(with("AKIA/1", "ok").text, "AWS_ACCESS_KEY_ID is malformed"));
    CHECK(mentions(with("AKIA,1", "ok").text, "AWS_ACCESS_KEY_ID is malformed"));
    CHECK(with("AKIA1", "o/k+=,").kind == error_kind::none);
}
