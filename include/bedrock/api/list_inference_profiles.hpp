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
#include <bedrock/api/inference_profile.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>

namespace bedrock {

struct list_inference_profiles_request {
    std::optional<std::int64_t> max_results{};  ///< a page, 1 to 1000
    std::string next_token{};                   ///< of the page before; empty: the first page
    std::optional<json::open<inference_profile_type>> type{};

    friend bool operator==(list_inference_profiles_request const&,
                           list_inference_profiles_request const&) = default;
};

struct list_inference_profiles_response {
    std::vector<inference_profile> inference_profile_summaries{};
    std::string next_token{};  ///< empty: there are no more

    friend bool operator==(list_inference_profiles_response const&,
                           list_inference_profiles_response const&) = default;
};

constexpr auto describe(json::type<list_inference_profiles_response>) {
    using r = list_inference_profiles_response;
    return json::object(json::member{"inferenceProfileSummaries", &r::inference_profile_summaries},
                        json::omit_empty{"nextToken", &r::next_token});
}

namespace api {

/// The inference profiles that can be called from a region, a page of them; see `bedrock::pages`.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListInferenceProfiles.html
struct list_inference_profiles {
    using request = list_inference_profiles_request;
    using response = list_inference_profiles_response;

    static constexpr std::string_view name = "ListInferenceProfiles";
    static constexpr std::string_view service = "bedrock";

    static result<void> encode(request const& asked, wire_request& out) {
        detail::begin(out, "GET", "/inference-profiles");
        detail::add_query(out, "maxResults", asked.max_results);
        detail::add_query(out, "type", asked.type);
        detail::add_query(out, "nextToken", asked.next_token);
        return {};
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
};

static_assert(whole_operation<list_inference_profiles>);

}  // namespace api

}  // namespace bedrock
