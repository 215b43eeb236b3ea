// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <vector>

#include <bedrock/region/concept.hpp>

namespace bedrock::region {

/// Parameters of `failover` beside its regions.
struct failover_options {
    std::chrono::milliseconds cooldown{
        5'000};  ///< a region that failed or is full is left for at least this long
    std::chrono::milliseconds longest{
        60'000};  ///< the cooldown doubles with each failure in a row, up to this
};

/// An ordered list of regions; a call stays with the first that is well.
///
///     bedrock::client c{bedrock::region::failover{"us-east-1", "us-west-2"}};
///
/// Sticky, since prompt caches live per region: a region is left only when it fails or is full, and returned
/// to after a cooldown, jittered by up to a half so that a fleet does not return at once. The last region
/// that is well is never cooled away. The model ID is never changed.
class failover {
 public:
    using slot = region::slot;

    struct memory {
        struct health {
            steady_time cooled_until{};
            int failures = 0;  ///< in a row
        };
        std::vector<health> regions;
    };

    failover(std::initializer_list<std::string_view> regions, failover_options options = {})
        : regions_(regions.begin(), regions.end()), options_{options} {}
    explicit failover(std::vector<std::string> regions, failover_options options = {})
        : regions_{std::move(regions)}, options_{options} {}

    bool several() const { return regions_.size() > 1; }

    result<place> choose(question const& q, memory& m, instant now) const {
        if (regions_.empty())
            return failure({.kind = error_kind::configuration,
                            .message = "region::failover has no region to choose from",
                            .remedy = "name them in order: region::failover{\"us-east-1\", \"us-west-2\"}"});
        m.regions.resize(regions_.size());
        auto const chosen = with_room(q, m, now);
        for (std::size_t i = 0; i < chosen.index; ++i)
            if (chosen.has_room && !cooled(m.regions[i], now) && q.room(regions_[i]).wait < room::never)
                cool(m.regions[i], q.chance, now);  // not where only this call is too large
        return place{.region = regions_[chosen.index], .model = q.model};
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

 private:
    struct choice {
        std::size_t index = 0;
        bool has_room = false;
    };

    static bool cooled(memory::health const& h, instant now) { return now.steady < h.cooled_until; }

    void cool(memory::health& h, double chance, instant now) const {
        auto const doubled = options_.cooldown * (1 << std::clamp(h.failures - 1, 0, 16));
        auto const jittered =
            std::chrono::nanoseconds{std::min(doubled, options_.longest)} * (1 + chance / 2);
        h.cooled_until = std::max(
            h.cooled_until, now.steady + std::chrono::duration_cast<std::chrono::milliseconds>(jittered));
    }

    std::size_t index_of(std::string_view region) const {
        return static_cast<std::size_t>(std::ranges::find(regions_, region) - regions_.begin());
    }

    // The first that is well and has room; else the well one with the shortest wait; else the one cooled the
    // least. One that the call can never fit into only if there is no other.
    choice with_room(question const& q, memory const& m, instant now) const {
        choice best;
        bool found = false, found_well = false;
        std::chrono::nanoseconds shortest{};
        for (std::size_t i = 0; i < regions_.size(); ++i) {
            auto const wait = q.room(regions_[i]).wait;
            if (wait == room::never)
                continue;
            if (cooled(m.regions[i], now)) {
                if (!found || (!found_well && m.regions[i].cooled_until < m.regions[best.index].cooled_until))
                    best.index = i;
            } else if (wait <= std::chrono::nanoseconds::zero()) {
                return {.index = i, .has_room = true};
            } else if (!found_well || wait < shortest) {
                best.index = i;
                shortest = wait;
                found_well = true;
            }
            found = true;
        }
        return best;
    }

    std::vector<std::string> regions_;
    failover_options options_;
};

static_assert(policy<failover>);

}  // namespace bedrock::region
