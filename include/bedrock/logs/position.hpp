// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>

namespace bedrock::logs {

/// A place in the text of a log. Of a compressed log the text is what comes out of it.
struct position {
    std::uint64_t offset = 0;  ///< bytes before it
    std::uint64_t line = 1;    ///< of how many lines it is the last
    std::uint64_t record = 0;  ///< of how many records it is in the last; bad ones count

    friend bool operator==(position const&, position const&) = default;
};

}  // namespace bedrock::logs
