// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>

namespace bedrock::event_stream {

/// The longest frame that is read or written; the defaults are what published implementations agree on.
struct limits {
    std::uint32_t message = 16 * 1024 * 1024;  ///< the whole frame, in bytes
    std::uint32_t headers = 128 * 1024;        ///< its headers
};

}  // namespace bedrock::event_stream
