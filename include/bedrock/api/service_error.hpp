// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <bedrock/api/detail/denial.hpp>
#include <bedrock/api/detail/error_table.hpp>
#include <bedrock/api/detail/printable.hpp>
#include <bedrock/api/detail/redact.hpp>
#include <bedrock/api/detail/remedies.hpp>
#include <bedrock/api/detail/text.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/api/reply_head.hpp>
#include <bedrock/core/error.hpp>
#include <bedrock/core/text.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/reader.hpp>
#include <bedrock/json/values.hpp>

namespace bedrock::api {

namespace detail {

inline constexpr std::size_t longest_words = 2'000;

/// The body of an error; everything raw, so that no member's type can spoil the others.
struct error_body {
    json::raw code{};
    json::raw type{};
    json::raw message{};
    json::raw capital_code{};
    json::raw capital_message{};
    json::raw error{};  ///< some gateways wrap it all once more
    json::raw original_status{};
    json::raw original_message{};
    json::raw resource{};
};

constexpr auto describe(json::type<error_body>) {
    using b = error_body;
    return json::object(json::member{"code", &b::code}, json::member{"__type", &b::type},
                        json::member{"message", &b::message}, json::member{"Code", &b::capital_code},
                        json::member{"Message", &b::capital_message}, json::member{"error", &b::error},
                        json::member{"originalStatusCode", &b::original_status},
                        json::member{"originalMessage", &b::original_message},
                        json::member{"resourceName", &b::resource});
}

/// A string's text; any other document as it is written; nothing for null.
[[gnu::cold, gnu::noinline]] inline std::string plain(json::raw const& value) {
    if (value.text.starts_with('"'))
        if (std::string text; json::detail::try_read(text, value.text))
            return text;
    return value.text == "null" ? std::string{} : value.text;
}

/// The first of the two that says something.
[[gnu::cold, gnu::noinline]] inline std::string plain(json::raw const& a, json::raw const& b) {
    auto words = plain(a);
    return words.empty() ? plain(b) : words;
}

/// `aws.bedrock#ThrottlingException:http://…` without its ends.
constexpr std::string_view bare_code(std::string_view code) {
    code = code.substr(0, code.find(':'));
    if (auto const hash = code.rfind('#'); hash != std::string_view::npos)
        code.remove_prefix(hash + 1);
    return code;
}

/// Takes code, message and the model's own failure from a body.
[[gnu::cold]] inline void read_error_body(std::string_view text, error& e) {
    error_body body;
    if (!json::detail::try_read(body, text))
        return;
    auto const code = plain(body.code, body.capital_code);
    if (e.code.empty())
        e.code = bare_code(code.empty() ? plain(body.type) : code);
    e.message = plain(body.message, body.capital_message);
    if (e.message.empty() && body.error.text.starts_with('{')) {
        if (error_body inner; json::detail::try_read(inner, body.error.text))
            e.message = plain(inner.message, inner.capital_message);
    } else if (e.message.empty()) {
        e.message = plain(body.error);
    }

    auto const add = [&e](std::string_view label, std::string_view value) {
        bedrock::detail::append_item(e.remedy, "(the model's ", label, value);
    };
    add("status was ", plain(body.original_status));
    add("words were: ", plain(body.original_message));
    add("resource is ", plain(body.resource));
    if (!e.remedy.empty())
        e.remedy.push_back(')');
}

/// Cleans what came from outside, and says what kind of error it is and what to do.
[[gnu::cold]] inline error finished(error e) {
    auto const clean = [](std::string const& text) {
        auto words = printable(text, longest_words);
        redact(words);
        return words;
    };
    e.code = printable(e.code, 128);
    e.message = clean(e.message);
    e.kind = kind_of(e.code, e.status, e.message);
    auto const details = clean(e.remedy);
    auto const advice = remedy_for(e.kind, e.code, e.message);
    auto const region = e.kind == error_kind::access_denied ? denied_region(e.message) : std::string_view{};
    std::string_view const none;
    e.remedy =
        bedrock::detail::joined({region.empty() ? none : "denied in ", region, region.empty() ? none : ": ",
                                 advice, advice.empty() || details.empty() ? none : " ", details});
    return e;
}

}  // namespace detail

/// The error that a reply with another status than 2xx carries. Reads what it can: code from
/// `x-amzn-ErrorType`, else from the body, else the status; the message from the body, whatever it is.
[[gnu::cold]] inline error service_error(wire_reply const& reply) {
    error e{.status = reply.status, .request_id = detail::request_id(reply)};
    e.code = detail::bare_code(detail::find_header(reply.headers, "x-amzn-ErrorType"));
    detail::read_error_body(reply.body, e);

    auto const first = reply.body.find_first_not_of(" \t\r\n");
    bool const json = first != std::string_view::npos && reply.body[first] == '{';
    if (e.message.empty() && !json) {
        // A page of markup is a proxy's: the status in words is what it is about.
        bool const markup = first != std::string_view::npos && reply.body[first] == '<';
        e.message = markup || reply.body.empty() ? detail::reason_of(reply.status) : std::string_view{};
        if (first != std::string_view::npos)
            e.message = bedrock::detail::joined(
                {e.message, e.message.empty() ? "" : ": ", detail::excerpt(reply.body)});
    }
    if (reply.status >= 300 && reply.status < 400) {
        // Without its query, which may be somebody's session.
        auto const to = detail::find_header(reply.headers, "location");
        e.message = bedrock::detail::joined(
            {"the reply is a redirect to ",
             to.empty() ? "nowhere" : detail::excerpt(to.substr(0, to.find('?')), 200)});
    }
    if (e.code.empty())
        e.code = bedrock::detail::decimal{reply.status};
    return detail::finished(std::move(e));
}

}  // namespace bedrock::api
