// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Four mixes of calls against quotas, in virtual time: the policies beside an oracle that sees the service's own
// counters, and beside what others do. `name value` lines for table.awk. mixes [SEEDS]; 2 unless given.

#include <bedrock/testing/simulator.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <bedrock/catalog/set.hpp>
#include <bedrock/quota/all.hpp>
#include <bedrock/quota/learned.hpp>
#include <bedrock/quota/per_minute.hpp>
#include <bedrock/quota/per_minute_found.hpp>
#include <bedrock/quota/per_tenant.hpp>
#include <bedrock/region/by_capacity.hpp>
#include <bedrock/retry/standard.hpp>
#include <bedrock/testing/simulation/oracle.hpp>

#include "peers.hpp"

using namespace bedrock;
using namespace std::chrono_literals;
using testing::simulation::figures;
using testing::simulation::scenario;

namespace {

std::uint64_t seeds = 2;

constexpr auto model = "acme.anvil-v1:0";

struct mix {
    char const* name;
    std::vector<quota::regional_limits> limits;
    std::int64_t input;  ///< without what is read from a cache, which counts nothing
    std::int64_t output;
    std::int64_t burndown;
    std::optional<std::int64_t> max_tokens;
    double served;  ///< calls a minute that the quotas allow
};

mix const mixes[] = {
    {"R",
     {{"us-west-2", {250, 2'000'000}}, {"us-east-1", {20, 200'000}}, {"eu-west-3", {20, 200'000}}},
     1'000,
     500,
     1,
     4'096,
     290},
    {"T", {{"us-west-2", {.tokens = 200'000}}}, 1'000, 500, 1, 4'096, 133},
    {"B", {{"us-west-2", {.tokens = 5'000'000}}}, 2'000, 800, 5, 4'096, 833},
    {"U", {{"us-west-2", {.tokens = 5'000'000}}}, 2'000, 800, 5, std::nullopt, 833},
};

constexpr std::int64_t default_output = 16'384;  // what a call without a limit reserves

constexpr catalog::figure fivefold[] = {{model, 5}};
constexpr catalog::figure outputs[] = {{model, default_output}};
constexpr catalog::set plain{.outputs = outputs};
constexpr catalog::set burning{.burndowns = fivefold, .outputs = outputs};

// 65 minutes, of which the first five do not count; 7 s a call; 60 s to be done.
scenario scenario_of(mix const& m, double calls_per_minute) {
    scenario s{.warm_up = 5min, .length = 65min};
    s.traffic.model = model;
    s.traffic.per_minute = calls_per_minute;
    s.traffic.input = {.mean = m.input};
    s.traffic.output = {.mean = m.output};
    s.traffic.max_tokens = m.max_tokens;
    s.traffic.deadline = 60s;
    s.rules.first_token = 500ms;
    s.rules.per_token = std::chrono::nanoseconds{6'500'000'000 / m.output};
    s.offered = m.burndown == 1 ? &plain : &burning;
    for (auto const& [region, l] : m.limits) {
        s.regions.push_back(region);
        s.limits.push_back({{.region = region}, {.requests = l.requests, .tokens = l.tokens}});
    }
    return s;
}

figures must(result<figures> done) {
    if (done)
        return std::move(*done);
    std::fprintf(stderr, "%s\n", done.error().describe().c_str());
    std::exit(2);
}

void say(std::string const& name, double value) { std::printf("mixes/%s %.6g\n", name.c_str(), value); }

double ratio(auto part, auto whole) { return static_cast<double>(part) / static_cast<double>(whole); }

region::by_capacity regions_of(mix const& m) {
    std::vector<std::string> names;
    for (auto const& l : m.limits)
        names.push_back(l.region);
    return region::by_capacity{names};
}

quota::window told(testing::window w) {
    return w == testing::window::fixed     ? quota::window::fixed
           : w == testing::window::sliding ? quota::window::sliding
                                           : quota::window::bucket;
}

quota::per_minute policy_of(mix const& m, scenario const& s, bool knows_window) {
    return {.at = m.limits,
            .burndown = m.burndown,
            .unset_output = default_output,
            .burndown_at_start = s.rules.burndown_at_start,
            .window = knows_window ? told(s.rules.window) : quota::window::any};
}

quota::learned learning(mix const& m, std::vector<quota::regional_limits> guess = {}) {
    return {.at = std::move(guess), .burndown = m.burndown, .unset_output = default_output};
}

/// The worst of all runs.
struct worst {
    double of_oracle = 1, throttled = 0;
    std::chrono::nanoseconds p99{}, longest{}, longest_of_large{};
    double discarded = 0;

    void take(figures const& ours, double of_best) {
        of_oracle = std::min(of_oracle, of_best);
        throttled = std::max(throttled, ours.sent == 0 ? 0 : ratio(ours.throttled, ours.sent));
        p99 = std::max(p99, ours.wait_p99);
        longest = std::max(longest, ours.wait_longest);
        longest_of_large = std::max(longest_of_large, ours.wait_longest_of_large);
        discarded = std::max(discarded, ours.billed == 0 ? 0 : 1 - ratio(ours.tokens, ours.billed));
    }
    void say_all(std::string const& name) const {
        say(name + ".of_oracle", of_oracle);
        say(name + ".throttled", throttled);
        say(name + ".wait_p99_s", std::chrono::duration<double>(p99).count());
        say(name + ".longest_s", std::chrono::duration<double>(longest).count());
        say(name + ".longest_of_large_s", std::chrono::duration<double>(longest_of_large).count());
        say(name + ".discarded", discarded);
    }
};

/// Every kind of window, the rate at the start or not, every seed.
template <class F>
void for_each_run(scenario s, F run) {
    for (auto const window : {testing::window::fixed, testing::window::sliding, testing::window::bucket})
        for (bool const at_start : {false, true}) {
            s.rules.window = window;
            s.rules.burndown_at_start = at_start;
            if (at_start && s.offered == &plain)
                continue;  // a rate of one makes no difference
            for (s.seed = 1; s.seed <= seeds; ++s.seed)
                run(s);
        }
}

void overload(mix const& m) {
    worst told_runs, found_runs, any_runs, learned_runs, standard, legacy, fixed_minute, after_reply;
    for_each_run(scenario_of(m, 2 * m.served), [&](scenario const& s) {
        auto const best = must(testing::simulation::oracle(s));
        auto const regions = regions_of(m);
        auto const run = [&](worst& into, auto const&... policies) {
            auto const f = must(testing::simulator{s, regions, policies...}.run());
            into.take(f, ratio(f.tokens, best.tokens));
        };
        run(told_runs, policy_of(m, s, true));
        run(found_runs,
            quota::per_minute_found{.at = m.limits, .burndown = m.burndown, .unset_output = default_output});
        run(any_runs, policy_of(m, s, false));
        run(learned_runs, learning(m));
        run(standard, retry::standard{});
        run(legacy, peers::legacy_retry{});
        run(fixed_minute, peers::minute_limiter{m.limits, m.burndown}, retry::standard{});
        run(after_reply, peers::minute_limiter{m.limits, m.burndown, false}, retry::standard{});
    });
    std::string const name{m.name};
    told_runs.say_all(name + ".told");
    found_runs.say_all(name + ".found");
    any_runs.say_all(name + ".any");
    learned_runs.say_all(name + ".learned");
    standard.say_all(name + ".aws_standard");
    legacy.say_all(name + ".aws_legacy");
    fixed_minute.say_all(name + ".fixed_minute");
    after_reply.say_all(name + ".after_reply");
}

// 10,000 calls at once over three regions, until the last is done.
void batch(mix const& m) {
    double worst_of = 0;
    auto three = m;
    if (three.limits.size() == 1)
        three.limits = {{"us-west-2", m.limits[0].limits},
                        {"us-east-1", m.limits[0].limits},
                        {"eu-west-3", m.limits[0].limits}};
    auto s = scenario_of(three, 0);
    s.warm_up = 0s;
    s.length = 24h;
    s.drain = true;
    s.traffic.arrivals = testing::simulation::arrivals::batch;
    s.traffic.together = 10'000;
    s.traffic.deadline.reset();
    for_each_run(s, [&](scenario const& one) {
        auto const best = must(testing::simulation::oracle(one));
        auto const ours = must(testing::simulator{one, regions_of(three), policy_of(three, one, true)}.run());
        if (ours.served != 10'000)
            std::exit(2);
        worst_of = std::max(worst_of, ratio(ours.makespan.count(), best.makespan.count()));
    });
    say(std::string{m.name} + ".batch.makespan", worst_of);
}

// Limits believed twice too high, estimates of the input off by up to 30 %.
void wrong_beliefs(mix const& m) {
    worst runs;
    auto s = scenario_of(m, 2 * m.served);
    s.traffic.estimate_error = 0.3;
    auto believed = m.limits;
    for (auto& [region, l] : believed)
        for (auto* const n : {&l.requests, &l.tokens})
            if (*n)
                **n *= 2;
    for_each_run(s, [&](scenario const& one) {
        auto const best = must(testing::simulation::oracle(one));
        auto const ours = must(testing::simulator{one, regions_of(m), learning(m, believed)}.run());
        runs.take(ours, ratio(ours.tokens, best.tokens));
    });
    runs.say_all(std::string{m.name} + ".wrong");
}

// The scenario with a part of each quota.
scenario with_part(scenario s, std::int64_t divisor) {
    for (auto& [where, limit] : s.limits)
        for (auto* const n : {&limit.requests, &limit.tokens})
            if (*n)
                **n /= divisor;
    return s;
}

// Half of each quota is eaten by others whom nobody knows, more and less in turn by a part of that (`swing`), for five
// minutes each. The oracle has the other half: with all of it in sight it would take theirs too.
void eaten(mix const& m, double swing, char const* name) {
    worst runs;
    auto const whole = scenario_of(m, 2 * m.served);
    for_each_run(whole, [&](scenario one) {
        auto const best = must(testing::simulation::oracle(with_part(one, 2)));
        for (auto const& [region, l] : m.limits) {
            auto const cost = m.input + m.output * m.burndown;
            auto const by_tokens = l.tokens ? ratio(*l.tokens, cost) : 1e9;
            one.others.push_back(
                {region, std::min(by_tokens, l.requests ? static_cast<double>(*l.requests) : 1e9) / 2, cost,
                 swing});
        }
        auto const ours = must(testing::simulator{one, regions_of(m), learning(m)}.run());
        runs.take(ours, ratio(ours.tokens, best.tokens));
    });
    runs.say_all(std::string{m.name} + name);
}

// Eight processes with an eighth each, against an oracle with an eighth.
void shares(mix const& m) {
    worst runs;
    for_each_run(scenario_of(m, 2 * m.served), [&](scenario one) {
        auto eighth = with_part(one, 8);
        eighth.traffic.per_minute /= 8;
        auto const best = must(testing::simulation::oracle(eighth));
        auto policy = policy_of(m, one, true);
        policy.share = 1.0 / 8;
        one.clients = 8;
        auto const ours = must(testing::simulator{one, regions_of(m), policy}.run());
        runs.take(ours, ratio(ours.tokens, 8 * best.tokens));
    });
    runs.say_all(std::string{m.name} + ".shares");
}

// A hundred tenants with a share each, of which all but one use half; that one sends fifty times its share.
void flood(mix const& m) {
    constexpr std::size_t tenants = 100;
    double least = 1;
    auto const others = 0.5 * m.served * (tenants - 1) / tenants;
    for_each_run(scenario_of(m, others), [&](scenario one) {
        one.traffic.tenants.assign(tenants, 1);
        auto const served_of_others = [&](double weight_of_first) {
            one.traffic.tenants.front() = weight_of_first;
            one.traffic.per_minute = others * (1 + weight_of_first / (tenants - 1));
            auto whole = policy_of(m, one, true);
            auto share = whole;
            share.share = 1.0 / tenants;
            auto const f = must(
                testing::simulator{one, regions_of(m), quota::all{quota::per_tenant{share}, whole}}.run());
            std::size_t offered = 0, served = 0;
            for (std::size_t i = 1; i < tenants; ++i) {
                offered += f.tenants[i].offered;
                served += f.tenants[i].served;
            }
            return ratio(served, offered);
        };
        least = std::min(least, served_of_others(50 / 0.5) / served_of_others(1));
    });
    say(std::string{m.name} + ".flood.of_quiet", least);
}

}  // namespace

int main(int count, char** words) {
    if (count > 1)
        seeds = std::strtoull(words[1], nullptr, 10);
    for (auto const& m : mixes)
        overload(m);
    for (auto const* const m : {&mixes[0], &mixes[1]}) {
        batch(*m);
        wrong_beliefs(*m);
        eaten(*m, 0, ".eaten");
        eaten(*m, 0.25, ".eaten_changing");
        shares(*m);
    }
    flood(mixes[2]);
}
