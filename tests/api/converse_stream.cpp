// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/api/converse_stream.hpp>

#include <cstddef>
#include <cstdlib>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <bedrock/api/reply_head.hpp>
#include <bedrock/event_stream/decoder.hpp>
#include <bedrock/event_stream/encoder.hpp>

#include <catch2/catch.hpp>

// Counts what is allocated, in this test program as a whole.
static std::size_t allocations = 0;

void* operator new(std::size_t size) {
    ++allocations;
    if (void* const got = std::malloc(size == 0 ? 1 : size))
        return got;
    std::abort();  // not bad_alloc: the suite is also built without exceptions
}
// Catch2 uses it, and a sanitizer would supply one that does not fit the `delete` below.
void* operator new(std::size_t size, std::nothrow_t const&) noexcept { return operator new(size); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }

using bedrock::api::converse_stream;
using enum bedrock::error_kind;

namespace {

/// A frame and the message in it.
struct framed {
    std::string frame{};
    bedrock::event_stream::message message{};

    framed(std::initializer_list<bedrock::event_stream::header> headers, std::string_view payload) {
        CHECK(bedrock::event_stream::encode(frame, headers, payload));
        if (auto const found = bedrock::event_stream::decode(frame))
            message = found->message;
    }
    framed(std::string_view type, std::string_view payload)
        : framed({{":message-type", std::string_view{"event"}}, {":event-type", type}}, payload) {}
};

using outcome = bedrock::result<std::optional<bedrock::converse_stream_event>>;

outcome decoded_event(std::string_view type, std::string_view payload) {
    framed const from{type, payload};
    return converse_stream::decode(from.message);
}

bedrock::converse_stream_event event(std::string_view type, std::string_view payload) {
    auto got = decoded_event(type, payload);
    CHECK((got && *got));
    return got && *got ? std::move(**got) : bedrock::converse_stream_event{};
}

}  // namespace

TEST_CASE("a text delta gives its text, and the padding is ignored") {
    auto const e = event("contentBlockDelta",
                         R"({"contentBlockIndex":2,"delta":{"text":"世界😀"},"p":"abcdefghijklmno"})");
    CHECK(e.text() == "世界😀");
    CHECK(converse_stream::has_content(e));
    CHECK(!converse_stream::is_stop(e));
    CHECK(converse_stream::output_size(e) == 10);
    CHECK(!converse_stream::used(e));
    auto const* delta = std::get_if<bedrock::content_block_delta>(&e);
    CHECK((delta && delta->content_block_index == 2));
}

TEST_CASE("decoding an event allocates nothing but a text that is too long to lie in its string") {
    auto const count = [](std::string_view type, std::string_view payload) {
        framed const from{type, payload};
        auto const before = allocations;
        auto const got = converse_stream::decode(from.message);
        auto const after = allocations;
        CHECK((got && *got));
        return after - before;
    };
    CHECK(count("contentBlockDelta",
                R"({"contentBlockIndex":0,"delta":{"text":"Hello"},"p":"abcdefghijklm"})") == 0);
    CHECK(count("contentBlockDelta",
                R"({"delta":{"text":"sixteen or more characters"},"contentBlockIndex":0})") == 1);
    CHECK(count("contentBlockStop", R"({"contentBlockIndex":0,"p":"abcdefghijklmnopqrstuvwxyz"})") == 0);
    CHECK(count("messageStart", R"({"role":"assistant"})") == 0);
    CHECK(count("messageStop", R"({"stopReason":"guardrail_intervened"})") == 0);
    CHECK(count("metadata", R"({"usage":{"inputTokens":65,"outputTokens":344,"totalTokens":409},)"
                            R"("metrics":{"latencyMs":5995}})") == 0);
}

TEST_CASE("the beginning of a message is not content yet") {
    auto const e = event("messageStart", R"({"p":"ab","role":"assistant"})");
    auto const* start = std::get_if<bedrock::message_start>(&e);
    CHECK((start && start->role == bedrock::role::assistant));
    CHECK(!converse_stream::has_content(e));
    CHECK(e.text().empty());
}

TEST_CASE("a tool's input comes in pieces of JSON text") {
    auto const start =
        event("contentBlockStart",
              R"({"contentBlockIndex":1,"start":{"toolUse":{"toolUseId":"t1","name":"clock"}}})");
    auto const* block = std::get_if<bedrock::content_block_start>(&start);
    auto const* tool = block ? std::get_if<bedrock::tool_use_start>(&block->start) : nullptr;
    CHECK((tool && tool->tool_use_id == "t1" && tool->name == "clock"));

    auto const piece =
        event("contentBlockDelta", R"({"contentBlockIndex":1,"delta":{"toolUse":{"input":"{\"z\""}}})");
    auto const* delta = std::get_if<bedrock::content_block_delta>(&piece);
    auto const* input = delta ? std::get_if<bedrock::tool_use_delta>(&delta->delta) : nullptr;
    CHECK((input && input->input == R"({"z")"));
    CHECK(piece.text().empty());
    CHECK(converse_stream::output_size(piece) == 4);
}

TEST_CASE("reasoning comes as text, signature or bytes") {
    auto const e =
        event("contentBlockDelta", R"({"delta":{"reasoningContent":{"text":"hm"}},"contentBlockIndex":0})");
    auto const* delta = std::get_if<bedrock::content_block_delta>(&e);
    auto const* thought = delta ? std::get_if<bedrock::reasoning_delta>(&delta->delta) : nullptr;
    CHECK((thought && thought->text == "hm" && !thought->signature));
    CHECK(e.text().empty());
    CHECK(converse_stream::output_size(e) == 2);
}

TEST_CASE("the stream's stop event is messageStop, and usage comes after it") {
    auto const stop = event("messageStop", R"({"stopReason":"tool_use"})");
    CHECK(converse_stream::is_stop(stop));
    CHECK(!converse_stream::used(stop));
    auto const last =
        event("metadata", R"({"usage":{"inputTokens":65,"outputTokens":344,"totalTokens":409,)"
                          R"("cacheWriteInputTokens":3},"metrics":{"latencyMs":5995},"p":"a"})");
    CHECK(!converse_stream::is_stop(last));
    CHECK(converse_stream::used(last) == bedrock::tokens_used{.input = 65, .output = 344, .cache_write = 3});
}

TEST_CASE("unknown events are passed over, unknown deltas and stop reasons kept") {
    auto const none = decoded_event("somethingNew", R"({"x":1})");
    CHECK((none && !*none));

    auto const e = event("contentBlockDelta", R"({"contentBlockIndex":0,"delta":{"smell":{"of":"roses"}}})");
    auto const* delta = std::get_if<bedrock::content_block_delta>(&e);
    auto const* kept = delta ? std::get_if<bedrock::json::unknown_member>(&delta->delta) : nullptr;
    CHECK((kept && kept->name == "smell"));
    CHECK(converse_stream::has_content(e));

    auto const stop = event("messageStop", R"({"stopReason":"bored"})");
    auto const* reason = std::get_if<bedrock::message_stop>(&stop);
    CHECK((reason && reason->stop_reason.text() == "bored"));
}

TEST_CASE("an exception event is an error, also one that nobody knows") {
    using namespace std::string_view_literals;
    framed const known{{{":message-type", "exception"sv}, {":exception-type", "throttlingException"sv}},
                       R"({"message":"Too many tokens"})"};
    auto const e = converse_stream::decode(known.message);
    CHECK((!e && e.error().kind == throttled && e.error().message == "Too many tokens"));

    framed const unknown_one{{{":message-type", "exception"sv}, {":exception-type", "newException"sv}}, "{}"};
    CHECK(!converse_stream::decode(unknown_one.message));

    framed const unmodelled{
        {{":message-type", "error"sv}, {":error-code", "InternalError"sv}, {":error-message", "oh"sv}}, ""};
    auto const f = converse_stream::decode(unmodelled.message);
    CHECK((!f && f.error().kind == internal && f.error().message == "oh"));
}

TEST_CASE("an event whose payload is not what it says is malformed") {
    for (std::string const& payload :
         {std::string{}, std::string{"{"}, std::string{R"({"delta":"text"})"},
          std::string{R"({"delta":{"text":1}})"}, R"({"delta":{"text":"a"},"x":)" + std::string(100'000, '['),
          std::string{"{\"delta\":{\"text\":\"\xff\"}}"}}) {
        CAPTURE(payload.substr(0, 60));
        auto const e = decoded_event("contentBlockDelta", payload);
        CHECK(!e);
        if (e)
            continue;
        CHECK(e.error().kind == malformed_reply);
        CHECK(e.error().message.find("contentBlockDelta") != std::string::npos);
        CHECK(!e.error().remedy.empty());
    }
    framed const untyped{{{":event-type", std::string_view{"metadata"}}}, "{}"};
    CHECK(!converse_stream::decode(untyped.message));
}

TEST_CASE("a reply that is no event stream is told by its head") {
    auto const head = [](std::string_view type) {
        bedrock::header_list headers;
        if (!type.empty())
            CHECK(headers.add("content-type", type));
        return bedrock::api::check_stream_head({.status = 200, .headers = &headers, .body = "<html>"});
    };
    CHECK(head("application/vnd.amazon.eventstream"));
    CHECK(head("Application/Vnd.Amazon.EventStream; x=y"));
    for (std::string_view const type : {"", "application/json", "text/html; charset=utf-8"}) {
        auto const bad = head(type);
        CHECK(!bad);
        if (!bad)
            CHECK(bad.error().kind == malformed_reply);
    }
}
