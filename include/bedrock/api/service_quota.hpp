// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>

namespace bedrock {

/// What a quota is applied to.
enum class quota_level : std::uint8_t { account, resource, all };

constexpr auto describe(json::type<quota_level>) {
    return json::names(json::name{quota_level::account, "ACCOUNT"},
                       json::name{quota_level::resource, "RESOURCE"}, json::name{quota_level::all, "ALL"});
}

/// The unit of `quota_period`.
enum class quota_period_unit : std::uint8_t { microsecond, millisecond, second, minute, hour, day, week };

constexpr auto describe(json::type<quota_period_unit>) {
    return json::names(json::name{quota_period_unit::microsecond, "MICROSECOND"},
                       json::name{quota_period_unit::millisecond, "MILLISECOND"},
                       json::name{quota_period_unit::second, "SECOND"},
                       json::name{quota_period_unit::minute, "MINUTE"},
                       json::name{quota_period_unit::hour, "HOUR"}, json::name{quota_period_unit::day, "DAY"},
                       json::name{quota_period_unit::week, "WEEK"});
}

/// The time that a quota is counted over.
struct quota_period {
    std::int64_t period_value{};
    json::open<quota_period_unit> period_unit{};

    friend bool operator==(quota_period const&, quota_period const&) = default;
};

constexpr auto describe(json::type<quota_period>) {
    return json::object(json::member{"PeriodValue", &quota_period::period_value},
                        json::member{"PeriodUnit", &quota_period::period_unit});
}

/// The CloudWatch metric that shows a quota's use.
struct quota_metric {
    std::optional<std::string> metric_namespace{};
    std::optional<std::string> metric_name{};
    std::vector<std::pair<std::string, std::string>> metric_dimensions{};
    std::optional<std::string> metric_statistic_recommendation{};  ///< `Sum` or `Maximum`

    friend bool operator==(quota_metric const&, quota_metric const&) = default;
};

constexpr auto describe(json::type<quota_metric>) {
    using m = quota_metric;
    return json::object(json::member{"MetricNamespace", &m::metric_namespace},
                        json::member{"MetricName", &m::metric_name},
                        json::omit_empty{"MetricDimensions", &m::metric_dimensions},
                        json::member{"MetricStatisticRecommendation", &m::metric_statistic_recommendation});
}

/// Why a quota's value could not be told.
struct quota_error {
    std::string error_code{};
    std::optional<std::string> error_message{};

    friend bool operator==(quota_error const&, quota_error const&) = default;
};

constexpr auto describe(json::type<quota_error>) {
    return json::object(json::member{"ErrorCode", &quota_error::error_code},
                        json::member{"ErrorMessage", &quota_error::error_message});
}

/// The resource or account that a quota's value is for.
struct quota_context {
    std::optional<std::string> context_scope{};  ///< `RESOURCE` or `ACCOUNT`
    std::optional<std::string> context_scope_type{};
    std::optional<std::string> context_id{};

    friend bool operator==(quota_context const&, quota_context const&) = default;
};

constexpr auto describe(json::type<quota_context>) {
    using c = quota_context;
    return json::object(json::member{"ContextScope", &c::context_scope},
                        json::member{"ContextScopeType", &c::context_scope_type},
                        json::member{"ContextId", &c::context_id});
}

/// A quota of an account in a region, as Service Quotas has it.
struct service_quota {
    std::string service_code{};
    std::optional<std::string> service_name{};
    std::optional<std::string> quota_arn{};
    std::string quota_code{};  ///< `L-…`; names change, this does not
    std::string quota_name{};
    std::optional<double> value{};
    std::optional<std::string> unit{};
    std::optional<bool> adjustable{};
    std::optional<bool> global_quota{};
    std::optional<quota_metric> usage_metric{};
    std::optional<quota_period> period{};
    std::optional<quota_error> error_reason{};
    std::optional<json::open<quota_level>> quota_applied_at_level{};
    std::optional<bedrock::quota_context> quota_context{};
    std::optional<std::string> description{};

    friend bool operator==(service_quota const&, service_quota const&) = default;
};

constexpr auto describe(json::type<service_quota>) {
    using q = service_quota;
    return json::object(
        json::member{"ServiceCode", &q::service_code}, json::member{"ServiceName", &q::service_name},
        json::member{"QuotaArn", &q::quota_arn}, json::member{"QuotaCode", &q::quota_code},
        json::member{"QuotaName", &q::quota_name}, json::member{"Value", &q::value},
        json::member{"Unit", &q::unit}, json::member{"Adjustable", &q::adjustable},
        json::member{"GlobalQuota", &q::global_quota}, json::member{"UsageMetric", &q::usage_metric},
        json::member{"Period", &q::period}, json::member{"ErrorReason", &q::error_reason},
        json::member{"QuotaAppliedAtLevel", &q::quota_applied_at_level},
        json::member{"QuotaContext", &q::quota_context}, json::member{"Description", &q::description});
}

}  // namespace bedrock
