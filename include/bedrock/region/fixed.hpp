// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <bedrock/core/fixed_string.hpp>
#include <bedrock/region/concept.hpp>

namespace bedrock::region {

/// Always this region.
///
///     bedrock::client<bedrock::region::fixed<"eu-west-3">> c;
template <fixed_string Region>
struct fixed {
    using slot = region::slot;

    static constexpr std::string_view name = Region.view();
    static_assert(!name.empty(),
                  "bedrock::region::fixed: the region is empty; name one, as in fixed<\"eu-west-3\">");

    result<place> choose(question const& q, instant) const {
        return place{.region = std::string{name}, .model = q.model};
    }
};

static_assert(policy<fixed<"us-east-1">>);

}  // namespace bedrock::region
