// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <bedrock/core/cell.hpp>

namespace bedrock::detail {

template <class P>
struct inner_memory {
    struct type {};
};
template <with_memory P>
struct inner_memory<P> {
    using type = typename P::memory;
};

/// What a policy around another keeps for it in its own memory: that one's memory, or nothing.
template <class P>
using inner_memory_of = typename inner_memory<P>::type;

/// `f()` or, where the policy has a memory, `f(memory)`.
template <class P, class F>
decltype(auto) with_memory_of(inner_memory_of<P>& m, F f) {
    if constexpr (with_memory<P>)
        return f(m);
    else
        return f();
}

}  // namespace bedrock::detail
