// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string_view>

namespace bedrock {

/// What one call may want different.
struct call_options {
    std::optional<std::chrono::milliseconds>
        deadline{};              ///< the whole call, all attempts and waits; else as `times` says
    std::stop_token stop{};      ///< ends the call, or its stream, with `cancelled`
    std::string_view session{};  ///< calls of one conversation share a prompt cache: see `region::sticky`
    std::string_view tenant{};   ///< for whom the call is made: see `quota::per_tenant`
    std::optional<std::int64_t>
        input_tokens{};  ///< of the request, where they are known (from `api::count_tokens`): the quota slot is told
                         ///< these in place of an estimate
};

namespace call {

/// A session's or a tenant's name as a number (FNV-1a), the same in each process; 0 is for no session.
constexpr std::uint64_t session_key(std::string_view name) {
    if (name.empty())
        return 0;
    std::uint64_t key = 0xcbf29ce484222325;
    for (char const c : name)
        key = (key ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return key != 0 ? key : 1;
}

}  // namespace call

}  // namespace bedrock
