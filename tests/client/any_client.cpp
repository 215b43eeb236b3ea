// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/any_client.hpp>

// Compiled before any client is known: users of a handle see no more than this.
namespace {

bedrock::result<bedrock::reply<bedrock::converse_response>> asked(bedrock::any_client const& c,
                                                                  std::string_view model) {
    return c.converse(model, "S3、EBS、EFS の違いは?");
}

}  // namespace

#include <catch2/catch.hpp>
#include <string>
#include <type_traits>

#include <bedrock/client.hpp>

#include "bed.hpp"

using namespace bed;

static_assert(std::is_copy_constructible_v<bedrock::any_client>);
static_assert(std::is_convertible_v<bedrock::client<>, bedrock::any_client>);
static_assert(!std::is_convertible_v<int, bedrock::any_client>);

TEST_CASE("any client's calls are the client's, with story and error") {
    auto service = start({.output_tokens = 60});
    bedrock::any_client const handle = client_for(service, {.regions = {"us-east-1", "us-west-2"}});
    service.inject({.kind = fault_kind::throttle, .region = "us-east-1"});
    auto const answer = asked(handle, model);
    REQUIRE(answer);
    CHECK(contains((*answer)->text(), "EFS の違い"));
    CHECK((*answer)->usage.output_tokens == 60);
    REQUIRE(answer->story.attempts().size() == 2);
    CHECK(answer->story.attempts()[1].region == "us-west-2");

    auto const copy = handle;
    auto const refused = copy.converse("no such model", "hello");
    REQUIRE(!refused);
    CHECK(refused.error().kind == bedrock::error_kind::refused_locally);

    auto const invoked = handle.invoke_model("anthropic.claude-3-haiku-20240307-v1:0", claude_body());
    INFO((invoked ? "" : invoked.error().describe()));
    CHECK((invoked && !(*invoked)->body.empty()));
}

TEST_CASE("any client's streams are pull ranges that end with an error or properly") {
    auto service = start({.output_tokens = 30});
    bedrock::any_client const handle = client_for(service);
    auto stream = handle.converse_stream(model, {.messages = {bedrock::user("hello")}});
    REQUIRE(stream);
    std::string text;
    for (auto const& event : *stream) {
        REQUIRE(event);
        text += event->text();
    }
    CHECK(contains(text, "[emulator, no inference]"));
    CHECK(stream->used().output == 30);
    CHECK(stream->story().attempts().size() == 1);

    service.inject({.kind = fault_kind::cut, .events = 5});
    auto cut = handle.converse_stream(model, "hello");
    REQUIRE(cut);
    bedrock::error last;
    while (auto event = cut->next())
        if (!*event)
            last = event->error();
    CHECK(last.kind == bedrock::error_kind::interrupted);

    auto chunks = handle.invoke_model_with_response_stream(model, claude_body());
    REQUIRE(chunks);
    int whole = 0;
    for (auto const& chunk : *chunks)
        whole += chunk && !chunk->text().empty();
    CHECK(whole > 2);

    auto dropped = handle.converse_stream(model, "hello");
    REQUIRE(dropped);
    dropped->cancel();
    CHECK(!dropped->next());
}
