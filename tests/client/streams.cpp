// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/client.hpp>

// Streams that go well, that break off, that are given up, and how little of them is held.

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "bed.hpp"

using namespace bed;

namespace {

/// A curl whose exchanges remember the most bytes they held unread.
struct watched_curl {
    using slot = bedrock::transport::slot;
    using memory = bedrock::transport::curl::memory;

    struct exchange {
        bedrock::transport::curl::lease_type inner;
        std::shared_ptr<std::atomic<std::size_t>> most;

        void begin(bedrock::transport::request const& r, bedrock::transport::limits const& l) {
            inner->begin(r, l);
        }
        bedrock::transport::news poll(std::optional<bedrock::steady_time> wake, std::stop_token const& stop) {
            auto const news = inner->poll(wake, stop);
            *most = std::max<std::size_t>(*most, inner->unread().size());
            return news;
        }
        int status() const { return inner->status(); }
        bedrock::header_list const& headers() const { return inner->headers(); }
        std::string_view unread() const { return inner->unread(); }
        void consume(std::size_t n) { inner->consume(n); }
        bedrock::transport::breakdown const& failure() const { return inner->failure(); }
        bedrock::sent sent() const { return inner->sent(); }
        void cancel() { inner->cancel(); }
    };

    std::unique_ptr<exchange> lease(memory& m) const {
        return std::make_unique<exchange>(inner.lease(m), most);
    }

    bedrock::transport::curl inner{};
    std::shared_ptr<std::atomic<std::size_t>> most = std::make_shared<std::atomic<std::size_t>>(0);
};

/// What becomes of a stream that meets the fault.
telling told_with(fault f, setup s = {}, emulator_options options = {.output_tokens = 30}) {
    auto service = start(std::move(options));
    service.inject(std::move(f));
    auto stream = client_for(service, std::move(s)).converse_stream(model, "hello");
    if (!stream)
        return {.error = std::move(stream.error())};
    return read(*stream);
}

/// The stream gave these pieces, and then this error as its last word.
void broke_off(telling const& t, int pieces, error_kind kind) {
    CHECK(t.pieces == pieces);
    if (!t.error)
        FAIL("the stream ended like a good one");
    INFO(t.error->describe());
    CHECK(t.error->kind == kind);
    CHECK(t.error->region == "us-east-1");
    CHECK(t.error->story.end == bedrock::ending::delivered_in_part);
    CHECK(t.error->story.attempts().size() == 1);
    CHECK(t.error->story.attempts()[0].cause == kind);
    CHECK_FALSE(t.error->request_id.empty());
    check_words(*t.error);
}

}  // namespace

TEST_CASE("a cut stream is interrupted, and what came stays") {
    broke_off(told_with({.kind = fault_kind::cut, .events = 6}), 5, error_kind::interrupted);
}

TEST_CASE("a stream that is reset in its middle ends with an error") {
    auto const t = told_with({.kind = fault_kind::reset, .bytes = 2'000});
    CHECK(t.pieces > 0);
    broke_off(t, t.pieces, error_kind::interrupted);
}

TEST_CASE("a corrupt frame is a malformed reply") {
    broke_off(told_with({.kind = fault_kind::corrupt, .events = 6}), 4, error_kind::malformed_reply);
}

TEST_CASE("a frame that says it is 4 GiB long is a malformed reply") {
    broke_off(told_with({.kind = fault_kind::huge_frame, .events = 6}), 5, error_kind::malformed_reply);
}

TEST_CASE("an end without the stop event is an interruption") {
    broke_off(told_with({.kind = fault_kind::no_stop_event}), 30, error_kind::interrupted);
    broke_off(told_with({.kind = fault_kind::no_stop_event, .events = 4}), 3, error_kind::interrupted);
}

TEST_CASE("an exception event is the stream's last word") {
    auto const t = told_with({.kind = fault_kind::exception, .events = 6});
    broke_off(t, 5, error_kind::throttled);
    CHECK(t.error->code == "throttlingException");
    broke_off(told_with({.kind = fault_kind::exception, .code = "modelStreamErrorException", .events = 6}), 5,
              error_kind::model_error);
    broke_off(told_with({.kind = fault_kind::exception, .code = "internalServerException", .events = 6}), 5,
              error_kind::internal);
    broke_off(told_with({.kind = fault_kind::exception, .code = "validationException", .events = 6}), 5,
              error_kind::validation);
}

TEST_CASE("an error without a model of its own ends the stream too") {
    auto const t = told_with(
        {.kind = fault_kind::stream_error, .code = "SomethingNew", .message = "nobody knows", .events = 6});
    if (!t.error)
        FAIL("no error");
    CHECK(t.pieces == 5);
    CHECK(t.error->code == "SomethingNew");
    CHECK(contains(t.error->message, "nobody knows"));
}

TEST_CASE("an event nobody knows is passed over") {
    auto const t = told_with({.kind = fault_kind::unknown_event, .events = 6});
    CHECK_FALSE(t.error);
    CHECK(t.pieces == 30);
}

TEST_CASE("half a JSON, other types and deep nesting in an event are malformed") {
    broke_off(told_with({.kind = fault_kind::half_json, .events = 6}), 4, error_kind::malformed_reply);
    broke_off(told_with({.kind = fault_kind::wrong_types, .events = 6}), 4, error_kind::malformed_reply);
    broke_off(told_with({.kind = fault_kind::deep_json, .events = 6}), 4, error_kind::malformed_reply);
}

TEST_CASE("a stream is tried again until its first content, and not after it") {
    SECTION("before it") {
        auto service = start({.output_tokens = 30});
        service.inject({.kind = fault_kind::exception, .events = 1});  // after messageStart
        auto stream = client_for(service).converse_stream(model, "hello");
        if (!stream)
            FAIL(stream.error().describe());
        CHECK(stream->story().attempts().size() == 2);
        CHECK(stream->story().attempts()[0].cause == error_kind::throttled);
        CHECK(stream->story().attempts()[0].code == "throttlingException");
        auto const t = read(*stream);
        CHECK_FALSE(t.error);
        CHECK(t.pieces == 30);
        CHECK(t.events == 34);  // one messageStart, not two
        CHECK(service.log().size() == 2);
    }
    SECTION("after it") {
        auto service = start({.output_tokens = 30});
        service.inject({.kind = fault_kind::exception, .events = 2});
        auto stream = client_for(service).converse_stream(model, "hello");
        if (!stream)
            FAIL(stream.error().describe());
        broke_off(read(*stream), 1, error_kind::throttled);
        CHECK(service.log().size() == 1);
    }
}

TEST_CASE("what breaks before the first content and was worked for is not paid twice") {
    for (auto const& f :
         {fault{.kind = fault_kind::cut, .events = 1}, fault{.kind = fault_kind::cut, .events = 0},
          fault{.kind = fault_kind::corrupt, .events = 1},
          fault{.kind = fault_kind::no_stop_event, .events = 0}}) {
        auto service = start();
        service.inject(f);
        auto const stream = client_for(service).converse_stream(model, "hello");
        if (stream)
            FAIL("opened");
        INFO(stream.error().describe());
        CHECK(stream.error().story.attempts().size() == 1);
        CHECK(service.log().size() == 1);
        check_words(stream.error());
    }
}

TEST_CASE("silence past the idle time ends a stream") {
    stopwatch const watch;
    auto const t = told_with({.kind = fault_kind::stall, .delay = 60s, .events = 6},
                             {.times = {.between_bytes = 300ms}});
    broke_off(t, 5, error_kind::timeout);
    CHECK(watch.time() < soon);
}

TEST_CASE("silence before the first content ends a stream") {
    stopwatch const watch;
    auto const t = told_with({.kind = fault_kind::stall, .delay = 60s, .events = 1},
                             {.times = {.between_bytes = 300ms}});
    if (!t.error)
        FAIL("no error");
    CHECK(t.error->kind == error_kind::timeout);
    CHECK(watch.time() < soon);
}

TEST_CASE("a slow but steady stream is no silence") {
    auto const t = told_with({.kind = fault_kind::slow, .bytes = 6'000}, {.times = {.between_bytes = 2s}},
                             {.output_tokens = 40});
    CHECK_FALSE(t.error);
    CHECK(t.pieces == 40);
}

TEST_CASE("a slow reader: its pauses are no silence, and no more than 64 KiB wait for it") {
    auto const service = start({.output_tokens = 20'000});  // some 3 MB
    watched_curl const transport{.inner = trusting(service)};
    bedrock::client const client{bedrock::region::fixed<"us-east-1">{}, transport,
                                 bedrock::endpoint::url{service.url_template()},
                                 bedrock::signing::sigv4{keys()}, bedrock::times{.between_bytes = 1s}};
    auto stream =
        client.converse_stream("us.anthropic.claude-sonnet-4-20250514-v1:0", ask("A long story", 20'000));
    if (!stream)
        FAIL(stream.error().describe());
    int pieces = 0;
    for (auto const& event : *stream) {
        if (!event)
            FAIL(event.error().describe());
        pieces += !event->text().empty();
        if (pieces == 1 || pieces == 10'000)
            std::this_thread::sleep_for(1'500ms);
    }
    CHECK(pieces == 20'000);
    CHECK(*transport.most > 16 * 1024);
    CHECK(*transport.most <= 64 * 1024);
}

TEST_CASE("a stop from another thread ends a stream midway") {
    auto const service = start({.per_token = 5ms, .output_tokens = 10'000});
    std::stop_source stopping;
    auto stream = client_for(service).converse_stream(model, "A long story", {.stop = stopping.get_token()});
    if (!stream)
        FAIL(stream.error().describe());
    std::jthread const other{[&] {
        std::this_thread::sleep_for(150ms);
        stopping.request_stop();
    }};
    stopwatch const watch;
    auto const t = read(*stream);
    CHECK(watch.time() < soon);
    CHECK(t.pieces > 0);
    if (!t.error)
        FAIL("a normal end");
    CHECK(t.error->kind == error_kind::cancelled);
    CHECK(t.error->story.end == bedrock::ending::cancelled);
    CHECK(t.error->region == "us-east-1");
}

TEST_CASE("a stop while a stream is silent is heard at once") {
    auto service = start();
    service.inject({.kind = fault_kind::stall, .delay = 60s, .events = 6});
    std::stop_source stopping;
    auto stream = client_for(service).converse_stream(model, "hello", {.stop = stopping.get_token()});
    if (!stream)
        FAIL(stream.error().describe());
    std::jthread const other{[&] {
        std::this_thread::sleep_for(200ms);
        stopping.request_stop();
    }};
    stopwatch const watch;
    auto const t = read(*stream);
    CHECK(watch.time() < soon);
    CHECK(t.pieces == 5);
    CHECK((t.error && t.error->kind == error_kind::cancelled));
}

TEST_CASE("a dropped stream gives up its connection, a read one does not") {
    auto const service = start({.per_token = 2ms, .output_tokens = 1'000});
    auto const client = client_for(service);
    {
        auto stream = client.converse_stream(model, "hello");
        if (!stream)
            FAIL(stream.error().describe());
        CHECK(stream->next().has_value());
    }
    for (int i = 0; i < 2; ++i) {
        auto stream = client.converse_stream(model, ask("hello", 3));
        if (!stream)
            FAIL(stream.error().describe());
        CHECK_FALSE(read(*stream).error);
    }
    CHECK(client.converse(model, ask("hello", 3)).has_value());
    auto const log = service.log();
    if (log.size() != 4)
        FAIL(log.size());
    CHECK(log[1].connection != log[0].connection);
    CHECK(log[2].connection == log[1].connection);
    CHECK(log[3].connection == log[1].connection);
}

TEST_CASE("a cancelled stream has nothing more to say") {
    auto const service = start({.output_tokens = 30});
    auto stream = client_for(service).converse_stream(model, "hello");
    if (!stream)
        FAIL(stream.error().describe());
    stream->cancel();
    CHECK_FALSE(stream->next().has_value());
    stream->cancel();
    CHECK_FALSE(stream->next().has_value());
}

TEST_CASE("a stream outlives its client and the texts it was asked with") {
    auto const service = start({.per_token = 1ms, .output_tokens = 100});
    auto client = std::optional{client_for(service)};
    auto stream = client->converse_stream(std::string{model}, std::string{"a long enough text for the heap"});
    client.reset();
    if (!stream)
        FAIL(stream.error().describe());
    auto const t = read(*stream);
    CHECK_FALSE(t.error);
    CHECK(t.pieces == 100);
}

TEST_CASE("a moved stream goes on where it was") {
    auto const service = start({.per_token = 1ms, .output_tokens = 100});
    auto opened = client_for(service).converse_stream(model, "hello");
    if (!opened)
        FAIL(opened.error().describe());
    auto stream = std::move(*opened);
    int pieces = 0;
    for (int i = 0; i < 10; ++i)
        if (auto e = stream.next(); e && *e)
            pieces += !(**e).text().empty();
    auto moved = std::make_unique<decltype(stream)>(std::move(stream));
    auto const t = read(*moved);
    CHECK_FALSE(t.error);
    CHECK(pieces + t.pieces == 100);
}

TEST_CASE("a deadline in the middle of a stream") {
    auto const service = start({.per_token = 10ms, .output_tokens = 10'000});
    auto stream = client_for(service).converse_stream(model, "A long story", {.deadline = 700ms});
    if (!stream)
        FAIL(stream.error().describe());
    stopwatch const watch;
    auto const t = read(*stream);
    CHECK(watch.time() < soon);
    CHECK(t.pieces > 0);
    if (!t.error)
        FAIL("a normal end");
    CHECK(t.error->kind == error_kind::deadline);
    CHECK(t.error->story.end == bedrock::ending::deadline);
    check_words(*t.error);
}

TEST_CASE("two streams of one client at once") {
    auto const service = start({.output_tokens = 50});
    auto const client = client_for(service);
    auto a = client.converse_stream(model, "first");
    auto b = client.converse_stream(model, "second");
    if (!a || !b)
        FAIL("not opened");
    std::string first, second;
    for (bool more = true; more;) {
        auto x = a->next();
        auto y = b->next();
        more = x || y;
        if (x && *x)
            first += (**x).text();
        if (y && *y)
            second += (**y).text();
    }
    CHECK(contains(first, "first"));
    CHECK(contains(second, "second"));
}

TEST_CASE("a reader slower than the service still meets its deadline") {
    auto const service = start({.output_tokens = 4'000});
    auto stream = client_for(service).converse_stream(model, "A long story", {.deadline = 2s});
    if (!stream)
        FAIL(stream.error().describe());
    int pieces = 0;
    std::optional<bedrock::error> last;
    while (auto e = stream->next()) {
        if (!*e)
            last = e->error();
        ++pieces;
        std::this_thread::sleep_for(2ms);
    }
    CHECK(pieces < 4'000);
    CHECK((last && last->kind == error_kind::deadline));
}

TEST_CASE("a stop is heard although more of the stream is there") {
    auto const service = start({.output_tokens = 4'000});
    std::stop_source stopping;
    auto stream = client_for(service).converse_stream(model, "A long story", {.stop = stopping.get_token()});
    if (!stream)
        FAIL(stream.error().describe());
    for (int i = 0; i < 10; ++i)
        CHECK(stream->next().has_value());
    std::this_thread::sleep_for(50ms);
    stopping.request_stop();
    auto const t = read(*stream);
    CHECK(t.pieces == 0);
    CHECK((t.error && t.error->kind == error_kind::cancelled));
}
