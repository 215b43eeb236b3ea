// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <bedrock/quota/bucket.hpp>
#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/send_rate.hpp>

namespace bedrock::quota {

/// The sending rate of the AWS SDKs' "adaptive" mode, for limits that nobody knows: nothing is held back
/// before the first throttle; from then on each try, the first of a call too, takes a token, and tokens come
/// at a rate that a throttle cuts to 0.7 and CUBIC raises again.
///
///     bedrock::client c{bedrock::quota::adaptive{}};
///
/// The SDKs keep one rate for a client, which is bound to a region; here it is one for each limit of the
/// service: account, source region, kind of bucket and model. Who waits is served in the order of coming. It
/// counts tries, not tokens: where the limits are known, `per_minute` wastes less. What was cancelled counts
/// as no answer, and what was never sent gives its token back.
struct adaptive {
    using slot = quota::slot;
    static constexpr bool adaptive_rate = true;

    struct ticket {
        std::size_t limit = 0;
    };

    struct memory {
        struct limit {
            std::uint32_t account;
            std::string region;
            bucket_kind kind;
            std::string model;
            detail::send_rate rate{};
            std::vector<std::uint64_t> line{};  ///< calls that wait, in the order of their numbers
        };
        std::vector<limit> limits;
    };

    admission<ticket> admit(demand const& d, memory& m, instant now) const {
        auto const index = limit_of(d.place, m, now);
        auto& l = m.limits[index];
        if (!l.rate.limits)
            return admission<ticket>::granted({index});
        auto const mine = std::ranges::lower_bound(l.line, d.call);
        bool const waits = mine != l.line.end() && *mine == d.call;
        if (mine == l.line.begin() && l.rate.bucket.take(1, seconds(now))) {
            if (waits)
                l.line.erase(mine);
            return admission<ticket>::granted({index});
        }
        auto const wait = std::max(until_turn(l, d.call, now), shortest_wait);
        if (!waits)
            l.line.insert(mine, d.call);
        return admission<ticket>::wait_for(wait, {});  // an answer may raise the rate at any time
    }

    void settle(ticket const& t, settlement const& s, memory& m, instant now) const {
        using enum error_kind;
        auto& rate = m.limits[t.limit].rate;
        if (s.unsent)
            rate.bucket.give_back(1);
        else if (s.cause != cancelled && s.cause != deadline)
            rate.answered(s.cause == throttled || s.cause == daily_limit, seconds(now));
    }

    quota::room room(demand const& d, memory& m, instant now) const {
        auto& l = m.limits[limit_of(d.place, m, now)];
        if (!l.rate.limits)
            return {};
        auto const wait = until_turn(l, d.call, now);
        auto const free =
            static_cast<std::int64_t>(l.rate.bucket.tokens) - static_cast<std::int64_t>(l.line.size());
        return {.known = true, .wait = wait, .calls = std::max<std::int64_t>(free, 0)};
    }

    void leave(demand const& d, memory& m) const {
        for (auto& l : m.limits)
            std::erase(l.line, d.call);
    }

 private:
    static constexpr std::chrono::nanoseconds shortest_wait = std::chrono::milliseconds{1};

    static double seconds(instant now) {
        return std::chrono::duration<double>{now.steady.time_since_epoch()}.count();
    }

    // Until there is a token for this call and for each before it.
    static std::chrono::nanoseconds until_turn(memory::limit& l, std::uint64_t call, instant now) {
        l.rate.bucket.fill(seconds(now));
        auto const ahead = std::ranges::lower_bound(l.line, call) - l.line.begin();
        std::chrono::duration<double> const wait{l.rate.bucket.until(static_cast<double>(ahead) + 1)};
        return std::chrono::ceil<std::chrono::nanoseconds>(wait);
    }

    static std::size_t limit_of(bedrock::place const& p, memory& m, instant now) {
        auto const b = bucket_of(p.model);
        auto const found = std::ranges::find_if(m.limits, [&](auto const& l) {
            return l.account == p.account && l.kind == b.kind && l.region == p.region && l.model == b.model;
        });
        auto const index = static_cast<std::size_t>(found - m.limits.begin());
        if (found == m.limits.end())
            m.limits.push_back(
                {p.account, p.region, b.kind, std::string{b.model}, detail::send_rate::from(seconds(now))});
        return index;
    }
};

static_assert(policy<adaptive>);

}  // namespace bedrock::quota
