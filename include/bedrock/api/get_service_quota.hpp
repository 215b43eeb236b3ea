// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <bedrock/api/detail/aws_json.hpp>
#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/api/service_quota.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/json/describe.hpp>

namespace bedrock {

struct get_service_quota_request {
    std::string service_code = "bedrock";
    std::string quota_code{};                 ///< `L-…`
    std::optional<std::string> context_id{};  ///< of a resource or account

    friend bool operator==(get_service_quota_request const&, get_service_quota_request const&) = default;
};

constexpr auto describe(json::type<get_service_quota_request>) {
    using r = get_service_quota_request;
    return json::object(json::member{"ServiceCode", &r::service_code},
                        json::member{"QuotaCode", &r::quota_code}, json::member{"ContextId", &r::context_id});
}

struct get_service_quota_response {
    service_quota quota{};

    friend bool operator==(get_service_quota_response const&, get_service_quota_response const&) = default;
};

constexpr auto describe(json::type<get_service_quota_response>) {
    return json::object(json::required{"Quota", &get_service_quota_response::quota});
}

namespace api {

/// One quota that the account has in a region.
/// https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html
struct get_service_quota {
    using request = get_service_quota_request;
    using response = get_service_quota_response;

    static constexpr std::string_view name = "GetServiceQuota";
    static constexpr std::string_view service = "service-quotas";

    static result<void> encode(request const& asked, wire_request& out) {
        return detail::encode_service_quotas(name, asked, out);
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
};

static_assert(whole_operation<get_service_quota>);

}  // namespace api

}  // namespace bedrock
