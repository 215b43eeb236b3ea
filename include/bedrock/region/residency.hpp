// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include <bedrock/catalog/current.hpp>
#include <bedrock/catalog/set.hpp>
#include <bedrock/core/model_id.hpp>
#include <bedrock/core/text.hpp>
#include <bedrock/region/concept.hpp>
#include <bedrock/region/detail/inner.hpp>
#include <bedrock/region/environment.hpp>
#include <bedrock/region/region_set.hpp>

namespace bedrock::region {

namespace detail {

/// Where calls with a model ID may run, as far as a catalogue and the ID itself tell.
class whereabouts {
 public:
    whereabouts(std::string_view model, catalog::set const& known)
        : id_{model_id::parse(model)}, profile_{known.find(model)}, is_local_{stays(id_, known)} {}

    enum class finding : std::uint8_t {
        inside,
        source_outside,
        anywhere,
        destination_outside,
        no_source,
        unknown
    };

    /// For a call that is sent to `source`; `leaving` is told each destination that is not allowed.
    template <class Allows, class F>
    finding from(std::string_view source, Allows allows, F leaving) const {
        using enum finding;
        if (!allows(source))
            return source_outside;
        if (id_.is_global())
            return anywhere;
        if (profile_ != nullptr)
            return profile_->routes.empty() ? unknown : along(profile_->from(source), allows, leaving);
        if (!is_local_)
            return unknown;
        if (id_.region.empty() || allows(id_.region))
            return inside;
        leaving(id_.region);
        return destination_outside;
    }

    model_id const& id() const { return id_; }

 private:
    template <class Allows, class F>
    static finding along(catalog::route const* route, Allows allows, F leaving) {
        using enum finding;
        if (route == nullptr)
            return no_source;
        if (route->to.is_open())
            return anywhere;
        auto found = route->to.empty() ? unknown : inside;
        for (auto const destination : route->to)
            if (!allows(destination)) {
                leaving(destination);
                found = destination_outside;
            }
        return found;
    }

    // Runs in the region it is called in. `a.b.c` might be a profile of a geography that nobody here knows.
    static bool stays(model_id const& id, catalog::set const& known) {
        switch (id.kind) {
            case model_kind::foundation_model:
                return id.base.find('.') == id.base.rfind('.') ||
                       bedrock::detail::is_provider(id.base.substr(0, id.base.find('.'))) ||
                       !known.name(id.base).empty();
            case model_kind::provisioned_model:
            case model_kind::custom_model:
            case model_kind::custom_model_deployment:
            case model_kind::imported_model:
            case model_kind::marketplace_endpoint:
                return true;
            default:
                return false;
        }
    }

    model_id id_;
    catalog::profile const* profile_;
    bool is_local_;
};

}  // namespace detail

/// Demands around another region policy, as a type, that calls run in a set of regions and nowhere else.
///
///     bedrock::client c{bedrock::region::residency{
///         bedrock::region::within<"eu">{}, bedrock::region::failover{"eu-central-1", "eu-west-3"}}};
///     using paris = bedrock::region::residency<bedrock::region::only<"eu-west-3">, bedrock::region::fixed<"eu-west-3">>;
///
/// A source region outside the set is never chosen, nor one from which the call's profile may be routed
/// outside. Where no other is left the call is refused before it is sent, with `refused_locally`: the profile,
/// the destinations at fault and those that are permitted are named. A `global.` profile never fits.
///
/// What is not known is refused too: a profile, prompt or router of which the catalogue has no destinations,
/// or none from that source region. Who knows them says so by name, where a reviewer sees it: a row in a
/// `catalog::set` of one's own, given as `known`. On-demand models and ARNs of provisioned, custom and
/// imported models run where they are called and need no row.
///
/// The catalogue is a dated table and not a promise of the service: an SCP or IAM policy on the destinations'
/// ARNs is what enforces residency in the account (shared/bedrock-facts.md, section 4.2).
template <region_set Set, policy Region = environment>
struct residency {
    using slot = region::slot;

    [[no_unique_address]] Set set{};
    [[no_unique_address]] Region inner;  // no `{}`: clang would demand that it be default-constructible
    catalog::set const* known = &catalog::current;  ///< never null; must outlive the client

    struct memory {
        static constexpr bool thread_safe = detail::needs_no_lock<Region>;
        [[no_unique_address]] detail::memory_of<Region> inner{};
    };

    static constexpr bool allows(std::string_view region) { return Set::allows(region); }

    bool several() const { return detail::several(inner); }

    bool well(std::string_view region, memory& m, instant now) const {
        return detail::well(inner, region, m.inner, now);
    }

    result<place> choose(question const& q, memory& m, instant now) const {
        constexpr bool ok = fixed_inside();
        static_assert(
            ok,
            "bedrock::region::residency: the fixed region is outside the demanded set; fix a region that "
            "the set allows, or widen the set");
        detail::whereabouts const runs{q.model, *known};
        auto const outside = [&](std::string_view region) { return !fits(runs, region); };
        detail::barring const inside{q, outside};
        auto chosen = detail::choose(inner, inside.asked(), m.inner, now);
        if (!chosen)
            return chosen;
        auto const same = chosen->model == q.model;
        if (same ? fits(runs, chosen->region) : fits({chosen->model, *known}, chosen->region))
            return chosen;
        return refusal(*chosen);
    }

    void failed(report const& r, memory& m, instant now) const { detail::failed(inner, r, m.inner, now); }

    void succeeded(report const& r, memory& m, instant now) const {
        detail::succeeded(inner, r, m.inner, now);
    }

 private:
    static consteval bool fixed_inside() {
        if constexpr (requires { std::string_view{Region::name}; })
            return Set::allows(Region::name);
        else
            return true;
    }
    static bool fits(detail::whereabouts const& runs, std::string_view source) {
        return runs.from(source, allows, [](std::string_view) {}) == detail::whereabouts::finding::inside;
    }

    result<place> refusal(place const& where) const;
    std::string suggestion(model_id const& id, std::string_view source) const;
};

template <region_set Set, policy Region>
[[gnu::cold, gnu::noinline]] result<place> residency<Set, Region>::refusal(place const& where) const {
    using enum detail::whereabouts::finding;
    detail::whereabouts const runs{where.model, *known};
    std::string destinations;
    auto const found = runs.from(where.region, allows, [&](std::string_view destination) {
        bedrock::detail::append_item(destinations, "", "", destination);
    });
    auto const permitted = bedrock::detail::joined({"; permitted: ", Set::describe()});
    auto const refuse = [&](std::initializer_list<std::string_view> why, std::string_view remedy) {
        return failure(error_kind::refused_locally, {bedrock::detail::joined(why), permitted}, remedy,
                       where.region);
    };
    switch (found) {
        case source_outside:
            return refuse({"the source region ", where.region, " is outside the demanded residency"},
                          "name a source region that is permitted");
        case anywhere:
            return refuse({where.model, " may run in any commercial region"},
                          suggestion(runs.id(), where.region));
        case destination_outside:
            return refuse({where.model, ", called from ", where.region,
                           ", may run outside the demanded residency, in ", destinations},
                          suggestion(runs.id(), where.region));
        case no_source:
            return refuse({"nobody here knows where ", where.model, " may run when it is called from ",
                           where.region, ", which is no source region of it"},
                          suggestion(runs.id(), where.region));
        case unknown:
        case inside:
            break;
    }
    return refuse(
        {"nobody here knows where ", where.model, ", called from ", where.region, ", may run"},
        "give region::residency a catalogue (`known`) with a row for it that names its destinations");
}

// What serves the same model from there and stays inside.
template <region_set Set, policy Region>
[[gnu::cold, gnu::noinline]] std::string residency<Set, Region>::suggestion(model_id const& id,
                                                                            std::string_view source) const {
    for (auto const& p : known->serving(id.base, source))
        if (fits({p.id, *known}, source))
            return bedrock::detail::joined({"use ", p.id});
    if (known->on_demand(id.base, source) == catalog::answer::yes)
        return bedrock::detail::joined({"use ", id.base, ", which runs where it is called"});
    return "use a profile, or an on-demand model, that stays inside; no profile known here does";
}

static_assert(policy<residency<within<"eu">>>);

}  // namespace bedrock::region
