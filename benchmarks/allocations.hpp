// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>

// Replaces the global operator new by one that counts; for one file of a program. What C libraries allocate
// goes through malloc and is their own.

namespace allocations {

inline std::size_t made = 0;
inline std::size_t given_back = 0;

}  // namespace allocations

// Not inlined, or g++ takes the halves of a pair for strangers.
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations::made;
    if (void* const p = std::malloc(size))
        return p;
    std::abort();
}
[[gnu::noinline]] void operator delete(void* p) noexcept {
    if (p != nullptr)
        ++allocations::given_back;
    std::free(p);
}
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { operator delete(p); }
