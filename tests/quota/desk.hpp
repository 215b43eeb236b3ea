// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <utility>

#include <bedrock/quota/concept.hpp>

/// A time from an hour after both epochs.
inline bedrock::instant an_hour_and(std::chrono::nanoseconds t) {
    constexpr std::chrono::hours origin{1};
    return {bedrock::steady_time{origin + t},
            bedrock::wall_time{std::chrono::duration_cast<bedrock::wall_time::duration>(origin + t)}};
}

/// A quota policy with its memory, asked as a call would ask it. Times count from an hour after both epochs.
template <class P>
struct quota_desk {
    explicit quota_desk(P p) : policy{std::move(p)} {}

    P policy;
    typename P::memory memory{};
    bedrock::place where{.region = "us-east-1", .model = "m"};

    static bedrock::instant at(std::chrono::nanoseconds t) { return an_hour_and(t); }
    auto admit(std::uint64_t call, std::chrono::nanoseconds t, std::int64_t input = 0) {
        return policy.admit({where, {.input_estimate = input, .output_limit = 0}, call}, memory, at(t));
    }
    auto room(std::uint64_t call, std::chrono::nanoseconds t, std::int64_t input = 0) {
        return policy.room({where, {.input_estimate = input, .output_limit = 0}, call}, memory, at(t));
    }
    auto settle(typename P::ticket const& t, bedrock::quota::settlement const& s,
                std::chrono::nanoseconds when) {
        return policy.settle(t, s, memory, at(when));
    }
    void leave(std::uint64_t call) { policy.leave({where, {}, call}, memory); }
};
