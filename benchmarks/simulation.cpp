// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Policies against the pure model of the service, in virtual time, beside an oracle that sees the service's
// counters: `name value` lines for table.awk. Twenty seeds, each kind of window that the service may have.

#include <bedrock/testing/simulator.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include <bedrock/catalog/launch_2024_09.hpp>
#include <bedrock/quota/per_minute.hpp>
#include <bedrock/quota/per_minute_found.hpp>
#include <bedrock/region/by_capacity.hpp>
#include <bedrock/retry/standard.hpp>
#include <bedrock/testing/simulation/oracle.hpp>

using namespace bedrock;
using namespace std::chrono_literals;
using testing::simulation::figures;
using testing::simulation::scenario;

namespace {

// Claude 3.5 Sonnet on demand, with the quotas of the launch article.
std::vector<quota::regional_limits> const article{
    {"us-east-1", {50, 400'000}}, {"us-west-2", {250, 2'000'000}}, {"eu-central-1", {20, 200'000}}};
// The same regions, where tokens are all that is limited.
std::vector<quota::regional_limits> const by_tokens{{"us-east-1", {.tokens = 200'000}},
                                                    {"us-west-2", {.tokens = 200'000}},
                                                    {"eu-central-1", {.tokens = 200'000}}};

region::by_capacity const regions{"us-east-1", "us-west-2", "eu-central-1"};

// 1,000 tokens in, 500 out, limit 4,096; about 7 s a call.
scenario with(std::vector<quota::regional_limits> const& limits, double calls_per_minute) {
    scenario s{.warm_up = 5min, .length = 65min};
    s.traffic.model = "anthropic.claude-3-5-sonnet-20240620-v1:0";
    s.traffic.per_minute = calls_per_minute;
    s.rules.first_token = 500ms;
    s.rules.per_token = 13ms;
    s.offered = &catalog::launch_2024_09;
    for (auto const& [region, l] : limits) {
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

void say(std::string const& name, double value) { std::printf("simulation/%s %.6g\n", name.c_str(), value); }

double ratio(auto part, auto whole) { return static_cast<double>(part) / static_cast<double>(whole); }

constexpr std::uint64_t seeds = 20;

template <class F>
void for_each_run(scenario s, F run) {
    for (auto const window : {testing::window::fixed, testing::window::sliding, testing::window::bucket})
        for (s.seed = 1; s.seed <= seeds; ++s.seed) {
            s.rules.window = window;
            run(s);
        }
}

quota::window told(testing::window w) {
    return w == testing::window::fixed     ? quota::window::fixed
           : w == testing::window::sliding ? quota::window::sliding
                                           : quota::window::bucket;
}

// The worst of all runs counts; `policy_for` makes the quota policy, told the kind of window that the service has.
template <class F>
void load(std::string const& name, std::vector<quota::regional_limits> const& limits, double calls_per_minute,
          F policy_for) {
    double of_oracle = 1, throttled = 0;
    std::chrono::nanoseconds p99{}, oracle_p99{};
    for_each_run(with(limits, calls_per_minute), [&](scenario const& s) {
        auto const ours = must(testing::simulator{s, regions, policy_for(told(s.rules.window))}.run());
        auto const best = must(testing::simulation::oracle(s));
        of_oracle = std::min(of_oracle, ratio(ours.served, best.served));
        throttled = std::max(throttled, ratio(ours.throttled, ours.sent));
        p99 = std::max(p99, ours.wait_p99);
        oracle_p99 = std::max(oracle_p99, best.wait_p99);
    });
    say(name + ".of_oracle", of_oracle);
    say(name + ".throttled", throttled);
    say(name + ".wait_p99_s", std::chrono::duration<double>(p99).count());
    say(name + ".oracle_wait_p99_s", std::chrono::duration<double>(oracle_p99).count());
}

// What the other regions took between two seconds, of what their quotas allow in that time.
double carried(figures const& f, std::size_t down, std::size_t from, std::size_t until, double a_minute) {
    std::size_t sum = 0;
    for (auto second = from; second < until; ++second)
        for (std::size_t r = 0; r < f.timeline[second].size(); ++r)
            sum += r == down ? 0 : f.timeline[second][r];
    return static_cast<double>(sum) / (a_minute * static_cast<double>(until - from) / 60);
}

// The largest region breaks off what it runs, and answers nothing for five minutes. Calls have an hour.
void outage() {
    auto s = with(article, 0.95 * 320);
    s.outages = {{.region = "us-west-2", .from = 20min, .until = 25min, .cuts = true}};
    s.traffic.deadline = 60min;
    s.drain = true;
    s.step = 1s;
    std::size_t offered = 0, lost = 0, lost_with_default = 0;
    double first_minute = 1, whole = 1;
    constexpr double others = 50 + 20;
    constexpr std::size_t begin = 20 * 60, end = 25 * 60;
    for_each_run(s, [&](scenario const& one) {
        auto const run = [&](int budget) {
            return must(testing::simulator{one, regions, quota::per_minute{.at = article},
                                           retry::standard{.budget = budget, .resend_unanswered = true}}
                            .run());
        };
        auto const ours = run(5'000);
        offered += ours.offered;
        lost += ours.failed + ours.missed;
        first_minute = std::min(first_minute, carried(ours, 1, begin + 1, begin + 61, others));
        whole = std::min(whole, carried(ours, 1, begin + 1, end, others));
        auto const by_default = run(retry::standard{}.budget);
        lost_with_default += by_default.failed + by_default.missed;
    });
    say("outage.calls", static_cast<double>(offered));
    say("outage.lost", static_cast<double>(lost));
    say("outage.lost_with_default_budget", static_cast<double>(lost_with_default));
    say("outage.first_minute", first_minute);
    say("outage.whole", whole);
}

void million_calls() {
    std::vector<quota::regional_limits> const large{{"us-east-1", {2'500, 20'000'000}},
                                                    {"us-west-2", {12'500, 100'000'000}},
                                                    {"eu-central-1", {1'000, 10'000'000}}};
    auto s = with(large, 15'500);
    s.warm_up = 0s;
    auto const begun = std::clock();
    auto const f = must(testing::simulator{s, regions, quota::per_minute{.at = large}}.run());
    say("million.calls", static_cast<double>(f.offered));
    say("million.cpu_s", static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC);
}

}  // namespace

int main() {
    using quota::window;
    constexpr double by_tokens_a_minute = 0.95 * 3 * 200'000 / 1'500;
    load("requests", article, 0.95 * 320, [](window) { return quota::per_minute{.at = article}; });
    load("tokens", by_tokens, by_tokens_a_minute, [](window) { return quota::per_minute{.at = by_tokens}; });
    load("tokens_told", by_tokens, by_tokens_a_minute,
         [](window w) { return quota::per_minute{.at = by_tokens, .window = w}; });
    load("tokens_found", by_tokens, by_tokens_a_minute,
         [](window) { return quota::per_minute_found{.at = by_tokens}; });
    outage();
    million_calls();
}
