// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>

namespace bedrock::region {

/// How long a region that failed is left; a parameter of the policies that choose from a list.
struct cooldown_options {
    std::chrono::milliseconds cooldown{5'000};  ///< at least this long
    std::chrono::milliseconds longest{
        60'000};  ///< the cooldown doubles with each failure in a row, up to this
};

}  // namespace bedrock::region
