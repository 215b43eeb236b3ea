// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/detail/rest.hpp>
#include <bedrock/api/message.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/api/text.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>
#include <bedrock/json/values.hpp>

namespace bedrock {

/// A part of a message to judge.
struct guardrail_checks_content : std::variant<text_block, json::unknown_member> {
    using variant::variant;
    guardrail_checks_content(std::string text) : variant{text_block{std::move(text)}} {}  // NOLINT: implicit
    guardrail_checks_content(char const* text) : variant{text_block{text}} {}             // NOLINT: the same
};

constexpr auto describe(json::type<guardrail_checks_content>) {
    return json::one_of(json::alternative<text_block>("text"));
}

/// A turn of the conversation to judge.
struct guardrail_checks_message {
    json::open<bedrock::role> role{};
    std::vector<guardrail_checks_content> content{};

    friend bool operator==(guardrail_checks_message const&, guardrail_checks_message const&) = default;
};

constexpr auto describe(json::type<guardrail_checks_message>) {
    using t = guardrail_checks_message;
    return json::object(json::member{"role", &t::role}, json::member{"content", &t::content});
}

/// A kind of content or attack: `VIOLENCE`, `HATE`, `SEXUAL`, `MISCONDUCT`, `INSULTS`; `JAILBREAK`,
/// `PROMPT_INJECTION`, `PROMPT_LEAKAGE`.
struct guardrail_checks_category {
    std::string category{};

    friend bool operator==(guardrail_checks_category const&, guardrail_checks_category const&) = default;
};

constexpr auto describe(json::type<guardrail_checks_category>) {
    using t = guardrail_checks_category;
    return json::object(json::member{"category", &t::category});
}

/// A kind of personal data: `EMAIL`, `PHONE`, `AWS_SECRET_KEY` and others.
struct guardrail_checks_entity {
    std::string type{};

    friend bool operator==(guardrail_checks_entity const&, guardrail_checks_entity const&) = default;
};

constexpr auto describe(json::type<guardrail_checks_entity>) {
    using t = guardrail_checks_entity;
    return json::object(json::member{"type", &t::type});
}

/// Which of them to look for.
struct guardrail_checks_categories {
    std::vector<guardrail_checks_category> categories{};

    friend bool operator==(guardrail_checks_categories const&, guardrail_checks_categories const&) = default;
};

constexpr auto describe(json::type<guardrail_checks_categories>) {
    using t = guardrail_checks_categories;
    return json::object(json::member{"categories", &t::categories});
}

/// Which of them to look for.
struct guardrail_checks_entities {
    std::vector<guardrail_checks_entity> entities{};

    friend bool operator==(guardrail_checks_entities const&, guardrail_checks_entities const&) = default;
};

constexpr auto describe(json::type<guardrail_checks_entities>) {
    using t = guardrail_checks_entities;
    return json::object(json::member{"entities", &t::entities});
}

/// What to look for; a check that is not named is not made.
struct guardrail_checks {
    std::optional<guardrail_checks_categories> content_filter{};
    std::optional<guardrail_checks_categories> prompt_attack{};
    std::optional<guardrail_checks_entities> sensitive_information{};

    friend bool operator==(guardrail_checks const&, guardrail_checks const&) = default;
};

constexpr auto describe(json::type<guardrail_checks>) {
    using t = guardrail_checks;
    return json::object(json::member{"contentFilter", &t::content_filter},
                        json::member{"promptAttack", &t::prompt_attack},
                        json::member{"sensitiveInformation", &t::sensitive_information});
}

struct invoke_guardrail_checks_request {
    std::vector<guardrail_checks_message> messages{};
    guardrail_checks checks{};

    friend bool operator==(invoke_guardrail_checks_request const&,
                           invoke_guardrail_checks_request const&) = default;
};

constexpr auto describe(json::type<invoke_guardrail_checks_request>) {
    using t = invoke_guardrail_checks_request;
    return json::object(json::member{"messages", &t::messages}, json::member{"checks", &t::checks});
}

/// How much of a category was found.
struct guardrail_checks_severity {
    std::string category{};
    double severity_score{};  ///< 0 to 1

    friend bool operator==(guardrail_checks_severity const&, guardrail_checks_severity const&) = default;
};

constexpr auto describe(json::type<guardrail_checks_severity>) {
    using t = guardrail_checks_severity;
    return json::object(json::member{"category", &t::category},
                        json::member{"severityScore", &t::severity_score});
}

struct guardrail_checks_severities {
    std::vector<guardrail_checks_severity> results{};

    friend bool operator==(guardrail_checks_severities const&, guardrail_checks_severities const&) = default;
};

constexpr auto describe(json::type<guardrail_checks_severities>) {
    using t = guardrail_checks_severities;
    return json::object(json::member{"results", &t::results});
}

/// Personal data, and where it stands.
struct guardrail_checks_finding {
    std::string type{};
    double confidence_score{};  ///< 0 to 1
    std::int64_t begin_offset{};
    std::int64_t end_offset{};
    std::int64_t message_index{};
    std::int64_t content_index{};

    friend bool operator==(guardrail_checks_finding const&, guardrail_checks_finding const&) = default;
};

constexpr auto describe(json::type<guardrail_checks_finding>) {
    using t = guardrail_checks_finding;
    return json::object(
        json::member{"type", &t::type}, json::member{"confidenceScore", &t::confidence_score},
        json::member{"beginOffset", &t::begin_offset}, json::member{"endOffset", &t::end_offset},
        json::member{"messageIndex", &t::message_index}, json::member{"contentIndex", &t::content_index});
}

struct guardrail_checks_findings {
    std::vector<guardrail_checks_finding> results{};
    std::optional<bool> truncated{};  ///< there were more

    friend bool operator==(guardrail_checks_findings const&, guardrail_checks_findings const&) = default;
};

constexpr auto describe(json::type<guardrail_checks_findings>) {
    using t = guardrail_checks_findings;
    return json::object(json::member{"results", &t::results}, json::member{"truncated", &t::truncated});
}

struct guardrail_checks_results {
    std::optional<guardrail_checks_severities> content_filter{};
    std::optional<guardrail_checks_severities> prompt_attack{};
    std::optional<guardrail_checks_findings> sensitive_information{};

    friend bool operator==(guardrail_checks_results const&, guardrail_checks_results const&) = default;
};

constexpr auto describe(json::type<guardrail_checks_results>) {
    using t = guardrail_checks_results;
    return json::object(json::member{"contentFilter", &t::content_filter},
                        json::member{"promptAttack", &t::prompt_attack},
                        json::member{"sensitiveInformation", &t::sensitive_information});
}

struct guardrail_checks_units {
    std::int64_t text_units{};

    friend bool operator==(guardrail_checks_units const&, guardrail_checks_units const&) = default;
};

constexpr auto describe(json::type<guardrail_checks_units>) {
    using t = guardrail_checks_units;
    return json::object(json::member{"textUnits", &t::text_units});
}

struct guardrail_checks_usage {
    std::optional<guardrail_checks_units> content_filter{};
    std::optional<guardrail_checks_units> prompt_attack{};
    std::optional<guardrail_checks_units> sensitive_information{};

    friend bool operator==(guardrail_checks_usage const&, guardrail_checks_usage const&) = default;
};

constexpr auto describe(json::type<guardrail_checks_usage>) {
    using t = guardrail_checks_usage;
    return json::object(json::member{"contentFilter", &t::content_filter},
                        json::member{"promptAttack", &t::prompt_attack},
                        json::member{"sensitiveInformation", &t::sensitive_information});
}

struct invoke_guardrail_checks_response {
    guardrail_checks_results results{};
    guardrail_checks_usage usage{};

    friend bool operator==(invoke_guardrail_checks_response const&,
                           invoke_guardrail_checks_response const&) = default;
};

constexpr auto describe(json::type<invoke_guardrail_checks_response>) {
    using t = invoke_guardrail_checks_response;
    return json::object(json::required{"results", &t::results}, json::member{"usage", &t::usage});
}

namespace api {

/// Looks for harmful content, attacks and personal data in a conversation, without a guardrail of one's own.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeGuardrailChecks.html
struct invoke_guardrail_checks {
    using request = invoke_guardrail_checks_request;
    using response = invoke_guardrail_checks_response;

    static constexpr std::string_view name = "InvokeGuardrailChecks";
    static constexpr std::string_view service = "bedrock-runtime";

    static result<void> encode(request const& asked, wire_request& out) {
        detail::begin(out, "POST", "/guardrail-checks/invoke");
        return detail::put_json(out, asked);
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
};

static_assert(whole_operation<invoke_guardrail_checks>);

}  // namespace api

}  // namespace bedrock
