// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string_view>

#include <bedrock/catalog/region_list.hpp>
#include <bedrock/core/model_id.hpp>
#include <bedrock/quota/bucket.hpp>

/// What is known of models, inference profiles and default quotas: advice with a date, which ages. Nothing
/// here stops a call at run time; what is not listed is unknown, which is not "no".
namespace bedrock::catalog {

/// Whether a source states it, it follows from a rule that a source states, or it is taken to be so.
enum class basis : std::uint8_t { stated, derived, assumed };

enum class answer : std::uint8_t { no, yes, unknown };

/// Where rows come from.
struct source {
    std::string_view name{};
    std::string_view title{};
    std::string_view as_of{};  ///< year, month and perhaps day: `2026-08-21`
};

/// From each of these source regions a request may run in each of those destinations.
struct route {
    region_list from{};
    region_list to{};  ///< `*`: any region that offers the model, now or later
};

/// A cross-region inference profile, or an application profile of the account.
struct profile {
    std::string_view id{};            ///< or the ARN of an application profile
    std::string_view name{};          ///< empty: not known
    std::span<route const> routes{};  ///< none: known by its ID only
    std::string_view model{};         ///< base model, where the ID does not tell
    std::uint8_t source = 0;          ///< index into `set::sources`

    constexpr std::string_view base() const { return model.empty() ? model_id::parse(id).base : model; }
    /// `global.`, or a copy of such a profile: its requests run in any region.
    constexpr bool is_global() const {
        return id.starts_with("global.") || (!routes.empty() && routes.front().to.is_open());
    }

    /// The route of a request that is sent to this region; null where there is none.
    constexpr route const* from(std::string_view region) const {
        for (auto const& r : routes)
            if (r.from.contains(region))
                return &r;
        return nullptr;
    }
    constexpr answer callable_from(std::string_view region) const {
        if (routes.empty())
            return answer::unknown;
        return from(region) != nullptr ? answer::yes : answer::no;
    }

    /// Whether it serves the model with this ID: `base() == id`, told without taking each ID apart.
    constexpr bool serves(std::string_view model_text) const {
        if (!model.empty())
            return model == model_text;
        auto const dot = id.find('.');
        return dot != id.npos && id.substr(dot + 1) == model_text;
    }
};

/// Where a model is, or is not, offered on demand.
struct offer {
    std::string_view model{};
    region_list regions{};
    bool offered = true;
    catalog::basis basis = basis::stated;
};

/// The default quotas of a bucket, counted per account and source region.
struct limits {
    static constexpr std::int64_t unstated = -1;

    std::string_view model{};
    quota::bucket_kind kind = quota::bucket_kind::on_demand;
    region_list regions{};             ///< source regions; `*`: all that no row before names
    std::int64_t requests = unstated;  ///< a minute
    std::int64_t tokens = unstated;    ///< a minute
    std::int64_t tokens_per_day = unstated;
    catalog::basis basis = basis::stated;
    std::uint8_t source = 0;  ///< index into `set::sources`
};

/// A number of a model, or of all whose IDs begin with what stands before a `*`.
struct figure {
    std::string_view models{};
    std::int64_t value = 0;
    catalog::basis basis = basis::stated;
    std::uint8_t source = 0;  ///< index into `set::sources`

    constexpr bool fits(std::string_view model) const {
        return models.ends_with('*') ? model.starts_with(models.substr(0, models.size() - 1))
                                     : model == models;
    }
};

struct model_name {
    std::string_view model{};
    std::string_view name{};
};

class profile_range;

/// A catalogue: lists of rows, of which the first that fits counts, and the catalogue that is asked where they
/// do not know. To add to one while compiling, or to correct it:
///
///     constexpr catalog::route europe[] = {{"eu-central-1 eu-west-3", "eu-central-1 eu-west-3"}};
///     constexpr catalog::profile own[] = {{.id = "eu.acme.anvil-v1:0", .routes = europe}};
///     inline constexpr catalog::set mine{.profiles = own, .rest = &catalog::current};
///
/// Does not own its rows. Reading is safe from any thread.
struct set {
    std::span<catalog::source const> sources{};
    std::span<profile const> profiles{};
    std::span<offer const> offers{};
    std::span<catalog::limits const> quotas{};
    std::span<figure const> burndowns{};  ///< quota tokens that one output token takes
    std::span<figure const> outputs{};    ///< output tokens that are reserved when a request sets no limit
    std::span<model_name const> names{};
    set const* rest = nullptr;

    /// A profile by its ID or ARN; null: not known.
    constexpr profile const* find(std::string_view id) const;

    /// The profiles that serve a model from a source region: geographic first, `global.` last.
    constexpr profile_range serving(std::string_view model, std::string_view region) const;

    /// The profiles that can be called from a source region, whatever their model.
    constexpr profile_range callable_from(std::string_view region) const;

    /// From a model, a geography (`us`, `eu`, `global`, …; empty: the first that serves) and a source region to
    /// the profile; null: none is known. `model_id::parse` leads back.
    constexpr profile const* inference_profile(std::string_view model, std::string_view geography,
                                               std::string_view region) const;

    /// Whether a model is offered on demand in a region.
    constexpr answer on_demand(std::string_view model, std::string_view region) const;

    /// The default quotas of a bucket (`quota::bucket_of(id)`) in a source region; null: not known.
    constexpr catalog::limits const* limits(quota::bucket const& bucket, std::string_view region) const;

    /// Quota tokens that one output token of a model takes; 1 for those not listed.
    constexpr std::int64_t burndown(std::string_view model) const;

    /// Output tokens of a model that are reserved when a request sets no limit; 0: not known.
    constexpr std::int64_t default_output(std::string_view model) const;

    /// What a model is called, such as "Anthropic Claude 3 Haiku"; empty: not known.
    constexpr std::string_view name(std::string_view model) const;
};

namespace detail {

template <class Row>
constexpr Row const* first(set const& all, std::span<Row const> set::* rows, auto fits) {
    for (auto const* s = &all; s != nullptr; s = s->rest)
        for (auto const& row : s->*rows)
            if (fits(row))
                return &row;
    return nullptr;
}

}  // namespace detail

/// Profiles of a catalogue, found while they are read.
class profile_range {
 public:
    class iterator;

    constexpr profile_range(set const& all, std::string_view model, std::string_view region)
        : all_{&all}, model_{model}, region_{region} {}

    constexpr iterator begin() const;
    constexpr std::default_sentinel_t end() const { return {}; }
    constexpr bool empty() const;

 private:
    set const* all_;
    std::string_view model_;  ///< `*`: each
    std::string_view region_;
};

class profile_range::iterator {
 public:
    using difference_type = std::ptrdiff_t;
    using value_type = profile;

    constexpr explicit iterator(profile_range const& of) : of_{of}, in_{of.all_} { settle(); }

    constexpr profile const& operator*() const { return in_->profiles[at_]; }
    constexpr profile const* operator->() const { return &**this; }
    constexpr iterator& operator++() {
        ++at_;
        settle();
        return *this;
    }
    constexpr void operator++(int) { ++*this; }
    friend constexpr bool operator==(iterator const& i, std::default_sentinel_t) { return i.in_ == nullptr; }

 private:
    // On to the next that fits, if this one does not: through all the sets, then once more for `global.`.
    constexpr void settle() {
        for (;; ++at_) {
            while (in_ != nullptr && at_ == in_->profiles.size()) {
                at_ = 0;
                in_ = in_->rest;
                if (in_ == nullptr && !global_) {
                    global_ = true;
                    in_ = of_.all_;
                }
            }
            if (in_ == nullptr || fits(**this))
                return;
        }
    }
    constexpr bool fits(profile const& p) const {
        return p.is_global() == global_ && (of_.model_ == "*" || p.serves(of_.model_)) &&
               p.from(of_.region_) != nullptr && of_.all_->find(p.id) == &p;  // not one that is overridden
    }

    profile_range of_;
    set const* in_;
    std::size_t at_ = 0;
    bool global_ = false;
};

constexpr profile_range::iterator profile_range::begin() const { return iterator{*this}; }
constexpr bool profile_range::empty() const { return begin() == end(); }

constexpr profile const* set::find(std::string_view id) const {
    if (auto const parsed = model_id::parse(id); parsed.is_arn() && parsed.kind == model_kind::system_profile)
        id = parsed.resource;
    return detail::first(*this, &set::profiles, [&](profile const& p) { return p.id == id; });
}

constexpr profile_range set::serving(std::string_view model, std::string_view region) const {
    return {*this, model, region};
}

constexpr profile_range set::callable_from(std::string_view region) const { return {*this, "*", region}; }

constexpr profile const* set::inference_profile(std::string_view model, std::string_view geography,
                                                std::string_view region) const {
    for (auto const& p : serving(model, region))
        if (geography.empty() || model_id::parse(p.id).geography == geography)
            return &p;
    return nullptr;
}

constexpr answer set::on_demand(std::string_view model, std::string_view region) const {
    auto const* row = detail::first(
        *this, &set::offers, [&](offer const& o) { return o.model == model && o.regions.contains(region); });
    return row == nullptr ? answer::unknown : row->offered ? answer::yes : answer::no;
}

constexpr catalog::limits const* set::limits(quota::bucket const& bucket, std::string_view region) const {
    return detail::first(*this, &set::quotas, [&](catalog::limits const& l) {
        return l.kind == bucket.kind && l.model == bucket.model && l.regions.contains(region);
    });
}

constexpr std::int64_t set::burndown(std::string_view model) const {
    auto const* row = detail::first(*this, &set::burndowns, [&](figure const& f) { return f.fits(model); });
    return row == nullptr ? 1 : row->value;
}

constexpr std::int64_t set::default_output(std::string_view model) const {
    auto const* row = detail::first(*this, &set::outputs, [&](figure const& f) { return f.fits(model); });
    return row == nullptr ? 0 : row->value;
}

constexpr std::string_view set::name(std::string_view model) const {
    auto const* row =
        detail::first(*this, &set::names, [&](model_name const& n) { return n.model == model; });
    return row == nullptr ? std::string_view{} : row->name;
}

}  // namespace bedrock::catalog
