// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>
#include <string_view>

#include <bedrock/api/detail/binding.hpp>
#include <bedrock/api/detail/printable.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/core/result.hpp>

namespace bedrock::api {

namespace detail {

[[gnu::cold]] inline std::string request_id(wire_reply const& reply) {
    return printable(find_header(reply.headers, "x-amzn-RequestId"), 128);
}

/// A 2xx that is not what the operation answers with.
[[gnu::cold]] inline std::unexpected<error> malformed(wire_reply const& reply, std::string_view message) {
    auto e = failure(error_kind::malformed_reply, {message},
                     "check the endpoint's address, and whether a proxy or a login page answers in place of "
                     "Bedrock");
    e.error().status = reply.status;
    e.error().request_id = request_id(reply);
    return e;
}

[[gnu::noinline]] inline bool is_media_type(std::string_view value, std::string_view type) {
    return same_ignoring_case(value.substr(0, std::min(value.find(';'), value.find(' '))), type);
}

/// "expected X, but the reply is Y, beginning with: …"
[[gnu::cold]] inline std::string not_as_expected(wire_reply const& reply, std::string_view expected) {
    auto const type = find_header(reply.headers, "content-type");
    auto const shown = type.empty() ? "missing" : bedrock::detail::joined({"\"", excerpt(type, 80), "\""});
    return bedrock::detail::joined({"expected ", expected, ", but the reply's content type is ", shown,
                                    reply.body.empty() ? "" : ", beginning with: ", excerpt(reply.body)});
}

}  // namespace detail

/// A reply that should be one JSON document: its content type says so (that of awsJson too), and there is a
/// body.
inline result<void> check_json_head(wire_reply const& reply) {
    auto const type = detail::find_header(reply.headers, "content-type");
    if (!detail::is_media_type(type, "application/json") &&
        !detail::is_media_type(type, "application/x-amz-json-1.1"))
        return detail::malformed(reply, detail::not_as_expected(reply, "application/json"));
    if (reply.body.empty())
        return detail::malformed(reply, "expected a JSON document, but the reply has no body");
    return {};
}

/// A reply that should be an event stream; asked when its head has come, before any event.
inline result<void> check_stream_head(wire_reply const& reply) {
    constexpr std::string_view type = "application/vnd.amazon.eventstream";
    if (!detail::is_media_type(detail::find_header(reply.headers, "content-type"), type))
        return detail::malformed(reply, detail::not_as_expected(reply, type));
    return {};
}

}  // namespace bedrock::api
