// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>
#include <string_view>

#include <bedrock/api/async_invocation.hpp>
#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/detail/rest.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/core/result.hpp>

namespace bedrock {

struct get_async_invoke_request {
    std::string invocation_arn{};

    friend bool operator==(get_async_invoke_request const&, get_async_invoke_request const&) = default;
};

namespace api {

/// How far an asynchronous invocation is, and where its answer goes.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GetAsyncInvoke.html
struct get_async_invoke {
    using request = get_async_invoke_request;
    using response = async_invocation;

    static constexpr std::string_view name = "GetAsyncInvoke";
    static constexpr std::string_view service = "bedrock-runtime";

    static result<void> encode(request const& asked, wire_request& out) {
        detail::begin(out, "GET", "/async-invoke/");
        return detail::add_label(out, "invocation", asked.invocation_arn);
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
};

static_assert(whole_operation<get_async_invoke>);

}  // namespace api

}  // namespace bedrock
