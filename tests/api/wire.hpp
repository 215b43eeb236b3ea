// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>
#include <string_view>

#include <bedrock/api/operation.hpp>
#include <bedrock/core/result.hpp>

#include "support/contains.hpp"

/// Operations of no model as one line of text and back, for tests.
namespace wire {

using support::contains;

/// Method, path and query, content type and body; or the error.
template <class Operation>
std::string sent(typename Operation::request const& request) {
    bedrock::api::wire_request wire;
    wire.query = "left=over";
    if (auto const done = Operation::encode(request, wire); !done)
        return done.error().describe();
    std::string line{wire.method};
    line.append(" ").append(wire.path);
    if (!wire.query.empty())
        line.append("?").append(wire.query);
    for (std::string_view const part : {wire.headers.find("content-type"), std::string_view{wire.body}})
        if (!part.empty())
            line.append(" ").append(part);
    return line;
}

/// The words of an error that is the caller's; "sent" if there is none.
template <class Operation>
std::string refusal(typename Operation::request const& request) {
    bedrock::api::wire_request wire;
    auto const done = Operation::encode(request, wire);
    if (done)
        return "sent";
    return done.error().kind == bedrock::error_kind::refused_locally ? done.error().describe()
                                                                     : "another kind of error";
}

/// The header that names the operation in awsJson.
template <class Operation>
std::string target() {
    bedrock::api::wire_request wire;
    return Operation::encode({}, wire) ? std::string{wire.headers.find("x-amz-target")} : "refused";
}

template <class Operation>
bedrock::result<typename Operation::response> decoded(std::string_view body,
                                                      std::string_view type = "application/json") {
    bedrock::header_list headers;
    if (!type.empty() && !headers.add("Content-Type", type))
        return bedrock::failure({.message = "no such header"});
    return Operation::decode({.status = 200, .headers = &headers, .body = body});
}

}  // namespace wire
