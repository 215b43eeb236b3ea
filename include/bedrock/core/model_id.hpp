// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bedrock {

/// What an identifier that stands in a model's place names.
enum class model_kind : std::uint8_t {
    unknown,                  ///< no form known here; it goes through all the same
    foundation_model,         ///< `anthropic.claude-3-haiku-20240307-v1:0`, or its ARN
    system_profile,           ///< `us.anthropic.…`, `global.…`, or its ARN: a cross-region inference profile
    application_profile,      ///< ARN of a profile of the account's own
    provisioned_model,        ///< ARN of Provisioned Throughput
    custom_model,             ///< ARN; for inference it is called through its deployment
    custom_model_deployment,  ///< ARN
    imported_model,           ///< ARN
    prompt,                   ///< ARN of a prompt of Prompt management
    prompt_router,            ///< ARN
    default_prompt_router,    ///< ARN
    marketplace_endpoint,     ///< ARN of a SageMaker endpoint
    plain_name,               ///< letters and digits, single `-` and `_` between them
};

/// The kind as words for a person, such as "application inference profile".
constexpr std::string_view to_string(model_kind kind) {
    switch (kind) {
        case model_kind::unknown:
            break;
        case model_kind::foundation_model:
            return "foundation model";
        case model_kind::system_profile:
            return "inference profile";
        case model_kind::application_profile:
            return "application inference profile";
        case model_kind::provisioned_model:
            return "provisioned model";
        case model_kind::custom_model:
            return "custom model";
        case model_kind::custom_model_deployment:
            return "custom model deployment";
        case model_kind::imported_model:
            return "imported model";
        case model_kind::prompt:
            return "prompt";
        case model_kind::prompt_router:
            return "prompt router";
        case model_kind::default_prompt_router:
            return "default prompt router";
        case model_kind::marketplace_endpoint:
            return "marketplace endpoint";
        case model_kind::plain_name:
            return "plain name";
    }
    return "unknown identifier";
}

/// A model identifier taken apart. Views into the text, which must outlive it; no heap, no error: what has no
/// form known here (empty parts, a wrong partition, more than 2,048 characters) is of kind `unknown`.
///
///     constexpr auto id = bedrock::model_id::parse("us.anthropic.claude-3-haiku-20240307-v1:0");
///     static_assert(id.geography == "us" && id.base == "anthropic.claude-3-haiku-20240307-v1:0");
///
/// Forms: the patterns of InvokeModelIdentifier in the model of bedrock-runtime 2023-09-30. They are read
/// openly: what follows the last known part may be anything of letters, digits and `-._:/`.
struct model_id {
    model_kind kind = model_kind::unknown;
    std::string_view text{};       ///< all of it
    std::string_view geography{};  ///< of a system profile: `us`, `eu`, `global`, …
    std::string_view base{};       ///< ID of the foundation model; empty where the text does not tell
    std::string_view partition{};  ///< of an ARN: `aws`, `aws-us-gov`, …
    std::string_view region{};     ///< of an ARN
    std::string_view account{};    ///< of an ARN; empty for a foundation model
    std::string_view resource{};   ///< ID of the resource in an ARN, such as the profile's ID

    static constexpr model_id parse(std::string_view text);

    /// The same, with the base model that an opaque ARN does not tell. `id` is a foundation model's or a system
    /// profile's (which an application profile may copy, geography and all).
    constexpr model_id based_on(std::string_view id) const {
        auto const of = parse(id);
        auto known = *this;
        known.geography = of.geography;
        known.base = of.base.empty() ? id : of.base;
        return known;
    }

    constexpr bool is_arn() const { return !partition.empty(); }
    constexpr bool is_profile() const {
        return kind == model_kind::system_profile || kind == model_kind::application_profile;
    }
    constexpr bool is_global() const { return geography == "global"; }

    friend constexpr bool operator==(model_id const&, model_id const&) = default;
};

/// Whether an operation of bedrock-runtime takes identifiers of a kind; true for what is unknown here.
/// CountTokens takes foundation models only, and a custom model is called through its deployment.
constexpr bool takes(std::string_view operation, model_kind kind) {
    if (kind == model_kind::unknown || kind == model_kind::plain_name)
        return true;
    if (operation == "CountTokens")
        return kind == model_kind::foundation_model;
    return kind != model_kind::custom_model;
}

namespace detail {

constexpr bool is_word_of(std::string_view words, std::string_view word) {
    for (std::size_t at = 0; at < words.size();) {
        auto const space = words.find(' ', at);
        auto const end = space == words.npos ? words.size() : space;
        if (words.substr(at, end - at) == word)
            return true;
        at = end + 1;
    }
    return false;
}

/// The prefixes of published profiles; `sa` and `amer` are known from client libraries only.
constexpr bool is_geography(std::string_view word) {
    return is_word_of("us eu apac global jp in ca au us-gov sa amer", word);
}

/// Providers whose models are, or are behind, profiles.
constexpr bool is_provider(std::string_view word) {
    return is_word_of(
        "amazon anthropic cohere deepseek meta mistral nvidia openai qwen stability twelvelabs writer xai",
        word);
}

constexpr bool is_small_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

constexpr bool is_alphanumeric(char c) { return is_small_or_digit(c) || (c >= 'A' && c <= 'Z'); }

constexpr bool all_of(std::string_view text, auto allowed) {
    for (char const c : text)
        if (!allowed(c))
            return false;
    return !text.empty();
}

/// `[a-zA-Z0-9-._:/]+`
constexpr bool is_resource(std::string_view text) {
    return all_of(text, [](char c) { return is_alphanumeric(c) || (c >= '-' && c <= ':') || c == '_'; });
}

/// `([0-9a-zA-Z][_-]?)+`
constexpr bool is_plain_name(std::string_view text) {
    bool joint = true;
    for (char const c : text) {
        if (joint && !is_alphanumeric(c))
            return false;
        joint = !is_alphanumeric(c);
        if (joint && c != '-' && c != '_')
            return false;
    }
    return !text.empty();
}

/// `provider.model`, the model in parts between `.` and `:`, none of them empty.
constexpr bool is_foundation_model(std::string_view text) {
    bool within = false;
    for (char const c : text) {
        bool const joint = c == '.' || c == ':';
        if (joint ? !within : !is_small_or_digit(c) && c != '-')
            return false;
        within = !joint;
    }
    return within && text.find('.') < text.find(':');
}

/// Whether `first.rest` is a profile of a geography not listed above, and not a model whose name has a dot
/// (`openai.gpt-5.6-sol`): the rest begins with a known provider, or with what could be one, and has more
/// parts than the service's pattern for a model lets follow.
constexpr bool is_unlisted_profile(std::string_view first, std::string_view rest) {
    auto const dot = rest.find('.');
    if (dot == rest.npos || is_provider(first))
        return false;
    auto const provider = rest.substr(0, dot);
    return is_provider(provider) ||
           (all_of(provider, is_small_or_digit) && rest.find_first_of(".:", dot + 1) != rest.npos);
}

constexpr model_id parse_bare(std::string_view text) {
    model_id id{.text = text};
    auto const dot = text.find('.');
    if (dot == text.npos) {
        id.kind = is_plain_name(text) ? model_kind::plain_name : model_kind::unknown;
        return id;
    }
    auto const first = text.substr(0, dot);
    auto const rest = text.substr(dot + 1);
    if (is_geography(first) ? is_resource(rest)
                            : is_foundation_model(text) && is_unlisted_profile(first, rest)) {
        id.kind = model_kind::system_profile;
        id.geography = first;
        id.base = rest;
    } else if (is_foundation_model(text)) {
        id.kind = model_kind::foundation_model;
        id.base = text;
    }
    return id;
}

constexpr model_kind kind_of_resource(std::string_view service, std::string_view type) {
    struct known {
        std::string_view type;
        model_kind kind;
    };
    if (service == "sagemaker")
        return type == "endpoint" ? model_kind::marketplace_endpoint : model_kind::unknown;
    for (auto const& k :
         {known{"foundation-model", model_kind::foundation_model},
          known{"inference-profile", model_kind::system_profile},
          known{"application-inference-profile", model_kind::application_profile},
          known{"provisioned-model", model_kind::provisioned_model},
          known{"custom-model", model_kind::custom_model},
          known{"custom-model-deployment", model_kind::custom_model_deployment},
          known{"imported-model", model_kind::imported_model}, known{"prompt", model_kind::prompt},
          known{"prompt-router", model_kind::prompt_router},
          known{"default-prompt-router", model_kind::default_prompt_router}})
        if (k.type == type)
            return k.kind;
    return model_kind::unknown;
}

/// What comes before the next `end`, taken off the front of `rest`.
constexpr std::string_view take_until(std::string_view& rest, char end) {
    auto const at = rest.find(end);
    auto const part = rest.substr(0, at);
    rest.remove_prefix(at == rest.npos ? rest.size() : at + 1);
    return part;
}

/// `arn:partition:service:region:account:type/resource`
constexpr model_id parse_arn(std::string_view text) {
    model_id const unknown{.text = text};
    auto rest = text.substr(4);
    auto const partition = take_until(rest, ':');
    auto const service = take_until(rest, ':');
    auto const region = take_until(rest, ':');
    auto const account = take_until(rest, ':');
    auto const kind = kind_of_resource(service, take_until(rest, '/'));
    if (partition != "aws" && !(partition.starts_with("aws-") && partition.size() > 4))
        return unknown;
    if (service != "bedrock" && service != "sagemaker")
        return unknown;
    if (region.size() > 20 || !all_of(region, [](char c) { return is_small_or_digit(c) || c == '-'; }) ||
        !is_resource(rest))
        return unknown;
    bool const owned = account.size() == 12 && all_of(account, [](char c) { return c >= '0' && c <= '9'; });
    if (kind == model_kind::foundation_model ? !account.empty() : !owned)
        return unknown;

    model_id id{.kind = kind,
                .text = text,
                .partition = partition,
                .region = region,
                .account = account,
                .resource = rest};
    if (kind == model_kind::foundation_model)
        id.base = rest;
    if (auto const dot = rest.find('.'); kind == model_kind::system_profile && dot != rest.npos) {
        id.geography = rest.substr(0, dot);
        id.base = rest.substr(dot + 1);
    }
    return id;
}

}  // namespace detail

constexpr model_id model_id::parse(std::string_view text) {
    constexpr std::size_t longest = 2'048;
    if (text.size() > longest)
        return {.text = text};
    return text.starts_with("arn:") ? detail::parse_arn(text) : detail::parse_bare(text);
}

}  // namespace bedrock
