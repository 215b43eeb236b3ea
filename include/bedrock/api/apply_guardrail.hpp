// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/detail/rest.hpp>
#include <bedrock/api/image.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>
#include <bedrock/json/values.hpp>

namespace bedrock {

/// Whether a guardrail is to judge what a user wrote, or what a model answered.
enum class guardrail_content_source : std::uint8_t { input, output };

constexpr auto describe(json::type<guardrail_content_source>) {
    return json::names(json::name{guardrail_content_source::input, "INPUT"},
                       json::name{guardrail_content_source::output, "OUTPUT"});
}

/// A text to judge.
struct guardrail_text {
    std::string text{};
    std::vector<std::string> qualifiers{};  ///< of `grounding_source`, `query`, `guard_content`

    friend bool operator==(guardrail_text const&, guardrail_text const&) = default;
};

constexpr auto describe(json::type<guardrail_text>) {
    return json::object(json::member{"text", &guardrail_text::text},
                        json::omit_empty{"qualifiers", &guardrail_text::qualifiers});
}

/// A picture to judge: PNG or JPEG, its bytes with it.
struct guardrail_image {
    json::open<image_format> format{};
    media_source source{};

    friend bool operator==(guardrail_image const&, guardrail_image const&) = default;
};

constexpr auto describe(json::type<guardrail_image>) {
    return json::object(json::member{"format", &guardrail_image::format},
                        json::member{"source", &guardrail_image::source});
}

struct guardrail_content : std::variant<guardrail_text, guardrail_image, json::unknown_member> {
    using variant::variant;
};

constexpr auto describe(json::type<guardrail_content>) {
    return json::one_of(json::alternative<guardrail_text>("text"),
                        json::alternative<guardrail_image>("image"));
}

struct apply_guardrail_request {
    std::string guardrail_identifier{};  ///< ID or ARN
    std::string guardrail_version{};     ///< `DRAFT` or a number
    json::open<guardrail_content_source> source{};
    std::vector<guardrail_content> content{};
    std::optional<std::string> output_scope{};  ///< `INTERVENTIONS`, or `FULL`: what passed as well

    friend bool operator==(apply_guardrail_request const&, apply_guardrail_request const&) = default;
};

/// The body: guardrail and version are in the path.
constexpr auto describe(json::type<apply_guardrail_request>) {
    using r = apply_guardrail_request;
    return json::object(json::member{"source", &r::source}, json::member{"content", &r::content},
                        json::member{"outputScope", &r::output_scope});
}

/// What was judged, in the units that are billed.
struct guardrail_usage {
    std::int64_t topic_policy_units{};
    std::int64_t content_policy_units{};
    std::int64_t word_policy_units{};
    std::int64_t sensitive_information_policy_units{};
    std::int64_t sensitive_information_policy_free_units{};
    std::int64_t contextual_grounding_policy_units{};
    std::optional<std::int64_t> content_policy_image_units{};
    std::optional<std::int64_t> automated_reasoning_policy_units{};
    std::optional<std::int64_t> automated_reasoning_policies{};

    friend bool operator==(guardrail_usage const&, guardrail_usage const&) = default;
};

constexpr auto describe(json::type<guardrail_usage>) {
    using u = guardrail_usage;
    return json::object(
        json::member{"topicPolicyUnits", &u::topic_policy_units},
        json::member{"contentPolicyUnits", &u::content_policy_units},
        json::member{"wordPolicyUnits", &u::word_policy_units},
        json::member{"sensitiveInformationPolicyUnits", &u::sensitive_information_policy_units},
        json::member{"sensitiveInformationPolicyFreeUnits", &u::sensitive_information_policy_free_units},
        json::member{"contextualGroundingPolicyUnits", &u::contextual_grounding_policy_units},
        json::member{"contentPolicyImageUnits", &u::content_policy_image_units},
        json::member{"automatedReasoningPolicyUnits", &u::automated_reasoning_policy_units},
        json::member{"automatedReasoningPolicies", &u::automated_reasoning_policies});
}

enum class guardrail_action : std::uint8_t { none, guardrail_intervened };

constexpr auto describe(json::type<guardrail_action>) {
    return json::names(json::name{guardrail_action::none, "NONE"},
                       json::name{guardrail_action::guardrail_intervened, "GUARDRAIL_INTERVENED"});
}

/// A text that stands in place of what was judged.
struct guardrail_output {
    std::string text{};

    friend bool operator==(guardrail_output const&, guardrail_output const&) = default;
};

constexpr auto describe(json::type<guardrail_output>) {
    return json::object(json::member{"text", &guardrail_output::text});
}

struct apply_guardrail_response {
    guardrail_usage usage{};
    json::open<guardrail_action> action{};
    std::optional<std::string> action_reason{};
    std::vector<guardrail_output> outputs{};
    std::vector<json::raw> assessments{};  ///< what each policy found, as the service wrote it
    std::optional<json::raw> guardrail_coverage{};

    friend bool operator==(apply_guardrail_response const&, apply_guardrail_response const&) = default;
};

constexpr auto describe(json::type<apply_guardrail_response>) {
    using r = apply_guardrail_response;
    return json::object(json::member{"usage", &r::usage}, json::required{"action", &r::action},
                        json::member{"actionReason", &r::action_reason}, json::member{"outputs", &r::outputs},
                        json::member{"assessments", &r::assessments},
                        json::member{"guardrailCoverage", &r::guardrail_coverage});
}

namespace api {

/// Holds texts and pictures against a guardrail, without a model.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ApplyGuardrail.html
struct apply_guardrail {
    using request = apply_guardrail_request;
    using response = apply_guardrail_response;

    static constexpr std::string_view name = "ApplyGuardrail";
    static constexpr std::string_view service = "bedrock-runtime";

    static result<void> encode(request const& asked, wire_request& out) {
        detail::begin(out, "POST", "/guardrail/");
        if (auto done = detail::add_label(out, "guardrail", asked.guardrail_identifier); !done)
            return done;
        out.path.append("/version/");
        if (auto done = detail::add_label(out, "guardrail's version", asked.guardrail_version); !done)
            return done;
        out.path.append("/apply");
        return detail::put_json(out, asked);
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
};

static_assert(whole_operation<apply_guardrail>);

}  // namespace api

}  // namespace bedrock
