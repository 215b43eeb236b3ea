// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <utility>

#include <bedrock/catalog/set.hpp>
#include <bedrock/core/fixed_string.hpp>
#include <bedrock/core/model_id.hpp>
#include <bedrock/region/fixed.hpp>

/// What is checked of a constant model ID. A check that fails instantiates the one function that says so, with
/// the choices in its template arguments, which compilers print beside the error.
namespace bedrock::catalog::detail {

/// Text as a template argument, of a length known only after it was put together.
template <std::size_t Size>
struct text {
    char chars[Size + 1]{};

    constexpr explicit text(std::string_view from) {
        for (std::size_t i = 0; i != Size; ++i)
            chars[i] = from[i];
    }
};

/// What a user may choose from; each word an argument of its own, since clang cuts long ones.
template <text... Words>
struct choices {};

/// Words, each once, as many as there is room for.
struct draft {
    std::string_view words[40]{};
    std::size_t size = 0;

    constexpr void add(std::string_view word) {
        for (auto const& known : words)
            if (known == word)
                return;
        if (size != std::size(words))
            words[size++] = word;
    }
    constexpr void add(region_list regions) {
        if (regions.is_open())
            add(regions.text());
        for (auto const name : regions)
            add(name);
    }
};

/// The words that `Write` adds to a draft, as `choices`.
template <auto Write>
consteval auto choices_of() {
    static constexpr auto written = [] {
        draft d;
        Write(d);
        return d;
    }();
    return []<std::size_t... Is>(std::index_sequence<Is...>) {
        return choices<text<written.words[Is].size()>{written.words[Is]}...>{};
    }(std::make_index_sequence<written.size>{});
}

template <auto Write>
using list_of = decltype(choices_of<Write>());

template <class Region>
inline constexpr std::string_view only_region{};
template <fixed_string Name>
inline constexpr std::string_view only_region<region::fixed<Name>> = region::fixed<Name>::name;

/// The region of `region::fixed`, or of a policy that has it as its `inner`; else empty.
template <class Region>
consteval std::string_view fixed_region() {
    if constexpr (requires { Region::inner; })
        return fixed_region<decltype(Region::inner)>();
    else
        return only_region<Region>;
}

template <class Region>
concept demands_residency = requires(std::string_view region) {
    { Region::allows(region) } -> std::same_as<bool>;
};

/// Whether a region policy, itself or its `inner`, lets requests run in all of these regions.
template <class Region>
constexpr bool permits(region_list regions) {
    bool ok = true;
    if constexpr (demands_residency<Region>) {
        ok = !regions.is_open();
        for (auto const region : regions)
            ok = ok && Region::allows(region);
    }
    if constexpr (requires { Region::inner; })
        ok = ok && permits<decltype(Region::inner)>(regions);
    return ok;
}

/// Whether a profile may be used with a residency: from this source region, or where it is not known from any.
/// A profile that the catalogue does not know passes, unless it is global.
template <class Region>
constexpr bool stays(model_id const& id, profile const& known, std::string_view from) {
    if (known.routes.empty())
        return !id.is_global() || permits<Region>("*");
    for (auto const& route : known.routes)
        if ((from.empty() || route.from.contains(from)) && permits<Region>(route.to))
            return true;
    return false;
}

// The faults, one function each.

template <class Operation, model_kind Kind>
consteval bool operation_takes_kind() {
    constexpr bool ok = takes(Operation::name, Kind);
    static_assert(
        ok,
        "bedrock::model: this operation does not take identifiers of this kind; give a custom model by "
        "the ARN of its deployment, and count tokens with the ID of a foundation model");
    return ok;
}

template <class Profile, class Region, class CallableFrom, class Instead, bool Ok = false>
consteval bool profile_is_callable() {
    static_assert(
        Ok,
        "bedrock::model: this inference profile cannot be called from the client's region; call it from "
        "one of `CallableFrom`, or use one of `Instead`");
    return Ok;
}

template <class Model, class Region, class Instead, bool Ok = false>
consteval bool model_is_on_demand() {
    static_assert(
        Ok,
        "bedrock::model: this model is not offered on demand in the client's region; use one of the "
        "inference profiles `Instead`, which can be called from there");
    return Ok;
}

template <class Profile, class Destinations, class Instead, bool Ok = false>
consteval bool profile_stays_inside() {
    static_assert(
        Ok,
        "bedrock::model: this inference profile has a destination outside the residency that the "
        "client's region policy demands; use one of `Instead`, or name a model or profile that stays "
        "inside");
    return Ok;
}

/// A constant model against a client's region policy and an operation: `ok()`, or the compiler's error.
template <class Model, set const& Catalog, class Region, class Operation>
struct checked {
    static constexpr model_id id = Model::id;
    static constexpr std::string_view region = fixed_region<Region>();
    static constexpr profile known = [] {
        auto const* found = Catalog.find(id.text);
        return found == nullptr ? profile{} : *found;
    }();

    /// The profiles that would do: from here, and inside what is demanded.
    static constexpr void instead(draft& d) {
        for (auto const& p : Catalog.serving(id.base, region))
            if (stays<Region>(model_id::parse(p.id), p, region))
                d.add(p.id);
    }
    static constexpr void sources(draft& d) {
        for (auto const& route : known.routes)
            d.add(route.from);
    }
    static constexpr void destinations(draft& d) {
        for (auto const& route : known.routes)
            if (region.empty() || route.from.contains(region))
                d.add(route.to);
    }

    static constexpr bool elsewhere() { return !region.empty() && known.callable_from(region) == answer::no; }
    static constexpr bool not_on_demand() {
        return !region.empty() && id.kind == model_kind::foundation_model &&
               Catalog.on_demand(id.base, region) == answer::no;
    }

    static consteval bool ok() {
        if constexpr (std::string_view{Operation::service} != "bedrock-runtime")
            return true;  // the control plane speaks about models and does not call them
        else if constexpr (!takes(Operation::name, id.kind))
            return operation_takes_kind<Operation, id.kind>();
        else if constexpr (elsewhere())
            return profile_is_callable<Model, Region, list_of<sources>, list_of<instead>>();
        else if constexpr (not_on_demand())
            return model_is_on_demand<Model, Region, list_of<instead>>();
        else if constexpr (id.is_profile() && !stays<Region>(id, known, region))
            return profile_stays_inside<Model, list_of<destinations>, list_of<instead>>();
        else
            return true;
    }
};

/// For a place where only a profile does; what is unknown passes. Its own assertions say it: always true.
template <model_kind Kind>
consteval bool only_profiles() {
    constexpr bool provisioned = Kind == model_kind::provisioned_model;
    static_assert(
        !provisioned,
        "bedrock::inference_profile: a provisioned model stands in a profile's place; cross-region "
        "inference is on demand only: name a profile such as `us.…`, or call it as bedrock::model<…>");
    constexpr bool ok = provisioned || Kind == model_kind::system_profile ||
                        Kind == model_kind::application_profile || Kind == model_kind::unknown;
    static_assert(
        ok,
        "bedrock::inference_profile: this is no inference profile; name one such as `us.…`, or call "
        "what it is as bedrock::model<…>");
    return true;
}

}  // namespace bedrock::catalog::detail
