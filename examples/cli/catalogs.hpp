// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>
#include <string_view>

#include <bedrock/catalog/current.hpp>
#include <bedrock/catalog/launch_2024_09.hpp>

#include "flags.hpp"

namespace cli {

/// The catalogue of that name; null: there is none.
inline bedrock::catalog::set const* catalog_named(std::string_view name) {
    if (name == "current")
        return &bedrock::catalog::current;
    return name == "launch-2024-09" ? &bedrock::catalog::launch_2024_09 : nullptr;
}

/// `--catalog NAME` into that place.
inline void add_catalog(flags& f, bedrock::catalog::set const*& place) {
    f.value("--catalog", [&place](std::string const& given) {
        place = catalog_named(given);
        return place != nullptr ? "" : "wants 'current' or 'launch-2024-09'";
    });
}

/// `us-east-1, us-west-2`
inline std::string listed(bedrock::catalog::region_list regions) {
    if (regions.is_open())
        return "any region that offers the model";
    std::string text;
    for (auto const region : regions)
        text.append(text.empty() ? "" : ", ").append(region);
    return text;
}

}  // namespace cli
