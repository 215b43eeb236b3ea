// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <string_view>

#include <bedrock/api/converse_request.hpp>
#include <bedrock/api/converse_response.hpp>
#include <bedrock/api/detail/converse.hpp>
#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/operation.hpp>

namespace bedrock::api {

/// A conversation's next turn, in one piece.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
struct converse {
    using request = converse_request;
    using response = converse_response;

    static constexpr std::string_view name = "Converse";
    static constexpr std::string_view service = "bedrock-runtime";

    static result<void> encode(std::string_view model, request const& asked, wire_request& out) {
        return detail::encode_converse(model, "/converse", asked, out);
    }
    static tokens_asked asked(request const& request, wire_request const&) {
        return detail::tokens_of(request);
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
    static std::optional<tokens_used> used(response const& response) { return response.usage.used(); }
};

static_assert(whole_operation<converse>);

}  // namespace bedrock::api
