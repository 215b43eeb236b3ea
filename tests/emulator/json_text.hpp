// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace bedrock::testing::emulation {

using json = nlohmann::ordered_json;

/// A member that is a string; empty if there is none, or no object.
inline std::string text_at(json const& object, char const* name) {
    auto const found = object.is_object() ? object.find(name) : object.end();
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// On one line; what is no UTF-8 is replaced.
inline std::string compact(json const& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace bedrock::testing::emulation
