// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <concepts>
#include <utility>

#include <bedrock/core/inner_memory.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/retry/concept.hpp>

namespace bedrock::retry {

/// Another retry policy, of which only so much is taken that the retries under way are at most a share of
/// the calls under way, or a few: however many calls fail at once, the load grows by that share and no more.
///
///     bedrock::client c{bedrock::retry::budgeted{.retry = bedrock::retry::standard{.max_attempts = 5}}};
///
/// A call is under way from its beginning to its end, its waits included; a retry from being granted to the
/// end of its try, or of the call. A retry too many ends the call with `retry_budget_empty`, and takes
/// nothing from the inner policy's own budget. Shares and floor as failsafe-go has them.
template <policy Retry>
struct budgeted {
    using slot = retry::slot;

    Retry retry{};       ///< what else decides
    double share = 0.2;  ///< retries for each call under way
    int at_least = 3;    ///< so many retries are allowed, however few calls there are

    struct memory {
        [[no_unique_address]] bedrock::detail::inner_memory_of<Retry> inner{};
        int calls = 0;    ///< under way
        int retries = 0;  ///< under way
    };

    verdict decide(attempt const& a, memory& m, instant now) const {
        auto inner = m.inner;  // a copy: what is refused here takes nothing from its budget
        auto const answer = bedrock::detail::with_memory_of<Retry>(
            inner, [&](auto&... own) { return retry.decide(a, own..., now); });
        // The machine does not begin a wait that the deadline cuts.
        if (!answer.again || answer.wait >= a.time_left) {
            m.inner = std::move(inner);
            return answer;
        }
        auto const others = m.retries - (a.number > 1 ? 1 : 0);  // the try that failed is over
        if (others + 1 > std::max<double>(at_least, share * m.calls))
            return verdict::stop(ending::retry_budget_empty);
        m.inner = std::move(inner);
        m.retries = others + 1;
        return answer;
    }

    void succeeded(attempt const& a, memory& m, instant now) const {
        bedrock::detail::with_memory_of<Retry>(m.inner, [&](auto&... own) {
            if constexpr (requires { retry.succeeded(a, own..., now); })
                retry.succeeded(a, own..., now);
        });
    }

    void began(memory& m) const {
        ++m.calls;
        if constexpr (told_of_calls<Retry>)
            retry.began(m.inner);
    }

    void ended(attempt const& a, memory& m) const {
        --m.calls;
        m.retries -= a.number > 1 ? 1 : 0;
        if constexpr (told_of_calls<Retry>)
            retry.ended(a, m.inner);
    }

    result<void> check(bool adaptive) const {
        if constexpr (checked<Retry>)
            return retry.check(adaptive);
        else
            return {};
    }

 private:
    static_assert(std::copyable<bedrock::detail::inner_memory_of<Retry>>,
                  "bedrock::retry::budgeted: the memory of the inner policy must be copyable");
};

}  // namespace bedrock::retry
