// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "models.hpp"

#include <algorithm>
#include <array>

namespace bedrock::testing::emulation {

namespace {

bool alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool plain_name(std::string_view text) {
    return !text.empty() && alphanumeric(text.front()) && std::ranges::all_of(text, [](char c) {
        return alphanumeric(c) || c == '-' || c == '_' || c == '.' || c == ':';
    });
}

/// The part before the next `separator`; `rest` goes on behind it.
std::string_view cut(std::string_view& rest, char separator) {
    auto const at = rest.find(separator);
    auto const part = rest.substr(0, at);
    rest = at == rest.npos ? std::string_view{} : rest.substr(at + 1);
    return part;
}

constexpr std::array geographies{"us", "eu", "apac", "jp", "in", "ca", "au", "us-gov", "sa", "amer"};

model_name from_name(std::string_view id) {
    auto rest = id;
    auto const first = cut(rest, '.');
    // A profile has two dots at least: its geography, then the provider. `us.model` is not one.
    if (rest.find('.') != rest.npos) {
        if (first == "global")
            return {bucket_kind::global, std::string{rest}};
        if (std::ranges::find(geographies, first) != geographies.end())
            return {bucket_kind::geographic, std::string{rest}};
    }
    return {bucket_kind::on_demand, std::string{id}};
}

std::optional<model_name> from_arn(std::string_view id) {
    auto rest = id;
    cut(rest, ':');  // "arn"
    auto const partition = cut(rest, ':'), service = cut(rest, ':'), region = cut(rest, ':'),
               owner = cut(rest, ':');
    auto const owned =
        owner.size() == 12 && std::ranges::all_of(owner, [](char c) { return c >= '0' && c <= '9'; });
    if (!(partition == "aws" || partition.starts_with("aws-")) || region.empty() || region.size() > 20 ||
        !std::ranges::all_of(region, [](char c) { return alphanumeric(c) || c == '-'; }))
        return std::nullopt;

    auto const kind = cut(rest, '/');
    if (service == "sagemaker")
        return kind == "endpoint" && owned && plain_name(rest)
                   ? std::optional{model_name{bucket_kind::on_demand, std::string{id}}}
                   : std::nullopt;
    if (service != "bedrock")
        return std::nullopt;
    if (kind == "foundation-model")
        return owner.empty() && plain_name(rest)
                   ? std::optional{model_name{bucket_kind::on_demand, std::string{rest}}}
                   : std::nullopt;
    if (!owned)
        return std::nullopt;
    if (kind == "inference-profile")
        return plain_name(rest) ? std::optional{from_name(rest)} : std::nullopt;

    constexpr std::array opaque{"application-inference-profile",
                                "provisioned-model",
                                "custom-model",
                                "custom-model-deployment",
                                "imported-model",
                                "prompt",
                                "prompt-router",
                                "default-prompt-router"};
    if (std::ranges::find(opaque, kind) == opaque.end())
        return std::nullopt;
    auto const name = cut(rest, '/');  // a custom model's has two parts
    if (!plain_name(name) || !(rest.empty() || plain_name(rest)))
        return std::nullopt;
    return model_name{bucket_kind::on_demand, std::string{id}};
}

struct row {
    std::string_view prefix;
    std::int64_t max_output;
    std::int64_t burndown;
};

// The first that fits: the longer name stands before the shorter one.
constexpr std::array rows{
    row{"anthropic.claude-3-haiku", 4'096, 1},
    row{"anthropic.claude-3-sonnet", 4'096, 1},
    row{"anthropic.claude-3-opus", 4'096, 1},
    row{"anthropic.claude-3-5-sonnet-20240620", 4'096, 1},
    row{"anthropic.claude-3-5", 8'192, 1},
    row{"anthropic.claude-3-7", 64'000, 5},
    row{"anthropic.claude-sonnet-4", 64'000, 5},
    row{"anthropic.claude-haiku-4", 64'000, 5},
    row{"anthropic.claude-opus-4-5", 64'000, 5},
    row{"anthropic.claude-opus-4-6", 128'000, 5},
    row{"anthropic.claude-opus-4-7", 128'000, 5},
    row{"anthropic.claude-opus-4-8", 128'000, 15},
    row{"anthropic.claude-opus-4", 32'000, 5},
    row{"anthropic.claude-opus-5", 128'000, 10},
    row{"anthropic.claude-sonnet-5", 128'000, 10},
    row{"anthropic.claude-haiku-5", 128'000, 10},
    row{"anthropic.claude-fable-5", 128'000, 10},
    row{"amazon.nova-premier", 25'000, 1},
    row{"amazon.nova-2-lite", 64'000, 1},
    row{"amazon.nova", 5'120, 1},
    row{"meta.llama3-1", 4'096, 1},
    row{"meta.llama3-2", 4'096, 1},
    row{"meta.llama3-3", 4'096, 1},
    row{"meta.llama", 8'192, 1},
    row{"deepseek.", 8'192, 1},
    row{"openai.gpt-oss", 16'384, 1},
    row{"mistral.mistral-large-2402", 4'096, 1},
    row{"mistral.mistral-large-3", 32'768, 1},
    row{"mistral.ministral", 8'192, 1},
    row{"mistral.pixtral-large", 16'384, 1},
    row{"qwen.qwen3-coder", 16'384, 1},
    row{"qwen.qwen3", 8'192, 1},
};

}  // namespace

std::optional<model_name> parse_model(std::string_view id) {
    if (id.empty() || id.size() > 2048)
        return std::nullopt;
    if (id.starts_with("arn:"))
        return from_arn(id);
    return plain_name(id) ? std::optional{from_name(id)} : std::nullopt;
}

model_facts facts_of(std::string_view base_model) {
    for (auto const& [prefix, max_output, burndown] : rows)
        if (base_model.starts_with(prefix))
            return {max_output, burndown, true};
    if (base_model.starts_with("openai.gpt-5"))
        return {.burndown = 10};  // its maximum output is not published
    return {};
}

}  // namespace bedrock::testing::emulation
