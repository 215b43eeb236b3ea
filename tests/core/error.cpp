// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/core/error.hpp>

#include <catch2/catch.hpp>

#include <string>

using bedrock::ending;
using bedrock::error;
using bedrock::error_kind;

TEST_CASE("an error describes itself with kind, code, words, place, request ID and what to do") {
    error const e{.kind = error_kind::throttled,
                  .code = "ThrottlingException",
                  .message = "Too many requests",
                  .remedy = "wait a minute",
                  .status = 429,
                  .region = "us-east-1",
                  .request_id = "8f2c"};
    CHECK(e.describe() ==
          "throttled (ThrottlingException): Too many requests [region us-east-1, HTTP status 429, request ID "
          "8f2c]\n  what to do: wait a minute");
}

TEST_CASE("what is not known is not described") {
    CHECK(error{.kind = error_kind::network, .message = "reset"}.describe() == "network error: reset");
}

TEST_CASE("an error after several tries says how many, and why no more") {
    error e{.kind = error_kind::throttled, .message = "no"};
    e.story.add({.number = 1});
    e.story.end = ending::not_retryable;
    CHECK(e.describe() == "throttled: no");
    e.story.add({.number = 2});
    e.story.end = ending::attempts_used_up;
    CHECK(e.describe() == "throttled: no [attempts 2, ended because: all attempts used up]");
    e.story.end = ending::deadline;
    CHECK(e.describe() == "throttled: no [attempts 2, ended because: deadline]");
}

TEST_CASE("each kind and each ending has words of its own") {
    std::string all;
    for (int k = 0; k <= static_cast<int>(error_kind::unknown); ++k) {
        auto const words = "<" + std::string{to_string(static_cast<error_kind>(k))} + ">";
        CHECK(words.size() > 2);
        CHECK(all.find(words) == std::string::npos);
        all += words;
    }
    all.clear();
    for (int k = 0; k <= static_cast<int>(ending::refused_locally); ++k) {
        auto const words = "<" + std::string{to_string(static_cast<ending>(k))} + ">";
        CHECK(words.size() > 2);
        CHECK(all.find(words) == std::string::npos);
        all += words;
    }
}

TEST_CASE(
    "an error says that the deadline left no time for another try, and lets no control character through") {
    bedrock::error e{.kind = bedrock::error_kind::throttled, .message = "no", .region = "us-east-1\r\nX: y"};
    e.story.end = bedrock::ending::deadline;
    CHECK(e.describe() == "throttled: no [region us-east-1??X: y, ended because: deadline]");
}
