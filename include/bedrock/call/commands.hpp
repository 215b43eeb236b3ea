// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <bedrock/core/result.hpp>
#include <bedrock/core/sent.hpp>
#include <bedrock/core/time.hpp>
#include <bedrock/core/tokens.hpp>

namespace bedrock::call {

/// What a machine needs to know of its call.
struct facts {
    std::string_view operation{};
    std::string_view model{};
    tokens_asked asked{};
    bool metered = true;           ///< inference, which the quota slot counts; the control plane is not
    bool streamed = false;         ///< answered with a stream
    steady_time deadline = never;  ///< of the whole call
    std::uint64_t call = 0;        ///< tells the calls of a client apart
    std::uint64_t seed = 0;        ///< of this call's chance
    std::uint64_t session = 0;     ///< `session_key` of the caller's session; 0: none
    std::uint64_t tenant = 0;      ///< the same of the tenant
};

/// What a good reply's head says.
struct reply_began {
    int status = 200;
    std::string request_id{};
};

/// A failed try, as a driver reports it.
struct failed_try {
    error what{};
    bool answered = false;         ///< a reply began
    bool left_whole = false;       ///< the whole request had left
    bool stale = false;            ///< a reused connection was found closed
    bool clock_corrected = false;  ///< refused for its time, and signing keeps the service's from now on
    std::optional<std::chrono::milliseconds> server_hint{};  ///< `x-amz-retry-after`
};

/// How far a try has come that is dropped before its end.
struct progress {
    bedrock::sent sent = sent::whole;   ///< how much of its request has left
    std::optional<tokens_used> used{};  ///< as far as can be told, of a reply that has begun
};

/// Commands: sign and send now, to the machine's `destination()`; drop that try (it needs no report); the call
/// is over, see `failure()`.
struct send {
    int attempt = 0;
};
struct cancel {
    int attempt = 0;
};
struct finish {};

using command = std::variant<send, cancel, finish>;

/// What to do now, in order, and when to wake the machine. Waking early is allowed.
struct step {
    std::array<std::optional<command>, 2> commands{};
    steady_time wake = never;
};

}  // namespace bedrock::call
