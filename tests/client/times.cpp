// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/client.hpp>

// Deadline and stop in each state that a call can be in; the bounds are generous, the machine may be busy.

#include <catch2/catch.hpp>
#include <chrono>
#include <stop_token>
#include <thread>

#include "bed.hpp"
#include "transport/raw_server.hpp"

using namespace bed;

namespace {

/// Calls, and stops the call after a while.
template <class Client>
bedrock::error stopped(Client const& client, std::chrono::milliseconds after,
                       bedrock::converse_request const& request = ask("hello", 4'000)) {
    std::stop_source stopping;
    std::jthread const other{[&] {
        std::this_thread::sleep_for(after);
        stopping.request_stop();
    }};
    stopwatch const watch;
    auto answer = client.converse(model, request, {.stop = stopping.get_token()});
    CHECK(watch.time() < soon);
    if (answer)
        return {.kind = error_kind::none};
    CHECK(answer.error().kind == error_kind::cancelled);
    CHECK(answer.error().story.end == bedrock::ending::cancelled);
    return std::move(answer.error());
}

template <class Client>
bedrock::error late(Client const& client, std::chrono::milliseconds deadline,
                    bedrock::converse_request const& request = ask("hello", 4'000)) {
    stopwatch const watch;
    auto answer = client.converse(model, request, {.deadline = deadline});
    CHECK(watch.time() < soon);
    if (answer)
        return {.kind = error_kind::none};
    CHECK(answer.error().story.end == bedrock::ending::deadline);
    check_words(answer.error());
    return std::move(answer.error());
}

}  // namespace

TEST_CASE("a call queued for quota hears a stop, and a deadline it cannot meet ends it at once") {
    auto const service = start();
    auto const client = client_for(service, {.requests = 1});
    CHECK(client.converse(model, "one").has_value());

    CHECK(stopped(client, 200ms).story.attempts().empty());
    auto const e = late(client, 20s);
    CHECK(e.kind == error_kind::deadline);
    CHECK(contains(e.message, "quota"));
    CHECK(e.story.attempts().empty());
    CHECK(service.log().size() == 1);
}

TEST_CASE("a call queued behind an open stream ends at its deadline") {
    auto const service = start({.per_token = 5ms, .output_tokens = 10'000});
    auto const client = client_for(service, {.tokens = 5'000});
    auto const open = client.converse_stream(model, ask("hello", 4'000));
    CHECK(open.has_value());
    // Room is more than a minute off as far as can be told, so this ends at once; with more time it would
    // wait.
    CHECK(late(client, 1s, ask("hello", 4'000)).kind == error_kind::deadline);
    CHECK(stopped(client, 200ms, ask("hello", 4'000)).kind == error_kind::cancelled);
}

TEST_CASE("a call that backs off hears a stop") {
    auto service = start();
    service.inject({.kind = fault_kind::throttle, .count = 0, .retry_after = 4s});
    auto const e = stopped(client_for(service), 300ms);
    CHECK(e.story.attempts().size() == 1);
    CHECK(service.log().size() == 1);
}

TEST_CASE("a back-off that would pass the deadline is not begun, and the error says so") {
    auto service = start();
    service.inject({.kind = fault_kind::throttle, .count = 0, .retry_after = 5s});
    stopwatch const watch;
    auto const e = late(client_for(service), 4s);
    CHECK(watch.time() < 4s);
    CHECK(e.kind == error_kind::throttled);
    CHECK(e.story.attempts().size() == 1);
}

TEST_CASE("a call that waits for its first byte hears a stop and ends at its deadline") {
    auto service = start({.latency = 60s});
    auto const client = client_for(service);
    auto const cancelled = stopped(client, 200ms);
    CHECK(cancelled.region == "us-east-1");
    CHECK(cancelled.story.attempts().size() == 1);
    CHECK(late(client, 300ms).kind == error_kind::deadline);
}

TEST_CASE("a stream that waits for its first byte ends at its deadline") {
    auto const service = start({.latency = 60s});
    stopwatch const watch;
    auto const stream = client_for(service).converse_stream(model, "hello", {.deadline = 300ms});
    CHECK(watch.time() < soon);
    if (stream)
        FAIL("opened");
    CHECK(stream.error().kind == error_kind::deadline);
    check_words(stream.error());
}

TEST_CASE("a first byte that takes too long is a time-out and not sent again") {
    auto const service = start({.latency = 60s});
    setup const quick{.times = {.first_byte = 300ms, .first_byte_stream = 300ms}};
    auto const client = client_for(service, quick);
    auto const answer = client.converse(model, "hello");
    auto const stream = client.converse_stream(model, "hello");
    if (answer || stream)
        FAIL("answered");
    for (auto const* e : {&answer.error(), &stream.error()}) {
        CHECK(e->kind == error_kind::timeout);
        CHECK(e->story.end == bedrock::ending::unsafe_to_repeat);
        CHECK(e->story.attempts().size() == 1);
        check_words(*e);
    }
}

TEST_CASE("a reply that stands still in its middle is a time-out") {
    auto service = start({.output_tokens = 4'000});
    service.inject({.kind = fault_kind::stall, .delay = 60s, .bytes = 500});
    stopwatch const watch;
    auto const answer = client_for(service, {.times = {.between_bytes = 300ms}}).converse(model, "hello");
    CHECK(watch.time() < soon);
    if (answer)
        FAIL("answered");
    CHECK(answer.error().kind == error_kind::timeout);
    check_words(answer.error());
}

TEST_CASE("a call that connects hears a stop, ends at its deadline and within the time to connect") {
    // Accepts, and never shakes hands.
    raw::server const silent{[](raw::peer& p) { p.drain(); }};
    auto const url = "https://127.0.0.1:" + std::to_string(silent.port());
    auto const patient = client_at(url, {.proxy = ""}, {.times = {.connect = 60s}});
    CHECK(stopped(patient, 200ms).kind == error_kind::cancelled);
    CHECK(late(patient, 300ms).kind == error_kind::deadline);

    stopwatch const watch;
    auto const answer = client_at(url, {.proxy = ""}, {.times = {.connect = 300ms}}).converse(model, "hello");
    CHECK(watch.time() < soon);
    if (answer)
        FAIL("answered");
    CHECK(answer.error().kind == error_kind::timeout);
    CHECK(answer.error().story.attempts().size() == 3);  // nothing had left: safe to try again
    CHECK(contains(answer.error().message, "127.0.0.1"));
    check_words(answer.error());
}

TEST_CASE("a call that was stopped before it began sends nothing") {
    auto const service = start();
    std::stop_source stopping;
    stopping.request_stop();
    auto const client = client_for(service);
    auto const answer = client.converse(model, "hello", {.stop = stopping.get_token()});
    auto const stream = client.converse_stream(model, "hello", {.stop = stopping.get_token()});
    if (answer || stream)
        FAIL("answered");
    CHECK(answer.error().kind == error_kind::cancelled);
    CHECK(stream.error().kind == error_kind::cancelled);
    CHECK(service.log().empty());
}

TEST_CASE("a deadline of nothing, or of the past, ends the call before it begins") {
    auto const service = start();
    auto const client = client_for(service);
    for (auto const deadline : {0ms, -1'000ms, std::chrono::milliseconds::min()}) {
        auto const answer = client.converse(model, "hello", {.deadline = deadline});
        if (answer)
            FAIL("answered");
        CHECK(answer.error().kind == error_kind::deadline);
        CHECK(answer.error().story.attempts().empty());
    }
    CHECK(service.log().empty());
    CHECK(client.converse(model, "hello", {.deadline = std::chrono::milliseconds::max()}).has_value());
}

TEST_CASE("the client's own deadline holds where a call names none") {
    auto const service = start({.latency = 60s});
    auto const client = client_for(service, {.times = {.deadline = 300ms}});
    auto const answer = client.converse(model, "hello");
    if (answer)
        FAIL("answered");
    CHECK(answer.error().kind == error_kind::deadline);
}
