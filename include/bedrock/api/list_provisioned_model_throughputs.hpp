// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/detail/rest.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/api/provisioned_model.hpp>
#include <bedrock/api/sort_order.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/timestamp.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>

namespace bedrock {

/// What a listing is sorted by.
enum class provisioned_models_key : std::uint8_t { creation_time };

constexpr auto describe(json::type<provisioned_models_key>) {
    return json::names(json::name{provisioned_models_key::creation_time, "CreationTime"});
}

struct list_provisioned_model_throughputs_request {
    std::optional<timestamp> creation_time_after{};
    std::optional<timestamp> creation_time_before{};
    std::optional<json::open<provisioned_model_status>> status_equals{};
    std::string model_arn_equals{};
    std::string name_contains{};
    std::optional<std::int64_t> max_results{};  ///< a page, 1 to 1000
    std::string next_token{};                   ///< of the page before; empty: the first page
    std::optional<json::open<provisioned_models_key>> sort_by{};
    std::optional<json::open<bedrock::sort_order>> sort_order{};

    friend bool operator==(list_provisioned_model_throughputs_request const&,
                           list_provisioned_model_throughputs_request const&) = default;
};

struct list_provisioned_model_throughputs_response {
    std::vector<provisioned_model> provisioned_model_summaries{};
    std::string next_token{};  ///< empty: there are no more

    friend bool operator==(list_provisioned_model_throughputs_response const&,
                           list_provisioned_model_throughputs_response const&) = default;
};

constexpr auto describe(json::type<list_provisioned_model_throughputs_response>) {
    using r = list_provisioned_model_throughputs_response;
    return json::object(json::member{"provisionedModelSummaries", &r::provisioned_model_summaries},
                        json::omit_empty{"nextToken", &r::next_token});
}

namespace api {

/// The provisioned throughputs of the account in a region, a page of them; see `bedrock::pages`.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListProvisionedModelThroughputs.html
struct list_provisioned_model_throughputs {
    using request = list_provisioned_model_throughputs_request;
    using response = list_provisioned_model_throughputs_response;

    static constexpr std::string_view name = "ListProvisionedModelThroughputs";
    static constexpr std::string_view service = "bedrock";

    static result<void> encode(request const& asked, wire_request& out) {
        detail::begin(out, "GET", "/provisioned-model-throughputs");
        if (auto done = detail::add_query(out, "creationTimeAfter", asked.creation_time_after); !done)
            return done;
        if (auto done = detail::add_query(out, "creationTimeBefore", asked.creation_time_before); !done)
            return done;
        detail::add_query(out, "statusEquals", asked.status_equals);
        detail::add_query(out, "modelArnEquals", asked.model_arn_equals);
        detail::add_query(out, "nameContains", asked.name_contains);
        detail::add_query(out, "maxResults", asked.max_results);
        detail::add_query(out, "nextToken", asked.next_token);
        detail::add_query(out, "sortBy", asked.sort_by);
        detail::add_query(out, "sortOrder", asked.sort_order);
        return {};
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
};

static_assert(whole_operation<list_provisioned_model_throughputs>);

}  // namespace api

}  // namespace bedrock
