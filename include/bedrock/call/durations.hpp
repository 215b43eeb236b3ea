// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <string_view>
#include <type_traits>

#include <bedrock/call/options.hpp>
#include <bedrock/quota/concept.hpp>

namespace bedrock::call {

/// How long the calls of a client take once they are sent, by model: what a call that waits for quota must leave
/// of its time. A running mean and eight mean deviations: answers differ in length by their logarithm, and of
/// those one in a thousand takes longer. Models are told apart by 16 places; two that share one share their
/// estimate.
///
/// May be used from several threads; of two that learn at the same moment one may be lost.
class durations {
 public:
    void learn(std::string_view model, std::chrono::nanoseconds taken) {
        auto& place = of(model);
        auto e = place.load(std::memory_order_relaxed);
        auto const seconds = std::chrono::duration<float>(taken).count();
        if (e.mean <= 0) {
            e = {seconds, seconds / 2};
        } else {
            auto const off = seconds - e.mean;
            e.deviation += ((off < 0 ? -off : off) - e.deviation) / 16;
            e.mean += off / 32;
        }
        place.store(e, std::memory_order_relaxed);
    }

    /// Zero: nothing is known yet.
    std::chrono::nanoseconds expected(std::string_view model) const {
        auto const e = by_model_[index_of(model)].load(std::memory_order_relaxed);
        return std::chrono::duration_cast<std::chrono::nanoseconds>(
            std::chrono::duration<float>{e.mean + 8 * e.deviation});
    }

 private:
    struct estimate {
        float mean = 0, deviation = 0;  // seconds
    };

    static std::size_t index_of(std::string_view model) { return session_key(model) % 16; }
    std::atomic<estimate>& of(std::string_view model) { return by_model_[index_of(model)]; }

    std::array<std::atomic<estimate>, 16> by_model_{};
};

/// Nothing is kept where no call ever waits for quota.
struct no_durations {};
template <class Quota>
using durations_for = std::conditional_t<quota::never_waits<Quota>, no_durations, durations>;

}  // namespace bedrock::call
