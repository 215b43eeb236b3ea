// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <bedrock/api/operation.hpp>
#include <bedrock/call/options.hpp>
#include <bedrock/core/pull_iterator.hpp>
#include <bedrock/core/result.hpp>

namespace bedrock {

namespace api {

/// An operation that lists a page at a time: its answers say with which token to ask for the next one.
template <class O>
concept paged_operation = whole_operation<O> && plain_operation<O> &&
                          requires(typename O::request& request, typename O::response& response) {
                              { request.next_token } -> std::same_as<std::string&>;
                              { response.next_token } -> std::same_as<std::string&>;
                          };

}  // namespace api

namespace detail {

/// Notices that a page token comes again, whatever the length of the cycle, and holds one token only: Brent's
/// algorithm.
class token_watch {
 public:
    bool seen_before(std::string_view token) {
        if (token == kept_)
            return true;
        if (++age_ == life_) {
            kept_ = token;
            age_ = 0;
            life_ *= 2;
        }
        return false;
    }

 private:
    std::string kept_{};  // tokens are not empty
    std::size_t age_ = 0;
    std::size_t life_ = 1;
};

}  // namespace detail

/// A listing page by page, each asked for when it is come to: a pull range of `result<reply<response>>`.
///
///     for (auto& page : bedrock::pages<bedrock::api::list_inference_profiles>(client)) {
///         if (!page) return complain(page.error());   // always the last element
///         for (auto const& profile : (*page)->inference_profile_summaries)
///             print(profile.inference_profile_id);
///     }
///
/// The options are those of each call: a deadline is a page's. The range ends after the last page or after one
/// error: what a call failed with, or a service that never ends (`malformed_reply`): the same token twice, or
/// more than `most` pages. One page is held at a time. `Client` is a `client`, or whatever has its `call`; it
/// is copied, which for a client costs nothing. Not to be used from two threads at once.
template <api::paged_operation O, class Client>
class page_range {
 public:
    using page = reply<typename O::response>;

    page_range(Client client, typename O::request first, call_options options, std::size_t most)
        : client_{std::move(client)}, request_{std::move(first)}, options_{std::move(options)}, left_{most} {}

    /// The next page; or an error, which is the last word; or nothing after the last page.
    std::optional<result<page>> next();

    auto begin() { return pull_iterator{*this}; }
    std::default_sentinel_t end() const { return {}; }

 private:
    enum class state : std::uint8_t { more, endless, done };

    Client client_;
    typename O::request request_;
    call_options options_;
    std::size_t left_;
    detail::token_watch tokens_{};
    state state_ = state::more;
};

template <api::paged_operation O, class Client>
auto page_range<O, Client>::next() -> std::optional<result<page>> {
    if (state_ == state::done)
        return std::nullopt;
    if (state_ == state::endless || left_ == 0) {
        auto const why = left_ == 0 ? "there are more pages than were allowed"
                                    : "the service answered with the same page token twice";
        state_ = state::done;
        return result<page>{failure(error_kind::malformed_reply, {O::name, " does not end: ", why},
                                    "check the endpoint's address, and whether a cache on the way answers in "
                                    "place of AWS")};
    }
    auto got = client_.template call<O>(request_, options_);
    if (!got || (*got)->next_token.empty()) {
        state_ = state::done;
        return got;
    }
    request_.next_token = (*got)->next_token;
    --left_;
    if (tokens_.seen_before(request_.next_token))
        state_ = state::endless;
    return got;
}

/// The pages of a listing: see `page_range`.
template <api::paged_operation O, class Client>
page_range<O, Client> pages(Client client, typename O::request request = {}, call_options options = {},
                            std::size_t most = 10'000) {
    return {std::move(client), std::move(request), std::move(options), most};
}

}  // namespace bedrock
