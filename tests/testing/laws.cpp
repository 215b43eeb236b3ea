// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/testing/laws.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include <bedrock/quota/adaptive.hpp>
#include <bedrock/quota/all.hpp>
#include <bedrock/quota/calibrated.hpp>
#include <bedrock/quota/concurrency.hpp>
#include <bedrock/quota/learned.hpp>
#include <bedrock/quota/per_day.hpp>
#include <bedrock/quota/per_minute.hpp>
#include <bedrock/quota/per_minute_found.hpp>
#include <bedrock/quota/per_tenant.hpp>
#include <bedrock/quota/shadow.hpp>
#include <bedrock/region/breaker.hpp>
#include <bedrock/region/by_capacity.hpp>
#include <bedrock/region/failover.hpp>
#include <bedrock/region/residency.hpp>
#include <bedrock/region/sticky.hpp>
#include <bedrock/retry/budgeted.hpp>
#include <bedrock/retry/environment.hpp>
#include <bedrock/retry/none.hpp>
#include <bedrock/retry/standard.hpp>

using namespace std::chrono_literals;
using bedrock::instant;
using bedrock::testing::check_quota;
using bedrock::testing::check_region;
using bedrock::testing::check_retry;
namespace quota = bedrock::quota;
namespace region = bedrock::region;
namespace retry = bedrock::retry;

namespace {

void keeps(bedrock::testing::law_report const& found) {
    INFO(found.describe());
    CHECK(found.kept());
    CHECK(found.histories > 0);
}

void breaks(bedrock::testing::law_report const& found, std::string const& law) {
    INFO(found.describe());
    CHECK(found.broke(law));
    CHECK(found.describe().find("broken: " + law) != std::string::npos);
}

}  // namespace

TEST_CASE("our retry policies keep the laws") {
    keeps(check_retry<retry::none>());
    keeps(check_retry<retry::standard>());
    keeps(check_retry(retry::standard{.max_attempts = 12, .budget = 30}));
    keeps(check_retry(retry::standard::mode_2_0()));
    keeps(check_retry(retry::standard{.resend_unanswered = true}, {.resends_unanswered = true}));
    keeps(check_retry(retry::budgeted{.retry = retry::standard{.max_attempts = 5}}));
}

TEST_CASE("our region policies keep the laws") {
    keeps(check_region(region::failover{"us-east-1", "us-west-2", "eu-west-3"}));
    keeps(check_region(region::by_capacity{"us-east-1", "us-west-2", "eu-west-3"}));
    keeps(check_region(region::fixed<"us-east-1">{}));
    keeps(check_region(region::sticky{region::by_capacity{"us-east-1", "us-west-2", "eu-west-3"}}));
    keeps(check_region(region::breaker{region::failover{"us-east-1", "us-west-2"}}));
    keeps(
        check_region(region::residency{region::within<"eu">{}, region::failover{"eu-west-3", "eu-central-1"}},
                     {.regions = {"eu-west-3", "eu-central-1"}}));
}

TEST_CASE("our quota policies keep the laws") {
    keeps(check_quota<quota::unlimited>());
    keeps(
        check_quota(quota::per_minute{.requests = 20, .tokens = 10'000}, {.requests = 20, .tokens = 10'000}));
    keeps(check_quota(quota::per_minute{.tokens = 3'000, .burst = 60s}, {.tokens = 3'000}));
    keeps(check_quota(quota::per_minute{.requests = 5}, {.requests = 5}));
    keeps(check_quota(quota::per_minute{.requests = 20, .tokens = 10'000, .window = quota::window::sliding}));
    keeps(check_quota(quota::per_minute{.requests = 20, .tokens = 10'000, .window = quota::window::fixed}));
    keeps(check_quota(quota::per_minute{.requests = 20, .tokens = 10'000, .window = quota::window::bucket}));
    keeps(check_quota(quota::per_minute_found{.requests = 20, .tokens = 10'000}));
    keeps(check_quota(quota::concurrency{3}));
    keeps(check_quota(quota::learned{}));
    keeps(check_quota(quota::learned{.requests = 30, .tokens = 10'000}));
    keeps(check_quota(quota::adaptive{}));
    keeps(check_quota(quota::per_day{.tokens = 100'000'000}));
    keeps(check_quota(quota::all{quota::per_minute{.tokens = 10'000}, quota::concurrency{4}},
                      {.tokens = 10'000}));
    keeps(check_quota(quota::calibrated{quota::per_minute{.tokens = 20'000}}));
    keeps(check_quota(quota::per_tenant{quota::per_minute{.tokens = 10'000}}, {.tokens = 10'000}));
    keeps(check_quota(quota::shadow{quota::per_minute{.tokens = 3'000}}));
}

namespace {

template <class Decide>
struct retry_by {
    using slot = retry::slot;
    Decide how;
    retry::verdict decide(retry::attempt const& a, instant) const { return how(a); }
};
template <class Decide>
retry_by(Decide) -> retry_by<Decide>;

struct generous {  // each failure adds to its budget
    using slot = retry::slot;
    struct memory {
        int left = 0;
    };
    retry::verdict decide(retry::attempt const& a, memory& m, instant) const {
        if (a.kind != bedrock::error_kind::throttled || a.number > 5)
            return retry::verdict::stop();
        return ++m.left % 2 == 0 ? retry::verdict::after(1ms)
                                 : retry::verdict::stop(bedrock::ending::retry_budget_empty);
    }
};

struct moody {  // keeps a state that nobody handed it
    using slot = retry::slot;
    retry::verdict decide(retry::attempt const&, instant) const {
        static int asked = 0;
        return retry::verdict::after(std::chrono::milliseconds{++asked});
    }
};

}  // namespace

TEST_CASE("retry policies that break a law are found out") {
    auto const throttled_only = [](retry::attempt const& a) {
        return a.kind == bedrock::error_kind::throttled && a.number < 4;
    };
    breaks(check_retry(retry_by{[](retry::attempt const& a) {
               return a.kind == bedrock::error_kind::throttled ? retry::verdict::after(1ms)
                                                               : retry::verdict::stop();
           }}),
           "attempts are bounded");
    breaks(check_retry(retry_by{[=](retry::attempt const& a) {
               return throttled_only(a) ? retry::verdict::after(-1ms) : retry::verdict::stop();
           }}),
           "waits are not negative");
    breaks(check_retry(retry_by{[](retry::attempt const& a) {
               return a.number < 3 && a.answered ? retry::verdict::after(1ms) : retry::verdict::stop();
           }}),
           "the hopeless is not repeated");
    breaks(check_retry(retry_by{[](retry::attempt const& a) {
               return a.number < 3 && a.kind == bedrock::error_kind::network ? retry::verdict::after(1ms)
                                                                             : retry::verdict::stop();
           }}),
           "the unanswered is not sent again");
    breaks(check_retry<generous>(), "a budget does not grow by failures");
    breaks(check_retry<moody>(), "the same again gives the same");
}

namespace {

template <class Choose>
struct region_by {
    using slot = region::slot;
    struct memory {
        int asked = 0;
    };
    Choose how;
    bool many = true;
    bedrock::result<bedrock::place> choose(region::question const& q, memory& m, instant) const {
        return how(q, m.asked++);
    }
    bool several() const { return many; }
};
template <class Choose>
region_by(Choose, bool = true) -> region_by<Choose>;

bedrock::result<bedrock::place> at(char const* name, region::question const& q) {
    return bedrock::place{.region = name, .model = q.model};
}

}  // namespace

TEST_CASE("region policies that break a law are found out") {
    breaks(check_region(region_by{[](auto const& q, int) { return at("mars-north-1", q); }}),
           "never outside its regions");
    breaks(check_region(region_by{[](auto const& q, int asked) -> bedrock::result<bedrock::place> {
               if (asked == 7)
                   return bedrock::failure({.message = "no idea"});
               return at("us-east-1", q);
           }}),
           "never nowhere");
    auto const by_turns = [](auto const& q, int asked) {
        return at(asked % 2 == 0 ? "us-east-1" : "us-west-2", q);
    };
    breaks(check_region(region_by{by_turns, false}), "one is one");
    keeps(check_region(region_by{by_turns}));
    breaks(check_region(region_by{[](auto const& q, int) {
               return at(q.room("us-east-1").calls < 20 ? "us-east-1" : "us-west-2",
                         q);  // the fuller the better
           }}),
           "more room does not send away");
    breaks(check_region(region_by{[](auto const& q, int) {
               static int turn = 0;  // two of three that live through the same hear one thing
               return at(++turn % 3 == 2 ? "us-east-1" : "us-west-2", q);
           }}),
           "the same again gives the same");
}

namespace {

/// `per_minute` with one of its answers spoilt.
struct spoilt {
    using slot = quota::slot;
    using ticket = quota::per_minute::ticket;
    struct memory {
        quota::per_minute::memory inner;
        std::uint64_t asked = 0, first = 0;
    };
    enum class how { forgets, no_wait, liar, last_first, deaf, negative, moody };

    how fault;
    quota::per_minute policy{.tokens = 10'000, .window = quota::window::sliding};

    quota::admission<ticket> admit(quota::demand const& d, memory& m, instant now) const {
        ++m.asked;
        if (fault == how::forgets && m.asked % 5 == 0)
            return quota::admission<ticket>::granted({});
        if (fault == how::last_first && d.call % 3 == 0)
            return quota::admission<ticket>::granted({});
        if (fault == how::deaf && d.call == 5)
            return quota::admission<ticket>::wait_for(1s);
        static int moods = 0;
        if (fault == how::moody && ++moods % 7 == 0)
            return quota::admission<ticket>::wait_for(1s);
        auto told = policy.admit(d, m.inner, now);
        if (fault == how::no_wait && told.what == quota::answer::wait)
            told.wait = told.soonest = 0ns;
        return told;
    }
    quota::receipt settle(ticket const& t, quota::settlement const& s, memory& m, instant now) const {
        if (fault == how::forgets || fault == how::last_first)
            return {};
        auto told = policy.settle(t, s, m.inner, now);
        if (fault == how::negative)
            told.counted -= 100;
        return told;
    }
    quota::room room(quota::demand const& d, memory& m, instant now) const {
        if (fault == how::liar)
            return {.known = true};
        if (fault == how::forgets || fault == how::last_first || fault == how::deaf || fault == how::moody)
            return {};
        return policy.room(d, m.inner, now);
    }
};

}  // namespace

TEST_CASE("quota policies that break a law are found out") {
    using enum spoilt::how;
    breaks(check_quota(spoilt{forgets}, {.tokens = 10'000, .in_order = false}), "the limit is kept");
    breaks(check_quota(quota::unlimited{}, {.requests = 10}), "the limit is kept");
    breaks(check_quota(spoilt{no_wait}), "waits are positive and end");
    breaks(check_quota(spoilt{liar}), "room is what admit grants");
    breaks(check_quota(spoilt{last_first}), "nobody is overtaken");
    breaks(check_quota(spoilt{deaf}, {.in_order = false}), "nobody starves");
    breaks(check_quota(spoilt{negative}), "what is settled is not negative");
    breaks(check_quota(spoilt{moody}, {.in_order = false}), "the same again gives the same");
}
