// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "channel.hpp"
#include "http_request.hpp"
#include "reply.hpp"

namespace bedrock::testing::emulation {

/// What a session asks whoever answers; see `front` for the meanings.
struct handler {
    std::function<std::optional<script>(http_request const&, std::optional<std::uint64_t>)> on_header;
    std::function<script(http_request const&)> on_request;
    std::function<script(http_request const&)> too_large;
    std::function<void(script const&, std::int64_t)> on_end;
    std::size_t largest_body = 0;
    std::chrono::milliseconds idle{60'000};
};

/// Reads requests from a connection and plays the scripts that answer them, until one of both ends it. Keeps
/// itself alive. The handler must outlive the io_context's work.
void serve(std::unique_ptr<channel>, handler const&, std::uint64_t connection_number);

}  // namespace bedrock::testing::emulation
