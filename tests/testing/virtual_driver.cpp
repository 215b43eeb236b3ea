// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/testing/virtual_driver.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include <bedrock/quota/per_minute.hpp>
#include <bedrock/region/failover.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/retry/none.hpp>

using namespace std::chrono_literals;
using bedrock::ending;
using bedrock::error_kind;
using bedrock::testing::scripted_answer;
using bedrock::testing::scripted_try;
using bedrock::testing::virtual_driver;

namespace {
using here = bedrock::region::fixed<"us-east-1">;

scripted_answer throttled() { return scripted_answer::refusal(error_kind::throttled, 20ms, 429); }

struct after_a_second {
    using slot = bedrock::retry::slot;
    bedrock::retry::verdict decide(bedrock::retry::attempt const&, bedrock::instant) const {
        return bedrock::retry::verdict::after(1s);
    }
};

// Never gives up and never waits.
struct never_tired {
    using slot = bedrock::retry::slot;
    bedrock::retry::verdict decide(bedrock::retry::attempt const&, bedrock::instant) const {
        return bedrock::retry::verdict::after(0ms);
    }
};
}  // namespace

TEST_CASE("a call takes its try's latency, to the millisecond") {
    virtual_driver d{here{}};
    d.script([](scripted_try const&) -> scripted_answer { return {.latency = 812ms, .request_id = "r-1"}; });
    auto const call = d.start({.at = 3s});
    CHECK(d.run());
    auto const& o = d.outcome(call);
    CHECK(o.succeeded());
    CHECK(o.begun == 3s);
    CHECK(o.ended == 3s + 812ms);
    CHECK(o.story.end == ending::succeeded);
    if (o.story.attempts().size() != 1)
        return;
    CHECK(o.story.attempts()[0].region == "us-east-1");
    CHECK(o.story.attempts()[0].duration == 812ms);
    CHECK(o.story.attempts()[0].request_id == "r-1");
}

TEST_CASE("without a script each try succeeds at once") {
    virtual_driver d{here{}};
    auto const call = d.start({});
    CHECK_FALSE(d.outcome(call).over);
    CHECK(d.run());
    CHECK(d.outcome(call).succeeded());
    CHECK(d.outcome(call).ended == 0s);
}

TEST_CASE("a failed call takes its back-off and tells why it ended") {
    virtual_driver d{bedrock::retry::standard{.max_attempts = 2}, here{}};  // in any order
    d.script([](scripted_try const&) { return throttled(); });
    auto const call = d.start({.seed = 7});
    CHECK(d.run());
    auto const& o = d.outcome(call);
    CHECK(o.over);
    CHECK_FALSE(o.succeeded());
    CHECK(o.story.attempts().size() == 2);
    if (!o.failure || o.story.attempts().size() != 2)
        return;
    CHECK(o.failure->kind == error_kind::throttled);
    CHECK(o.failure->story == o.story);
    CHECK(o.story.end == ending::attempts_used_up);
    CHECK(o.ended == 20ms + o.story.attempts()[1].backed_off + 20ms);
}

TEST_CASE("the same seed gives the same times, another one others") {
    auto const ended = [](std::uint64_t seed) {
        virtual_driver d{here{}, bedrock::retry::standard{.max_attempts = 4}};
        d.script([](scripted_try const&) { return throttled(); });
        auto const call = d.start({.seed = seed});
        CHECK(d.run());
        return d.outcome(call).ended;
    };
    CHECK(ended(1) == ended(1));
    CHECK(ended(1) != ended(2));
}

TEST_CASE("events of one moment happen in the order in which they were arranged") {
    virtual_driver d{here{}};
    std::vector<std::size_t> order;
    d.script([&](scripted_try const& t) -> scripted_answer {
        order.push_back(t.call);
        return {.latency = 5ms};
    });
    for (auto const at : {20ms, 10ms, 10ms, 0ms})
        d.start({.at = at});
    CHECK(d.run());
    CHECK(order == std::vector<std::size_t>{3, 1, 2, 0});
    CHECK(d.now() == 25ms);
}

TEST_CASE("a run can stop on the way and go on") {
    virtual_driver d{here{}};
    d.script([](scripted_try const&) -> scripted_answer { return {.latency = 100ms}; });
    auto const first = d.start({});
    auto const second = d.start({.at = 1s});
    CHECK(d.run_until(100ms));
    CHECK(d.now() == 100ms);
    CHECK(d.outcome(first).succeeded());
    CHECK_FALSE(d.outcome(second).over);
    auto const late = d.start({.at = 50ms});  // a time that is over is now
    CHECK(d.run());
    CHECK(d.outcome(late).begun == 100ms);
    CHECK(d.outcome(late).ended == 200ms);
    CHECK(d.outcome(second).ended == 1'100ms);
}

TEST_CASE("a try that never ends is ended by the deadline, and by nothing else") {
    virtual_driver d{here{}, bedrock::times{.deadline = 30s}};
    d.script([](scripted_try const&) -> scripted_answer { return {.latency = scripted_answer::silence}; });
    auto const as_times_say = d.start({.at = 1s});
    auto const as_the_call_says = d.start({.at = 1s, .deadline = 2s});
    auto const cancelled = d.start({.at = 1s, .cancel_at = 1'500ms});
    auto const before_it_began = d.start({.at = 1s, .cancel_at = 500ms});
    auto const beyond_time = d.start({.at = std::chrono::milliseconds::max()});
    CHECK(d.run());
    CHECK(d.outcome(as_times_say).ended == 31s);
    CHECK(d.outcome(as_the_call_says).ended == 3s);
    CHECK(d.outcome(cancelled).ended == 1'500ms);
    CHECK(d.outcome(cancelled).story.end == ending::cancelled);
    CHECK(d.outcome(before_it_began).ended == 1s);
    CHECK_FALSE(d.outcome(beyond_time).over);

    virtual_driver patient{here{}};
    patient.script(
        [](scripted_try const&) -> scripted_answer { return {.latency = scripted_answer::silence}; });
    auto const forever = patient.start({});
    CHECK(patient.run());
    CHECK_FALSE(patient.outcome(forever).over);
}

TEST_CASE("a stream's first content counts as the try's end, its last byte as the call's") {
    virtual_driver d{here{}};
    d.script([](scripted_try const&) -> scripted_answer { return {.latency = 4s, .first_content = 600ms}; });
    auto const call = d.start({});
    CHECK(d.run());
    CHECK(d.outcome(call).ended == 4s);
    CHECK(d.outcome(call).story.attempts()[0].duration == 600ms);

    d.script([](scripted_try const&) -> scripted_answer { return {.latency = 1s, .first_content = 2s}; });
    auto const contradictory = d.start({.at = 10s});  // content after the end: with the end
    CHECK(d.run());
    CHECK(d.outcome(contradictory).succeeded());
    CHECK(d.outcome(contradictory).ended == 11s);
}

TEST_CASE("policies that never come to an end are reported, with where they stand") {
    virtual_driver d{here{}, never_tired{}};
    d.script([](scripted_try const&) { return scripted_answer::refusal(error_kind::throttled); });
    d.start({.at = 7ms});
    auto const done = d.run(1'000);
    CHECK_FALSE(done);
    if (done)
        return;
    CHECK(done.error().message ==
          "after 1000 steps, at 7 ms, 1 calls are not over; the first, 0, has made 1001 tries");
    CHECK_FALSE(done.error().remedy.empty());
}

TEST_CASE("ten thousand calls at once need no time") {
    virtual_driver d{bedrock::region::failover{"us-east-1", "us-west-2"},
                     bedrock::retry::standard{.budget = 5'000}};
    d.script([](scripted_try const& t) -> scripted_answer {
        return t.call % 10 == 0 && t.attempt == 1 ? throttled() : scripted_answer{.latency = 1s};
    });
    for (int i = 0; i < 10'000; ++i)
        d.start({.at = std::chrono::milliseconds{i / 10}});
    CHECK(d.run());
    std::size_t well = 0;
    for (std::size_t i = 0; i < 10'000; ++i)
        well += d.outcome(i).succeeded();
    CHECK(well == 10'000);
}

TEST_CASE("each client has memories of its own") {
    virtual_driver d{here{}, bedrock::quota::per_minute{.requests = 1}};
    d.clients(2);
    auto const first = d.start({.client = 0});
    auto const waits = d.start({.client = 0});
    auto const other = d.start({.client = 1});
    CHECK(d.run());
    CHECK(d.outcome(first).ended == 0s);
    CHECK(d.outcome(waits).ended >= 60s);
    CHECK(d.outcome(other).ended == 0s);
}

namespace {

// What a script hears beside the tries it answers.
struct listener {
    struct heard {
        std::vector<std::string> lines{};
    };
    heard* to;

    scripted_answer operator()(scripted_try const& t) const {
        to->lines.push_back("try " + std::to_string(t.call) + " of client " + std::to_string(t.client));
        return t.call == 1 ? scripted_answer{.latency = scripted_answer::silence}
                           : scripted_answer{.latency = 10ms};
    }
    void ended(std::size_t call, std::chrono::nanoseconds now) const {
        to->lines.push_back("ended " + std::to_string(call) + " at " + std::to_string(now / 1ms));
    }
    void over(std::size_t call, bedrock::testing::scripted_outcome const& o) const {
        to->lines.push_back("over " + std::to_string(call) + (o.succeeded() ? ", well" : ", badly"));
    }
};

}  // namespace

TEST_CASE(
    "a script hears of the end of each try and call, dropped ones too, and over calls can be forgotten") {
    listener::heard heard;
    virtual_driver d{here{}};
    d.script(listener{&heard});
    d.forget_calls();
    d.start({});
    d.start({.deadline = 50ms});
    CHECK(d.run());
    CHECK(d.start({}) == 2);
    CHECK(d.run());
    CHECK(heard.lines == std::vector<std::string>{"try 0 of client 0", "try 1 of client 0", "ended 0 at 10",
                                                  "over 0, well", "ended 1 at 50", "over 1, badly",
                                                  "try 2 of client 0", "ended 2 at 60", "over 2, well"});
}

TEST_CASE("a call that waits anew after a failure is woken before those that came to the client after it") {
    // Two calls fit; the first breaks off at 40 s, its room goes to the third, and it waits anew at 41 s.
    virtual_driver d{here{}, after_a_second{},
                     bedrock::quota::per_minute{.tokens = 1'000, .window = bedrock::quota::window::sliding}};
    d.script([](scripted_try const& t) -> scripted_answer {
        if (t.call == 0 && t.attempt == 1)
            return {.latency = 40s,
                    .failed =
                        bedrock::call::failed_try{.what = {.kind = error_kind::network, .message = "reset"}}};
        return {.latency = t.call == 1 ? 45s : 1'000s, .used = bedrock::tokens_used{}};
    });
    for (auto const at : {0s, 0s, 31s, 31s})
        d.start({.at = at, .asked = {.input_estimate = 400, .output_limit = 100}});
    CHECK(d.run());
    auto const attempts = d.outcome(0).story.attempts();
    CHECK(attempts.size() == 2);
    if (attempts.size() == 2)
        CHECK(attempts[1].queued == 4s);  // the second call gave its room back at 45 s
}
