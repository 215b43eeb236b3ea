// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <bedrock/core/text.hpp>

namespace bedrock::quota {

/// What a limit is on: one kind of bucket of a model, all of a model's, or all models of the account.
enum class limit_scope : std::uint8_t { on_demand, geographic, global, model, account };

/// What the name of one of Bedrock's quotas says. Views into the name.
struct limit_name {
    limit_scope scope = limit_scope::on_demand;
    bool tokens = false;   ///< else requests
    bool per_day = false;  ///< else per minute
    bool doubled = false;  ///< for cross-region calls
    std::string_view
        variant{};  ///< of a bucket beside the model's own: `latency-optimized`, `1M Context Length`
    std::string_view model{};  ///< provider and model, `Anthropic Claude 3.5 Sonnet`; empty of `account`

    friend constexpr bool operator==(limit_name const&, limit_name const&) = default;
};

namespace detail {

/// Takes `word` from the front of a text, in whatever case.
constexpr bool take_front(std::string_view& text, std::string_view word) {
    bool const there = bedrock::detail::same_ignoring_case(text.substr(0, word.size()), word);
    if (there)
        text.remove_prefix(word.size());
    return there;
}

/// The same from its end; what was there, or nothing.
constexpr std::string_view take_back(std::string_view& text, std::string_view word) {
    if (text.size() < word.size() ||
        !bedrock::detail::same_ignoring_case(text.substr(text.size() - word.size()), word))
        return {};
    auto const taken = text.substr(text.size() - word.size());
    text.remove_suffix(word.size());
    return taken;
}

constexpr std::optional<limit_scope> take_scope(std::string_view& text) {
    struct wording {
        std::string_view front;
        limit_scope scope;
    };
    for (auto const& [front, scope] : {
             wording{"on-demand ", limit_scope::on_demand},
             wording{"global cross-region ", limit_scope::global},
             wording{"cross-region ", limit_scope::geographic},
             wording{"model invocation max ", limit_scope::model},
             wording{"cross-model max ", limit_scope::account},
         })
        if (take_front(text, front))
            return scope;
    return {};
}

}  // namespace detail

/// Reads a quota's name in any of the wordings of 2024 to 2026, whatever its capital letters; nothing for the
/// quotas that limit no calls of bedrock-runtime.
///
///     parse_limit_name("On-demand InvokeModel tokens per minute for Anthropic Claude 3 Haiku")
constexpr std::optional<limit_name> parse_limit_name(std::string_view name) {
    limit_name found;
    auto const scope = detail::take_scope(name);
    if (!scope)
        return {};
    found.scope = *scope;
    if (found.scope < limit_scope::model) {
        constexpr std::string_view latency = "latency-optimized";
        if (auto const before = name; detail::take_front(name, latency)) {
            found.variant = before.substr(0, latency.size());
            detail::take_front(name, " ");
        }
        if (!detail::take_front(name, "model inference ") && !detail::take_front(name, "invokemodel "))
            return {};
    }

    found.tokens = detail::take_front(name, "tokens ");
    if (!found.tokens && !detail::take_front(name, "requests "))
        return {};
    found.per_day = detail::take_front(name, "per day");
    if (!found.per_day && !detail::take_front(name, "per minute"))
        return {};
    if (found.per_day ? !found.tokens : found.scope >= limit_scope::model)
        return {};  // a day's limit is on tokens, and one beyond a bucket is a day's
    if (found.scope == limit_scope::account)
        return name.empty() ? std::optional{found} : std::nullopt;

    if (!detail::take_front(name, " for "))
        return {};
    found.doubled = !detail::take_back(name, " (doubled for cross-region calls)").empty();
    if (auto const context = detail::take_back(name, " 1m context length"); !context.empty())
        found.variant = context.substr(1);
    found.model = name;
    return name.empty() ? std::nullopt : std::optional{found};
}

}  // namespace bedrock::quota
