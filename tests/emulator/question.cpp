// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "question.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "tokens.hpp"

namespace bedrock::testing::emulation {

namespace {

using nlohmann::json;

std::unexpected<refusal> constraint(std::string value, std::string const& where, std::string what) {
    return invalid("1 validation error detected: Value " + std::move(value) + "at '" + where +
                   "' failed to satisfy constraint: Member must " + std::move(what));
}

/// How deep brackets nest, so that nothing that walks the document runs out of stack.
int depth_of(std::string_view text) {
    int depth = 0, deepest = 0;
    bool inside = false, escaped = false;
    for (char c : text) {
        if (inside) {
            if (escaped)
                escaped = false;
            else if (c == '\\')
                escaped = true;
            else if (c == '"')
                inside = false;
        } else if (c == '"') {
            inside = true;
        } else if (c == '{' || c == '[') {
            deepest = std::max(deepest, ++depth);
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return deepest;
}

json const& member(json const& object, char const* name) {
    static json const absent;
    if (!object.is_object())
        return absent;
    auto const found = object.find(name);
    return found == object.end() ? absent : *found;
}

bool blank(std::string const& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

/// Data that is no text is counted by its size: a token for 512 characters of its base64.
std::int64_t weigh(json const& value) {
    if (value.is_string())
        return count_tokens(value.get_ref<std::string const&>());
    return count_tokens(value.dump());
}

std::int64_t weigh_block(json const& block) {
    for (auto const* kind : {"image", "document", "video", "audio"})
        if (block.contains(kind))
            return 1 + static_cast<std::int64_t>(block.dump().size() / 512);
    if (member(block, "source").is_object())
        return 1 + static_cast<std::int64_t>(block.dump().size() / 512);
    return member(block, "text").is_string() ? weigh(block["text"]) : weigh(block);
}

struct conversation {
    std::string prompt{};
    std::int64_t tokens = 0;
};

/// Messages of either form; a content that is one string is Anthropic's shorthand.
std::expected<conversation, refusal> read_messages(json const& messages, dialect form) {
    auto const is_converse = form != dialect::anthropic;
    if (messages.is_null())
        return is_converse ? constraint("null ", "messages", "not be null")
                           : invalid("messages: Field required");
    if (!messages.is_array())
        return is_converse
                   ? invalid(
                         "Malformed input request: messages must be an array, please reformat your input "
                         "and try again.")
                   : invalid("messages: Input should be a valid list");
    if (messages.empty())
        return is_converse
                   ? invalid(
                         "A conversation must start with a user message. Try again with a conversation "
                         "that starts with a user message.")
                   : invalid("messages: at least one message is required");

    conversation out;
    std::string expected = "user";
    for (std::size_t m = 0; m < messages.size(); ++m) {
        auto const at = "messages." + std::to_string(m);
        auto const& role = member(messages[m], "role");
        auto const& content = member(messages[m], "content");
        if (role != "user" && role != "assistant")
            return is_converse ? constraint(role.is_null() ? "null " : "", at + ".role",
                                            role.is_null() ? "not be null"
                                                           : "satisfy enum value set: [user, assistant]")
                               : invalid(at + ".role: Input should be 'user' or 'assistant'");
        if (m == 0 && role != "user")
            return invalid(
                is_converse ? "A conversation must start with a user message. Try again with a conversation "
                              "that starts with a user message."
                            : "messages: first message must use the \"user\" role");
        // Anthropic's own format joins messages of one role; Converse does not.
        if (is_converse && role != expected)
            return invalid(
                "A conversation must alternate between user and assistant roles. Make sure the conversation "
                "alternates between user and assistant roles and try again.");
        expected = role == "user" ? "assistant" : "user";

        std::string text;
        if (content.is_string() && !is_converse) {
            text = content.get<std::string>();
            if (text.empty())
                return invalid(at + ": user messages must have non-empty content");
            out.tokens += weigh(content);
        } else if (!content.is_array()) {
            return is_converse ? constraint("null ", at + ".content", "not be null")
                               : invalid(at + ".content: Field required");
        } else if (content.empty()) {
            return invalid(
                is_converse ? "The content field in the Message object at " + at +
                                  " is empty. Add a ContentBlock object to the content field and try again."
                            : at + ": user messages must have non-empty content");
        } else {
            for (std::size_t b = 0; b < content.size(); ++b) {
                auto const& block = content[b];
                auto const here = at + ".content." + std::to_string(b);
                if (!block.is_object() || block.empty())
                    return invalid(is_converse ? "The ContentBlock object at " + here +
                                                     " must set one of its members. Set one and try again."
                                               : here + ": Input should be a valid dictionary");
                if (auto const& part = member(block, "text"); part.is_string()) {
                    if (blank(part.get_ref<std::string const&>()))
                        return invalid(is_converse
                                           ? "The text field in the ContentBlock object at " + here +
                                                 " is blank. Add text to the text field, and try again."
                                           : "messages: text content blocks must be non-empty");
                    text.append(text.empty() ? "" : "\n").append(part.get_ref<std::string const&>());
                } else if (!part.is_null()) {
                    return invalid("Malformed input request: " + here +
                                   ".text must be a string, please reformat your input and try again.");
                }
                out.tokens += weigh_block(block);
            }
        }
        if (role == "user")
            out.prompt = std::move(text);
    }
    return out;
}

/// An integer from 1 on, and not above what the model makes.
std::expected<std::optional<std::int64_t>, refusal> read_maximum(json const& value, std::string const& name,
                                                                 service::model_facts const& facts,
                                                                 dialect form) {
    if (value.is_null())
        return std::nullopt;
    if (!value.is_number_integer())
        return invalid(form == dialect::anthropic
                           ? name + ": Input should be a valid integer"
                           : "Malformed input request: " + name +
                                 " must be an integer, please reformat your input and try again.");
    auto const number =
        value.is_number_unsigned() && value.get<std::uint64_t>() > std::numeric_limits<std::int32_t>::max()
            ? std::int64_t{std::numeric_limits<std::int32_t>::max()}
            : value.get<std::int64_t>();
    if (number < 1)
        return form == dialect::anthropic ? invalid(name + ": Input should be greater than or equal to 1")
                                          : constraint("", name, "have value greater than or equal to 1");
    if (facts.known && number > facts.max_output)
        return invalid("The maximum tokens you requested exceeds the model limit of " +
                       std::to_string(facts.max_output) +
                       ". Try again with a maximum tokens value that is lower than " +
                       std::to_string(facts.max_output) + ".");
    return number;
}

std::expected<void, refusal> check_fraction(json const& settings, char const* name,
                                            std::string const& where) {
    auto const& value = member(settings, name);
    if (value.is_null())
        return {};
    if (!value.is_number())
        return invalid("Malformed input request: " + where + name +
                       " must be a number, please reformat your input and try again.");
    if (value.get<double>() < 0)
        return constraint("", where + name, "have value greater than or equal to 0");
    if (value.get<double>() > 1)
        return constraint("", where + name, "have value less than or equal to 1");
    return {};
}

std::optional<std::int64_t> asked_length(json const& extension) {
    auto const& value = member(member(extension, "emulator"), "outputTokens");
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > 1'000'000)
        return std::nullopt;
    return value.get<std::int64_t>();
}

std::int64_t weigh_system(json const& system) {
    if (!system.is_array())
        return system.is_null() ? 0 : weigh(system);
    std::int64_t tokens = 0;
    for (auto const& block : system)
        tokens += weigh_block(block);
    return tokens;
}

}  // namespace

std::optional<dialect> dialect_of(std::string_view base_model, std::string_view body) {
    if (base_model.starts_with("amazon.nova"))
        return dialect::nova;
    // An opaque ARN does not say whose model it is; the body does.
    if (base_model.starts_with("anthropic.") || body.find("anthropic_version") != body.npos)
        return dialect::anthropic;
    return std::nullopt;
}

std::expected<question, refusal> read_question(dialect form, std::string_view body,
                                               service::model_facts const& facts) {
    auto const shape =
        form == dialect::anthropic ? "The request body is not valid JSON" : "Unable to parse request body";
    if (depth_of(body) > 128)
        return invalid(std::string{shape} + ": it is nested deeper than 128.");
    auto const document = json::parse(body, nullptr, false);
    if (document.is_discarded())
        return std::unexpected{
            refusal{400, form == dialect::converse ? "SerializationException" : "ValidationException",
                    std::string{shape} + "."}};
    if (!document.is_object())
        return invalid(std::string{shape} + ": it must be an object.");

    auto const is_anthropic = form == dialect::anthropic;
    auto const& settings = is_anthropic ? document : member(document, "inferenceConfig");
    auto const maximum_name = std::string{is_anthropic ? "max_tokens" : "inferenceConfig.maxTokens"};
    if (is_anthropic) {
        if (!document.contains("anthropic_version"))
            return invalid("anthropic_version: Field required");
        if (!document.contains("max_tokens"))
            return invalid("max_tokens: Field required");
    }
    auto const talk = read_messages(member(document, "messages"), form);
    if (!talk)
        return std::unexpected{talk.error()};
    auto const maximum =
        read_maximum(member(settings, is_anthropic ? "max_tokens" : "maxTokens"), maximum_name, facts, form);
    if (!maximum)
        return std::unexpected{maximum.error()};
    for (auto const* name : {"temperature", is_anthropic ? "top_p" : "topP"})
        if (auto const fine = check_fraction(settings, name, is_anthropic ? "" : "inferenceConfig."); !fine)
            return std::unexpected{fine.error()};

    question out{.form = form, .prompt = talk->prompt, .max_tokens = *maximum};
    auto const& tools = member(document, is_anthropic ? "tools" : "toolConfig");
    out.input_tokens =
        talk->tokens + weigh_system(member(document, "system")) + (tools.is_null() ? 0 : weigh(tools));
    out.length =
        asked_length(form == dialect::converse ? member(document, "additionalModelRequestFields") : document);
    return out;
}

}  // namespace bedrock::testing::emulation
