// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include <bedrock/core/fixed_string.hpp>
#include <bedrock/core/text.hpp>

namespace bedrock::region {

/// A set of regions as a type: what `residency` demands.
///
/// | expression            | returns       | means                                       |
/// |-----------------------|---------------|---------------------------------------------|
/// | `S::allows(region)`   | `bool`        | constexpr: whether the region is in the set |
/// | `S::describe()`       | `std::string` | the set in a message: names, or a pattern   |
template <class S>
concept region_set = requires(std::string_view region) {
    { S::allows(region) } -> std::same_as<bool>;
    { S::describe() } -> std::same_as<std::string>;
};

/// These regions: `only<"eu-central-1", "eu-west-3">`.
template <fixed_string... Names>
struct only {
    static_assert(sizeof...(Names) > 0 && (!Names.view().empty() && ...),
                  "bedrock::region::only: name at least one region, as in only<\"eu-west-3\">");

    static constexpr bool allows(std::string_view region) { return ((region == Names.view()) || ...); }

    [[gnu::cold, gnu::noinline]] static std::string describe() {
        std::string names;
        (bedrock::detail::append_item(names, "", "", Names.view()), ...);
        return names;
    }
};

/// The regions of a geography as AWS names them, those to come too: `within<"eu">` are `eu-west-3` and all
/// others of the form `eu-word-number`; `within<"us">` is without `us-gov-…`, which is a geography of its own.
///
/// It is a matter of names, not of law: `eu-west-2` is in the United Kingdom and `eu-central-2` in
/// Switzerland. Where that counts, name the regions with `only`.
template <fixed_string Geography>
struct within {
    static_assert(!Geography.view().empty() && !Geography.view().ends_with('-'),
                  "bedrock::region::within: name a geography by its prefix, as in within<\"eu\">");

    static constexpr bool allows(std::string_view region) {
        auto const prefix = Geography.view();
        if (!region.starts_with(prefix))
            return false;
        auto rest = region.substr(prefix.size());
        if (!rest.starts_with('-'))
            return false;
        rest.remove_prefix(1);
        auto const dash = rest.find('-');
        return dash != rest.npos && dash != 0 && dash + 1 != rest.size() &&
               rest.find('-', dash + 1) == rest.npos;
    }

    [[gnu::cold, gnu::noinline]] static std::string describe() {
        return bedrock::detail::joined({Geography.view(), "-…"});
    }
};

}  // namespace bedrock::region
