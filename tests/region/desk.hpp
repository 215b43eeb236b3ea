// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/core/story.hpp>
#include <bedrock/region/concept.hpp>
#include <bedrock/region/detail/inner.hpp>

/// A region policy with its memory, told and asked as calls would. All regions have room but those in
/// `waits`; those in `calls` have so much.
template <bedrock::region::policy P>
struct desk {
    using duration = std::chrono::nanoseconds;

    P policy;
    bedrock::region::detail::memory_of<P> memory{};
    std::map<std::string, duration, std::less<>> waits{};
    std::map<std::string, std::int64_t, std::less<>> calls{};
    std::string model{"m"};

    /// What one call brings with it.
    struct call {
        double chance = 0;
        std::uint64_t session = 0;
        std::uint64_t call = 0;
        std::vector<bedrock::attempt_record> tried{};
    };

    static bedrock::instant at(duration t) { return {bedrock::steady_time{std::chrono::hours{1} + t}, {}}; }

    bedrock::region::room room(std::string_view region) const {
        auto const wait = waits.find(region);
        auto const fit = calls.find(region);
        bedrock::region::room r{.known = true};
        if (wait != waits.end())
            r.wait = wait->second;
        if (fit != calls.end())
            r.calls = fit->second;
        return r;
    }

    /// The region chosen, or what the error says.
    std::string choose(duration t, call const& c = {}) {
        auto const chosen = ask(t, c);
        return chosen ? chosen->region : chosen.error().message;
    }

    bedrock::result<bedrock::place> ask(duration t, call const& c = {}) {
        bedrock::region::room_view const rooms{this, [](void const* self, std::string_view region) {
                                                   return static_cast<desk const*>(self)->room(region);
                                               }};
        return bedrock::region::detail::choose(policy,
                                               {.model = model,
                                                .tried = c.tried,
                                                .room = rooms,
                                                .chance = c.chance,
                                                .session = c.session,
                                                .call = c.call},
                                               memory, at(t));
    }

    /// A try that was sent at `sent`, by default just now.
    void failed(std::string region, duration t, bedrock::error_kind why = bedrock::error_kind::throttled,
                double chance = 0) {
        failed_of(t, std::move(region), t, why, chance);
    }
    void failed_of(duration sent, std::string region, duration t,
                   bedrock::error_kind why = bedrock::error_kind::throttled, double chance = 0) {
        bedrock::place const where{.region = std::move(region)};
        bedrock::region::detail::failed(
            policy, {.place = where, .cause = why, .chance = chance, .sent = at(sent).steady}, memory, at(t));
    }
    void succeeded(std::string region, duration t) { succeeded_of(t, std::move(region), t); }
    void succeeded_of(duration sent, std::string region, duration t) {
        bedrock::place const where{.region = std::move(region)};
        bedrock::region::detail::succeeded(policy, {.place = where, .sent = at(sent).steady}, memory, at(t));
    }
    bool well(std::string_view region, duration t) {
        return bedrock::region::detail::well(policy, region, memory, at(t));
    }
};
