// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <bedrock/core/story.hpp>

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

inline std::string error::describe() const {
    std::string text{to_string(kind)};
    if (!code.empty())
        text.append(" (").append(code).append(")");
    text.append(": ").append(message);

    std::string where;
    auto const note = [&where](std::string_view label, std::string_view value) {
        if (value.empty())
            return;
        where.append(where.empty() ? "" : ", ").append(label).append(" ").append(value);
    };
    note("region", region);
    note("HTTP status", status == 0 ? std::string{} : std::to_string(status));
    note("request ID", request_id);
    if (auto const tries = story.attempts().size(); tries > 1)
        note("attempts", std::to_string(tries));
    if (story.end > ending::not_retryable && story.end < ending::deadline)
        note("ended because:", to_string(story.end));
    if (!where.empty())
        text.append(" [").append(where).append("]");
    if (!remedy.empty())
        text.append("\n  what to do: ").append(remedy);
    return text;
}

}  // namespace bedrock
