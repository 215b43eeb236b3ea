// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <bedrock/core/timestamp.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>
#include <bedrock/json/timestamp.hpp>

namespace bedrock {

/// Only `in_service` can be called.
enum class provisioned_model_status : std::uint8_t { creating, in_service, updating, failed };

constexpr auto describe(json::type<provisioned_model_status>) {
    return json::names(json::name{provisioned_model_status::creating, "Creating"},
                       json::name{provisioned_model_status::in_service, "InService"},
                       json::name{provisioned_model_status::updating, "Updating"},
                       json::name{provisioned_model_status::failed, "Failed"});
}

/// How long a provisioned throughput is paid for at least.
enum class commitment_duration : std::uint8_t { one_month, six_months };

constexpr auto describe(json::type<commitment_duration>) {
    return json::names(json::name{commitment_duration::one_month, "OneMonth"},
                       json::name{commitment_duration::six_months, "SixMonths"});
}

/// A provisioned throughput: model units of one's own.
struct provisioned_model {
    std::string provisioned_model_name{};
    std::string provisioned_model_arn{};
    std::string model_arn{};
    std::string desired_model_arn{};
    std::string foundation_model_arn{};
    std::int64_t model_units{};
    std::int64_t desired_model_units{};
    json::open<provisioned_model_status> status{};
    std::optional<json::open<bedrock::commitment_duration>> commitment_duration{};
    std::optional<timestamp> commitment_expiration_time{};
    std::optional<timestamp> creation_time{};
    std::optional<timestamp> last_modified_time{};
    std::optional<std::string> failure_message{};  ///< not in listings

    friend bool operator==(provisioned_model const&, provisioned_model const&) = default;
};

constexpr auto describe(json::type<provisioned_model>) {
    using p = provisioned_model;
    return json::object(
        json::member{"provisionedModelName", &p::provisioned_model_name},
        json::member{"provisionedModelArn", &p::provisioned_model_arn},
        json::member{"modelArn", &p::model_arn}, json::member{"desiredModelArn", &p::desired_model_arn},
        json::member{"foundationModelArn", &p::foundation_model_arn},
        json::member{"modelUnits", &p::model_units},
        json::member{"desiredModelUnits", &p::desired_model_units}, json::member{"status", &p::status},
        json::member{"commitmentDuration", &p::commitment_duration},
        json::member{"commitmentExpirationTime", &p::commitment_expiration_time},
        json::member{"creationTime", &p::creation_time},
        json::member{"lastModifiedTime", &p::last_modified_time},
        json::member{"failureMessage", &p::failure_message});
}

}  // namespace bedrock
