// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <bedrock/core/story.hpp>
#include <bedrock/core/text.hpp>

namespace bedrock {

/// What the service or the library says went wrong, with enough to act on. A plain value; holds no secret.
struct error {
    error_kind kind = error_kind::unknown;
    std::string code{};        ///< the service's name for it (`ThrottlingException`), empty for local errors
    std::string message{};     ///< the service's words, or what was tried and failed
    std::string remedy{};      ///< what to do about it; empty when nothing better than the message is known
    int status = 0;            ///< HTTP status; 0 when no reply was read
    std::string region{};      ///< source region of the last try; empty when none was chosen
    std::string request_id{};  ///< `x-amzn-RequestId` of the last reply, for AWS support
    bedrock::story story{};    ///< every attempt of the call, each with its cause and wait

    /// One or more lines for a person: kind, code, message, place, request ID, remedy.
    std::string describe() const;
};

[[gnu::cold]] inline std::string error::describe() const {
    std::string where;
    detail::append_item(where, "", "region ", region);
    if (status != 0)
        detail::append_item(where, "", "HTTP status ", detail::decimal{status});
    detail::append_item(where, "", "request ID ", request_id);
    if (auto const tries = story.attempts().size(); tries > 1)
        detail::append_item(where, "", "attempts ", detail::decimal{tries});
    if (story.end > ending::not_retryable && story.end <= ending::deadline && kind != error_kind::deadline)
        detail::append_item(where, "", "ended because: ", to_string(story.end));
    std::string_view const none;
    bool const coded = !code.empty(), placed = !where.empty();
    auto text = detail::joined({to_string(kind), coded ? " (" : none, code, coded ? "): " : ": ", message,
                                placed ? " [" : none, where, placed ? "]" : none});
    detail::hide_controls(text);  // a region or an ID may hold anything
    return detail::joined({text, remedy.empty() ? none : "\n  what to do: ", remedy});
}

}  // namespace bedrock
