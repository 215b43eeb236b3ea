// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/per_minute.hpp>
#include <bedrock/retry/concept.hpp>

/// What others do, by the rule that they publish, as policies: to be compared with in the simulator.
namespace peers {

/// The AWS SDKs' legacy mode as botocore has it: five attempts, a random part of 2^n seconds between them, no
/// shared budget.
struct legacy_retry {
    using slot = bedrock::retry::slot;

    bedrock::retry::verdict decide(bedrock::retry::attempt const& a, bedrock::instant) const {
        using enum bedrock::error_kind;
        bool const again =
            a.kind == throttled || a.kind == unavailable || a.kind == internal || a.kind == network;
        if (!again || a.number >= 5)
            return bedrock::retry::verdict::stop();
        std::chrono::duration<double> const wait{a.chance * static_cast<double>(1 << (a.number - 1))};
        return bedrock::retry::verdict::after(std::chrono::duration_cast<std::chrono::milliseconds>(wait));
    }
};

/// Counts requests and tokens by the clock's minute and lets through while there is something left: tokens when
/// the reply is there, and of a request before only its input, or nothing at all.
struct minute_limiter {
    using slot = bedrock::quota::slot;

    std::vector<bedrock::quota::regional_limits> at{};
    std::int64_t burndown = 1;
    bool counts_input_first =
        true;  ///< LiteLLM's router; false: Envoy AI Gateway, which counts after the reply

    struct ticket {
        std::size_t region = 0;
        std::int64_t counted = 0;
    };
    struct memory {
        struct count {
            std::int64_t minute = -1, requests = 0, tokens = 0;
        };
        std::vector<count> counts{};
    };

    bedrock::quota::admission<ticket> admit(bedrock::quota::demand const& d, memory& m,
                                            bedrock::instant now) const {
        auto const region = index_of(d.place.region);
        auto& c = count_of(m, region, now);
        auto const input = counts_input_first ? d.asked.input_estimate : 0;
        if (!room(c, at[region].limits, input))
            return bedrock::quota::admission<ticket>::wait_for(next_minute(now));
        ++c.requests;
        c.tokens += input;
        return bedrock::quota::admission<ticket>::granted({region, input});
    }

    void settle(ticket const& t, bedrock::quota::settlement const& s, memory& m, bedrock::instant now) const {
        auto& c = count_of(m, t.region, now);
        auto const used = s.refused || s.unsent ? 0 : s.used.input + s.used.output * burndown;
        c.tokens += used - t.counted;
    }

    bedrock::quota::room room(bedrock::quota::demand const& d, memory& m, bedrock::instant now) const {
        auto const region = index_of(d.place.region);
        auto& c = count_of(m, region, now);
        auto const& l = at[region].limits;
        auto const input = counts_input_first ? d.asked.input_estimate : 0;
        bool const free = room(c, l, input);
        return {.known = true,
                .wait = free ? std::chrono::nanoseconds{} : next_minute(now),
                .calls = free ? l.requests.value_or(1'000'000) - c.requests : 0};
    }

 private:
    static constexpr std::chrono::nanoseconds minute = std::chrono::minutes{1};

    static bool room(memory::count const& c, bedrock::quota::limits const& l, std::int64_t input) {
        return (!l.requests || c.requests < *l.requests) && (!l.tokens || c.tokens + input <= *l.tokens);
    }
    static std::chrono::nanoseconds next_minute(bedrock::instant now) {
        return minute - now.wall.time_since_epoch() % minute;
    }
    std::size_t index_of(std::string const& region) const {
        auto const found = std::ranges::find(at, region, &bedrock::quota::regional_limits::region);
        return static_cast<std::size_t>(std::min(found, at.end() - 1) - at.begin());
    }
    memory::count& count_of(memory& m, std::size_t region, bedrock::instant now) const {
        m.counts.resize(at.size());
        auto& c = m.counts[region];
        if (auto const number = now.wall.time_since_epoch() / minute; number != c.minute)
            c = {.minute = number};
        return c;
    }
};

}  // namespace peers
