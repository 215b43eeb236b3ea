// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>

#include <bedrock/json/describe.hpp>

namespace bedrock {

/// A label on a resource of AWS.
struct tag {
    std::string key{};    ///< 1 to 128 characters
    std::string value{};  ///< at most 256 characters

    friend bool operator==(tag const&, tag const&) = default;
};

constexpr auto describe(json::type<tag>) {
    return json::object(json::member{"key", &tag::key}, json::member{"value", &tag::value});
}

}  // namespace bedrock
