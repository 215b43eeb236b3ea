// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <bedrock/retry/concept.hpp>

namespace bedrock::retry {

/// One try and no more.
struct none {
    using slot = retry::slot;

    constexpr verdict decide(attempt const&, instant) const { return verdict::stop(); }
};

static_assert(policy<none>);

}  // namespace bedrock::retry
