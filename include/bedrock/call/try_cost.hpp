// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>

#include <bedrock/call/commands.hpp>
#include <bedrock/core/error_kind.hpp>
#include <bedrock/core/tokens.hpp>
#include <bedrock/quota/concept.hpp>

namespace bedrock::call {

namespace detail {

/// Of a try whose usage the service did not tell.
inline quota::settlement cost_unsaid(failed_try const& f, std::optional<tokens_used> const& seen,
                                     tokens_used const& estimate, bool accepted) {
    using enum error_kind;
    if (accepted)
        return {.used = seen.value_or(estimate), .estimated = true};
    auto const kind = f.what.kind;
    auto const good = f.what.status >= 200 && f.what.status < 300;  // and broke off in its middle
    auto const worked = good || kind == model_timeout || kind == model_error || kind == malformed_reply ||
                        kind == reply_too_large || kind == interrupted;
    if (worked)
        return {.used = seen.value_or(estimate), .estimated = true, .as_held = !seen};
    if (f.left_whole && !f.answered && !f.stale)
        return {.used = estimate, .estimated = true, .as_held = true};
    return {.refused = true};
}

}  // namespace detail

/// What a failed try cost: nothing when the service refused it or never got it whole; when work may have been done,
/// what was `seen` of it, or else what was asked, the `estimate`. `accepted`: a good reply had begun.
inline quota::settlement cost_of(failed_try const& f, std::optional<tokens_used> const& seen,
                                 tokens_used const& estimate, bool accepted) {
    auto cost = detail::cost_unsaid(f, seen, estimate, accepted);
    cost.cause = f.what.kind;
    cost.lack = quota::shortage_in(f.what.message);
    return cost;
}

/// The same of a try that is dropped, and why: the service may go on with what it got whole.
inline quota::settlement cost_of(progress const& dropped, tokens_used const& estimate, error_kind why) {
    if (dropped.sent == sent::nothing)
        return {.unsent = true, .cause = why};
    if (dropped.sent == sent::part)
        return {.refused = true, .cause = why};
    return {
        .used = dropped.used.value_or(estimate), .estimated = true, .as_held = !dropped.used, .cause = why};
}

}  // namespace bedrock::call
