// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "scenario_file.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/catalog/current.hpp>
#include <bedrock/catalog/launch_2024_09.hpp>
#include <bedrock/json/reader.hpp>
#include <bedrock/logs/file.hpp>

#include "display_width.hpp"
#include "read_log.hpp"
#include "scenario_text.hpp"

namespace cli {

char const* const scenario_help =
    R"(A scenario is a JSON object; times are in seconds, every member may be left out:

  seed 1, clients 1, warmUp 0, length 3600, drain false, step 0 (of the timeline; 0: a sixtieth of the length)
  traffic  arrivals "poisson" | "bursts" | "closed_loop" | "batch", perMinute 60, together 10, pause 0,
           model "anthropic.claude-3-haiku-20240307-v1:0", input {mean 1000, sigma 0.5}, output {mean 500, sigma 0.5},
           log FILE (lengths of an invocation log in place of drawn ones), maxTokens 4096 (0: none is set),
           estimateError 0, deadline (none), sessions 0, tenants [weight of each] (none)
  service  window "fixed" | "sliding" | "bucket", burst 60, burndownAtStart false, debt true, firstToken 0,
           perToken 0, spread 0, catalog "current" | "launch-2024-09" | "none"
  regions  [{region, requests, tokens, tokensPerDay, calls (at once), slowdown 1, background [{from, calls}],
           others {perMinute, tokens 1500, swing 0 (by what part of it the rate is above and below, in turn),
           period 600}}]
  outages  [{region, from, until, how "network" | "internal" | "unavailable" | "timeout", share 1, cuts false}]
  region   {policy "failover" | "by_capacity" | "sticky" | "breaker"}, over the regions in their order
  quota    {policy "unlimited" | "per_minute" | "per_minute_found" | "per_tenant" (an equal share for each, within
           per_minute) | "learned" | "adaptive" | "concurrency", believed 1 (the limits that per_minute and
           per_minute_found are told, as a part of the true ones), guess 0 (the same for learned; 0: none), share 1,
           told false (the kind of window), burndown 1, calls 8}
  retry    {policy "none" | "standard" | "budgeted", maxAttempts 3, budget 500, resendUnanswered false}
)";

namespace {

namespace simulation = bedrock::testing::simulation;
namespace quota = bedrock::quota;
namespace region = bedrock::region;
namespace retry = bedrock::retry;

std::chrono::nanoseconds nanoseconds_of(double seconds) {
    return std::chrono::nanoseconds{std::llround(seconds * 1e9)};
}
std::chrono::milliseconds milliseconds_of(double seconds) {
    return std::chrono::milliseconds{std::llround(seconds * 1e3)};
}

/// Checks what was read and makes the scenario of it; the first fault ends it.
class maker {
 public:
    maker(std::string path, std::string text) : path_{std::move(path)}, text_{std::move(text)} {}

    bedrock::result<simulated> make() {
        if (auto done = json::read_into(read_, text_, {.kind = bedrock::error_kind::configuration}); !done)
            return complain_of_json(std::move(done.error()));
        if (!known() || !numbers_make_sense() || !fill())
            return bedrock::failure(bedrock::error_kind::configuration, {fault_},
                                    "correct it there: 'bedrock simulate --help' has the members");
        return simulated{plan_, region_policy(), quota_policy(), retry_policy()};
    }

 private:
    // The reader counts bytes, people count lines.
    bedrock::result<simulated> complain_of_json(bedrock::error e) {
        constexpr std::string_view mark = "byte ";
        auto const at = e.message.find(mark);
        auto const offset =
            at == std::string::npos ? 0 : std::strtoull(e.message.c_str() + at + mark.size(), nullptr, 10);
        return bedrock::failure(bedrock::error_kind::configuration, {place_of(offset), e.message},
                                "correct it there: 'bedrock simulate --help' has the members");
    }

    std::string place_of(std::size_t offset) const {
        auto const line = 1 + std::ranges::count(std::string_view{text_}.substr(0, offset), '\n');
        return displayable(path_) + ":" + std::to_string(line) + ": ";
    }

    /// `field` is a path: `traffic.arrivals`, `regions[2].slowdown`. The line is that of its last name.
    bool fail(std::string const& field, std::string_view what) {
        auto name = field.substr(field.rfind('.') + 1);
        name = name.substr(0, name.find('['));
        auto const owner = field.substr(0, field.find_first_of(".["));
        auto const from = text_.find("\"" + owner + "\"");
        auto const at = text_.find("\"" + name + "\"", from == std::string::npos ? 0 : from);
        fault_ = place_of(at == std::string::npos ? 0 : at) + field + ": " + std::string{what};
        return false;
    }

    bool none(unknown_members const& unknown, std::string const& owner) {
        return unknown.empty() || fail(owner + unknown.front().name, "no such member");
    }
    bool known() {
        bool ok = none(read_.unknown, "") && none(read_.traffic.unknown, "traffic.") &&
                  none(read_.traffic.input.unknown, "traffic.input.") &&
                  none(read_.traffic.output.unknown, "traffic.output.") &&
                  none(read_.service.unknown, "service.") && none(read_.region.unknown, "region.") &&
                  none(read_.quota.unknown, "quota.") && none(read_.retry.unknown, "retry.");
        for (std::size_t i = 0; ok && i < read_.regions.size(); ++i) {
            auto const owner = "regions[" + std::to_string(i) + "].";
            ok = none(read_.regions[i].unknown, owner) &&
                 (!read_.regions[i].shared_with ||
                  none(read_.regions[i].shared_with->unknown, owner + "others."));
            for (auto const& step : read_.regions[i].background)
                ok = ok && none(step.unknown, owner + "background.");
        }
        for (std::size_t i = 0; ok && i < read_.outages.size(); ++i)
            ok = none(read_.outages[i].unknown, "outages[" + std::to_string(i) + "].");
        return ok;
    }

    template <class N>
    bool within(std::string const& field, N value, double least, double most) {
        auto const number = static_cast<double>(value);
        if (number >= least && number <= most)
            return true;
        std::ostringstream words;
        words << number << " is not within " << least << " and " << most;
        return fail(field, words.str());
    }

    bool tenants_make_sense() {
        auto const& weights = read_.traffic.tenants;
        if (read_.quota.policy == "per_tenant" && weights.empty())
            return fail("quota.policy", "per_tenant wants traffic.tenants");
        return weights.size() <= 10'000
                   ? std::ranges::all_of(
                         weights,
                         [this](double weight) { return within("traffic.tenants", weight, 1e-6, 1e6); })
                   : fail("traffic.tenants", "are more than 10000");
    }

    bool numbers_make_sense() {
        constexpr double week = 7 * 86'400, many = 1e7, tokens = 1e9;
        auto const& t = read_.traffic;
        auto const& s = read_.service;
        return within("seed", read_.seed, 0, 9e15) && within("clients", read_.clients, 1, 10'000) &&
               within("length", read_.length, 1, week) && within("warmUp", read_.warm_up, 0, read_.length) &&
               within("step", read_.step, 0, week) && within("traffic.perMinute", t.per_minute, 0, many) &&
               within("traffic.together", t.together, 1, many) && within("traffic.pause", t.pause, 0, week) &&
               within("traffic.input.mean", t.input.mean, 1, tokens) &&
               within("traffic.input.sigma", t.input.sigma, 0, 10) &&
               within("traffic.output.mean", t.output.mean, 1, tokens) &&
               within("traffic.output.sigma", t.output.sigma, 0, 10) &&
               within("traffic.maxTokens", t.max_tokens, 0, tokens) &&
               within("traffic.estimateError", t.estimate_error, 0, 1) &&
               within("traffic.deadline", t.deadline.value_or(1), 0.001, week) &&
               within("traffic.sessions", t.sessions, 0, many) && tenants_make_sense() &&
               within("service.burst", s.burst, 0.001, 60) &&
               within("service.firstToken", s.first_token, 0, 3'600) &&
               within("service.perToken", s.per_token, 0, 60) && within("service.spread", s.spread, 0, 1) &&
               within("quota.believed", read_.quota.believed, 0, 1'000) &&
               within("quota.guess", read_.quota.guess, 0, 1'000) &&
               within("quota.share", read_.quota.share, 0, 1) &&
               within("quota.burndown", read_.quota.burndown, 1, 1'000) &&
               within("quota.calls", read_.quota.calls, 1, many) &&
               within("retry.maxAttempts", read_.retry.max_attempts, 1, 1'000) &&
               within("retry.budget", read_.retry.budget, 0, many);
    }

    template <class T>
    bool choose(std::string const& field, std::string const& said, T& out,
                std::initializer_list<std::pair<std::string_view, T>> choices) {
        std::string all;
        for (auto const& [name, value] : choices) {
            if (said == name) {
                out = value;
                return true;
            }
            all.append(all.empty() ? "" : ", ").append(name);
        }
        return fail(field, "\"" + displayable(said) + "\" is none of " + all);
    }

    bool fill() {
        using bedrock::error_kind;
        using bedrock::testing::window;
        auto& p = plan_;
        auto const& t = read_.traffic;
        auto const& s = read_.service;
        p.seed = static_cast<std::uint64_t>(read_.seed);
        p.clients = static_cast<std::size_t>(read_.clients);
        p.warm_up = nanoseconds_of(read_.warm_up);
        p.length = nanoseconds_of(read_.length);
        p.drain = read_.drain;
        p.step = read_.step > 0 ? nanoseconds_of(read_.step) : p.length / 60;
        p.traffic.per_minute = t.per_minute;
        p.traffic.together = static_cast<std::size_t>(t.together);
        p.traffic.pause = milliseconds_of(t.pause);
        p.traffic.model = t.model;
        p.traffic.input = {t.input.mean, t.input.sigma};
        p.traffic.output = {t.output.mean, t.output.sigma};
        p.traffic.max_tokens = t.max_tokens > 0 ? std::optional{t.max_tokens} : std::nullopt;
        p.traffic.estimate_error = t.estimate_error;
        if (t.deadline)
            p.traffic.deadline = milliseconds_of(*t.deadline);
        p.traffic.sessions = static_cast<std::size_t>(t.sessions);
        p.traffic.tenants = t.tenants;
        p.rules.burst = nanoseconds_of(s.burst);
        p.rules.burndown_at_start = s.burndown_at_start;
        p.rules.debt = s.debt;
        p.rules.first_token = nanoseconds_of(s.first_token);
        p.rules.per_token = nanoseconds_of(s.per_token);
        p.rules.spread = s.spread;
        return choose("traffic.arrivals", t.arrivals, p.traffic.arrivals,
                      {{"poisson", simulation::arrivals::poisson},
                       {"bursts", simulation::arrivals::bursts},
                       {"closed_loop", simulation::arrivals::closed_loop},
                       {"batch", simulation::arrivals::batch}}) &&
               choose("service.window", s.window, p.rules.window,
                      {{"fixed", window::fixed}, {"sliding", window::sliding}, {"bucket", window::bucket}}) &&
               choose("service.catalog", s.catalog, p.offered,
                      {{"none", nullptr},
                       {"current", &bedrock::catalog::current},
                       {"launch-2024-09", &bedrock::catalog::launch_2024_09}}) &&
               fill_regions() && fill_outages() && fill_lengths() &&
               choose("region.policy", read_.region.policy, region_,
                      {{"failover", 0}, {"by_capacity", 1}, {"sticky", 2}, {"breaker", 3}}) &&
               choose("quota.policy", read_.quota.policy, quota_,
                      {{"unlimited", 0},
                       {"per_minute", 1},
                       {"learned", 2},
                       {"adaptive", 3},
                       {"concurrency", 4},
                       {"per_tenant", 5},
                       {"per_minute_found", 6}}) &&
               choose("retry.policy", read_.retry.policy, retry_,
                      {{"none", 0}, {"standard", 1}, {"budgeted", 2}});
    }

    bool fill_regions() {
        if (read_.regions.empty())
            return fail("regions", "at least one is needed");
        for (std::size_t i = 0; i < read_.regions.size(); ++i) {
            auto const& r = read_.regions[i];
            auto const owner = "regions[" + std::to_string(i) + "].";
            constexpr double most = 9e15;
            if (r.region.empty() || std::ranges::find(plan_.regions, r.region) != plan_.regions.end())
                return fail(owner + "region", "wants a name that no other has");
            if (!within(owner + "requests", r.requests.value_or(1), 0, most) ||
                !within(owner + "tokens", r.tokens.value_or(1), 0, most) ||
                !within(owner + "tokensPerDay", r.tokens_per_day.value_or(1), 0, most) ||
                !within(owner + "calls", r.calls.value_or(1), 0, most) ||
                !within(owner + "slowdown", r.slowdown, 0.01, 1'000))
                return false;
            plan_.regions.push_back(r.region);
            plan_.limits.push_back({{.region = r.region}, {r.requests, r.tokens, r.tokens_per_day}});
            bedrock::testing::service::region_state state{.calls = r.calls, .slowdown = r.slowdown};
            for (auto const& step : r.background)
                state.background.push_back({nanoseconds_of(step.from), step.calls});
            if (!std::ranges::is_sorted(state.background, {}, &bedrock::testing::service::load_step::from))
                return fail(owner + "background", "wants its steps in the order of time");
            plan_.capacity.push_back({r.region, std::move(state)});
            if (r.shared_with && !fill_others(owner + "others.", r.region, *r.shared_with))
                return false;
        }
        return true;
    }

    bool fill_others(std::string const& owner, std::string const& region, others_text const& o) {
        if (!within(owner + "perMinute", o.per_minute, 0, 1e7) ||
            !within(owner + "tokens", o.tokens, 0, 1e9) || !within(owner + "swing", o.swing, 0, 1) ||
            !within(owner + "period", o.period, 1, 1e7))
            return false;
        plan_.others.push_back({region, o.per_minute, o.tokens, o.swing, nanoseconds_of(o.period)});
        return true;
    }

    bool fill_outages() {
        for (std::size_t i = 0; i < read_.outages.size(); ++i) {
            auto const& o = read_.outages[i];
            auto const owner = "outages[" + std::to_string(i) + "].";
            if (std::ranges::find(plan_.regions, o.region) == plan_.regions.end())
                return fail(owner + "region", "is none of the regions");
            if (!within(owner + "from", o.from, 0, read_.length) ||
                !within(owner + "until", o.until, o.from, 1e7) || !within(owner + "share", o.share, 0, 1))
                return false;
            simulation::outage out{.region = o.region,
                                   .from = nanoseconds_of(o.from),
                                   .until = nanoseconds_of(o.until),
                                   .share = o.share,
                                   .cuts = o.cuts};
            using enum bedrock::error_kind;
            if (!choose(owner + "how", o.how, out.how,
                        {{"network", network},
                         {"internal", internal},
                         {"unavailable", unavailable},
                         {"timeout", timeout}}))
                return false;
            plan_.outages.push_back(std::move(out));
        }
        return true;
    }

    bool fill_lengths() {
        auto const& path = read_.traffic.log;
        if (path.empty())
            return true;
        auto log = bedrock::logs::file::open(path);
        if (!log)
            return fail("traffic.log", log.error().message);
        auto& given = plan_.traffic.given;
        read_log(std::move(*log), path, [&](bedrock::logs::entry const& e) {
            auto const& r = e.record;
            if (!r.output || !r.input.token_count || !r.output->token_count)
                return;
            if (*r.input.token_count > 0 && *r.output->token_count > 0)
                given.push_back({*r.input.token_count, *r.output->token_count});
        });
        return !given.empty() || fail("traffic.log", "no record there has tokens in and out");
    }

    simulated::region_policy region_policy() const {
        auto const& names = plan_.regions;
        switch (region_) {
            case 0:
                return region::failover{names};
            case 1:
                return region::by_capacity{names};
            case 2:
                return region::sticky{region::by_capacity{names}};
            default:
                return region::breaker{region::by_capacity{names}};
        }
    }

    simulated::quota_policy quota_policy() const {
        auto const& q = read_.quota;
        switch (quota_) {
            case 0:
                return quota::unlimited{};
            case 1:
                return per_minute();
            case 2:
                return quota::learned{
                    .at = q.guess > 0 ? limits_at(q.guess) : std::vector<quota::regional_limits>{},
                    .burndown = q.burndown};
            case 3:
                return quota::adaptive{};
            case 4:
                return quota::concurrency{q.calls};
            case 6:
                return quota::per_minute_found{
                    .share = q.share, .at = limits_at(q.believed), .burndown = q.burndown};
            default:
                auto whole = per_minute(), one = whole;
                one.share /= static_cast<double>(plan_.traffic.tenants.size());
                return quota::all{quota::per_tenant{std::move(one)}, std::move(whole)};
        }
    }

    quota::per_minute per_minute() const {
        auto const& q = read_.quota;
        quota::per_minute minute{.share = q.share,
                                 .at = limits_at(q.believed),
                                 .burndown = q.burndown,
                                 .burndown_at_start = plan_.rules.burndown_at_start};
        if (q.told) {
            using enum bedrock::testing::window;
            auto const true_window = plan_.rules.window;
            minute.window = true_window == fixed     ? quota::window::fixed
                            : true_window == sliding ? quota::window::sliding
                                                     : quota::window::bucket;
            if (true_window == bucket)
                minute.burst = std::chrono::duration_cast<std::chrono::milliseconds>(plan_.rules.burst);
        }
        return minute;
    }

    // A part of the true limits.
    std::vector<quota::regional_limits> limits_at(double part) const {
        auto const of = [part](std::optional<std::int64_t> limit) {
            if (limit)
                limit = std::llround(static_cast<double>(*limit) * part);
            return limit;
        };
        std::vector<quota::regional_limits> at;
        for (auto const& [where, limit] : plan_.limits)
            at.push_back({where.region, {of(limit.requests), of(limit.tokens)}});
        return at;
    }

    simulated::retry_policy retry_policy() const {
        retry::standard const standard{.max_attempts = static_cast<int>(read_.retry.max_attempts),
                                       .budget = static_cast<int>(read_.retry.budget),
                                       .resend_unanswered = read_.retry.resend_unanswered};
        if (retry_ == 0)
            return retry::none{};
        if (retry_ == 1)
            return standard;
        return retry::budgeted{.retry = standard};
    }

    std::string path_, text_;
    scenario_text read_{};
    simulation::scenario plan_{};
    int region_ = 0, quota_ = 1, retry_ = 1;
    std::string fault_{};
};

}  // namespace

bedrock::result<simulated> read_scenario(std::string const& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    file.peek();  // opening a folder succeeds; reading it does not
    if (!file.is_open() || file.bad())
        return bedrock::failure(bedrock::error_kind::configuration, {"cannot read ", displayable(path)},
                                "name a scenario file that exists");
    file.clear();
    text << file.rdbuf();
    return maker{path, text.str()}.make();
}

}  // namespace cli
