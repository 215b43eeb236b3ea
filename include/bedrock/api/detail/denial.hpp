// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string_view>

namespace bedrock::api::detail {

/// What IAM's words about a denial name; empty where they do not. Views into the message.
struct denial {
    std::string_view action{};    ///< `bedrock:InvokeModel`
    std::string_view resource{};  ///< the ARN that was not permitted
    std::string_view region{};    ///< of that ARN: where the request was to run
    std::string_view
        policy{};  ///< the kind that denied, or that should have allowed: `service control policy`
    std::string_view policy_arn{};
};

/// What stands after `before`, up to the first of `ends` or the end.
[[gnu::cold, gnu::noinline]] constexpr std::string_view between(std::string_view text,
                                                                std::string_view before,
                                                                std::string_view ends) {
    auto const at = text.find(before);
    if (at == text.npos)
        return {};
    text.remove_prefix(at + before.size());
    return text.substr(0, text.find_first_of(ends));
}

/// The region in `… on resource: arn:aws:bedrock:REGION:…`; apart from the rest, since each client holds it.
constexpr std::string_view denied_region(std::string_view message) {
    auto const arn = between(message, "on resource: ", " ");
    return between(arn, ":bedrock:", ":");
}

/// `… is not authorized to perform: ACTION on resource: ARN with an explicit deny in a POLICY: ARN`, or
/// `… because no POLICY allows the … action`.
constexpr denial denial_of(std::string_view message) {
    denial d{.action = between(message, "to perform: ", " "),
             .resource = between(message, "on resource: ", " "),
             .region = denied_region(message),
             .policy = between(message, "explicit deny in a", ":(")};
    if (auto const space = d.policy.find(' '); space != d.policy.npos) {  // after "a" or "an"
        d.policy.remove_prefix(space + 1);
        d.policy_arn = between(message.substr(message.find("explicit deny")), ": ", " ");
    } else if (auto const allows = message.find(" allows the "), no = message.find("because no ");
               no < allows && allows != message.npos) {
        d.policy = message.substr(no + 11, allows - no - 11);
    }
    return d;
}

}  // namespace bedrock::api::detail
