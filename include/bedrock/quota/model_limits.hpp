// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <bedrock/api/service_quota.hpp>
#include <bedrock/core/text.hpp>
#include <bedrock/quota/bucket.hpp>
#include <bedrock/quota/detail/quota_codes.hpp>
#include <bedrock/quota/limit_name.hpp>
#include <bedrock/quota/per_minute.hpp>

namespace bedrock::quota {

/// The limits of a bucket.
struct bucket_limits {
    limits minute{};
    std::optional<std::int64_t> tokens_per_day{};
};

/// A model's limits in an account and source region, gathered from what Service Quotas tells; what it does not
/// tell is not limited, or not known.
///
///     quota::model_limits found;
///     for (auto& page : pages<api::list_service_quotas>(client)) {
///         if (!page) return complain(page.error());
///         for (auto const& quota : (*page)->quotas)
///             found.take(quota, "Anthropic Claude 3.5 Sonnet");
///     }
///     client c{quota::per_minute{.at = {{"us-east-1", found.of(quota::bucket_kind::geographic).minute}}}};
///
/// What is taken later counts: the defaults (`list_aws_default_service_quotas`) first, then what the account
/// has, since a quota that was never changed may be among the defaults only. `per_minute` has the same limit
/// for all models and buckets of a region: give it those that a program calls.
struct model_limits {
    bucket_limits on_demand{};
    bucket_limits geographic{};
    bucket_limits global{};
    std::optional<std::int64_t> account_tokens_per_day{};  ///< of all models together, since 2026-09

    /// Takes what concerns the model from a quota; whether it did. `model_name` is as quotas have it, provider
    /// and model, whatever its case; `catalog::set::name` knows some. The quotas of variants (1M context,
    /// latency-optimized) are other buckets, and passed over.
    bool take(service_quota const& quota, std::string_view model_name);

    bucket_limits const& of(bucket_kind kind) const {
        return kind == bucket_kind::on_demand ? on_demand : kind == bucket_kind::global ? global : geographic;
    }

 private:
    void put(limit_name const& name, std::int64_t value);
};

inline bool model_limits::take(service_quota const& quota, std::string_view model_name) {
    constexpr double most = 1e18;  // far beyond any quota, and within an int64_t
    if (!quota.value || !(*quota.value >= 0 && *quota.value <= most))
        return false;
    auto const coded = detail::name_of_code(quota.quota_code);
    auto const name = parse_limit_name(coded.empty() ? std::string_view{quota.quota_name} : coded);
    if (!name || !name->variant.empty())
        return false;
    if (name->scope != limit_scope::account && !bedrock::detail::same_ignoring_case(name->model, model_name))
        return false;
    put(*name, static_cast<std::int64_t>(*quota.value));
    return true;
}

inline void model_limits::put(limit_name const& name, std::int64_t value) {
    if (name.scope == limit_scope::account) {
        account_tokens_per_day = value;
    } else if (name.scope == limit_scope::model) {
        on_demand.tokens_per_day = value;
        geographic.tokens_per_day = name.doubled ? 2 * value : value;
    } else {
        auto& bucket = name.scope == limit_scope::on_demand ? on_demand
                       : name.scope == limit_scope::global  ? global
                                                            : geographic;
        auto& limit = name.per_day  ? bucket.tokens_per_day
                      : name.tokens ? bucket.minute.tokens
                                    : bucket.minute.requests;
        limit = value;
    }
}

}  // namespace bedrock::quota
