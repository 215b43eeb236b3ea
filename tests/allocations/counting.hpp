// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

/// What is allocated through operator new, which one file of the program replaces, on the calling thread.
namespace allocations {

inline thread_local bool counting = false;
inline thread_local int count = 0;

/// The number of allocations that something makes.
template <class F>
int allocations_of(F&& f) {
    count = 0;
    counting = true;
    f();
    counting = false;
    return count;
}

}  // namespace allocations
