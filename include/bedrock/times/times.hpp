// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <optional>

namespace bedrock {

/// How long things may take. A slot of its own; `call_options` overrides the deadline for one call.
///
///     bedrock::client c{bedrock::times{.connect = 1s, .deadline = 30s}};
///
/// The defaults follow the service: it documents calls of up to 60 minutes, and load balancers on the way
/// drop connections that are silent for 350 s.
struct times {
    using slot = times;  // the one policy of its slot

    std::chrono::milliseconds connect{3'100};         ///< name lookup, TCP and TLS
    std::chrono::milliseconds first_byte{3'600'000};  ///< from the request's last byte, reply in one piece
    std::chrono::milliseconds first_byte_stream{300'000};  ///< the same for a stream
    std::chrono::milliseconds between_bytes{120'000};      ///< silence in the middle of a reply
    std::optional<std::chrono::milliseconds>
        deadline{};  ///< the whole call, all attempts and waits; none by default
};

}  // namespace bedrock
