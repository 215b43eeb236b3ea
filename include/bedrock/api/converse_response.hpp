// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <string>
#include <variant>

#include <bedrock/api/message.hpp>
#include <bedrock/api/settings.hpp>
#include <bedrock/api/stop_reason.hpp>
#include <bedrock/api/usage.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>
#include <bedrock/json/values.hpp>

namespace bedrock {

struct converse_output {
    bedrock::message message{};

    friend bool operator==(converse_output const&, converse_output const&) = default;
};

constexpr auto describe(json::type<converse_output>) {
    return json::object(json::member{"message", &converse_output::message});
}

/// The answer to a `converse_request`.
struct converse_response {
    converse_output output{};
    json::open<bedrock::stop_reason> stop_reason{};
    bedrock::usage usage{};
    bedrock::metrics metrics{};
    std::optional<json::raw> additional_model_response_fields{};
    std::optional<json::raw> trace{};
    std::optional<bedrock::performance_config> performance_config{};
    std::optional<bedrock::service_tier> service_tier{};

    /// The text blocks of the message, one after the other.
    std::string text() const;

    friend bool operator==(converse_response const&, converse_response const&) = default;
};

inline std::string converse_response::text() const {
    std::string joined;
    for (auto const& block : output.message.content)
        if (auto const* text = std::get_if<text_block>(&block))
            joined += text->text;
    return joined;
}

constexpr auto describe(json::type<converse_response>) {
    using r = converse_response;
    return json::object(json::required{"output", &r::output}, json::member{"stopReason", &r::stop_reason},
                        json::member{"usage", &r::usage}, json::member{"metrics", &r::metrics},
                        json::member{"additionalModelResponseFields", &r::additional_model_response_fields},
                        json::member{"trace", &r::trace},
                        json::member{"performanceConfig", &r::performance_config},
                        json::member{"serviceTier", &r::service_tier});
}

}  // namespace bedrock
