// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <bedrock/testing/emulator.hpp>

#include "http_request.hpp"
#include "refusal.hpp"

/// Who is it? SigV4 and API keys, checked as the service does, from the bytes received. Written from the
/// specification and the service's documented behaviour alone; shares no line with the client's signer.
namespace bedrock::testing::emulation {

/// The region a signature was made for, before anything of it is checked; empty if there is none.
std::string signed_region(http_request const&);

/// What a caller's words are held against.
struct gate {
    std::span<account const> accounts{};
    std::string region{};  ///< the one called: a signature must be for it
    std::chrono::system_clock::time_point now{};
    std::string_view service = "bedrock";  ///< the signing name; only Bedrock takes API keys
};

/// The account, or the service's refusal.
std::expected<account const*, refusal> authenticate(http_request const&, gate const&);

/// The canonical request of SigV4 for these signed headers (`;` between, lower case) and payload hash.
std::string canonical_request(http_request const&, std::string_view signed_headers,
                              std::string_view payload_hash);

}  // namespace bedrock::testing::emulation
