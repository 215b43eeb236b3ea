// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <mutex>
#include <utility>

namespace bedrock::detail {

template <class P>
concept with_memory = requires { typename P::memory; };

/// A memory that may be used from several threads as it is says so: `static constexpr bool thread_safe =
/// true;`
template <class M>
concept thread_safe_memory = requires { requires M::thread_safe; };

template <class M>
struct guarded_memory {
    std::mutex mutex;
    M value{};
};

template <class M>
struct unguarded_memory {
    M value{};
};

template <class P>
struct memory_of {
    struct type {};  // one for each policy: two empty members of one type could not share an address
};

template <with_memory P>
struct memory_of<P> {
    using type = guarded_memory<typename P::memory>;
};

template <with_memory P>
    requires thread_safe_memory<typename P::memory>
struct memory_of<P> {
    using type = unguarded_memory<typename P::memory>;
};

/// A policy and what all calls of a client share of it. A policy without memory costs neither byte nor lock.
template <class P>
class cell {
 public:
    explicit cell(P policy) : policy_{std::move(policy)} {}

    P const& policy() const { return policy_; }

    /// Calls `f(policy)`, or `f(policy, memory)` under the memory's lock. Written once for both:
    /// `c.ask([&](auto& p, auto&... memory) { return p.decide(a, memory..., now); })`
    template <class F>
    decltype(auto) ask(F&& f) {
        if constexpr (!with_memory<P>) {
            return f(policy_);
        } else if constexpr (thread_safe_memory<typename P::memory>) {
            return f(policy_, memory_.value);
        } else {
            std::lock_guard const lock{memory_.mutex};
            return f(policy_, memory_.value);
        }
    }

 private:
    [[no_unique_address]] P const policy_;
    [[no_unique_address]] typename memory_of<P>::type memory_;
};

}  // namespace bedrock::detail
