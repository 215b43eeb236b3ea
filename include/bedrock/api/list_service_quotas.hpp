// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/api/detail/aws_json.hpp>
#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/api/service_quota.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>

namespace bedrock {

struct list_service_quotas_request {
    std::string service_code = "bedrock";
    std::string next_token{};  ///< of the page before; empty: the first page
    std::optional<std::int64_t> max_results =
        100;                                  ///< a page, the most there is: Bedrock has a dozen such pages
    std::optional<std::string> quota_code{};  ///< only this one, for each resource
    std::optional<json::open<quota_level>> quota_applied_at_level{};

    friend bool operator==(list_service_quotas_request const&, list_service_quotas_request const&) = default;
};

constexpr auto describe(json::type<list_service_quotas_request>) {
    using r = list_service_quotas_request;
    return json::object(
        json::member{"ServiceCode", &r::service_code}, json::omit_empty{"NextToken", &r::next_token},
        json::member{"MaxResults", &r::max_results}, json::member{"QuotaCode", &r::quota_code},
        json::member{"QuotaAppliedAtLevel", &r::quota_applied_at_level});
}

struct list_service_quotas_response {
    std::vector<service_quota> quotas{};
    std::string next_token{};  ///< empty: there are no more

    friend bool operator==(list_service_quotas_response const&,
                           list_service_quotas_response const&) = default;
};

constexpr auto describe(json::type<list_service_quotas_response>) {
    using r = list_service_quotas_response;
    return json::object(json::member{"Quotas", &r::quotas}, json::omit_empty{"NextToken", &r::next_token});
}

namespace api {

/// The quotas that the account has in a region, a page of them; see `bedrock::pages`. A quota that was never
/// changed may be among the defaults only: `list_aws_default_service_quotas`.
/// https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServiceQuotas.html
struct list_service_quotas {
    using request = list_service_quotas_request;
    using response = list_service_quotas_response;

    static constexpr std::string_view name = "ListServiceQuotas";
    static constexpr std::string_view service = "service-quotas";

    static result<void> encode(request const& asked, wire_request& out) {
        return detail::encode_service_quotas(name, asked, out);
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
};

static_assert(whole_operation<list_service_quotas>);

}  // namespace api

}  // namespace bedrock
