// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "listing.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "hashing.hpp"

namespace bedrock::testing::emulation {

namespace {

constexpr std::string_view token_start = "emulator/";

}  // namespace

std::string page_token(std::size_t first) { return base64(std::string{token_start} + std::to_string(first)); }

std::optional<page> cut_page(std::size_t count, std::string_view token, std::size_t size) {
    page out;
    if (!token.empty()) {
        auto const text = from_base64(token);
        if (!text || !text->starts_with(token_start))
            return std::nullopt;
        auto const* const begin = text->data() + token_start.size();
        auto const* const end = text->data() + text->size();
        auto const [stopped, error] = std::from_chars(begin, end, out.first);
        if (error != std::errc{} || stopped != end || out.first > count)
            return std::nullopt;
    }
    out.last = std::min(count, out.first + size);
    if (out.last < count)
        out.next = page_token(out.last);
    return out;
}

std::vector<std::string> models_of(catalog::set const& offered) {
    std::vector<std::string> models;
    auto const add = [&models](std::string_view model) {
        if (!model.empty() && std::ranges::find(models, model) == models.end())
            models.emplace_back(model);
    };
    for (auto const* s = &offered; s != nullptr; s = s->rest) {
        for (auto const& o : s->offers)
            add(o.model);
        for (auto const& n : s->names)
            add(n.model);
        for (auto const& p : s->profiles)
            add(p.base());
    }
    return models;
}

std::string provider_of(std::string_view model) {
    constexpr std::pair<std::string_view, std::string_view> known[] = {
        {"ai21", "AI21 Labs"}, {"deepseek", "DeepSeek"},    {"mistral", "Mistral AI"},
        {"openai", "OpenAI"},  {"nvidia", "NVIDIA"},        {"stability", "Stability AI"},
        {"xai", "xAI"},        {"twelvelabs", "TwelveLabs"}};
    auto const word = model.substr(0, model.find('.'));
    for (auto const& [prefix, name] : known)
        if (word == prefix)
            return std::string{name};
    std::string name{word};
    if (!name.empty() && name.front() >= 'a' && name.front() <= 'z')
        name.front() = static_cast<char>(name.front() - 'a' + 'A');
    return name;
}

std::string_view partition_of(std::string_view region) {
    return region.starts_with("us-gov-") ? "aws-us-gov" : region.starts_with("cn-") ? "aws-cn" : "aws";
}

}  // namespace bedrock::testing::emulation
