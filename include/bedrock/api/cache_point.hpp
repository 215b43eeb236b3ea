// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <string>

#include <bedrock/json/describe.hpp>

namespace bedrock {

/// What comes before it is kept in the prompt cache of the region.
struct cache_point {
    std::string type = "default";
    std::optional<std::string> ttl{};  ///< `5m` or `1h`

    friend bool operator==(cache_point const&, cache_point const&) = default;
};

constexpr auto describe(json::type<cache_point>) {
    return json::object(json::member{"type", &cache_point::type}, json::member{"ttl", &cache_point::ttl});
}

}  // namespace bedrock
