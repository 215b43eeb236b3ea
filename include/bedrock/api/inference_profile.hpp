// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <bedrock/core/timestamp.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>
#include <bedrock/json/timestamp.hpp>

namespace bedrock {

/// Only profiles that can be used are listed.
enum class inference_profile_status : std::uint8_t { active };

constexpr auto describe(json::type<inference_profile_status>) {
    return json::names(json::name{inference_profile_status::active, "ACTIVE"});
}

/// A profile of AWS's, or one that an account has made.
enum class inference_profile_type : std::uint8_t { system_defined, application };

constexpr auto describe(json::type<inference_profile_type>) {
    return json::names(json::name{inference_profile_type::system_defined, "SYSTEM_DEFINED"},
                       json::name{inference_profile_type::application, "APPLICATION"});
}

/// A model behind a profile.
struct inference_profile_model {
    std::string model_arn{};  ///< of the foundation model in one destination region

    friend bool operator==(inference_profile_model const&, inference_profile_model const&) = default;
};

constexpr auto describe(json::type<inference_profile_model>) {
    return json::object(json::member{"modelArn", &inference_profile_model::model_arn});
}

/// An inference profile as the control plane describes it. The regions in the ARNs of `models` are its
/// destinations.
struct inference_profile {
    std::string inference_profile_name{};
    std::optional<std::string> description{};
    std::optional<timestamp> created_at{};
    std::optional<timestamp> updated_at{};
    std::string inference_profile_arn{};
    std::vector<inference_profile_model> models{};
    std::string inference_profile_id{};
    json::open<inference_profile_status> status{};
    json::open<inference_profile_type> type{};

    friend bool operator==(inference_profile const&, inference_profile const&) = default;
};

constexpr auto describe(json::type<inference_profile>) {
    using p = inference_profile;
    return json::object(json::member{"inferenceProfileName", &p::inference_profile_name},
                        json::member{"description", &p::description},
                        json::member{"createdAt", &p::created_at}, json::member{"updatedAt", &p::updated_at},
                        json::member{"inferenceProfileArn", &p::inference_profile_arn},
                        json::member{"models", &p::models},
                        json::member{"inferenceProfileId", &p::inference_profile_id},
                        json::member{"status", &p::status}, json::member{"type", &p::type});
}

}  // namespace bedrock
