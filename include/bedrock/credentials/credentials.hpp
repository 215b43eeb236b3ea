// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

#include <bedrock/core/result.hpp>

namespace bedrock::credentials {

/// What a source lends for one signature: views into what the source owns. A session token that is empty is
/// none.
struct view {
    std::string_view access_key_id{};
    std::string_view secret_access_key{};
    std::string_view session_token{};
};

namespace detail {

/// Whether all of it is visible ASCII, which nearly every key is.
constexpr bool visible(std::string_view text) {
    for (char const c : text)
        if (c <= ' ' || c >= 0x7f)  // bytes beyond ASCII are negative, or above
            return false;
    return true;
}

/// Why a text cannot be (part of) a key, as words that follow "is"; empty if it can. Never quotes the text.
constexpr std::string_view fault(std::string_view text) {
    constexpr auto blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    if (text.empty())
        return "empty";
    if (visible(text))
        return {};
    std::size_t blanks = 0, controls = 0;
    for (char const c : text) {
        blanks += blank(c);
        controls += (c >= 0 && c < ' ') || c == 0x7f;
    }
    if (blanks == text.size())
        return "blank";
    if (blank(text.front()) || blank(text.back()))
        return "malformed: it begins or ends with white space or a line end";
    if (blanks != 0)
        return "malformed: it has white space inside";
    return controls != 0 ? "malformed: it has a control character inside"
                         : "malformed: it has a character outside ASCII";
}

/// An error for the named variable or field; never with its value.
[[gnu::cold]] inline std::unexpected<error> unusable(std::string_view name, std::string_view fault,
                                                     std::string_view remedy) {
    return failure(error_kind::credentials, {name, " is ", fault}, remedy);
}

}  // namespace detail

/// Where the parts of a `view` came from, to be named in an error.
struct origin {
    std::string_view access_key_id{};
    std::string_view secret_access_key{};
    std::string_view session_token{};
    std::string_view missing = "empty";  ///< what to say of a required part that is empty
    std::string_view remedy{};
};

/// The same view if it can be signed with, else an error that names the part at fault.
///
/// Keys are visible ASCII. What is copied from a file or a web page often brings a space or a line end along;
/// sent on, that would come back as "signature does not match", so it is refused here with the reason.
inline result<view> checked(view const& v, origin const& from) {
    if (auto const f = detail::fault(v.access_key_id); !f.empty())
        return detail::unusable(from.access_key_id, v.access_key_id.empty() ? from.missing : f, from.remedy);
    // Each of them ends the ID where it stands in the Authorization header.
    if (v.access_key_id.find('/') != std::string_view::npos ||
        v.access_key_id.find(',') != std::string_view::npos)
        return detail::unusable(from.access_key_id, "malformed: it has a character that no access key ID has",
                                from.remedy);
    if (auto const f = detail::fault(v.secret_access_key); !f.empty())
        return detail::unusable(from.secret_access_key, v.secret_access_key.empty() ? from.missing : f,
                                from.remedy);
    if (v.session_token.empty())
        return v;
    if (auto const f = detail::fault(v.session_token); !f.empty())
        return detail::unusable(from.session_token, f, from.remedy);
    return v;
}

}  // namespace bedrock::credentials
