// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <bedrock/core/cell.hpp>
#include <bedrock/quota/concept.hpp>
#include <bedrock/testing/laws/report.hpp>

namespace bedrock::testing {

struct quota_laws {
    std::uint64_t seeds = 50;  ///< histories that are played, from 1 on
    std::optional<std::int64_t>
        requests{};  ///< a minute, that it claims to keep whatever window the service has
    std::optional<std::int64_t> tokens{};  ///< the same
    std::int64_t largest_call = 2'000;     ///< tokens asked for, at most
    bool in_order = true;                  ///< it serves those who wait in the order in which they came
};

/// Laws of any quota policy, by random calls, settlements and clocks:
///
/// | law                              | says                                                                  |
/// |----------------------------------|-----------------------------------------------------------------------|
/// | `the limit is kept`              | what is open, what was settled in the last 60 s and the call's own hold do not exceed `tokens`, nor the requests of 60 s `requests` |
/// | `waits are positive and end`     | told to wait, a call is told how long: more than nothing, less than two days |
/// | `room is what admit grants`      | `room` waits for nothing where `admit` grants, and only there         |
/// | `nobody is overtaken`            | of those who wait in one place the first comes first                  |
/// | `nobody starves`                 | when nothing new comes, all who wait are admitted in the end          |
/// | `what is settled is not negative`| whatever the service reports: nothing, too much, less than nothing    |
/// | `the same again gives the same`  | no chance, clock or state of its own but what it is handed            |
template <quota::policy P>
law_report check_quota(P const& policy = {}, quota_laws const& options = {}) {
    using quota::answer;
    using namespace std::chrono_literals;
    using ticket = typename P::ticket;
    struct caller {
        std::uint64_t number;
        tokens_asked asked;
    };
    struct running {
        caller who;
        ticket held;
        ticket held_by_same;
        steady_time since;
    };
    struct settled_one {
        steady_time since, at;
        std::int64_t tokens;
        bool request;
    };

    law_report found;
    for (std::uint64_t seed = 1; seed <= options.seeds; ++seed) {
        detail::trial t{found, seed};
        bedrock::detail::cell<P> one{policy}, same{policy};
        place const where{.region = "us-east-1", .model = "acme.anvil-v1:0"};
        instant now{.steady = steady_time{24h}, .wall = wall_time{24h * 20'000}};
        steady_time latest{};  // that the policy has heard of
        std::vector<caller> line;
        std::vector<running> out;
        std::vector<settled_one> books;
        std::uint64_t numbers = 0;
        bool const hostile = t.chance(20);  // the service reports what makes no sense

        auto const demand_of = [&](caller const& c) { return quota::demand{where, c.asked, c.number}; };
        auto const admit = [&](auto& of, caller const& c) {
            return of.ask([&](auto& p, auto&... memory) { return p.admit(demand_of(c), memory..., now); });
        };
        auto const wanted = [&](caller const& c) {
            return c.asked.input_estimate + c.asked.output_limit.value_or(0);
        };
        auto const keeps_limit = [&](caller const& own) {
            std::int64_t tokens = wanted(own), requests = 1;
            for (auto const& r : out) {
                tokens += wanted(r.who);
                requests += r.since + 60s > latest;
            }
            for (auto const& b : books) {
                tokens += b.at + 60s > latest ? b.tokens : 0;
                requests += b.request && b.since + 60s > latest;
            }
            return (!options.tokens || tokens <= *options.tokens) &&
                   (!options.requests || requests <= *options.requests);
        };
        // Asks for a call; true where it waits on.
        auto const asked = [&](caller const& c) {
            latest = std::max(latest, now.steady);
            std::optional<region::room> room;
            one.ask([&](auto& p, auto&... memory) {
                if constexpr (requires { p.room(demand_of(c), memory..., now); })
                    room = p.room(demand_of(c), memory..., now);
            });
            auto const told = admit(one, c), again = admit(same, c);
            t.step((hostile ? "(hostile) call " : "call ") + std::to_string(c.number) + " of " +
                   std::to_string(wanted(c)) + " tokens: " +
                   (told.what == answer::granted ? "granted"
                    : told.what == answer::wait  ? "wait " + std::to_string(told.wait / 1ms) + " ms"
                                                 : "never"));
            t.demand("the same again gives the same", told.what == again.what && told.wait == again.wait);
            if (room && room->known)
                t.demand("room is what admit grants", (told.what == answer::granted) == (room->wait <= 0ns));
            if (told.what == answer::wait) {
                t.demand("waits are positive and end",
                         told.wait > 0ns && told.wait < 48h && told.soonest >= 0ns);
                return true;
            }
            if (told.what == answer::granted) {
                t.demand("the limit is kept", keeps_limit(c));
                out.push_back({c, told.ticket, again.ticket, latest});
            }
            return false;
        };
        auto const settle = [&](std::size_t i, quota::settlement const& s, bool honest) {
            latest = std::max(latest, now.steady);
            auto const r = out[i];
            out.erase(out.begin() + static_cast<std::ptrdiff_t>(i));
            auto const give = [&](auto& of, ticket const& held) {
                return of.ask([&](auto& p, auto&... memory) -> std::int64_t {
                    if constexpr (requires { p.settle(held, s, memory..., now).counted; })
                        return p.settle(held, s, memory..., now).counted;
                    else
                        p.settle(held, s, memory..., now);
                    return 0;
                });
            };
            auto const counted = give(one, r.held);
            give(same, r.held_by_same);
            t.step("call " + std::to_string(r.who.number) + " settled, counted " + std::to_string(counted));
            t.demand("what is settled is not negative", counted >= 0);
            auto const cost = !honest                 ? counted  // hostile figures have no sum
                              : s.refused || s.unsent ? 0
                              : s.as_held             ? wanted(r.who)
                                                      : s.used.input + s.used.output;
            books.push_back({r.since, latest, std::max<std::int64_t>(cost, 0), !s.unsent});
        };
        auto const pass = [&](std::chrono::nanoseconds time) {
            now.steady += time;
            now.wall += time;
        };
        // All who wait are asked in their order; the first who waits on holds up the others.
        auto const serve = [&] {
            bool held_up = false;
            std::vector<caller> rest;
            for (auto const& c : line) {
                bool const waits = t.over() || asked(c);
                if (options.in_order)
                    t.demand("nobody is overtaken", waits || !held_up);
                held_up = held_up || waits;
                if (waits)
                    rest.push_back(c);
            }
            line = std::move(rest);
        };

        t.chance(20);  // usage that makes no sense; then no law of the limit is looked at
        for (int step = 0; step < 120 && !t.over(); ++step) {
            pass(t.chance(5) ? -std::chrono::milliseconds{t.number(0, 5'000)}
                             : std::chrono::milliseconds{t.number(0, 3'000)});
            serve();
            if (t.chance(60) && !t.over()) {
                auto const all = t.number(2, options.largest_call);
                auto const input = t.number(1, all - 1);
                caller const c{++numbers, {.input_estimate = input, .output_limit = all - input}};
                if (asked(c)) {
                    line.push_back(c);
                } else if (options.in_order) {
                    t.demand("nobody is overtaken",
                             line.empty() || out.empty() || out.back().who.number != c.number);
                }
            }
            if (!out.empty() && t.chance(50) && !t.over()) {
                auto const i = static_cast<std::size_t>(t.number(0, std::ssize(out) - 1));
                auto const& asked_for = out[i].who.asked;
                auto const kind = t.number(1, 10);
                quota::settlement s{.used = {.input = asked_for.input_estimate,
                                             .output = t.number(0, *asked_for.output_limit)}};
                if (kind == 1)
                    s = {.refused = true};
                else if (kind == 2)
                    s = {.unsent = true};
                else if (kind == 3)
                    s = {.used = s.used, .estimated = true, .as_held = true};
                constexpr auto most = std::numeric_limits<std::int64_t>::max();
                if (hostile && t.chance(30))
                    s = {.used = {.input = t.chance(50) ? most : -most, .output = t.chance(50) ? most : -5}};
                settle(i, s, !hostile);
            }
        }
        for (int step = 0; step < 1'000 && !t.over() && !hostile && (!line.empty() || !out.empty()); ++step) {
            pass(10s);
            if (!out.empty())
                settle(0, {.used = {.input = out[0].who.asked.input_estimate}}, true);
            serve();
        }
        t.demand("nobody starves", hostile || line.empty());
    }
    return found;
}

}  // namespace bedrock::testing
