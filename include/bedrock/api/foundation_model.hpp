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

/// What a model takes or makes.
enum class model_modality : std::uint8_t { text, image, embedding };

constexpr auto describe(json::type<model_modality>) {
    return json::names(json::name{model_modality::text, "TEXT"}, json::name{model_modality::image, "IMAGE"},
                       json::name{model_modality::embedding, "EMBEDDING"});
}

/// How a model can be made one's own.
enum class model_customization : std::uint8_t { fine_tuning, continued_pre_training, distillation };

constexpr auto describe(json::type<model_customization>) {
    return json::names(json::name{model_customization::fine_tuning, "FINE_TUNING"},
                       json::name{model_customization::continued_pre_training, "CONTINUED_PRE_TRAINING"},
                       json::name{model_customization::distillation, "DISTILLATION"});
}

/// How a model can be called in a region. `inference_profile` is in answers, though not in the service model of
/// 2026-08: through a profile only.
enum class inference_type : std::uint8_t { on_demand, provisioned, inference_profile };

constexpr auto describe(json::type<inference_type>) {
    return json::names(json::name{inference_type::on_demand, "ON_DEMAND"},
                       json::name{inference_type::provisioned, "PROVISIONED"},
                       json::name{inference_type::inference_profile, "INFERENCE_PROFILE"});
}

/// Whether a model is to be retired.
enum class model_lifecycle_status : std::uint8_t { active, legacy };

constexpr auto describe(json::type<model_lifecycle_status>) {
    return json::names(json::name{model_lifecycle_status::active, "ACTIVE"},
                       json::name{model_lifecycle_status::legacy, "LEGACY"});
}

struct model_lifecycle {
    json::open<model_lifecycle_status> status{};
    std::optional<timestamp> start_of_life_time{};
    std::optional<timestamp> end_of_life_time{};
    std::optional<timestamp> legacy_time{};
    std::optional<timestamp> public_extended_access_time{};

    friend bool operator==(model_lifecycle const&, model_lifecycle const&) = default;
};

constexpr auto describe(json::type<model_lifecycle>) {
    using l = model_lifecycle;
    return json::object(
        json::member{"status", &l::status}, json::member{"startOfLifeTime", &l::start_of_life_time},
        json::member{"endOfLifeTime", &l::end_of_life_time}, json::member{"legacyTime", &l::legacy_time},
        json::member{"publicExtendedAccessTime", &l::public_extended_access_time});
}

/// A foundation model as the control plane of a region describes it.
struct foundation_model {
    std::string model_arn{};
    std::string model_id{};
    std::optional<std::string> model_name{};
    std::optional<std::string> provider_name{};
    std::vector<json::open<model_modality>> input_modalities{};
    std::vector<json::open<model_modality>> output_modalities{};
    std::optional<bool> response_streaming_supported{};
    std::vector<json::open<model_customization>> customizations_supported{};
    std::vector<json::open<inference_type>> inference_types_supported{};
    std::optional<bedrock::model_lifecycle> model_lifecycle{};

    friend bool operator==(foundation_model const&, foundation_model const&) = default;
};

constexpr auto describe(json::type<foundation_model>) {
    using m = foundation_model;
    return json::object(json::member{"modelArn", &m::model_arn}, json::member{"modelId", &m::model_id},
                        json::member{"modelName", &m::model_name},
                        json::member{"providerName", &m::provider_name},
                        json::member{"inputModalities", &m::input_modalities},
                        json::member{"outputModalities", &m::output_modalities},
                        json::member{"responseStreamingSupported", &m::response_streaming_supported},
                        json::member{"customizationsSupported", &m::customizations_supported},
                        json::member{"inferenceTypesSupported", &m::inference_types_supported},
                        json::member{"modelLifecycle", &m::model_lifecycle});
}

}  // namespace bedrock
