// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <bedrock/catalog/set.hpp>
#include <bedrock/quota/bucket.hpp>
#include <bedrock/testing/service/limit.hpp>
#include <bedrock/testing/service/refusal.hpp>

namespace bedrock::testing::service {

/// What the service knows of a model and a request does not say.
struct model_facts {
    std::int64_t max_output = 4096;
    std::int64_t burndown = 1;
    bool known = false;  ///< false: the maximum is a guess, which no request should be refused for
};

inline model_facts facts_of(catalog::set const& offered, std::string_view base_model) {
    auto const output = offered.default_output(base_model);
    return {output > 0 ? output : model_facts{}.max_output, offered.burndown(base_model), output > 0};
}

/// The terms on which a model ID can be called in a source region, by a catalogue: the first of the three
/// questions that a call meets. Views into the ID and the catalogue.
struct terms {
    quota::bucket bucket{};
    catalog::profile const* profile = nullptr;     ///< that it is, if one
    std::vector<std::string_view> destinations{};  ///< regions that may run it
    std::optional<refusal> wrong{};                ///< why it cannot be called there
};

/// The default quotas, without the day's: that is of all models together.
inline limit default_limit(catalog::set const& offered, quota::bucket const& bucket,
                           std::string_view source) {
    auto const amount = [](std::int64_t n) {
        return n == catalog::limits::unstated ? std::nullopt : std::optional{n};
    };
    auto const* const row = offered.limits(bucket, source);
    return row == nullptr ? limit{} : limit{amount(row->requests), amount(row->tokens)};
}

/// The regions that a profile names for calls from a source region. Of `global.`, which names none, those where
/// it can be called: any that offers the model is a destination.
inline std::vector<std::string_view> listed_destinations(catalog::profile const& p, std::string_view source) {
    std::vector<std::string_view> listed;
    auto const list = [&listed](catalog::region_list const& regions) {
        for (auto const region : regions)
            listed.push_back(region);
    };
    auto const* const route = p.from(source);
    if (route == nullptr)
        return listed;
    list(route->to);
    if (route->to.is_open())
        for (auto const& r : p.routes)
            list(r.from);
    return listed;
}

/// Those that can run the model. Where some destinations have it on demand and some have not, these cannot.
/// Where none has, it lives behind profiles alone, and in each of them.
inline std::vector<std::string_view> able_destinations(catalog::set const& offered, catalog::profile const& p,
                                                       std::string_view source) {
    auto regions = listed_destinations(p, source);
    auto const says = [&](std::string_view region, catalog::answer a) {
        return offered.on_demand(p.base(), region) == a;
    };
    bool on_demand = false;
    for (auto const region : regions)
        on_demand = on_demand || says(region, catalog::answer::yes);
    if (on_demand)
        std::erase_if(regions, [&](auto region) { return says(region, catalog::answer::no); });
    return regions;
}

/// What a `strict` service takes for an ID is in the catalogue; any other takes what is not known, and runs it
/// where it was called.
inline terms terms_of(catalog::set const& offered, std::string_view id, std::string_view source,
                      bool strict) {
    terms t{.bucket = quota::bucket_of(id), .profile = offered.find(id), .destinations = {source}};
    if (t.profile != nullptr) {
        t.bucket.model = t.profile->base();
        if (!t.profile->routes.empty())
            t.destinations = able_destinations(offered, *t.profile, source);
        if (t.profile->callable_from(source) == catalog::answer::no)
            t.wrong = refusal::invalid_model;
        return t;
    }
    auto const& model = t.bucket.model;
    auto const plain = t.bucket.kind == quota::bucket_kind::on_demand;
    if (strict && !(plain && (!offered.name(model).empty() || offered.default_output(model) > 0)))
        t.wrong = refusal::invalid_model;
    else if (plain && offered.on_demand(model, source) == catalog::answer::no)
        t.wrong = refusal::not_on_demand;
    return t;
}

}  // namespace bedrock::testing::service
