// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/region/concept.hpp>
#include <bedrock/region/detail/inner.hpp>

namespace bedrock::region {

/// Keeps a session in one region, for its prompt cache, around another region policy that chooses the first
/// time.
///
///     bedrock::client c{bedrock::region::sticky{bedrock::region::by_capacity{"us-east-1", "us-west-2"}}};
///     c.converse(model, request, {.session = conversation_id});
///
/// A session is left to its region while that is well and its wait for quota is at most `patience` longer
/// than where the inner policy would go; a try of the same call that failed there is reason enough to leave.
/// A session that had to leave stays where it went, since its cache is being written there now. It is
/// forgotten after `idle` without a call: caches live five minutes from their last use. Calls that name no
/// session are the inner policy's.
///
/// Bounded memory: 4,096 sessions, allocated with the first; where a new one finds no place the one idle
/// longest among eight is forgotten, which costs it a choice and no more.
template <policy Region>
struct sticky {
    using slot = region::slot;

    Region inner{};
    std::chrono::milliseconds patience{2'000};  ///< longer wait that a cache is worth
    std::chrono::milliseconds idle{300'000};    ///< life of a cache that is not used

    struct memory {
        struct session {
            std::uint64_t key = 0;     ///< 0: a free place
            steady_time used{};        ///< last
            std::uint32_t region = 0;  ///< its number in `regions`
        };
        using set = std::array<session, 8>;

        std::vector<set> sets{};
        std::vector<std::string> regions{};  ///< each that a session was sent to
        [[no_unique_address]] detail::memory_of<Region> inner{};
    };

    bool several() const { return detail::several(inner); }

    bool well(std::string_view region, memory& m, instant now) const {
        return detail::well(inner, region, m.inner, now);
    }

    result<place> choose(question const& q, memory& m, instant now) const {
        if (q.session == 0)
            return detail::choose(inner, q, m.inner, now);

        auto& session = place_of(q.session, m);
        auto const* const kept = kept_region(session, q, m, now);
        auto const wait = kept != nullptr ? q.room(*kept).wait : room::never;
        if (wait <= patience)
            if (auto there = stay(*kept, session, q, m, now))
                return *there;
        auto chosen = detail::choose(inner, q, m.inner, now);
        if (!chosen || chosen->model != q.model || chosen->account != 0)
            return chosen;  // more than a region was chosen: not for this policy to repeat
        if (wait != room::never && wait - q.room(chosen->region).wait <= patience)
            if (auto there = stay(*kept, session, q, m, now))
                return *there;
        session = {.key = q.session, .used = now.steady, .region = number_of(chosen->region, m)};
        return chosen;
    }

    void failed(report const& r, memory& m, instant now) const { detail::failed(inner, r, m.inner, now); }

    void succeeded(report const& r, memory& m, instant now) const {
        detail::succeeded(inner, r, m.inner, now);
    }

 private:
    static constexpr std::size_t sets = 512;

    // Where the session is noted, else what may be overwritten with it.
    static auto& place_of(std::uint64_t key, memory& m) {
        m.sets.resize(sets);
        auto& set = m.sets[key % sets];
        auto const found = std::ranges::find(set, key, &memory::session::key);
        return found != set.end() ? *found : *std::ranges::min_element(set, {}, &memory::session::used);
    }

    // The session's region, unless it is forgotten or there is reason to leave.
    std::string const* kept_region(typename memory::session const& session, question const& q, memory& m,
                                   instant now) const {
        if (session.key != q.session || now.steady - session.used >= idle)
            return nullptr;
        auto const& region = m.regions[session.region];
        auto const failed_there = std::ranges::any_of(
            q.tried, [&](auto const& t) { return t.region == region && is_regional(t.cause); });
        return !failed_there && detail::well(inner, region, m.inner, now) ? &region : nullptr;
    }

    // The session's region, if the inner policy lets this call go there where all others are barred.
    std::optional<place> stay(std::string const& region, typename memory::session& session, question const& q,
                              memory& m, instant now) const {
        auto const elsewhere = [&](std::string_view other) { return other != region; };
        detail::barring const only{q, elsewhere};
        auto there = detail::choose(inner, only.asked(), m.inner, now);
        if (!there || there->region != region)
            return std::nullopt;
        session.used = now.steady;
        return std::move(*there);
    }

    static std::uint32_t number_of(std::string_view region, memory& m) {
        auto const found = std::ranges::find(m.regions, region);
        auto const number = static_cast<std::uint32_t>(found - m.regions.begin());
        if (found == m.regions.end())
            m.regions.emplace_back(region);
        return number;
    }
};

}  // namespace bedrock::region
