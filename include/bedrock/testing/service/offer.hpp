// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/quota/bucket.hpp>
#include <bedrock/testing/service/limit.hpp>

namespace bedrock::testing::service {

/// What a limit is for. An empty part means any.
struct scope {
    std::string region{};  ///< the source
    std::optional<quota::bucket_kind> kind{};
    std::string model{};  ///< the foundation model

    /// How exactly it says so, or nothing if it is for another bucket. A model says more than a kind, a kind
    /// more than a region.
    std::optional<int> fits(std::string_view in, std::optional<quota::bucket_kind> of,
                            std::string_view base) const {
        if ((!region.empty() && region != in) || (kind && kind != of) || (!model.empty() && model != base))
            return std::nullopt;
        return (region.empty() ? 0 : 1) + (kind ? 2 : 0) + (model.empty() ? 0 : 4);
    }

    friend bool operator==(scope const&, scope const&) = default;
};

using limits = std::vector<std::pair<scope, limit>>;

/// The limit whose scope says most, the later of two that say as much; null if none fits. Without kind and
/// model: of the whole region.
inline limit const* find_limit(limits const& all, std::string_view region,
                               std::optional<quota::bucket_kind> kind, std::string_view model) {
    limit const* best = nullptr;
    int exact = -1;
    for (auto const& [where, value] : all)
        if (auto const fit = where.fits(region, kind, model); fit && *fit >= exact) {
            exact = *fit;
            best = &value;
        }
    return best;
}

/// A foundation model, or a family of them.
struct model {
    std::string id{};
    std::vector<std::string> on_demand{};  ///< regions where its own ID may be called
    std::vector<std::string> hosts{};      ///< regions that can run it; empty: each that a profile names
    std::int64_t max_output = 0;           ///< reserved when the request sets no maximum; 0: not known
    std::int64_t burndown = 1;             ///< quota tokens that an output token costs in the end

    bool is_on_demand_in(std::string_view region) const { return names(on_demand, region); }
    bool can_run_in(std::string_view region) const { return hosts.empty() || names(hosts, region); }

 private:
    static bool names(std::vector<std::string> const& regions, std::string_view region) {
        for (auto const& r : regions)
            if (r == region)
                return true;
        return false;
    }
};

/// Where a profile may run when called from a source region.
struct route {
    std::string source{};
    std::vector<std::string> destinations{};
};

/// A system-defined inference profile.
struct profile {
    std::string id{};
    std::string name{};
    std::string model{};  ///< the foundation model's ID
    std::vector<route> routes{};

    /// Null if the region is no source of it.
    service::route const* route_from(std::string_view source) const {
        for (auto const& r : routes)
            if (r.source == source)
                return &r;
        return nullptr;
    }
};

/// What the service knows of a model and a request does not say.
struct model_facts {
    std::int64_t max_output = 4096;
    std::int64_t burndown = 1;
    bool known = false;  ///< false: the maximum is a guess, which no request should be refused for

    friend bool operator==(model_facts const&, model_facts const&) = default;
};

/// What is offered, and where: a catalogue as the service has it. Empty, it takes every ID in every region.
struct offer {
    std::vector<service::model> models{};
    std::vector<service::profile> profiles{};
    service::limits quotas{};  ///< the defaults, where nothing else was set
    /// Facts of models that are not among `models`, by how their ID begins; the first that fits. `id` is the
    /// beginning.
    std::vector<service::model> families{};
    bool closed = false;  ///< true: an ID that is not here is invalid. false: it is taken in every region

    service::model const* find_model(std::string_view id) const {
        for (auto const& m : models)
            if (m.id == id)
                return &m;
        return nullptr;
    }
    service::profile const* find_profile(std::string_view id) const {
        for (auto const& p : profiles)
            if (p.id == id)
                return &p;
        return nullptr;
    }
    model_facts facts_of(std::string_view base_model) const {
        auto const* m = find_model(base_model);
        for (auto const& family : families)
            if (m == nullptr && base_model.starts_with(family.id))
                m = &family;
        if (m == nullptr)
            return {};
        return m->max_output > 0 ? model_facts{m->max_output, m->burndown, true}
                                 : model_facts{.burndown = m->burndown};
    }
};

}  // namespace bedrock::testing::service
