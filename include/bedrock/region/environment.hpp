// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdlib>

#include <bedrock/region/concept.hpp>

namespace bedrock::region {

/// The region of the environment: `AWS_REGION`, else `AWS_DEFAULT_REGION`; the default of the slot.
///
/// Looked up at each call, never in a constructor. Neither set, or empty: an error, never a silent guess.
struct environment {
    using slot = region::slot;

    result<place> choose(question const& q, instant) const {
        for (auto const* variable : {"AWS_REGION", "AWS_DEFAULT_REGION"})
            if (auto const* value = std::getenv(variable); value != nullptr && *value != '\0')
                return place{.region = value, .model = q.model};
        return failure(error_kind::configuration,
                       {"no region: neither AWS_REGION nor AWS_DEFAULT_REGION is set"},
                       "set AWS_REGION, or name one: bedrock::client<bedrock::region::fixed<\"us-east-1\">>");
    }
};

static_assert(policy<environment>);

}  // namespace bedrock::region
