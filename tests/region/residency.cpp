// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/region/residency.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <bedrock/core/cell.hpp>
#include <bedrock/region/breaker.hpp>
#include <bedrock/region/by_capacity.hpp>
#include <bedrock/region/failover.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/region/sticky.hpp>
#include <bedrock/testing/virtual_driver.hpp>

#include "desk.hpp"
#include "support/contains.hpp"

using namespace std::chrono_literals;
using bedrock::region::breaker;
using bedrock::region::by_capacity;
using bedrock::region::failover;
using bedrock::region::only;
using bedrock::region::residency;
using bedrock::region::sticky;
using bedrock::region::within;
using support::contains;
namespace catalog = bedrock::catalog;

namespace {

// Rows of the tests' own, so that no day's catalogue is tested here.
constexpr catalog::route inside[] = {{"eu-central-1 eu-west-3", "eu-central-1 eu-west-3"}};
constexpr catalog::route differing[] = {{"eu-west-3", "eu-west-3 eu-central-1"},
                                        {"eu-central-1", "eu-central-1 il-central-1"}};
constexpr catalog::route american[] = {{"us-east-1 us-west-2", "us-east-1 us-west-2"}};
constexpr catalog::route anywhere[] = {{"eu-west-3 us-east-1", "*"}};
constexpr catalog::profile profiles[] = {
    {.id = "eu.acme.anvil-v1:0", .routes = inside},
    {.id = "eu.acme.bell-v1:0", .routes = differing},
    {.id = "us.acme.anvil-v1:0", .routes = american},
    {.id = "global.acme.anvil-v1:0", .routes = anywhere},
    {.id = "eu.acme.nameonly-v1:0"},
    {.id = "arn:aws:bedrock:eu-west-3:123456789012:application-inference-profile/abc", .routes = inside},
    {.id = "arn:aws:bedrock:eu-west-3:123456789012:application-inference-profile/all", .routes = anywhere},
    {.id = "arn:aws:bedrock:eu-west-3:123456789012:prompt/ABCDEFGHIJ", .routes = inside}};
constexpr catalog::set known{.profiles = profiles};

template <class Set = within<"eu">, class Region = failover>
auto demanding(Region inner = {"eu-west-3", "eu-central-1"}, Set set = {}) {
    return desk{residency{.set = set, .inner = inner, .known = &known}};
}

/// Where a call with this model goes, or the words of the refusal.
std::string sent(std::string model, failover regions = {"eu-west-3", "eu-central-1"}) {
    auto d = demanding(std::move(regions));
    d.model = std::move(model);
    auto const chosen = d.ask(0s);
    if (chosen)
        return chosen->region;
    CHECK(chosen.error().kind == bedrock::error_kind::refused_locally);
    CHECK(chosen.error().message.ends_with("; permitted: eu-…"));
    CHECK_FALSE(chosen.error().remedy.empty());
    return chosen.error().describe();
}

}  // namespace

TEST_CASE("a profile that stays inside the demanded regions goes through") {
    CHECK(sent("eu.acme.anvil-v1:0") == "eu-west-3");
    CHECK(sent("arn:aws:bedrock:eu-west-3:123456789012:inference-profile/eu.acme.anvil-v1:0") == "eu-west-3");
    CHECK(sent("arn:aws:bedrock:eu-west-3:123456789012:application-inference-profile/abc") == "eu-west-3");
    CHECK(sent("arn:aws:bedrock:eu-west-3:123456789012:prompt/ABCDEFGHIJ") == "eu-west-3");
}

TEST_CASE("a source region from which a profile leaves the demanded regions is passed over") {
    CHECK(sent("eu.acme.bell-v1:0", {"eu-central-1", "eu-west-3"}) == "eu-west-3");
    auto const refused = sent("eu.acme.bell-v1:0", {"eu-central-1"});
    CHECK(contains(refused,
                   "eu.acme.bell-v1:0, called from eu-central-1, may run outside the demanded residency, in "
                   "il-central-1;"));
}

TEST_CASE("a profile that leaves is refused, with what would do instead") {
    auto const global = sent("global.acme.anvil-v1:0");
    CHECK(contains(global, "global.acme.anvil-v1:0 may run in any commercial region"));
    CHECK(contains(global, "use eu.acme.anvil-v1:0"));
    CHECK(contains(sent("global.acme.nobody-knows-v1:0"), "any commercial region"));
    CHECK(contains(sent("arn:aws:bedrock:eu-west-3:123456789012:application-inference-profile/all"),
                   "any commercial region"));
    auto const far = sent("us.acme.anvil-v1:0");
    CHECK(contains(far, "when it is called from eu-west-3, which is no source region of it"));
    CHECK(contains(far, "use eu.acme.anvil-v1:0"));
}

TEST_CASE("what nobody knows is refused until somebody names its destinations") {
    for (auto const* unknown :
         {"eu.acme.unheard-of-v1:0", "eu.acme.nameonly-v1:0", "xx.acme.anvil-v1:0", "", "two words",
          "arn:aws:bedrock:eu-west-3:123456789012:application-inference-profile/unheard",
          "arn:aws:bedrock:eu-west-3:123456789012:prompt/0123456789",
          "arn:aws:bedrock:eu-west-3:123456789012:default-prompt-router/meta.llama:1",
          "xx.acme.anvil"}) {  // a profile of a new geography, or a model with a dot in its name
        CAPTURE(unknown);
        auto const refused = sent(unknown);
        CHECK(contains(refused, "nobody here knows where"));
        CHECK(contains(refused, "a row for it that names its destinations"));
    }
}

TEST_CASE("what runs where it is called needs no row") {
    for (auto const* local :
         {"acme.anvil-v1:0", "anthropic.claude-3-haiku-20240307-v1:0", "openai.gpt-5.6-sol",
          "arn:aws:bedrock:eu-west-3::foundation-model/acme.anvil-v1:0",
          "arn:aws:bedrock:eu-west-3:123456789012:provisioned-model/abcdefghijkl",
          "arn:aws:bedrock:eu-west-3:123456789012:imported-model/abcdefghijkl",
          "arn:aws:sagemaker:eu-west-3:123456789012:endpoint/anvil"}) {
        CAPTURE(local);
        CHECK(sent(local) == "eu-west-3");
    }
    CHECK(contains(sent("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefghijkl"),
                   "outside the demanded residency, in us-east-1;"));
}

TEST_CASE("a source region outside is never chosen, not even where no other has room") {
    auto d = demanding(failover{"us-east-1", "eu-west-3"});
    CHECK(d.choose(0s) != "us-east-1");
    d.model = "acme.anvil-v1:0";
    CHECK(d.choose(0s) == "eu-west-3");
    d.waits["eu-west-3"] = 50s;
    CHECK(d.choose(0s) == "eu-west-3");
    d.waits["eu-west-3"] = bedrock::region::room::never;
    CHECK(d.choose(0s) == "eu-west-3");
    d.failed("eu-west-3", 0s);
    CHECK(d.choose(0s) == "eu-west-3");
    CHECK(contains(sent("acme.anvil-v1:0", {"us-east-1", "us-west-2"}),
                   "the source region us-east-1 is outside the demanded residency"));
}

TEST_CASE("the model that a policy puts in the call's place is what counts") {
    struct its_own {
        using slot = bedrock::region::slot;
        char const* model;
        bedrock::result<bedrock::place> choose(bedrock::region::question const&, bedrock::instant) const {
            return bedrock::place{.region = "eu-west-3", .model = model};
        }
    };
    auto const region = [](char const* asked, char const* put) {
        desk d{residency{.set = within<"eu">{}, .inner = its_own{put}, .known = &known}};
        d.model = asked;
        return d.ask(0s).has_value();
    };
    CHECK(region("global.acme.anvil-v1:0", "eu.acme.anvil-v1:0"));
    CHECK_FALSE(region("eu.acme.anvil-v1:0", "global.acme.anvil-v1:0"));
}

TEST_CASE("an error of the inner policy is passed on, and a memory is locked only where there is one") {
    desk d{residency{within<"eu">{}, failover{std::vector<std::string>{}}}};
    CHECK(contains(d.choose(0s), "no region to choose from"));

    using paris = residency<only<"eu-west-3">, bedrock::region::fixed<"eu-west-3">>;
    STATIC_REQUIRE(paris::memory::thread_safe);
    STATIC_REQUIRE(!decltype(d.policy)::memory::thread_safe);
    STATIC_REQUIRE(sizeof(bedrock::detail::cell<paris>) <= 2 * sizeof(void*));
    STATIC_REQUIRE(paris::allows("eu-west-3") && !paris::allows("eu-west-1"));
}

TEST_CASE("today's catalogue knows which profiles stay in their geography") {
    desk eu{residency{within<"eu">{}, failover{"eu-west-3"}}};
    eu.model = "eu.anthropic.claude-3-5-sonnet-20240620-v1:0";
    CHECK(eu.choose(0s) == "eu-west-3");
    desk narrow{residency{only<"eu-west-3">{}, failover{"eu-west-3"}}};
    narrow.model = eu.model;
    auto const refused = narrow.choose(0s);
    CHECK(contains(refused, "eu-central-1"));
    CHECK(contains(refused, "permitted: eu-west-3"));
}

TEST_CASE("a refusal costs no try, in the driver too") {
    bedrock::testing::virtual_driver d{residency{within<"eu">{}, failover{"eu-west-3", "us-east-1"}}};
    int tries = 0;
    d.script([&](bedrock::testing::scripted_try const& t) -> bedrock::testing::scripted_answer {
        ++tries;
        CHECK(t.where.region == "eu-west-3");
        return bedrock::testing::scripted_answer::refusal(bedrock::error_kind::throttled, 20ms, 429);
    });
    auto const refused = d.start({.model = "global.anthropic.claude-sonnet-4-20250514-v1:0"});
    auto const throttled = d.start({.model = "amazon.nova-pro-v1:0"});
    CHECK(d.run());
    CHECK(d.outcome(refused).failure->kind == bedrock::error_kind::refused_locally);
    CHECK(d.outcome(refused).story.attempts().empty());
    CHECK(d.outcome(throttled).failure->kind == bedrock::error_kind::throttled);
    CHECK(tries == 3);  // never to us-east-1
}

namespace {

std::vector<std::string> const regions{"us-east-1", "eu-west-3", "ap-northeast-1", "eu-central-1",
                                       "us-west-2"};

/// Whatever is full, too small, cooled, broken, and whoever asks: inside, and never nowhere.
template <class P>
void stays_inside(P policy, std::uint64_t seed) {
    std::mt19937_64 dice{seed};
    std::vector<std::string> const fitting{"acme.anvil-v1:0", "eu.anthropic.claude-sonnet-4-20250514-v1:0"};
    std::vector<std::string> const leaving{"us.anthropic.claude-sonnet-4-20250514-v1:0",
                                           "global.anthropic.claude-sonnet-4-20250514-v1:0"};
    desk d{policy};
    auto now = 0ms;
    for (int i = 0; i < 300; ++i) {
        now += std::chrono::milliseconds{dice() % 3'000};
        auto const& about = regions[dice() % regions.size()];
        using enum bedrock::error_kind;
        for (auto n = dice() % 8; n > 0; --n)
            d.failed(about, now, dice() % 2 ? network : throttled);
        if (dice() % 4 == 0)
            d.succeeded(about, now);
        d.calls[about] = static_cast<std::int64_t>(dice() % 50);
        d.waits[about] = dice() % 2 ? 0ns : dice() % 2 ? 5s : bedrock::region::room::never;

        d.model = fitting[dice() % 2];
        auto const chosen = d.choose(now, {.session = dice() % 5});
        CHECK(within<"eu">::allows(chosen));
        CHECK(std::ranges::find(regions, chosen) != regions.end());
        d.model = leaving[dice() % 2];  // in the middle of a session that has its region
        CHECK_FALSE(d.ask(now, {.session = dice() % 5}).has_value());
    }
}

}  // namespace

TEST_CASE("however policies are put around each other, calls stay inside and always go somewhere") {
    within<"eu"> const eu;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        stays_inside(residency{eu, failover{regions}}, seed);
        stays_inside(residency{eu, by_capacity{regions}}, seed);
        stays_inside(residency{eu, breaker{by_capacity{regions}}}, seed);
        stays_inside(residency{eu, sticky{breaker{failover{regions}}}}, seed);
        stays_inside(breaker{residency{eu, by_capacity{regions}}}, seed);
        stays_inside(sticky{residency{eu, breaker{failover{regions}}}}, seed);
        stays_inside(breaker{sticky{residency{eu, by_capacity{regions}}}}, seed);
    }
}
