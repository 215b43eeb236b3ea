// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>
#include <string_view>

#include <bedrock/api/detail/denial.hpp>
#include <bedrock/catalog/current.hpp>
#include <bedrock/catalog/set.hpp>
#include <bedrock/core/error.hpp>
#include <bedrock/core/model_id.hpp>
#include <bedrock/core/text.hpp>

namespace bedrock::catalog {

/// What an explanation is made with.
struct explain_options {
    set const& catalog = current;
    bool (*allows)(std::string_view region) = nullptr;  ///< residency: null demands none
};

/// What to do about a service error, with what a catalogue knows; the error's own remedy where it knows no
/// more. A value computed where an error is shown: who does not call it does not have the catalogue in the
/// program.
///
///     error.remedy = catalog::explain(error, bedrock::model_id::parse(model));
///
/// * No on-demand throughput: the profiles that serve the model from the error's region, geographic first,
///   `global.` last, none with a destination outside the residency.
/// * Access denied in another region than the called one: which profile routed there, and all its destinations.
/// * An invalid model identifier: from where the profile can be called, and what to use here.
std::string explain(error const& e, model_id const& model, explain_options const& options = {});

namespace detail {

class explanation {
 public:
    explanation(error const& e, model_id const& model, explain_options const& options)
        : error_{e}, model_{model}, options_{options} {
        auto const* found = options.catalog.find(model.text);
        if (found == nullptr && !model.geography.empty())  // an ARN that was given the profile it copies
            found = options.catalog.inference_profile(model.base, model.geography, e.region);
        if (found != nullptr)
            profile_ = *found;
    }

    std::string text() const {
        if (error_.kind == error_kind::validation && contains("on-demand throughput"))
            return or_own_remedy(profiles_that_would_do());
        if (error_.kind == error_kind::validation && contains("model identifier is invalid"))
            return or_own_remedy(where_it_can_be_called());
        if (error_.kind == error_kind::access_denied)
            return or_own_remedy(where_it_was_denied());
        return error_.remedy;
    }

 private:
    bool contains(std::string_view words) const { return error_.message.find(words) != std::string::npos; }

    std::string or_own_remedy(std::string text) const { return text.empty() ? error_.remedy : text; }

    bool stays_inside(region_list regions) const {
        if (options_.allows == nullptr)
            return true;
        for (auto const region : regions)
            if (!options_.allows(region))
                return false;
        return !regions.is_open();
    }

    static std::string listed(region_list regions) {
        std::string list;
        for (auto const region : regions)
            bedrock::detail::append_item(list, "", "", region);
        return regions.is_open() ? "any region" : list;
    }

    /// Profiles that serve the model from the error's region, each with its destinations.
    std::string usable() const {
        std::string list;
        for (auto const& p : options_.catalog.serving(model_.base, error_.region))
            if (auto const& to = p.from(error_.region)->to; stays_inside(to))
                list += bedrock::detail::joined(
                    {list.empty() ? "" : ", or ", p.id, " (runs in ", listed(to), ")"});
        return list;
    }

    std::string profiles_that_would_do() const {
        auto const list = usable();
        if (!list.empty())
            return bedrock::detail::joined(
                {"from ", error_.region, " use inference profile ", list, " in place of the model ID"});
        if (options_.allows == nullptr)
            return {};
        return bedrock::detail::joined(
            {"no inference profile is known that serves this model from ", error_.region,
             " and stays inside the demanded residency: call from another region, or "
             "use another model"});
    }

    std::string where_it_can_be_called() const {
        auto const list = usable();
        if (profile_.callable_from(error_.region) != answer::no)
            return model_.is_profile() || list.empty() ? std::string{} : profiles_that_would_do();
        std::string sources;
        for (auto const& route : profile_.routes)
            bedrock::detail::append_item(sources, "", "", listed(route.from));
        return bedrock::detail::joined({profile_.id, " cannot be called from ", error_.region, ", but from ",
                                        sources, bedrock::detail::enclosed("; here use ", list, "")});
    }

    std::string where_it_was_denied() const {
        auto const d = api::detail::denial_of(error_.message);
        auto const* route = profile_.from(error_.region);
        if (d.resource.empty() || route == nullptr)
            return {};
        bool const elsewhere = !d.region.empty() && d.region != error_.region;
        auto const where =
            elsewhere ? bedrock::detail::joined({" was routed from ", error_.region, " to ", d.region})
                      : bedrock::detail::joined({" was called in ", error_.region});
        return bedrock::detail::joined(
            {"the request through ", profile_.id, where, ", where ", d.policy.empty() ? "a policy" : d.policy,
             bedrock::detail::enclosed(" (", d.policy_arn, ")"),
             contains("because no ") ? " does not allow " : " denies ", d.action,
             ("; one denied destination refuses the whole call: permit it on the profile, and on the model "
              "in "),
             listed(route->to), ", or use a profile or a model that stays in permitted regions"});
    }

    error const& error_;
    model_id const& model_;
    explain_options const& options_;
    profile profile_{};
};

}  // namespace detail

inline std::string explain(error const& e, model_id const& model, explain_options const& options) {
    return detail::explanation{e, model, options}.text();
}

}  // namespace bedrock::catalog
