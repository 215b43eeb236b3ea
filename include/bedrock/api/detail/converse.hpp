// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <bedrock/api/converse_request.hpp>
#include <bedrock/api/detail/binding.hpp>
#include <bedrock/api/detail/tokens.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/tokens.hpp>
#include <bedrock/json/writer.hpp>

// What `converse` and `converse_stream` have in common: the request.

namespace bedrock::api::detail {

inline result<void> encode_converse(std::string_view model, std::string_view after,
                                    converse_request const& request, wire_request& out) {
    if (auto const fault = fault_of_model(model); !fault.empty())
        return refused_model(model, fault);
    bind_model("/model/", model, after, out);
    static_cast<void>(out.headers.add("Content-Type", "application/json"));
    return json::write(out.body, request);
}

/// Of a kind that is not typed here: a document or a video counts as its base64 would, which is far too much;
/// so at most what a page or two would take.
inline std::size_t quarters_of_unknown(json::unknown_member const& other) {
    constexpr std::size_t most = 4 * 3'000;
    auto const size = quarter_tokens(other.value.text);
    return size < most ? size : most;
}

template <class Block>
std::size_t quarters_of_any(Block const& block) {
    std::size_t quarters = 0;
    if (auto const* text = std::get_if<text_block>(&block))
        quarters += quarter_tokens(text->text);
    else if (auto const* other = std::get_if<json::unknown_member>(&block))
        quarters += quarters_of_unknown(*other);
    return quarters;
}

inline std::size_t quarters_of(content_block const& block) {
    if (std::get_if<image_block>(&block))
        return quarters_of_image;
    if (auto const* use = std::get_if<tool_use_block>(&block))
        return quarter_tokens(use->name) + quarter_tokens(use->input.text);
    if (auto const* thought = std::get_if<reasoning_block>(&block))
        return thought->reasoning_text ? quarter_tokens(thought->reasoning_text->text) : 0;
    if (auto const* answer = std::get_if<tool_result_block>(&block)) {
        std::size_t quarters = 0;
        for (auto const& part : answer->content) {
            if (auto const* document = std::get_if<json::raw>(&part))
                quarters += quarter_tokens(document->text);
            else
                quarters += std::get_if<image_block>(&part) ? quarters_of_image : quarters_of_any(part);
        }
        return quarters;
    }
    return quarters_of_any(block);
}

/// One pass over the prompt's text; what a conversation costs besides (roles, turns) is 4 tokens a message.
inline tokens_asked tokens_of(converse_request const& request) {
    std::size_t quarters = 16 * request.messages.size();
    for (auto const& turn : request.messages)
        for (auto const& block : turn.content)
            quarters += quarters_of(block);
    for (auto const& block : request.system)
        quarters += quarters_of_any(block);
    if (request.tool_config)
        for (auto const& tool : request.tool_config->tools)
            if (auto const* spec = std::get_if<tool_spec>(&tool))
                quarters += quarter_tokens(spec->name) + quarter_tokens(spec->input_schema.schema.text) +
                            (spec->description ? quarter_tokens(*spec->description) : 0);
    return {.input_estimate = whole_tokens(quarters), .output_limit = request.inference_config.max_tokens};
}

}  // namespace bedrock::api::detail
