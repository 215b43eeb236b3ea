// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "answer.hpp"

#include <nlohmann/json.hpp>

#include "hashing.hpp"
#include "tokens.hpp"

namespace bedrock::testing::emulation {

namespace {

using json = nlohmann::ordered_json;

std::int64_t milliseconds(std::chrono::nanoseconds time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

/// Padding as the service sends it, so that the sizes of frames do not betray the text. Its length only has
/// to vary.
std::string padding(std::size_t n) {
    constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    return std::string{alphabet.substr(0, 1 + n * 37 % alphabet.size())};
}

/// `anthropic.claude-3-sonnet-20240229-v1:0` → `claude-3-sonnet-20240229`, as the model names itself.
std::string anthropic_name(std::string_view base) {
    if (base.starts_with("anthropic."))
        base.remove_prefix(10);
    if (auto const version = base.rfind("-v"); version != base.npos && version + 2 < base.size() &&
                                               base[version + 2] >= '0' && base[version + 2] <= '9')
        base = base.substr(0, version);
    return std::string{base};
}

/// What the three formats share.
struct material {
    accepted_question const& q;  // outlives it
    std::vector<std::string> pieces;
    std::int64_t latency;  // ms, as it will be

    std::string text() const {
        std::string all;
        for (auto const& piece : pieces)
            all += piece;
        return all;
    }
    char const* stop() const { return q.granted.cut ? "max_tokens" : "end_turn"; }
    std::int64_t output() const { return q.granted.output_tokens; }
    std::int64_t input() const { return q.asked.input_tokens; }
    json usage() const {
        return {{"inputTokens", input()}, {"outputTokens", output()}, {"totalTokens", input() + output()}};
    }
    std::string message_id() const {
        auto id = std::string{q.request_id};
        std::erase(id, '-');
        return "msg_bdrk_" + id.substr(0, 24);
    }
};

material material_of(accepted_question const& q) {
    return {q, make_answer(q.asked.prompt, q.granted.output_tokens), milliseconds(q.granted.lasts())};
}

json anthropic_message(material const& m) {
    return {{"id", m.message_id()},     {"type", "message"},
            {"role", "assistant"},      {"model", anthropic_name(m.q.base_model)},
            {"content", json::array()}, {"stop_reason", nullptr},
            {"stop_sequence", nullptr}, {"usage", {{"input_tokens", m.input()}, {"output_tokens", 0}}}};
}

std::string whole(material const& m) {
    if (m.q.asked.form == dialect::anthropic) {
        auto message = anthropic_message(m);
        message["content"].push_back({{"type", "text"}, {"text", m.text()}});
        message["stop_reason"] = m.stop();
        message["usage"]["output_tokens"] = m.output();
        return message.dump();
    }
    json body{
        {"output", {{"message", {{"role", "assistant"}, {"content", json::array({{{"text", m.text()}}})}}}}},
        {"stopReason", m.stop()},
        {"usage", m.usage()}};
    if (m.q.asked.form == dialect::converse)
        body["metrics"] = {{"latencyMs", m.latency}};
    return body.dump();
}

/// One event of a stream, before it is wrapped: its name and its members.
struct part {
    std::string name;
    json members;
    bool content = false;
};

std::vector<part> converse_parts(material const& m) {
    std::vector<part> parts{{"messageStart", {{"role", "assistant"}}}};
    for (auto const& piece : m.pieces)
        parts.push_back(
            {"contentBlockDelta", {{"contentBlockIndex", 0}, {"delta", {{"text", piece}}}}, true});
    parts.push_back({"contentBlockStop", {{"contentBlockIndex", 0}}});
    parts.push_back({"messageStop", {{"stopReason", m.stop()}}});
    parts.push_back({"metadata", {{"usage", m.usage()}, {"metrics", {{"latencyMs", m.latency}}}}});
    return parts;
}

/// Nova's stream is Converse's, each event under its name.
std::vector<part> nova_parts(material const& m) {
    auto parts = converse_parts(m);
    for (auto& p : parts)
        p.members = json{{p.name, p.members}};
    return parts;
}

std::vector<part> anthropic_parts(material const& m) {
    std::vector<part> parts;
    auto const add = [&parts](char const* type, json more, bool content = false) {
        json members{{"type", type}};
        members.update(more);
        parts.push_back({type, std::move(members), content});
    };
    add("message_start", {{"message", anthropic_message(m)}});
    add("content_block_start", {{"index", 0}, {"content_block", {{"type", "text"}, {"text", ""}}}});
    for (auto const& piece : m.pieces)
        add("content_block_delta", {{"index", 0}, {"delta", {{"type", "text_delta"}, {"text", piece}}}},
            true);
    add("content_block_stop", {{"index", 0}});
    add("message_delta", {{"delta", {{"stop_reason", m.stop()}, {"stop_sequence", nullptr}}},
                          {"usage", {{"output_tokens", m.output()}}}});
    add("message_stop", json::object());
    return parts;
}

std::vector<part> parts_of(material const& m) {
    switch (m.q.asked.form) {
        case dialect::anthropic:
            return anthropic_parts(m);
        case dialect::nova:
            return nova_parts(m);
        case dialect::converse:
            break;
    }
    return converse_parts(m);
}

}  // namespace

std::string logged_output(accepted_question const& q, bool streaming, std::int64_t tokens) {
    auto seen = q;
    seen.granted.output_tokens = std::min(tokens, q.granted.output_tokens);
    auto const m = material_of(seen);
    if (!streaming || q.asked.form == dialect::converse)
        return whole(m);
    auto events = json::array();
    for (auto const& part : parts_of(m))
        events.push_back(part.members);
    return events.dump();
}

draft answer(accepted_question const& q, bool streaming) {
    auto const& g = q.granted;
    auto const m = material_of(q);
    draft d{.request_id = q.request_id};
    d.ticket = g.ticket;
    d.used.input = q.asked.input_tokens;
    auto const invoke = q.asked.form != dialect::converse;

    if (!streaming) {
        d.body = whole(m);
        d.wait = g.lasts();
        d.tokens = g.output_tokens;
        if (invoke) {
            d.headers.emplace_back("X-Amzn-Bedrock-Input-Token-Count", std::to_string(m.input()));
            d.headers.emplace_back("X-Amzn-Bedrock-Output-Token-Count", std::to_string(m.output()));
            d.headers.emplace_back("X-Amzn-Bedrock-Invocation-Latency", std::to_string(m.latency));
        }
        return d;
    }

    d.streaming = true;
    d.content_type = "application/vnd.amazon.eventstream";
    if (invoke)
        d.headers.emplace_back("X-Amzn-Bedrock-Content-Type", "application/json");
    d.wait = g.first;
    auto parts = parts_of(m);
    if (invoke)
        parts.back().members["amazon-bedrock-invocationMetrics"] = {
            {"inputTokenCount", m.input()},
            {"outputTokenCount", m.output()},
            {"invocationLatency", m.latency},
            {"firstByteLatency", milliseconds(g.first)}};
    bool begun = false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto& p = parts[i];
        auto members = invoke ? json{{"bytes", base64(p.members.dump())}} : std::move(p.members);
        members["p"] = padding(i);
        draft::event e{.what = event_frame(invoke ? "chunk" : p.name, members.dump()), .content = p.content};
        if (p.content) {
            e.tokens = 1;
            e.wait = begun ? g.each : std::chrono::nanoseconds{};  // the first token ends the first wait
            begun = true;
        }
        d.events.push_back(std::move(e));
    }
    return d;
}

}  // namespace bedrock::testing::emulation
