// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>
#include <utility>

#include <bedrock/api/detail/printable.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/api/reply_head.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/json/reader.hpp>

namespace bedrock::api::detail {

/// Completes a reader's error with what was read; apart from the template, so that it is compiled once.
[[gnu::cold]] inline void explain_unreadable(error& e, wire_reply const& reply) {
    e.kind = error_kind::malformed_reply;
    e.message = bedrock::detail::joined({"the reply cannot be read: ", e.message, "; it has ",
                                         bedrock::detail::decimal{reply.body.size()},
                                         " bytes, beginning with: ", excerpt(reply.body)});
    e.remedy = "check the endpoint's address, and whether a proxy on the way cuts or changes replies";
    e.status = reply.status;
    e.request_id = request_id(reply);
}

[[gnu::noinline]] inline result<void> read_body(wire_reply const& reply, void* response,
                                                json::detail::read_function read) {
    auto done = check_json_head(reply);
    if (!done)
        return done;
    done = json::detail::read_text(reply.body, {}, response, read);
    if (!done)
        explain_unreadable(done.error(), reply);
    return done;
}

/// A 2xx whose whole body is one JSON document.
template <class Response>
result<Response> read_reply(wire_reply const& reply) {
    result<Response> response{std::in_place};
    if (auto done = read_body(reply, &*response, &json::detail::read_whole<Response>); !done)
        response = std::unexpected{std::move(done.error())};
    return response;
}

}  // namespace bedrock::api::detail
