// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/testing/service/meter.hpp>
#include <bedrock/testing/service/rules.hpp>

namespace bedrock::testing::service {

/// A region, as a number.
enum class region_key : std::uint32_t {};

/// The capacity of each region, and where a call runs. Of all accounts together: a quota has nothing to do
/// with it.
class region_table {
 public:
    explicit region_table(rules const& r) : routing_(r.routing), weights_(r.weights) {}

    /// Makes it when it is asked for the first time: without a limit and without load.
    region_key key(std::string_view name) {
        for (std::size_t i = 0; i < regions_.size(); ++i)
            if (regions_[i].name == name)
                return static_cast<region_key>(i);
        record made{.name = std::string{name}};
        for (auto const& [region, weight] : weights_)
            if (region == name)
                made.weight = weight;
        regions_.push_back(std::move(made));
        return static_cast<region_key>(regions_.size() - 1);
    }
    std::string const& name(region_key r) const { return at(r).name; }

    region_state const& state(region_key r) const { return at(r).state; }
    void set_state(region_key r, region_state s) { at(r).state = std::move(s); }

    /// Calls it could begin now; negative if others took more than there is.
    std::int64_t free(region_key key, moment now) const {
        auto const& r = at(key);
        return r.state.calls ? positive(*r.state.calls) -
                                   saturating_add(positive(r.state.background_at(now)), r.running)
                             : unlimited;
    }

    struct choice {
        region_key region{};
        int reroutes = 0;  ///< regions tried after the source

        friend bool operator==(choice const&, choice const&) = default;
    };

    /// Which of the candidates runs a call that came to `source`; nothing if none has room. `chance` is
    /// any number, and the choice by weight is made with it.
    std::optional<choice> choose(region_key source, std::span<region_key const> candidates,
                                 std::uint64_t chance, moment now) const {
        // Bits of those that were tried and took nothing; a profile has some 30 destinations at most.
        std::uint64_t tried = 0;
        for (int reroutes = 0;; chance = chance * 0x9e3779b97f4a7c15U + 1) {
            // Where there is no other there is nothing to draw: a call of a plain model ID has one candidate.
            auto const next = routing_ == routing::by_weight && candidates.size() > 1
                                  ? by_weight(candidates, tried, chance, now)
                                  : by_capacity(source, candidates, tried, now);
            if (!next)
                return std::nullopt;
            auto const region = candidates[*next];
            reroutes += region == source ? 0 : 1;
            if (!at(region).state.failing)
                return choice{region, reroutes};
            tried |= std::uint64_t{1} << *next;
        }
    }

    void begin(region_key r) { ++at(r).running; }
    void end(region_key r) { --at(r).running; }
    void reset() {
        for (auto& r : regions_)
            r.running = 0;
    }

 private:
    struct record {
        std::string name{};
        region_state state{};
        std::int64_t running = 0;
        std::uint32_t weight = 1;
    };

    record& at(region_key r) { return regions_[static_cast<std::size_t>(r)]; }
    record const& at(region_key r) const { return regions_[static_cast<std::size_t>(r)]; }

    static std::size_t limited(std::span<region_key const> candidates) {
        return candidates.size() < 64 ? candidates.size() : 64;
    }

    std::optional<std::size_t> by_capacity(region_key source, std::span<region_key const> candidates,
                                           std::uint64_t tried, moment now) const {
        std::optional<std::size_t> best;
        std::int64_t most = 0;
        for (std::size_t i = 0; i < limited(candidates); ++i) {
            auto const room = (tried >> i & 1) != 0 ? 0 : free(candidates[i], now);
            if (room > 0 && candidates[i] == source)
                return i;
            if (room > most) {
                most = room;
                best = i;
            }
        }
        return best;
    }

    std::optional<std::size_t> by_weight(std::span<region_key const> candidates, std::uint64_t tried,
                                         std::uint64_t chance, moment now) const {
        auto const weight = [&](std::size_t i) -> std::uint64_t {
            return (tried >> i & 1) != 0 || free(candidates[i], now) <= 0 ? 0 : at(candidates[i]).weight;
        };
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < limited(candidates); ++i)
            sum += weight(i);
        if (sum == 0)
            return std::nullopt;
        auto left = (chance >> 16) % sum;
        for (std::size_t i = 0;; ++i) {
            auto const w = weight(i);
            if (left < w)
                return i;
            left -= w;
        }
    }

    service::routing routing_;
    std::vector<std::pair<std::string, std::uint32_t>> weights_;
    std::vector<record> regions_;
};

}  // namespace bedrock::testing::service
