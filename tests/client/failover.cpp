// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/client.hpp>

// Where a call goes when its first region is not well, and what its story says of that.

#include <atomic>
#include <catch2/catch.hpp>
#include <string>
#include <thread>
#include <utility>

#include "bed.hpp"

using namespace bed;

namespace {

setup both(bedrock::retry::standard retry = hasty) {
    return {.regions = {"us-east-1", "us-west-2"}, .retry = retry};
}

/// The regions that the service was called in, in order.
std::string called(emulator const& e) {
    std::string regions;
    for (auto const& r : e.log())
        regions.append(regions.empty() ? "" : " ").append(r.region);
    return regions;
}

/// Calls once while the first region meets the fault: the answer must come from the second.
void answered_elsewhere(fault f, error_kind cause, int status, std::string_view code) {
    auto service = start();
    f.region = "us-east-1";
    f.count = 0;
    service.inject(std::move(f));
    auto const client = client_for(service, both());

    auto const answer = client.converse(model, "hello");

    if (!answer)
        FAIL(answer.error().describe());
    auto const attempts = answer->story.attempts();
    if (attempts.size() != 2)
        FAIL(attempts.size());
    CHECK(attempts[0].number == 1);
    CHECK(attempts[0].region == "us-east-1");
    CHECK(attempts[0].cause == cause);
    CHECK(attempts[0].status == status);
    CHECK(attempts[0].code == code);
    CHECK(attempts[1].number == 2);
    CHECK(attempts[1].region == "us-west-2");
    CHECK(attempts[1].cause == error_kind::none);
    CHECK(attempts[1].status == 200);
    CHECK(attempts[1].request_id == service.log().back().request_id);

    // And it stays there: the first region is not asked again while it cools down.
    for (int i = 0; i < 3; ++i) {
        auto const next = client.converse(model, "and on");
        CHECK(next.has_value());
        CHECK(next->story.attempts().size() == 1);
    }
    CHECK(called(service) == "us-east-1 us-west-2 us-west-2 us-west-2 us-west-2");
}

}  // namespace

TEST_CASE("a throttled region is left for the next, and the story says so") {
    answered_elsewhere({.kind = fault_kind::throttle}, error_kind::throttled, 429, "ThrottlingException");
}

TEST_CASE("a region that fails inside is left for the next") {
    answered_elsewhere({.kind = fault_kind::internal}, error_kind::internal, 500, "InternalServerException");
}

TEST_CASE("a region without capacity is left for the next") {
    answered_elsewhere({.kind = fault_kind::unavailable}, error_kind::unavailable, 503,
                       "ServiceUnavailableException");
}

TEST_CASE("a region whose day is used up is left for the next") {
    answered_elsewhere({.kind = fault_kind::daily_limit}, error_kind::daily_limit, 429,
                       "ThrottlingException");
}

TEST_CASE("a region that is out of the service's quota is left for the next") {
    auto const service = start({.limits = {{"us-east-1", {.requests = 1}}}});
    auto const client = client_for(service, both());
    CHECK(client.converse(model, "one").has_value());
    auto const second = client.converse(model, "two");
    if (!second)
        FAIL(second.error().describe());
    auto const attempts = second->story.attempts();
    CHECK(attempts.size() == 2);
    CHECK(attempts[0].cause == error_kind::throttled);
    CHECK(attempts[0].region == "us-east-1");
    CHECK(attempts.back().region == "us-west-2");
    CHECK(called(service) == "us-east-1 us-east-1 us-west-2");
}

TEST_CASE("a reset region is left for the next when a call that was never answered may be sent again") {
    auto service = start();
    service.inject({.kind = fault_kind::reset, .region = "us-east-1", .count = 0});
    auto const unasked = client_for(service, both()).converse(model, "hello");
    if (unasked)
        FAIL("sent again without being asked to");
    CHECK(unasked.error().kind == error_kind::network);
    CHECK(unasked.error().story.end == bedrock::ending::unsafe_to_repeat);
    CHECK(called(service) == "us-east-1");
    check_words(unasked.error());

    auto asked = hasty;
    asked.resend_unanswered = true;
    auto const answer = client_for(service, both(asked)).converse(model, "hello");
    if (!answer)
        FAIL(answer.error().describe());
    CHECK(answer->story.attempts().size() == 2);
    CHECK(answer->story.attempts()[0].cause == error_kind::network);
    CHECK(answer->story.attempts()[0].status == 0);
    CHECK(called(service) == "us-east-1 us-east-1 us-west-2");
}

TEST_CASE("a stream fails over like a call") {
    auto service = start({.output_tokens = 10});
    service.inject({.kind = fault_kind::throttle, .region = "us-east-1", .count = 0});
    auto stream = client_for(service, both()).converse_stream(model, "hello");
    if (!stream)
        FAIL(stream.error().describe());
    auto const told = read(*stream);
    CHECK_FALSE(told.error);
    CHECK(told.pieces == 10);
    CHECK(stream->story().attempts().size() == 2);
    CHECK(stream->story().attempts()[1].region == "us-west-2");
}

namespace {

/// The profile of each region's own geography: the US first, then Europe.
struct profile_of_the_region {
    using slot = bedrock::region::slot;

    bedrock::result<bedrock::place> choose(bedrock::region::question const& q, bedrock::instant) const {
        return q.tried.empty() ? bedrock::place{.region = "us-east-1",
                                                .model = "us.anthropic.claude-3-haiku-20240307-v1:0"}
                               : bedrock::place{.region = "eu-west-3",
                                                .model = "eu.anthropic.claude-3-haiku-20240307-v1:0"};
    }
    bool several() const { return true; }
};

struct another_account {
    using slot = bedrock::region::slot;
    bedrock::result<bedrock::place> choose(bedrock::region::question const& q, bedrock::instant) const {
        return bedrock::place{.region = "us-east-1", .model = q.model, .account = 2};
    }
};

}  // namespace

TEST_CASE("a region policy may choose the model's ID too, and it is the one that is called") {
    auto service = start({.regions = {"us-east-1", "eu-west-3"}});
    service.inject({.kind = fault_kind::throttle, .region = "us-east-1", .count = 0});
    bedrock::client const client{profile_of_the_region{}, bedrock::endpoint::url{service.url_template()},
                                 trusting(service), bedrock::signing::sigv4{keys()}, hasty};

    auto const answer = client.converse("anthropic.claude-3-haiku-20240307-v1:0", "hello");

    if (!answer)
        FAIL(answer.error().describe());
    auto const log = service.log();
    if (log.size() != 2)
        FAIL(log.size());
    CHECK(log[0].model == "us.anthropic.claude-3-haiku-20240307-v1:0");
    CHECK(log[1].model == "eu.anthropic.claude-3-haiku-20240307-v1:0");
    CHECK(log[1].region == "eu-west-3");
}

TEST_CASE("a place of another account is refused where there are keys for one") {
    auto const service = start();
    bedrock::client const client{another_account{}, bedrock::endpoint::url{service.url_template()},
                                 trusting(service), bedrock::signing::sigv4{keys()}};
    auto const answer = client.converse(model, "hello");
    if (answer)
        FAIL("answered");
    CHECK(answer.error().kind == error_kind::configuration);
    CHECK(contains(answer.error().message, "account 2"));
    check_words(answer.error());
    CHECK(service.log().empty());
}

TEST_CASE("every region failing, the error has every attempt") {
    auto service = start();
    service.inject({.kind = fault_kind::throttle, .count = 0});
    auto const answer = client_for(service, both()).converse(model, "hello");
    if (answer)
        FAIL("answered");
    auto const& e = answer.error();
    CHECK(e.kind == error_kind::throttled);
    CHECK(e.story.end == bedrock::ending::attempts_used_up);
    CHECK(e.story.attempts().size() == 3);
    CHECK(called(service) == "us-east-1 us-west-2 us-west-2");
    CHECK(e.request_id == service.log().back().request_id);
    check_words(e);
}

TEST_CASE("what another region would refuse too is not sent there") {
    auto service = start();
    service.inject({.kind = fault_kind::access_denied});
    auto const answer = client_for(service, both()).converse(model, "hello");
    if (answer)
        FAIL("answered");
    CHECK(answer.error().kind == error_kind::access_denied);
    CHECK(called(service) == "us-east-1");
}

TEST_CASE("a full region is passed over before anything is sent, and the limits may differ by region") {
    auto const service = start();
    auto const client = client_for(service, {.requests = 1, .at = {{"us-west-2", {.requests = 3}}}}, both());
    for (int i = 0; i < 4; ++i) {
        auto const answer = client.converse(model, "hello");
        if (!answer)
            FAIL(answer.error().describe());
        CHECK(answer->story.attempts().size() == 1);
        CHECK(answer->story.attempts()[0].queued.count() == 0);
    }
    CHECK(called(service) == "us-east-1 us-west-2 us-west-2 us-west-2");

    // All are full now: the wait is as long as a minute, and the deadline is not.
    stopwatch const watch;
    auto const fifth = client.converse(model, "hello", {.deadline = 20s});
    if (fifth)
        FAIL("admitted");
    CHECK(fifth.error().kind == error_kind::deadline);
    CHECK(watch.time() < soon);
    CHECK(service.log().size() == 4);
    check_words(fifth.error());
}

TEST_CASE("a call that no region's quota can ever hold is refused at once") {
    auto const service = start();
    auto const client = client_for(service, {.tokens = 1'000}, both());
    auto const answer = client.converse(model, ask("hello", 5'000));
    if (answer)
        FAIL("admitted");
    CHECK(answer.error().kind == error_kind::exceeds_quota);
    CHECK(answer.error().story.end == bedrock::ending::refused_locally);
    CHECK(answer.error().story.attempts().empty());
    CHECK(contains(answer.error().message, "1000"));
    CHECK(service.log().empty());
    check_words(answer.error());
}

TEST_CASE("a call goes where its size fits") {
    auto const service = start();
    auto const client =
        client_for(service, {.tokens = 1'000, .at = {{"us-west-2", {.tokens = 100'000}}}}, both());
    auto const answer = client.converse(model, ask("hello", 2'000));
    if (!answer)
        FAIL(answer.error().describe());
    CHECK(called(service) == "us-west-2");
}

TEST_CASE("several regions behind one address are refused with a word") {
    auto const service = start();
    auto const client = client_at(service.url("us-east-1"), trusting(service), both());
    auto const answer = client.converse(model, "hello");
    auto const stream = client.converse_stream(model, "hello");
    if (answer || stream)
        FAIL("accepted");
    CHECK(answer.error().kind == error_kind::configuration);
    CHECK(stream.error().kind == error_kind::configuration);
    CHECK(contains(answer.error().remedy, "{region}"));
    CHECK(answer.error().story.end == bedrock::ending::refused_locally);
    CHECK(service.log().empty());
    check_words(answer.error());
}

TEST_CASE("a region without an address is named") {
    auto const service = start();
    bedrock::client const client{bedrock::region::fixed<"eu-west-3">{},
                                 bedrock::endpoint::url{{"us-east-1", service.url("us-east-1")}},
                                 trusting(service), bedrock::signing::sigv4{keys()}};
    auto const answer = client.converse(model, "hello");
    if (answer)
        FAIL("answered");
    CHECK(answer.error().kind == error_kind::configuration);
    CHECK(contains(answer.error().message, "eu-west-3"));
    check_words(answer.error());
}

TEST_CASE("a settlement lets the next in the line go") {
    auto const service = start({.output_tokens = 20});
    auto const client = client_for(service, {.tokens = 5'000});
    auto first = client.converse_stream(model, ask("hello", 4'000));
    if (!first)
        FAIL(first.error().describe());
    stopwatch const watch;
    std::jthread const reader{[&] {
        std::this_thread::sleep_for(200ms);
        read(*first);
    }};
    auto const second = client.converse(model, ask("hello", 4'000), {.deadline = 600s});
    if (!second)
        FAIL(second.error().describe());
    CHECK(watch.time() < soon);
    CHECK(second->story.attempts()[0].queued >= 100ms);
}

TEST_CASE("a refused call that backs off leaves its room to the next in the line") {
    auto service = start();
    service.inject({.kind = fault_kind::throttle, .retry_after = 4s, .delay = 500ms});
    auto const client = client_for(service, {.tokens = 5'000});
    std::atomic<bool> first_over = false;
    std::jthread const first{[&] {
        auto const answer = client.converse(model, ask("first", 4'000));
        first_over = true;
        if (!answer)
            FAIL_CHECK(answer.error().describe());
    }};
    while (service.log().empty())
        std::this_thread::sleep_for(5ms);
    auto const second = client.converse(model, ask("second", 4'000), {.deadline = 600s});
    CHECK(second.has_value());
    CHECK_FALSE(first_over);
}

TEST_CASE("an answer without content gives its quota back even when the stream is dropped unread") {
    auto service = start({.output_tokens = 0});
    auto const client = client_for(service, {.tokens = 5'000});
    for (int i = 0; i < 3; ++i) {
        auto stream = client.converse_stream(model, ask("hello", 4'000), {.deadline = 20s});
        if (!stream)
            FAIL(stream.error().describe());
    }
}
