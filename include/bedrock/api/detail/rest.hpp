// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <bedrock/api/detail/binding.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/api/reply_head.hpp>
#include <bedrock/core/percent_encode.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/text.hpp>
#include <bedrock/core/timestamp.hpp>
#include <bedrock/json/open.hpp>
#include <bedrock/json/writer.hpp>

// The parts that requests and replies of rest-json are put together from.

namespace bedrock::api::detail {

/// Starts `out` with a method and the beginning of a path.
inline void begin(wire_request& out, std::string_view method, std::string_view path) {
    out.clear();
    out.method = method;
    out.path.append(path);
}

/// Appends an ID or ARN to the path as one segment; `what` names it in an error.
inline result<void> add_label(wire_request& out, std::string_view what, std::string_view id) {
    if (auto const fault = fault_of_model(id); !fault.empty())  // the models' limits are those of all IDs
        return refused(
            {"the ", what, id.empty() ? " " : " \"", excerpt(id, 80), id.empty() ? "" : "\" ", fault},
            "pass the ID or the ARN as the service has it");
    append_percent_encoded(out.path, id);
    return {};
}

/// Adds a parameter to the query; nothing where it has no value.
inline void add_query(wire_request& out, std::string_view name, std::string_view value) {
    if (value.empty())
        return;
    out.query.append(out.query.empty() ? "" : "&").append(name).push_back('=');
    append_percent_encoded(out.query, value);
}

inline void add_query(wire_request& out, std::string_view name, std::optional<std::int64_t> number) {
    if (number)
        add_query(out, name, bedrock::detail::decimal{*number});
}

template <class E>
void add_query(wire_request& out, std::string_view name, std::optional<json::open<E>> const& choice) {
    if (choice)
        add_query(out, name, choice->text());
}

inline result<void> add_query(wire_request& out, std::string_view name, std::optional<timestamp> time) {
    std::string text;
    if (time && !append_timestamp(text, *time))
        return refused({name, " is before the year 1 or after 9999"}, "give a time within these years");
    add_query(out, name, std::string_view{text});
    return {};
}

/// Sets the body.
template <class Body>
result<void> put_json(wire_request& out, Body const& body) {
    static_cast<void>(out.headers.add("Content-Type", "application/json"));
    return json::write(out.body, body);
}

/// A 2xx that has nothing to say: an empty body, or JSON that is passed over. A page of markup is none.
template <class Response>
result<Response> read_nothing(wire_reply const& reply) {
    if (!reply.body.empty())
        if (auto const head = check_json_head(reply); !head)
            return std::unexpected{head.error()};
    return Response{};
}

}  // namespace bedrock::api::detail
