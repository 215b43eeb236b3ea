// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <bedrock/quota/bucket.hpp>
#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/minute_window.hpp>

namespace bedrock::quota {

/// A minute's limits; what is not named is not limited.
struct limits {
    std::optional<std::int64_t> requests{};
    std::optional<std::int64_t> tokens{};
};

/// Other limits in one source region.
struct regional_limits {
    std::string region;
    quota::limits limits{};
};

/// Keeps to the service's requests and tokens a minute: counts before sending, and makes a call wait rather
/// than be throttled.
///
///     bedrock::client c{bedrock::quota::per_minute{
///         .requests = 50, .tokens = 400'000, .at = {{"us-west-2", {250, 2'000'000}}}}};
///
/// Counted as the service does, per account, source region, kind of bucket (on demand, geographic, global)
/// and model. A call holds its input and its output limit, and is settled at input + cache write + output ×
/// `burndown`; a settlement above the hold is a debt that later calls wait for. Law: nothing is admitted
/// while open holds, what was settled in the last 60 s and its own hold exceed the limit. Who waits is served
/// in the order of coming. A call that could never fit is refused at once. Values: your account's, by Service
/// Quotas.
struct per_minute {
    using slot = quota::slot;

    std::optional<std::int64_t> requests{};  ///< a minute; none: not limited
    std::optional<std::int64_t> tokens{};    ///< a minute; none: not limited
    double share = 1.0;                      ///< of the limits, for one of N processes that share them
    std::vector<regional_limits> at{};       ///< source regions whose limits differ
    std::int64_t burndown = 1;  ///< quota tokens that one output token takes (5 for Claude 3.7 to 4.7)
    std::int64_t unset_output = 4'096;  ///< output tokens taken to be reserved by a call without a limit

    struct ticket {
        std::size_t counter = 0;
        std::int64_t tokens = 0;  ///< held
        steady_time since{};
    };

    struct memory {
        struct waiter {
            std::uint64_t call;
            detail::amount cost;
        };
        struct counter {
            std::uint32_t account;
            std::string region;
            bucket_kind kind;
            std::string model;
            detail::minute_window window{};
            std::deque<waiter> line{};
        };
        std::vector<counter> counters;
    };

    admission<ticket> admit(demand const& d, memory& m, instant now) const {
        auto cost = cost_of(d);
        auto const limit = limit_at(d.place.region);
        if (cost.tokens > limit.tokens)
            return admission<ticket>::never(cost.tokens, limit.tokens);
        if (cost.requests > limit.requests)
            return admission<ticket>::never(cost.requests, limit.requests);
        cost.tokens = std::min(cost.tokens, countable);

        auto const index = counter_of(d.place, m);
        auto& c = m.counters[index];
        auto const mine = std::ranges::find(c.line, d.call, &memory::waiter::call);
        auto const need = sum(c.line.begin(), mine, cost);
        auto const free = c.window.free(limit, now.steady);
        if (mine == c.line.begin() && need.requests <= free.requests && need.tokens <= free.tokens) {
            if (mine != c.line.end())
                c.line.pop_front();
            c.window.use({.requests = 1}, now.steady);
            c.window.hold(cost.tokens);
            return admission<ticket>::granted({.counter = index, .tokens = cost.tokens, .since = now.steady});
        }
        auto const wait = c.window.until_free(need, limit, now.steady);
        auto const soonest = c.window.until_free_at_best({need.requests, cost.tokens}, limit, now.steady);
        if (mine == c.line.end())
            c.line.push_back({d.call, cost});
        return admission<ticket>::wait_for(std::max(wait, shortest_wait), soonest);
    }

    void settle(ticket const& t, settlement const& s, memory& m, instant now) const {
        auto& window = m.counters[t.counter].window;
        window.release(t.tokens);
        if (s.unsent)
            window.take_back({.requests = 1}, t.since);
        else if (!s.refused)
            window.use({.tokens = s.as_held ? t.tokens : settled(s.used)}, now.steady);
    }

    quota::room room(demand const& d, memory& m, instant now) const {
        auto const cost = cost_of(d);
        auto const limit = limit_at(d.place.region);
        if (cost.tokens > limit.tokens || cost.requests > limit.requests)
            return {.known = true, .wait = quota::room::never, .calls = 0};
        auto& c = m.counters[counter_of(d.place, m)];
        auto const ahead = std::ranges::find(c.line, d.call, &memory::waiter::call);
        auto const need = sum(c.line.begin(), ahead, cost);
        auto const free = c.window.free(limit, now.steady);
        auto const left = std::min(free.requests, free.tokens / std::max<std::int64_t>(cost.tokens, 1));
        return {.known = true,
                .wait = c.window.until_free(need, limit, now.steady),
                .calls = std::max<std::int64_t>(left, 0)};
    }

    void leave(demand const& d, memory& m) const {
        auto& line = m.counters[counter_of(d.place, m)].line;
        std::erase_if(line, [&](auto const& w) { return w.call == d.call; });
    }

 private:
    static constexpr std::chrono::nanoseconds shortest_wait = std::chrono::milliseconds{1};
    // More tokens than these are counted as these: sums of them stay far from the end of the range.
    static constexpr std::int64_t countable = std::int64_t{1} << 40;
    static constexpr auto no_limit = std::numeric_limits<std::int64_t>::max();

    detail::amount cost_of(demand const& d) const {
        auto const output = d.asked.output_limit.value_or(unset_output);
        return {1, detail::saturating_add(std::max<std::int64_t>(d.asked.input_estimate, 0),
                                          std::max<std::int64_t>(output, 0))};
    }

    // The service's figures are not trusted to make sense: a negative count is none.
    std::int64_t settled(tokens_used const& used) const {
        auto const positive = [](std::int64_t n) { return std::max<std::int64_t>(n, 0); };
        auto const input = detail::saturating_add(positive(used.input), positive(used.cache_write));
        auto const output = detail::saturating_multiply(positive(used.output), positive(burndown));
        return std::min(detail::saturating_add(input, output), countable);
    }

    detail::amount limit_at(std::string_view region) const {
        auto const found = std::ranges::find(at, region, &regional_limits::region);
        auto const& own = found == at.end() ? limits{requests, tokens} : found->limits;
        return {scaled(own.requests), scaled(own.tokens)};
    }

    std::int64_t scaled(std::optional<std::int64_t> limit) const {
        if (!limit)
            return no_limit;
        if (share >= 1.0)
            return *limit;
        return share > 0 ? static_cast<std::int64_t>(std::floor(static_cast<double>(*limit) * share)) : 0;
    }

    static std::size_t counter_of(bedrock::place const& p, memory& m) {
        auto const b = bucket_of(p.model);
        auto const found = std::ranges::find_if(m.counters, [&](auto const& c) {
            return c.account == p.account && c.kind == b.kind && c.region == p.region && c.model == b.model;
        });
        auto const index = static_cast<std::size_t>(found - m.counters.begin());
        if (found == m.counters.end())
            m.counters.push_back({p.account, p.region, b.kind, std::string{b.model}});
        return index;
    }

    static detail::amount sum(auto first, auto last, detail::amount total) {
        for (; first != last; ++first) {
            total.requests = detail::saturating_add(total.requests, first->cost.requests);
            total.tokens = detail::saturating_add(total.tokens, first->cost.tokens);
        }
        return total;
    }
};

static_assert(policy<per_minute>);

}  // namespace bedrock::quota
