// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/region/sticky.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <bedrock/call/options.hpp>
#include <bedrock/quota/per_minute.hpp>
#include <bedrock/region/breaker.hpp>
#include <bedrock/region/by_capacity.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/testing/virtual_driver.hpp>

#include "desk.hpp"

using namespace std::chrono_literals;
using bedrock::error_kind;
using bedrock::region::by_capacity;
using bedrock::region::sticky;
using bedrock::testing::virtual_driver;

namespace {

desk<sticky<by_capacity>> sticking() { return {sticky{by_capacity{"a", "b", "c"}}}; }

// Another model ID in each region: more than a region is chosen.
struct by_name {
    using slot = bedrock::region::slot;
    struct memory {
        int asked = 0;
    };
    bedrock::result<bedrock::place> choose(bedrock::region::question const&, memory& m,
                                           bedrock::instant) const {
        ++m.asked;
        return bedrock::place{.region = "a", .model = "other"};
    }
};

}  // namespace

TEST_CASE("a session keeps the region of its first call, others go where the inner policy says") {
    auto d = sticking();
    d.waits["a"] = 10s;
    CHECK(d.choose(0s, {.session = 1}) == "b");
    d.waits.clear();
    CHECK(d.choose(1s, {.session = 1}) == "b");
    CHECK(d.choose(1s, {.session = 2}) == "a");
    CHECK(d.choose(1s) == "a");
    CHECK(d.policy.several());
}

TEST_CASE("a session waits a little for its region, and leaves it for a wait that is much shorter") {
    auto d = sticking();
    CHECK(d.choose(0s, {.session = 1}) == "a");
    d.waits["a"] = 2s;
    CHECK(d.choose(0s, {.session = 1}) == "a");
    d.waits = {{"a", 9s}, {"b", 7s}, {"c", 8s}};  // everywhere
    CHECK(d.choose(0s, {.session = 1}) == "a");
    d.waits["b"] = 6'999ms;
    CHECK(d.choose(0s, {.session = 1}) == "b");
    d.waits.clear();
    CHECK(d.choose(0s, {.session = 1}) == "b");  // its cache is there now
}

TEST_CASE("a session leaves a region that is too small for its call") {
    auto d = sticking();
    CHECK(d.choose(0s, {.session = 1}) == "a");
    for (auto const* region : {"a", "b", "c"})
        d.waits[region] = bedrock::region::room::never;
    CHECK(d.choose(0s, {.session = 1}) == "a");  // there is no better
    d.waits.erase("c");
    CHECK(d.choose(0s, {.session = 1}) == "c");
}

TEST_CASE("a session leaves where its own try failed, and where the inner policy sees a region ailing") {
    auto d = sticking();
    CHECK(d.choose(0s, {.session = 1}) == "a");
    CHECK(d.choose(0s, {.session = 2}) == "a");
    d.failed("a", 0s);
    bedrock::attempt_record const failed{.number = 1, .region = "a", .cause = error_kind::throttled};
    CHECK(d.choose(0s, {.session = 1, .tried = {failed}}) == "b");
    CHECK(d.choose(0s, {.session = 2}) == "b");
    CHECK(d.choose(6s, {.session = 1}) == "b");
    CHECK(d.choose(6s, {.session = 3}) == "a");

    // A failure that is the request's own is no reason.
    bedrock::attempt_record const invalid{.number = 1, .region = "a", .cause = error_kind::validation};
    CHECK(d.choose(6s, {.session = 3, .tried = {invalid}}) == "a");
}

TEST_CASE("a session is forgotten after five minutes without a call") {
    auto d = sticking();
    d.waits["a"] = 10s;
    CHECK(d.choose(0s, {.session = 1}) == "b");
    d.waits.clear();
    CHECK(d.choose(299'999ms, {.session = 1}) == "b");
    CHECK(d.choose(599'998ms, {.session = 1}) == "b");  // used meanwhile
    CHECK(d.choose(899'998ms, {.session = 1}) == "a");
}

TEST_CASE("memory is bounded: the session idle longest gives way") {
    auto d = sticking();
    d.waits["a"] = 10s;
    CHECK(d.choose(0s, {.session = 1}) == "b");
    d.waits.clear();
    for (std::uint64_t i = 1; i <= 1'000'000; ++i)
        d.choose(1ms, {.session = bedrock::call::session_key(std::to_string(i))});
    CHECK(d.memory.sets.size() * d.memory.sets[0].size() == 4'096);
    CHECK(d.choose(2ms, {.session = 1}) == "a");
}

TEST_CASE("what chooses more than a region is asked each time, and what always answers the same may be") {
    desk d{sticky{by_name{}}};
    for (int i = 0; i < 3; ++i) {
        auto const chosen = d.ask(0s, {.session = 1});
        CHECK((chosen && chosen->model == "other"));
    }
    CHECK(d.memory.inner.asked == 3);

    desk fixed{sticky{bedrock::region::fixed<"a">{}}};
    CHECK(fixed.choose(0s, {.session = 1}) == "a");
    CHECK_FALSE(fixed.policy.several());
}

TEST_CASE("an error of the inner policy is passed on") {
    desk d{sticky{by_capacity{std::vector<std::string>{}}}};
    CHECK(d.choose(0s, {.session = 1}).find("no region to choose from") != std::string::npos);
}

TEST_CASE("a session's name is a number that is never that of no session") {
    using bedrock::call::session_key;
    STATIC_REQUIRE(session_key("") == 0);
    STATIC_REQUIRE(session_key("a") != 0);
    STATIC_REQUIRE(session_key("a") != session_key("b"));
}

TEST_CASE("a call's session reaches the policy, through a breaker and past a full minute") {
    virtual_driver d{sticky{bedrock::region::breaker{by_capacity{"us-east-1", "us-west-2"}}},
                     bedrock::quota::per_minute{.at = {{"us-east-1", {.requests = 1}}}}};
    auto const first = d.start({.at = 0s, .session = 1});
    auto const second = d.start({.at = 1s, .session = 2});
    auto const again = d.start({.at = 61s, .session = 2});
    auto const nobody = d.start({.at = 61s});
    auto const later = d.start({.at = 122s, .session = 1});
    CHECK(d.run());
    auto const region = [&](std::size_t call) {
        auto const attempts = d.outcome(call).story.attempts();
        return attempts.size() == 1 ? attempts[0].region : std::string{};
    };
    CHECK(region(first) == "us-east-1");
    CHECK(region(second) == "us-west-2");
    CHECK(region(again) == "us-west-2");  // us-east-1 has room again
    CHECK(region(nobody) == "us-east-1");
    CHECK(region(later) == "us-east-1");
}
