// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/per_minute.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <bedrock/region/fixed.hpp>
#include <bedrock/testing/service_model.hpp>
#include <bedrock/testing/virtual_driver.hpp>

using namespace std::chrono_literals;
using bedrock::ending;
using bedrock::error_kind;
using bedrock::quota::answer;
using bedrock::quota::per_minute;
using bedrock::quota::window;
using bedrock::testing::scripted_answer;
using bedrock::testing::scripted_try;
using bedrock::testing::virtual_driver;

namespace {

using here = bedrock::region::fixed<"us-east-1">;
auto const most = std::numeric_limits<std::int64_t>::max();

bedrock::instant at(std::chrono::nanoseconds t) { return {bedrock::steady_time{1h + t}, {}}; }

/// A policy with its memory, asked as a call would ask it.
struct desk {
    per_minute policy;
    per_minute::memory memory{};

    auto admit(std::uint64_t call, bedrock::tokens_asked asked, std::chrono::nanoseconds t,
               bedrock::place const& where = {.region = "us-east-1", .model = "m"}) {
        return policy.admit({where, asked, call}, memory, at(t));
    }
    auto room(std::uint64_t call, bedrock::tokens_asked asked, std::chrono::nanoseconds t,
              bedrock::place const& where = {.region = "us-east-1", .model = "m"}) {
        return policy.room({where, asked, call}, memory, at(t));
    }
    auto settle(per_minute::ticket const& t, bedrock::tokens_used used, std::chrono::nanoseconds when) {
        return policy.settle(t, {.used = used}, memory, at(when));
    }
    void leave(std::uint64_t call) {
        bedrock::place const where{.region = "us-east-1", .model = "m"};
        policy.leave({where, {}, call}, memory);
    }
};

bool granted(auto const& admission) { return admission.what == answer::granted; }

/// `per_minute` and a note of each admission and settlement, to check the law by other means than its own.
struct audited {
    using slot = bedrock::quota::slot;
    struct ticket {
        per_minute::ticket inner;
        std::size_t entry = 0;
    };
    struct entry {
        std::uint64_t call;
        bedrock::steady_time admitted;
        std::int64_t held;
        bedrock::steady_time settled = bedrock::steady_time::max();
        std::int64_t used = 0;
    };
    struct memory {
        per_minute::memory inner;
        std::vector<entry> book;
        int broken = 0;  // admissions against the law
    };

    per_minute policy;

    bedrock::quota::admission<ticket> admit(bedrock::quota::demand const& d, memory& m,
                                            bedrock::instant now) const {
        auto const inner = policy.admit(d, m.inner, now);
        if (inner.what != answer::granted)
            return {.what = inner.what,
                    .wait = inner.wait,
                    .soonest = inner.soonest,
                    .cost = inner.cost,
                    .limit = inner.limit};
        auto tokens = inner.ticket.tokens;
        std::int64_t requests = 1;
        m.broken += tokens < d.asked.input_estimate + d.asked.output_limit.value_or(4'096);
        for (auto const& e : m.book) {
            requests += e.admitted + 60s > now.steady;
            tokens += e.settled > now.steady ? e.held : e.settled + 60s > now.steady ? e.used : 0;
        }
        m.broken += requests > policy.requests.value_or(most) || tokens > policy.tokens.value_or(most);
        m.book.push_back({d.call, now.steady, inner.ticket.tokens});
        return bedrock::quota::admission<ticket>::granted({inner.ticket, m.book.size() - 1});
    }
    bedrock::quota::receipt settle(ticket const& t, bedrock::quota::settlement const& s, memory& m,
                                   bedrock::instant now) const {
        auto& e = m.book[t.entry];
        e.settled = now.steady;
        e.used = s.refused ? 0
                 : s.as_held
                     ? e.held
                     : s.used.input + s.used.cache_write + s.used.output * policy.burndown.value_or(1);
        auto const told = policy.settle(t.inner, s, m.inner, now);
        m.broken += told.held != e.held || told.counted != e.used;
        return told;
    }
    auto room(bedrock::quota::demand const& d, memory& m, bedrock::instant now) const {
        return policy.room(d, m.inner, now);
    }
    void leave(bedrock::quota::demand const& d, memory& m) const { policy.leave(d, m.inner); }
};

static_assert(bedrock::quota::policy<audited>);

}  // namespace

TEST_CASE("requests a minute are admitted at once up to the limit, then as the oldest fall out") {
    desk d{{.requests = 2, .window = window::sliding}};
    CHECK(granted(d.admit(1, {}, 0ms)));
    CHECK(granted(d.admit(2, {}, 10s)));
    auto const third = d.admit(3, {}, 20s);
    CHECK(third.what == answer::wait);
    CHECK(third.wait == 40s);
    CHECK(d.admit(3, {}, 59'999ms).what == answer::wait);
    CHECK(granted(d.admit(3, {}, 60s)));
}

TEST_CASE("a call holds its input and its output limit, and is settled at what it used") {
    desk d{{.tokens = 1'000, .window = window::sliding}};
    auto const first = d.admit(1, {.input_estimate = 100, .output_limit = 700}, 0ms);
    CHECK(granted(first));
    CHECK(d.admit(2, {.input_estimate = 100, .output_limit = 200}, 1s).what == answer::wait);
    d.settle(first.ticket, {.input = 90, .output = 10}, 2s);  // a refund: the hold was 800
    CHECK(granted(d.admit(2, {.input_estimate = 100, .output_limit = 200}, 2s)));
}

TEST_CASE(
    "what the service burns is settled: output by its rate, cache writes like input, cache reads free") {
    desk d{{.tokens = 1'000, .burndown = 5, .window = window::sliding}};
    auto const first = d.admit(1, {.input_estimate = 100, .output_limit = 100}, 0ms);
    d.settle(first.ticket, {.input = 100, .output = 100, .cache_read = 5'000, .cache_write = 50}, 0ms);
    auto const room = d.room(9, {.input_estimate = 1}, 0ms);  // 650 of 1000 are used
    CHECK(room.known);
    CHECK(d.room(9, {.input_estimate = 350, .output_limit = 0}, 0ms).wait == 0s);
    CHECK(d.room(9, {.input_estimate = 351, .output_limit = 0}, 0ms).wait > 0s);
}

TEST_CASE("a settlement above the hold is a debt that later calls wait for") {
    desk d{{.tokens = 1'000, .burndown = 5, .window = window::sliding}};
    auto const first = d.admit(1, {.input_estimate = 100, .output_limit = 400}, 0ms);
    d.settle(first.ticket, {.input = 100, .output = 400}, 1s);  // 2100: 1100 more than the limit
    auto const next = d.admit(2, {.input_estimate = 1, .output_limit = 0}, 30s);
    CHECK(next.what == answer::wait);
    CHECK(next.wait == 31s);
}

TEST_CASE("a refused call gives its tokens back, its request stays counted") {
    desk d{{.requests = 2, .tokens = 1'000, .window = window::sliding}};
    auto const first = d.admit(1, {.input_estimate = 900, .output_limit = 100}, 0ms);
    d.policy.settle(first.ticket, {.refused = true}, d.memory, at(1s));
    auto const second = d.admit(2, {.input_estimate = 900, .output_limit = 100}, 1s);
    CHECK(granted(second));
    d.policy.settle(second.ticket, {.refused = true}, d.memory, at(2s));
    CHECK(d.admit(3, {.input_estimate = 1, .output_limit = 1}, 2s).what == answer::wait);
}

TEST_CASE("without an output limit the policy's guess is held") {
    desk d{{.tokens = 5'000, .unset_output = 4'000, .window = window::sliding}};
    CHECK(granted(d.admit(1, {.input_estimate = 1'000}, 0ms)));
    CHECK(d.admit(2, {.input_estimate = 1, .output_limit = 0}, 0ms).what == answer::wait);
}

TEST_CASE("a cost that can never fit is refused at once and takes no place in the line") {
    desk d{{.requests = 10, .tokens = 1'000, .window = window::sliding}};
    auto const never = d.admit(1, {.input_estimate = 900, .output_limit = 101}, 0ms);
    CHECK(never.what == answer::never);
    CHECK(never.cost == 1'001);
    CHECK(never.limit == 1'000);
    CHECK(d.room(1, {.input_estimate = 900, .output_limit = 101}, 0ms).wait == bedrock::quota::room::never);
    CHECK(d.room(1, {.input_estimate = 900, .output_limit = 101}, 0ms).calls == 0);
    CHECK(granted(d.admit(2, {.input_estimate = 900, .output_limit = 100}, 0ms)));

    desk nothing{{.requests = 0}};
    CHECK(nothing.admit(1, {}, 0ms).what == answer::never);
}

TEST_CASE("each account, region, kind of bucket and model counts for itself") {
    desk d{{.requests = 1}};
    std::uint64_t call = 0;
    for (bedrock::place const& where :
         {bedrock::place{.region = "us-east-1", .model = "amazon.nova-pro-v1:0"},
          bedrock::place{.region = "us-west-2", .model = "amazon.nova-pro-v1:0"},
          bedrock::place{.region = "us-east-1", .model = "us.amazon.nova-pro-v1:0"},
          bedrock::place{.region = "us-east-1", .model = "global.amazon.nova-pro-v1:0"},
          bedrock::place{.region = "us-east-1", .model = "amazon.nova-lite-v1:0"},
          bedrock::place{.region = "us-east-1", .model = "amazon.nova-pro-v1:0", .account = 1}}) {
        CHECK(granted(d.admit(++call, {}, 0ms, where)));
        CHECK(d.admit(++call, {}, 0ms, where).what == answer::wait);
    }
}

TEST_CASE("regions may have limits of their own, and a process its share of all") {
    desk d{{.requests = 4, .share = 0.5, .at = {{"us-west-2", {.requests = 2}}}, .window = window::sliding}};
    bedrock::place const west{.region = "us-west-2", .model = "m"};
    CHECK(granted(d.admit(1, {}, 0ms)));
    CHECK(granted(d.admit(2, {}, 0ms)));
    CHECK(d.admit(3, {}, 0ms).what == answer::wait);
    CHECK(granted(d.admit(4, {}, 0ms, west)));
    CHECK(d.admit(5, {}, 0ms, west).what == answer::wait);
    // what a region's own limits do not name is not limited there
    CHECK(granted(d.admit(6, {.input_estimate = 1'000'000}, 0ms, {.region = "us-west-2", .model = "n"})));
}

TEST_CASE("room says how many such calls fit now and when the first would") {
    desk d{{.requests = 100, .tokens = 1'000, .window = window::sliding}};
    bedrock::tokens_asked const asked{.input_estimate = 50, .output_limit = 50};
    CHECK(d.room(1, asked, 0ms).calls == 10);
    for (std::uint64_t call = 1; call <= 10; ++call)
        CHECK(granted(d.admit(call, asked, 0ms)));
    CHECK(d.room(11, asked, 0ms).calls == 0);
    CHECK(d.room(11, asked, 0ms).wait > 0s);
}

TEST_CASE("who waits keeps the place in the line: later calls do not pass, however small") {
    desk d{{.tokens = 1'000, .window = window::sliding}};
    auto const first = d.admit(1, {.input_estimate = 600, .output_limit = 0}, 0ms);
    CHECK(d.admit(2, {.input_estimate = 900, .output_limit = 0}, 1s).what == answer::wait);
    CHECK(d.admit(3, {.input_estimate = 1, .output_limit = 0}, 2s).what == answer::wait);
    CHECK(d.room(4, {.input_estimate = 1, .output_limit = 0}, 2s).wait > 0s);
    CHECK(d.admit(3, {.input_estimate = 1, .output_limit = 0}, 3s).what == answer::wait);  // asks again
    d.settle(first.ticket, {.input = 0}, 4s);
    CHECK(d.admit(3, {.input_estimate = 1, .output_limit = 0}, 4s).what == answer::wait);
    CHECK(granted(d.admit(2, {.input_estimate = 900, .output_limit = 0}, 4s)));
    CHECK(granted(d.admit(3, {.input_estimate = 1, .output_limit = 0}, 4s)));
}

TEST_CASE("who leaves the line makes way") {
    desk d{{.tokens = 1'000, .window = window::sliding}};
    d.admit(1, {.input_estimate = 600, .output_limit = 0}, 0ms);
    CHECK(d.admit(2, {.input_estimate = 900, .output_limit = 0}, 1s).what == answer::wait);
    CHECK(d.admit(3, {.input_estimate = 100, .output_limit = 0}, 1s).what == answer::wait);
    d.leave(2);
    CHECK(granted(d.admit(3, {.input_estimate = 100, .output_limit = 0}, 1s)));
    d.leave(99);  // who was never there
}

TEST_CASE("figures without sense neither overflow nor make room") {
    desk d{{.tokens = 1'000, .burndown = 5, .window = window::sliding}};
    auto const first = d.admit(1, {.input_estimate = -5, .output_limit = -7}, 0ms);
    CHECK(granted(first));
    d.settle(first.ticket, {.input = -100, .output = -100, .cache_write = -100}, 0ms);
    CHECK(d.room(2, {.input_estimate = 1'000, .output_limit = 0}, 0ms).wait == 0s);
    CHECK(d.room(2, {.input_estimate = 1'001, .output_limit = 0}, 0ms).wait == bedrock::quota::room::never);
    CHECK(d.room(2, {.input_estimate = most, .output_limit = most}, 0ms).wait == bedrock::quota::room::never);

    for (std::uint64_t call = 2; call < 6; ++call) {  // each in a slice and a minute of its own
        auto const now = std::chrono::minutes{2 * call};
        auto const one = d.admit(call, {.input_estimate = 1, .output_limit = 0}, now);
        auto const two = d.admit(100 + call, {.input_estimate = 1, .output_limit = 0}, now);
        CHECK((granted(one) && granted(two)));
        d.settle(one.ticket, {.input = most, .output = most, .cache_write = most}, now);
        d.settle(two.ticket, {.input = most, .output = most, .cache_write = most}, now + 1s);
        CHECK(d.admit(200 + call, {.input_estimate = 1, .output_limit = 0}, now + 59s).what == answer::wait);
        d.policy.leave({{.region = "us-east-1", .model = "m"}, {}, 200 + call}, d.memory);
    }
    // all of it is forgotten: the limit is what it was
    CHECK(d.room(7, {.input_estimate = 1'000, .output_limit = 0}, 1h).wait == 0s);
    CHECK(d.room(7, {.input_estimate = 1'000, .output_limit = 0}, 1h).calls == 1);

    desk unlimited{{.requests = 10, .window = window::sliding}};
    for (std::uint64_t call = 1; call <= 3; ++call)
        CHECK(granted(unlimited.admit(call, {.input_estimate = most, .output_limit = most}, 0ms)));
}

TEST_CASE("a share that makes no sense admits nothing or all, and is no overflow") {
    CHECK(granted(desk{{.requests = 1, .share = 1e300}}.admit(1, {}, 0ms)));
    for (double const share : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN()})
        CHECK(desk{{.requests = 1, .share = share}}.admit(1, {}, 0ms).what == answer::never);
}

TEST_CASE("a settlement below the hold lets the next in line go at that very moment") {
    virtual_driver d{here{}, per_minute{.tokens = 1'000, .window = window::sliding}};
    d.script([](scripted_try const&) -> scripted_answer {
        return {.latency = 700ms, .used = bedrock::tokens_used{.input = 100}};
    });
    auto const first = d.start({.asked = {.input_estimate = 100, .output_limit = 800}});
    auto const second = d.start({.at = 100ms, .asked = {.input_estimate = 100, .output_limit = 800}});
    auto const third = d.start({.at = 150ms, .asked = {.input_estimate = 10, .output_limit = 50}});
    CHECK(d.run());
    CHECK(d.outcome(first).ended == 700ms);
    CHECK(d.outcome(second).story.attempts()[0].queued == 600ms);
    CHECK(d.outcome(second).ended == 1'400ms);
    // Behind the second in the line; 100 used + 900 held leave no room before that one is settled.
    CHECK(d.outcome(third).story.attempts()[0].queued == 1'250ms);
}

TEST_CASE("who cancels or meets the deadline in the line makes way for those behind") {
    virtual_driver d{here{}, per_minute{.tokens = 1'000, .window = window::sliding}};
    d.script([](scripted_try const&) -> scripted_answer {
        return {.latency = 10s, .used = bedrock::tokens_used{.input = 500}};
    });
    d.start({.asked = {.input_estimate = 500, .output_limit = 0}});
    auto const large =
        d.start({.at = 1s, .asked = {.input_estimate = 1'000, .output_limit = 0}, .cancel_at = 3s});
    auto const small = d.start({.at = 2s, .asked = {.input_estimate = 500, .output_limit = 0}});
    CHECK(d.run());
    CHECK(d.outcome(large).story.end == ending::cancelled);
    CHECK(d.outcome(small).story.attempts()[0].queued == 1s);
}

TEST_CASE("nothing is admitted against the law, in the order of coming, and all are served in the end") {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        std::mt19937_64 dice{seed};
        audited const policy{{.requests = 40, .tokens = 20'000, .burndown = seed % 2 ? 1 : 5}};
        virtual_driver d{here{}, policy, bedrock::retry::standard{.max_attempts = 3}};
        d.script([&](scripted_try const& t) -> scripted_answer {
            std::chrono::milliseconds const latency{dice() % 20'000};
            if (dice() % 10 == 0)
                return scripted_answer::refusal(error_kind::throttled, latency, 429);
            auto const up_to = [&](std::int64_t n) {
                return static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(n + 1));
            };
            return {.latency = latency,
                    .used = bedrock::tokens_used{.input = t.asked.input_estimate + up_to(50),
                                                 .output = up_to(*t.asked.output_limit)}};
        });
        constexpr std::size_t calls = 250;
        for (std::size_t i = 0; i < calls; ++i) {
            // one in thirty wants nearly all of a minute: it must not starve behind the small ones
            auto const large = dice() % 30 == 0;
            std::chrono::milliseconds const when{dice() % 240'000};
            d.start({.at = when,
                     .asked = {.input_estimate = static_cast<std::int64_t>(large ? 15'000 : dice() % 500),
                               .output_limit = static_cast<std::int64_t>(dice() % 1'000)},
                     .seed = dice()});
        }
        auto const done = d.run();
        CHECK(done);
        d.policies().quota.ask([&](auto&, auto& m) {
            CHECK(m.broken == 0);
            CHECK(m.book.size() >= calls);
            CHECK(std::ranges::none_of(
                m.book, [](auto const& e) { return e.settled == bedrock::steady_time::max(); }));
            // first tries go in the order of coming, by which a client numbers its calls
            std::vector<std::uint64_t> first_tries;
            for (auto const& e : m.book)
                if (std::ranges::find(first_tries, e.call) == first_tries.end())
                    first_tries.push_back(e.call);
            CHECK(first_tries.size() == calls);
            CHECK(std::ranges::is_sorted(first_tries));
        });
        for (std::size_t i = 0; i < calls; ++i) {
            CHECK(d.outcome(i).over);
            if (auto const& failed = d.outcome(i).failure)
                CHECK(failed->kind == error_kind::throttled);  // three times: never for want of our quota
        }
    }
}

TEST_CASE("the law holds and the line empties while calls come, leave and run out of time") {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        std::mt19937_64 dice{seed};
        virtual_driver d{here{}, audited{{.requests = 30, .tokens = 10'000}}};
        d.script([&](scripted_try const&) -> scripted_answer {
            if (dice() % 20 == 0)
                return {.latency = scripted_answer::silence};  // until the deadline or the caller ends it
            return {.latency = std::chrono::milliseconds{dice() % 5'000},
                    .used = bedrock::tokens_used{.input = static_cast<std::int64_t>(dice() % 900)}};
        });
        for (std::size_t i = 0; i < 400; ++i) {
            std::chrono::milliseconds const when{dice() % 120'000};
            d.start({.at = when,
                     .asked = {.input_estimate = static_cast<std::int64_t>(dice() % 600),
                               .output_limit = static_cast<std::int64_t>(dice() % 600)},
                     .deadline = std::chrono::milliseconds{1 + dice() % 90'000},
                     .cancel_at = dice() % 3 ? std::optional<std::chrono::milliseconds>{}
                                             : when + std::chrono::milliseconds{dice() % 30'000},
                     .seed = dice()});
        }
        CHECK(d.run());
        d.policies().quota.ask([](auto&, auto& m) {
            CHECK(m.broken == 0);
            CHECK(std::ranges::none_of(
                m.book, [](auto const& e) { return e.settled == bedrock::steady_time::max(); }));
        });
        for (std::size_t i = 0; i < 400; ++i)
            CHECK(d.outcome(i).over);
    }
}

TEST_CASE("a wait that a settlement may end says how soon at best") {
    desk d{{.tokens = 10'000, .window = window::sliding}};
    auto const first = d.admit(1, {.input_estimate = 100, .output_limit = 8'000}, 0ms);
    auto const second = d.admit(2, {.input_estimate = 100, .output_limit = 8'000}, 0ms);
    CHECK(granted(first));
    CHECK(second.what == answer::wait);
    CHECK(second.wait == 60s);
    CHECK(second.soonest == 0s);
}

TEST_CASE("a call of which nothing was seen counts as what it held, one that never left as nothing") {
    desk d{{.requests = 3, .tokens = 1'000, .window = window::sliding}};
    auto const seen = d.admit(1, {.input_estimate = 100, .output_limit = 500}, 0ms);
    CHECK(d.policy.settle(seen.ticket, {.estimated = true, .as_held = true}, d.memory, at(0ms)).counted ==
          600);
    auto const kept = d.admit(2, {.input_estimate = 100, .output_limit = 300}, 0ms);
    CHECK(granted(kept));
    CHECK(d.room(3, {.input_estimate = 1, .output_limit = 0}, 0ms).wait > 0s);
    d.policy.settle(kept.ticket, {.unsent = true}, d.memory, at(1s));
    CHECK(d.room(3, {.input_estimate = 100, .output_limit = 300}, 1s).wait == 0s);
    CHECK(d.room(3, {}, 1s).calls == 0);  // 4,096 without a limit
    CHECK(d.room(3, {.output_limit = 0}, 1s).calls == 2);
}

TEST_CASE("a receipt says what was held and what a settlement counted beyond it") {
    desk d{{.tokens = 10'000, .burndown = 5}};
    auto const call = d.admit(1, {.input_estimate = 100, .output_limit = 400}, 0ms);
    auto const told = d.settle(call.ticket, {.input = 100, .output = 300}, 1s);
    CHECK(told.held == 500);
    CHECK(told.counted == 1'600);
    CHECK(told.beyond() == 1'100);
    CHECK(bedrock::quota::receipt{.held = 500, .counted = 20}.beyond() == 0);
}

TEST_CASE("a call holds what such calls have come to cost, where that is more than the service reserves") {
    desk d{{.tokens = 100'000, .burndown = 10, .window = window::sliding}};
    for (std::uint64_t call = 1; call <= 40; ++call) {
        auto const one = d.admit(call, {.input_estimate = 100, .output_limit = 1'000}, call * 2min);
        d.settle(one.ticket, {.input = 100, .output = 400}, call * 2min + 1s);
    }
    auto const next = d.admit(41, {.input_estimate = 100, .output_limit = 1'000}, 90min);
    CHECK(next.ticket.tokens > 3'900);
    CHECK(next.ticket.tokens <= 4'100);
    // not more than its own limit can make of it, and not more than a minute has
    CHECK(d.admit(42, {.input_estimate = 100, .output_limit = 50}, 90min).ticket.tokens == 600);
    d.policy.tokens = 2'000;
    d.memory = {};
    for (std::uint64_t call = 1; call <= 5; ++call) {
        auto const one = d.admit(call, {.input_estimate = 100, .output_limit = 1'000}, call * 2min);
        CHECK(granted(one));
        d.settle(one.ticket, {.input = 100, .output = 1'000}, call * 2min + 1s);
    }
}

TEST_CASE("a service that reserves output at its rate is told so") {
    desk d{{.tokens = 10'000, .burndown = 5, .burndown_at_start = true}};
    CHECK(d.admit(1, {.input_estimate = 100, .output_limit = 1'000}, 0ms).ticket.tokens == 5'100);
    CHECK(d.admit(2, {.input_estimate = 100, .output_limit = 2'000}, 0ms).what == answer::never);
}

TEST_CASE("where the window is not known calls are spread over the minute, but for a small burst") {
    desk d{{.requests = 60, .tokens = 60'000, .burst = 5'100ms}};  // 100 ms are left free
    bedrock::tokens_asked const asked{.input_estimate = 100, .output_limit = 0};
    for (std::uint64_t call = 1; call <= 5; ++call)
        CHECK(granted(d.admit(call, asked, 0ms)));
    auto const sixth = d.admit(6, asked, 0ms);
    CHECK(sixth.what == answer::wait);
    CHECK(sixth.wait == 1s);
    CHECK(d.admit(7, asked, 0ms).wait == 2s);  // behind the sixth
    CHECK(granted(d.admit(6, asked, 1s)));
    CHECK(d.room(8, asked, 1s).calls == 0);  // one waits before it
    CHECK(granted(d.admit(7, asked, 2s)));
    CHECK(d.room(8, asked, 10s).calls == 5);

    // larger than the burst: as soon as nothing is left of what went before
    CHECK(granted(d.admit(8, {.input_estimate = 20'000, .output_limit = 0}, 20s)));
    CHECK(d.admit(9, {.input_estimate = 20'000, .output_limit = 0}, 20s).wait == 20s);
}

TEST_CASE("a throttle ends the burst where the window is not known") {
    desk d{{.requests = 60, .burst = 3s}};
    auto const one = d.admit(1, {}, 0ms);
    d.policy.settle(one.ticket, {.refused = true, .cause = error_kind::throttled}, d.memory, at(100ms));
    CHECK(d.admit(2, {}, 100ms).wait == 1s);
    CHECK(granted(d.admit(2, {}, 1'100ms)));
}

TEST_CASE("after a throttle what is left counts as used for a while, of what the service lacked") {
    using bedrock::quota::shortage;
    bedrock::tokens_asked const asked{.input_estimate = 100, .output_limit = 0};
    for (auto const kind : {window::sliding, window::fixed})
        for (auto const lack : {shortage::requests, shortage::tokens, shortage::unknown}) {
            desk d{{.requests = 10, .window = kind}};
            auto const one = d.admit(1, asked, 0ms);
            d.policy.settle(one.ticket, {.refused = true, .cause = error_kind::throttled, .lack = lack},
                            d.memory, at(1s));
            // tokens are not limited: that they lack means nothing here
            auto const next = d.admit(2, asked, 1s);
            CHECK((next.what == answer::granted) == (lack == shortage::tokens));
            if (next.what == answer::wait) {
                CHECK(next.wait == 10s);
                CHECK(granted(d.admit(2, asked, 11s)));
            }
        }
}

TEST_CASE("in a fixed window all is new when the clock's minute ends") {
    desk d{{.requests = 2, .tokens = 1'000, .window = window::fixed}};
    auto const clock = [](std::chrono::seconds t) {  // the clocks differ by 20 s
        return bedrock::instant{bedrock::steady_time{1h + t + 20s}, bedrock::wall_time{t}};
    };
    bedrock::place const where{.region = "us-east-1", .model = "m"};
    auto const admit = [&](std::uint64_t call, std::int64_t tokens, std::chrono::seconds t) {
        return d.policy.admit({where, {.input_estimate = tokens, .output_limit = 0}, call}, d.memory,
                              clock(t));
    };
    CHECK(granted(admit(1, 400, 10s)));
    CHECK(granted(admit(2, 400, 59s)));
    CHECK(admit(3, 1, 59s).wait == 1s);
    CHECK(granted(admit(3, 1'000, 60s)));  // what is still held counts no more
}

TEST_CASE("in a bucket what was used drains evenly, whatever was used a minute ago") {
    desk d{{.tokens = 60'000, .window = window::bucket, .burst = 60s}};
    auto const all = d.admit(1, {.input_estimate = 60'000, .output_limit = 0}, 0ms);
    CHECK(granted(all));
    auto const next = d.admit(2, {.input_estimate = 30'000, .output_limit = 0}, 10s);
    CHECK(next.wait == 20s + 100ms);
    CHECK(next.soonest == 0s);
    d.settle(all.ticket, {.input = 70'000}, 20s);  // 10 s of debt
    CHECK(d.admit(2, {.input_estimate = 30'000, .output_limit = 0}, 30s).wait == 10s + 100ms);
    CHECK(granted(d.admit(2, {.input_estimate = 30'000, .output_limit = 0}, 40s + 100ms)));
}

TEST_CASE("what a refund gives back after it has drained is not given twice") {
    desk d{{.tokens = 60'000, .window = window::bucket, .burst = 60s}};
    auto const slow = d.admit(1, {.input_estimate = 60'000, .output_limit = 0}, 0ms);
    d.settle(slow.ticket, {.input = 0}, 90s);
    CHECK(granted(d.admit(2, {.input_estimate = 60'000, .output_limit = 0}, 90s)));
    CHECK(d.admit(3, {.input_estimate = 1'000, .output_limit = 0}, 90s).wait == 1s + 100ms);
}

TEST_CASE("clocks that stand still or step back neither make room nor lose any") {
    for (auto const kind : {window::any, window::fixed, window::sliding, window::bucket}) {
        desk d{{.requests = 3, .tokens = 1'000, .window = kind, .burst = 60s}};
        bedrock::tokens_asked const asked{.input_estimate = 400, .output_limit = 0};
        auto const one = d.admit(1, asked, 10s);
        auto const two = d.admit(2, asked, 5s);
        CHECK((granted(one) && granted(two)));
        CHECK(d.admit(3, asked, -1h).what == answer::wait);
        CHECK(d.admit(3, asked, 10s).what == answer::wait);
        d.settle(one.ticket, {.input = 400}, -2h);
        d.settle(two.ticket, {.input = 400}, 10s);
        CHECK(d.admit(3, asked, 10s).what == answer::wait);
        CHECK(granted(d.admit(3, asked, 3min)));
    }
}

TEST_CASE("terms that are not given come from their source, those given go before") {
    auto const source = [](void const*, bedrock::quota::bucket const& of, std::string_view region) {
        return region == "us-east-1" && of.model == "m"
                   ? bedrock::quota::terms{.limits = {.tokens = 500}, .burndown = 2, .unset_output = 50}
                   : bedrock::quota::terms{};
    };
    desk d{{.at = {{"eu-west-1", {.tokens = 70}}}, .known = {.ask = source}}};
    CHECK(d.admit(1, {.input_estimate = 100}, 0ms).ticket.tokens == 150);
    CHECK(d.admit(2, {.input_estimate = 501, .output_limit = 0}, 0ms).limit == 500);
    CHECK(granted(d.admit(3, {.input_estimate = most}, 0ms, {.region = "us-east-1", .model = "other"})));
    CHECK(d.admit(4, {.input_estimate = 71, .output_limit = 0}, 0ms, {.region = "eu-west-1", .model = "m"})
              .limit == 70);
    d = {{.tokens = 90, .unset_output = 60, .known = {.ask = source}}};
    CHECK(d.admit(1, {.input_estimate = 10}, 0ms).ticket.tokens == 70);
}

TEST_CASE("counters that nobody used for a minute are dropped") {
    desk d{{.requests = 10, .tokens = 1'000}};
    std::uint64_t call = 0;
    for (int minute = 0; minute < 100; ++minute)
        for (int i = 0; i < 50; ++i) {
            auto const model = "model-" + std::to_string(minute) + "-" + std::to_string(i);
            bedrock::place const where{.region = "us-east-1", .model = model};
            auto const now = minute * 2min + i * 100ms;
            auto const one = d.admit(++call, {.input_estimate = 10, .output_limit = 0}, now, where);
            CHECK(granted(one));
            d.settle(one.ticket, {.input = 10}, now);
            CHECK(d.memory.size() <= 200);
        }
}

TEST_CASE("a counter is kept while a call is under way or waits, and its ticket stays good") {
    desk d{{.requests = 10, .tokens = 1'000, .window = window::sliding}};
    auto const slow = d.admit(1, {.input_estimate = 700, .output_limit = 0}, 0ms);
    bedrock::place other{.region = "us-east-1", .model = "n"};
    CHECK(granted(d.admit(2, {.input_estimate = 1'000, .output_limit = 0}, 0ms, other)));
    CHECK(d.admit(3, {.input_estimate = 1, .output_limit = 0}, 0ms, other).what == answer::wait);
    for (int i = 0; i < 200; ++i) {
        auto const model = "model-" + std::to_string(i);
        d.room(9, {}, 10min + i * 2min, {.region = "us-east-1", .model = model});
    }
    CHECK(d.settle(slow.ticket, {.input = 900}, 10h).counted == 900);
    CHECK(d.room(9, {.input_estimate = 801, .output_limit = 0}, 10h).wait > 0s);
    CHECK(d.admit(4, {.input_estimate = 1, .output_limit = 0}, 10h, other).what == answer::wait);  // behind 3
    CHECK(granted(d.admit(3, {.input_estimate = 1, .output_limit = 0}, 10h, other)));
}

namespace {

/// A service in the driver's virtual time: its answers, and its settlements at their time.
struct virtual_service {
    bedrock::testing::service_model model;
    bedrock::testing::service::call_key key;
    std::mt19937_64 dice{11};
    int sent = 0, throttled = 0;
    std::multimap<std::chrono::nanoseconds, std::pair<std::uint64_t, bedrock::testing::service::usage>>
        ends{};

    scripted_answer operator()(scripted_try const& t) {
        for (; !ends.empty() && ends.begin()->first <= t.now; ends.erase(ends.begin()))
            model.settle(ends.begin()->second.first, ends.begin()->second.second, ends.begin()->first);
        ++sent;
        auto const taken = model.admit(key,
                                       {.input_tokens = t.asked.input_estimate,
                                        .max_tokens = t.asked.output_limit,
                                        .length = static_cast<std::int64_t>(dice() % 1'200)},
                                       t.now);
        if (!taken) {
            ++throttled;
            return scripted_answer::refusal(error_kind::throttled, 0ms, 429);
        }
        std::chrono::milliseconds const latency{1 + dice() % 15'000};
        auto const input = t.asked.input_estimate - static_cast<std::int64_t>(dice() % 300);
        ends.emplace(t.now + latency,
                     std::pair{taken->ticket, bedrock::testing::service::usage{
                                                  .input = input, .output = taken->output_tokens}});
        return {.latency = latency,
                .used = bedrock::tokens_used{.input = input, .output = taken->output_tokens}};
    }
};

}  // namespace

TEST_CASE("a service has no reason to throttle, whatever window it keeps and whether it is told or not") {
    using service_window = bedrock::testing::window;
    static constexpr bedrock::catalog::figure burndown[] = {{"m", 5}};
    static constexpr bedrock::catalog::set offered{.burndowns = burndown};
    struct {
        window told;
        service_window kept;
        std::chrono::seconds bucket;
    } const cases[] = {
        {window::any, service_window::fixed, 60s},     {window::any, service_window::sliding, 60s},
        {window::any, service_window::bucket, 60s},    {window::any, service_window::bucket, 5s},
        {window::fixed, service_window::fixed, 60s},   {window::sliding, service_window::sliding, 60s},
        {window::bucket, service_window::bucket, 60s}, {window::bucket, service_window::bucket, 5s}};
    for (auto const& c : cases)
        for (bool const at_start : {false, true}) {
            virtual_service service{
                bedrock::testing::service_model{
                    offered, {.window = c.kept, .burst = c.bucket, .burndown_at_start = at_start}},
                {}};
            service.model.set_limit({}, {.requests = 120, .tokens = 400'000});
            service.key = service.model.key("", "us-east-1", "m");
            virtual_driver d{here{}, audited{{.requests = 120,
                                              .tokens = 400'000,
                                              .burndown = 5,
                                              .burndown_at_start = at_start,
                                              .window = c.told,
                                              .burst = c.told == window::bucket ? c.bucket : 5s}}};
            std::mt19937_64 dice{3};
            for (int i = 0; i < 300; ++i)
                d.start({.at = std::chrono::milliseconds{dice() % 120'000},
                         .model = "m",
                         .asked = {.input_estimate = static_cast<std::int64_t>(300 + dice() % 3'000),
                                   .output_limit = static_cast<std::int64_t>(dice() % 1'000)}});
            d.script([&](scripted_try const& t) { return service(t); });
            CHECK(d.run());
            CAPTURE(static_cast<int>(c.told), static_cast<int>(c.kept), at_start);
            CHECK(service.sent == 300);
            CHECK(service.throttled == 0);
            if (c.told == window::any)
                d.policies().quota.ask([](auto&, auto& m) { CHECK(m.broken == 0); });
        }
}
