// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string_view>

#include <bedrock/catalog/current.hpp>
#include <bedrock/catalog/detail/check.hpp>
#include <bedrock/catalog/set.hpp>
#include <bedrock/core/fixed_string.hpp>
#include <bedrock/core/model_id.hpp>

namespace bedrock {

/// A model whose ID is a constant, and is checked while compiling. Usable wherever a call takes a model.
///
///     bedrock::client<bedrock::region::fixed<"eu-west-3">> claude;
///     claude.converse(bedrock::model<"eu.anthropic.claude-sonnet-4-6">{}, "…");
///
/// Compile errors, each with what would do in its template arguments:
///
/// * the operation does not take identifiers of this kind;
/// * an inference profile that cannot be called from the client's fixed region;
/// * a model that is not offered on demand there;
/// * a profile with a destination outside the residency that the client's region policy demands (a policy with
///   `static constexpr bool allows(std::string_view region)`, itself or as its `inner`).
///
/// What the catalogue does not know passes, and text always does: the catalogue is advice that ages. Another one
/// goes in as the second argument, an object in static storage:
///
///     template <bedrock::fixed_string Id>
///     using model = bedrock::model<Id, mine>;
template <fixed_string Id, catalog::set const& Catalog = catalog::current>
struct model {
    static constexpr model_id id = model_id::parse(Id.view());

    constexpr operator std::string_view() const { return id.text; }  // NOLINT: implicit on purpose

    template <class Region, class Operation>
    static consteval bool check() {
        return catalog::detail::checked<model, Catalog, Region, Operation>::ok();
    }
};

/// The same where it must be an inference profile: another kind of identifier is a compile error.
template <fixed_string Id, catalog::set const& Catalog = catalog::current>
struct profile : model<Id, Catalog> {
    static_assert(catalog::detail::only_profiles<model<Id, Catalog>::id.kind>());
};

}  // namespace bedrock
