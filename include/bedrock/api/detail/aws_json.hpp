// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string_view>

#include <bedrock/api/operation.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/text.hpp>
#include <bedrock/json/writer.hpp>

namespace bedrock::api::detail {

/// A request to Service Quotas, which speaks awsJson 1.1: the operation is named in a header, and all else is
/// in the body.
template <class Body>
result<void> encode_service_quotas(std::string_view operation, Body const& body, wire_request& out) {
    out.clear();
    out.method = "POST";
    out.path = "/";
    static_cast<void>(out.headers.add("Content-Type", "application/x-amz-json-1.1"));
    static_cast<void>(
        out.headers.add("X-Amz-Target", bedrock::detail::joined({"ServiceQuotasV20190624.", operation})));
    return json::write(out.body, body);
}

}  // namespace bedrock::api::detail
