// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <optional>

#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/inner.hpp>

namespace bedrock::quota {

/// Counts and reports what a quota policy would do, and lets every call go at once: to try limits before they
/// are in force.
///
///     bedrock::client c{bedrock::quota::shadow{bedrock::quota::per_minute{.tokens = 400'000}},
///                       bedrock::observer::log{}};
///
/// The receipt of a call that would have been held back or refused says so (`observer::settled::held_back`).
/// Such a call is not counted by the inner policy: it would not have gone. Room is not told, so that no region
/// policy acts upon it.
template <policy Quota>
struct shadow {
    using slot = quota::slot;
    using memory = detail::memory_of<Quota>;

    Quota inner{};

    struct ticket {
        std::optional<typename Quota::ticket> counted{};
        std::optional<std::chrono::nanoseconds> held_back{};
    };

    admission<ticket> admit(demand const& d, memory& m, instant now) const {
        auto one = detail::admit(inner, d, m, now);
        if (one.what == answer::granted)
            return admission<ticket>::granted({.counted = std::move(one.ticket)});
        if (one.what == answer::wait)
            detail::leave(inner, d, m);
        return admission<ticket>::granted(
            {.held_back = one.what == answer::never ? std::chrono::nanoseconds::max() : one.wait});
    }

    receipt settle(ticket const& t, settlement const& s, memory& m, instant now) const {
        receipt told;
        if (t.counted)
            told = detail::settle(inner, *t.counted, s, m, now).value_or(told);
        told.held_back = t.held_back;
        return told;
    }
};

}  // namespace bedrock::quota
