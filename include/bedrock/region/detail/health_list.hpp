// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/region/concept.hpp>
#include <bedrock/region/cooldown.hpp>

namespace bedrock::region::detail {

/// What a region is worth to a call, the best first.
enum class standing : std::uint8_t { has_room, full, cooled, too_small, barred };

/// Less is better: by standing, then by a key that counts among regions of that standing. One number, since
/// every call compares them for every region.
class rank {
 public:
    static constexpr std::int64_t greatest_key = (std::int64_t{1} << 60) - 1;

    constexpr rank() = default;
    /// A key below 0 is taken for 0, one above the greatest for the greatest.
    constexpr explicit rank(detail::standing s, std::int64_t key = 0)
        : value_{static_cast<std::int64_t>(s) << 60 |
                 std::max(std::min(key, greatest_key), std::int64_t{0})} {}

    constexpr detail::standing standing() const { return static_cast<detail::standing>(value_ >> 60); }
    constexpr bool is_best() const { return value_ == 0; }

    friend constexpr bool operator<(rank a, rank b) { return a.value_ < b.value_; }

 private:
    std::int64_t value_ = std::numeric_limits<std::int64_t>::max();
};

/// A list of regions and the health of each: what policies that choose from a list have in common. They
/// derive from it and add `choose`.
///
/// A region that fails is cooled: left for a while that doubles with each failure in a row, jittered by up to
/// a half so that a fleet does not return at once. The last region that is well is never cooled.
class health_list {
 public:
    using slot = region::slot;

    struct memory {
        struct health {
            steady_time cooled_until{};
            int failures = 0;  ///< in a row
        };
        std::vector<health> regions;
    };

    health_list(std::initializer_list<std::string_view> regions, cooldown_options options = {})
        : regions_(regions.begin(), regions.end()), options_{options} {}
    explicit health_list(std::vector<std::string> regions, cooldown_options options = {})
        : regions_{std::move(regions)}, options_{options} {}

    bool several() const { return regions_.size() > 1; }

    bool well(std::string_view region, memory const& m, instant now) const {
        auto const i = index_of(region);
        return i >= m.regions.size() || !cooled(m.regions[i], now);
    }

    void failed(report const& r, memory& m, instant now) const {
        auto const i = index_of(r.place.region);
        if (i >= m.regions.size() || !is_regional(r.cause))
            return;
        auto& region = m.regions[i];
        if (cooled(region, now))
            return;  // of a try that was out when it was left: nothing new, and no failure in a row
        auto const others_well = std::ranges::any_of(
            m.regions, [&](auto const& other) { return &other != &region && !cooled(other, now); });
        ++region.failures;
        if (others_well)
            cool(region, r.chance, now);
    }

    void succeeded(report const& r, memory& m, instant) const {
        if (auto const i = index_of(r.place.region); i < m.regions.size())
            m.regions[i].failures = 0;
    }

 protected:
    struct choice {
        std::size_t index = 0;
        detail::rank rank{};
    };

    /// The region of the best rank, the first of equals; `among_roomy(index, room)` is the key of those that
    /// have room, and 0 cannot be beaten: no more are looked at. Only of a list that is not empty.
    template <class F>
    choice best(question const& q, memory& m, instant now, F among_roomy) const {
        m.regions.resize(regions_.size());
        auto const rooms = q.room;
        auto const* health = m.regions.data();
        choice best;
        std::size_t i = 0;
        for (auto const& region : regions_) {
            auto const rank = rank_of(rooms(region), *health++, now,
                                      [&](region::room const& room) { return among_roomy(i, room); });
            if (rank < best.rank) {
                best = {i, rank};
                if (rank.is_best())
                    break;
            }
            ++i;
        }
        return best;
    }

    // Built in place: a move of the name would cost as much as looking at a region or two.
    result<place> place_of(choice const& chosen, question const& q) const {
        return result<place>{std::in_place, regions_[chosen.index], q.model};
    }

    result<place> no_regions() const;

    static bool cooled(memory::health const& h, instant now) { return now.steady < h.cooled_until; }

    void cool(memory::health& h, double chance, instant now) const {
        auto const doubled = options_.cooldown * (1 << std::clamp(h.failures - 1, 0, 16));
        auto const jittered =
            std::chrono::nanoseconds{std::min(doubled, options_.longest)} * (1 + chance / 2);
        h.cooled_until = std::max(
            h.cooled_until, now.steady + std::chrono::duration_cast<std::chrono::milliseconds>(jittered));
    }

    std::vector<std::string> regions_;

 private:
    template <class F>
    static rank rank_of(room const& room, memory::health const& h, instant now, F among_roomy) {
        auto const left = cooled(h, now);
        if (room.wait <= std::chrono::nanoseconds::zero() && !left)  // first: this is the common case
            return rank{standing::has_room, among_roomy(room)};
        if (room.barred)
            return rank{standing::barred};
        if (room.wait == room::never)
            return rank{standing::too_small};
        if (left)
            return rank{standing::cooled, h.cooled_until.time_since_epoch().count()};
        return rank{standing::full, room.wait.count()};
    }

    std::size_t index_of(std::string_view region) const {
        return static_cast<std::size_t>(std::ranges::find(regions_, region) - regions_.begin());
    }

    cooldown_options options_;
};

[[gnu::cold, gnu::noinline]] inline result<place> health_list::no_regions() const {
    return failure({.kind = error_kind::configuration,
                    .message = "the region policy has no region to choose from",
                    .remedy = "name them in order: region::failover{\"us-east-1\", \"us-west-2\"}"});
}

}  // namespace bedrock::region::detail
