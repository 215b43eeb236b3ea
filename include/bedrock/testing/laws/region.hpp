// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/core/cell.hpp>
#include <bedrock/region/concept.hpp>
#include <bedrock/testing/laws/report.hpp>

namespace bedrock::testing {

struct region_laws {
    std::uint64_t seeds = 200;  ///< histories that are played, from 1 on
    std::vector<std::string> regions{"us-east-1", "us-west-2", "eu-west-3"};  ///< that it may choose
    std::string model{"acme.anvil-v1:0"};
};

/// Laws of any region policy, by random rooms, failures and times:
///
/// | law                             | says                                                                |
/// |---------------------------------|---------------------------------------------------------------------|
/// | `never outside its regions`     | whatever fails or is full                                           |
/// | `never nowhere`                 | some region is always named                                         |
/// | `one is one`                    | a policy that does not say `several()` names one region             |
/// | `more room does not send away`  | a region that is chosen is chosen with more room too                |
/// | `the same again gives the same` | no chance, clock or state of its own but what it is handed          |
template <region::policy P>
law_report check_region(P const& policy = {}, region_laws const& options = {}) {
    using enum error_kind;
    using region::room;
    static constexpr error_kind kinds[] = {throttled, unavailable, internal, network, timeout, validation};

    struct rooms {
        std::vector<std::pair<std::string, room>> all;
        static room look(void const* in, std::string_view name) {
            for (auto const& [region, r] : static_cast<rooms const*>(in)->all)
                if (region == name)
                    return r;
            return {.known = true, .wait = room::never, .calls = 0};
        }
    };
    auto const several = [&] {
        if constexpr (requires { policy.several(); })
            return policy.several();
        else
            return false;
    }();

    law_report found;
    for (std::uint64_t seed = 1; seed <= options.seeds; ++seed) {
        detail::trial t{found, seed};
        // Three that live through the same; at the end the third is asked with more room.
        bedrock::detail::cell<P> one{policy}, same{policy}, roomier{policy};
        std::string first;
        instant now{.steady = steady_time{std::chrono::hours{1}}};
        auto const last = t.number(0, 60);
        for (std::int64_t step = 0; step <= last && !t.over(); ++step) {
            now.steady += std::chrono::milliseconds{t.number(0, 20'000)};
            rooms seen;
            for (auto const& r : options.regions)
                seen.all.push_back(
                    {r,
                     {.known = t.chance(90),
                      .wait = std::chrono::milliseconds{t.chance(60) ? 0 : t.number(1, 60'000)},
                      .calls = t.number(0, 50)}});
            auto const chance = t.unit();
            auto const session = static_cast<std::uint64_t>(t.number(0, 3));
            auto const choose = [&](auto& of, rooms const& in) {
                region::question const q{.model = options.model,
                                         .room = {&in, &rooms::look},
                                         .chance = chance,
                                         .session = session,
                                         .call = static_cast<std::uint64_t>(step + 1)};
                return of.ask([&](auto& p, auto&... memory) { return p.choose(q, memory..., now); });
            };
            auto const chosen = choose(one, seen), again = choose(same, seen);
            t.step("step " + std::to_string(step) + ": " + (chosen ? chosen->region : "nowhere"));
            if (!t.demand("never nowhere", chosen.has_value()))
                break;
            t.demand("never outside its regions",
                     std::ranges::find(options.regions, chosen->region) != options.regions.end());
            t.demand("the same again gives the same", again && again->region == chosen->region);
            if (first.empty())
                first = chosen->region;
            t.demand("one is one", several || chosen->region == first);

            auto more = seen;
            for (auto& [region, r] : more.all)
                if (step == last && region == chosen->region)
                    r = {.known = true, .calls = std::numeric_limits<std::int64_t>::max()};
            auto const with_more = choose(roomier, more);
            t.demand("more room does not send away", with_more && with_more->region == chosen->region);
            auto const failed = t.chance(40);
            region::report const told{.place = *chosen,
                                      .cause = failed ? kinds[t.number(0, std::ssize(kinds) - 1)] : none,
                                      .chance = t.unit(),
                                      .sent = now.steady};
            if (failed)
                t.step("  it failed: " + std::string{to_string(told.cause)});
            for (auto* const of : {&one, &same, &roomier})
                of->ask([&](auto& p, auto&... memory) {
                    if constexpr (requires { p.failed(told, memory..., now); })
                        if (failed)
                            p.failed(told, memory..., now);
                    if constexpr (requires { p.succeeded(told, memory..., now); })
                        if (!failed)
                            p.succeeded(told, memory..., now);
                });
        }
    }
    return found;
}

}  // namespace bedrock::testing
