// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/api/stream_error.hpp>

#include <catch2/catch.hpp>

using bedrock::api::stream_error;
using enum bedrock::error_kind;
using enum bedrock::event_stream::event_kind;

TEST_CASE("an exception in a stream is named by its member and has its words in the payload") {
    auto const e = stream_error(
        {.kind = exception, .type = "throttlingException", .payload = R"({"message":"Too many tokens"})"});
    CHECK(e.kind == throttled);
    CHECK(e.code == "throttlingException");
    CHECK(e.message == "Too many tokens");
    CHECK(e.status == 0);
    CHECK(!e.remedy.empty());
}

TEST_CASE("both spellings of message are read in a stream") {
    CHECK(stream_error(
              {.kind = exception, .type = "validationException", .payload = R"({"Message":"bad input"})"})
              .message == "bad input");
}

TEST_CASE("a model's failure in a stream keeps its status") {
    auto const e = stream_error(
        {.kind = exception,
         .type = "modelStreamErrorException",
         .payload = R"({"message":"m","originalStatusCode":500,"originalMessage":"worker died"})"});
    CHECK(e.kind == model_error);
    CHECK(e.remedy.find("500") != std::string::npos);
    CHECK(e.remedy.find("worker died") != std::string::npos);
}

TEST_CASE("an error that is not modelled has code and words in headers") {
    auto const e =
        stream_error({.kind = error, .type = "InternalError", .error_message = "An error occurred"});
    CHECK(e.kind == internal);
    CHECK(e.code == "InternalError");
    CHECK(e.message == "An error occurred");
}

TEST_CASE("an exception of an unknown kind is an error all the same") {
    auto const e = stream_error({.kind = exception, .type = "brandNewException", .payload = "not JSON"});
    CHECK(e.kind == unknown);
    CHECK(e.code == "brandNewException");
    CHECK(e.message == "not JSON");
}
