// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/api/async_invocation.hpp>
#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/detail/rest.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/api/sort_order.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/timestamp.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>

namespace bedrock {

/// What a listing is sorted by.
enum class async_invocations_key : std::uint8_t { submission_time };

constexpr auto describe(json::type<async_invocations_key>) {
    return json::names(json::name{async_invocations_key::submission_time, "SubmissionTime"});
}

struct list_async_invokes_request {
    std::optional<timestamp> submit_time_after{};
    std::optional<timestamp> submit_time_before{};
    std::optional<json::open<async_invoke_status>> status_equals{};
    std::optional<std::int64_t> max_results{};  ///< a page, 1 to 1000
    std::string next_token{};                   ///< of the page before; empty: the first page
    std::optional<json::open<async_invocations_key>> sort_by{};
    std::optional<json::open<bedrock::sort_order>> sort_order{};

    friend bool operator==(list_async_invokes_request const&, list_async_invokes_request const&) = default;
};

struct list_async_invokes_response {
    std::vector<async_invocation> async_invoke_summaries{};
    std::string next_token{};  ///< empty: there are no more

    friend bool operator==(list_async_invokes_response const&, list_async_invokes_response const&) = default;
};

constexpr auto describe(json::type<list_async_invokes_response>) {
    using r = list_async_invokes_response;
    return json::object(json::member{"asyncInvokeSummaries", &r::async_invoke_summaries},
                        json::omit_empty{"nextToken", &r::next_token});
}

namespace api {

/// The asynchronous invocations of the account in a region, a page of them; see `bedrock::pages`.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ListAsyncInvokes.html
struct list_async_invokes {
    using request = list_async_invokes_request;
    using response = list_async_invokes_response;

    static constexpr std::string_view name = "ListAsyncInvokes";
    static constexpr std::string_view service = "bedrock-runtime";

    static result<void> encode(request const& asked, wire_request& out) {
        detail::begin(out, "GET", "/async-invoke");
        if (auto done = detail::add_query(out, "submitTimeAfter", asked.submit_time_after); !done)
            return done;
        if (auto done = detail::add_query(out, "submitTimeBefore", asked.submit_time_before); !done)
            return done;
        detail::add_query(out, "statusEquals", asked.status_equals);
        detail::add_query(out, "maxResults", asked.max_results);
        detail::add_query(out, "nextToken", asked.next_token);
        detail::add_query(out, "sortBy", asked.sort_by);
        detail::add_query(out, "sortOrder", asked.sort_order);
        return {};
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
};

static_assert(whole_operation<list_async_invokes>);

}  // namespace api

}  // namespace bedrock
