// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>

#include <bedrock/json/describe.hpp>

namespace bedrock {

/// The order of a listing, by the time of creation or submission.
enum class sort_order : std::uint8_t { ascending, descending };

constexpr auto describe(json::type<sort_order>) {
    return json::names(json::name{sort_order::ascending, "Ascending"},
                       json::name{sort_order::descending, "Descending"});
}

}  // namespace bedrock
