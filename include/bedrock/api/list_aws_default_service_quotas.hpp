// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <bedrock/api/detail/aws_json.hpp>
#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/list_service_quotas.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/json/describe.hpp>

namespace bedrock {

struct list_aws_default_service_quotas_request {
    std::string service_code = "bedrock";
    std::string next_token{};                       ///< of the page before; empty: the first page
    std::optional<std::int64_t> max_results = 100;  ///< a page, the most there is

    friend bool operator==(list_aws_default_service_quotas_request const&,
                           list_aws_default_service_quotas_request const&) = default;
};

constexpr auto describe(json::type<list_aws_default_service_quotas_request>) {
    using r = list_aws_default_service_quotas_request;
    return json::object(json::member{"ServiceCode", &r::service_code},
                        json::omit_empty{"NextToken", &r::next_token},
                        json::member{"MaxResults", &r::max_results});
}

namespace api {

/// The quotas that an account begins with in a region, a page of them; see `bedrock::pages`.
/// https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListAWSDefaultServiceQuotas.html
struct list_aws_default_service_quotas {
    using request = list_aws_default_service_quotas_request;
    using response = list_service_quotas_response;

    static constexpr std::string_view name = "ListAWSDefaultServiceQuotas";
    static constexpr std::string_view service = "service-quotas";

    static result<void> encode(request const& asked, wire_request& out) {
        return detail::encode_service_quotas(name, asked, out);
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
};

static_assert(whole_operation<list_aws_default_service_quotas>);

}  // namespace api

}  // namespace bedrock
