// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Suite converse: typed requests to wire bytes, replies and event streams to typed values and errors.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/api/converse.hpp>
#include <bedrock/api/converse_stream.hpp>
#include <bedrock/api/invoke_model.hpp>
#include <bedrock/api/invoke_model_with_response_stream.hpp>
#include <bedrock/api/service_error.hpp>
#include <bedrock/event_stream/decoder.hpp>
#include <bedrock/json/reader.hpp>

#include "suite.hpp"
#include "support.hpp"
#include "typed.hpp"

namespace conformance {

namespace {

namespace aws = bedrock::api;
using json = nlohmann::ordered_json;

constexpr char const* no_operation = "cannot run yet: this operation is not there";

std::string lower(std::string text) {
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

/// Values, not texts: the order of members and the way numbers are written are free.
nlohmann::json unordered(json const& value) { return nlohmann::json::parse(value.dump()); }

// --- requests ---

/// The parameters of a query, whose order does not count.
std::vector<std::string> parameters(std::string_view query) {
    std::vector<std::string> found;
    while (!query.empty()) {
        auto const end = std::min(query.find('&'), query.size());
        found.push_back(in_milliseconds(std::string{query.substr(0, end)}));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    std::sort(found.begin(), found.end());
    return found;
}

bedrock::result<void> encode_typed(auto const& operation, std::string_view model, json const& kwargs,
                                   aws::wire_request& out) {
    using request = typename std::remove_cvref_t<decltype(operation)>::request;
    auto const asked = bedrock::json::read<request>(plain(kwargs).dump());
    if (!asked)
        return std::unexpected{asked.error()};
    return operation.encode(model, *asked, out);
}

bedrock::invoke_model_request invocation(json const& kwargs) {
    bedrock::invoke_model_request asked{};
    auto const body = kwargs.value("body", json{});
    asked.body = body.is_object() ? from_base64(text_in(body, "$blob")) : text_in(kwargs, "body");
    if (kwargs.contains("contentType"))
        asked.content_type = text_in(kwargs, "contentType");
    asked.accept = text_in(kwargs, "accept");
    asked.trace = text_in(kwargs, "trace");
    asked.guardrail_identifier = text_in(kwargs, "guardrailIdentifier");
    asked.guardrail_version = text_in(kwargs, "guardrailVersion");
    asked.request_metadata = text_in(kwargs, "requestMetadata");
    if (auto const text = text_in(kwargs, "performanceConfigLatency"); !text.empty())
        asked.performance_config_latency = bedrock::json::open<bedrock::latency>::from_text(text);
    if (auto const text = text_in(kwargs, "serviceTier"); !text.empty())
        asked.service_tier = bedrock::json::open<bedrock::service_tier_type>::from_text(text);
    return asked;
}

std::string wrong_with_request(json const& test) {
    auto const name = text_in(test, "operation");
    auto const& kwargs = test.at("kwargs");
    auto const model = text_in(kwargs, "modelId");

    aws::wire_request wire;
    bedrock::result<void> done{};
    if (name == aws::converse::name)
        done = encode_typed(aws::converse{}, model, kwargs, wire);
    else if (name == aws::converse_stream::name)
        done = encode_typed(aws::converse_stream{}, model, kwargs, wire);
    else if (name == aws::invoke_model::name)
        done = aws::invoke_model::encode(model, invocation(kwargs), wire);
    else if (name == aws::invoke_model_with_response_stream::name)
        done = aws::invoke_model_with_response_stream::encode(model, invocation(kwargs), wire);
    else if (auto const* other = find_other_operation(name);
             other && other->service == text_in(test, "service"))
        done = other->encode(kwargs, wire);
    else
        return no_operation;
    if (!done)
        return "refused: " + done.error().describe();

    auto const& wanted = test.at("expected_request");
    if (wire.method != text_in(wanted, "method"))
        return "method " + std::string{wire.method};
    if (wire.path != text_in(wanted, "path"))
        return "path " + wire.path;
    if (parameters(wire.query) != parameters(text_in(wanted, "query")))
        return "query " + wire.query;
    for (auto const& [header, value] : wanted.at("headers").items()) {
        auto const sent = aws::detail::find_header(&wire.headers, header);
        if (sent != value.get<std::string>())
            return "header " + header + ": " + std::string{sent};
    }
    // Beyond these only what the model's own format needs to be told.
    for (std::size_t i = 0; i < wire.headers.size(); ++i)
        if (auto const h = lower(std::string{wire.headers[i].name});
            !wanted.at("headers").contains(h) && h != "content-type")
            return "header " + h + " is not expected";
    if (auto const body = wanted.find("body_json"); body != wanted.end()) {
        auto const sent = nlohmann::json::parse(wire.body, nullptr, false);
        if (sent != unordered(*body))
            return "body " + wire.body;
    } else if (wire.body != text_in(wanted, "body_utf8"))
        return "body " + wire.body;
    return {};
}

// --- replies ---

/// A reply as a case describes it, with what its views need.
struct canned {
    bedrock::header_list headers;
    std::string body;
    int status = 0;

    canned(json const& http, std::filesystem::path const& dir) : status{http.at("status").get<int>()} {
        for (auto const& [name, value] : http.at("headers").items())
            static_cast<void>(headers.add(name, value.get<std::string>()));
        if (http.contains("body_file"))
            body = read_file(dir / text_in(http, "body_file"));
        else if (http.contains("body_base64"))
            body = from_base64(text_in(http, "body_base64"));
        else
            body = text_in(http, "body_utf8");
    }

    aws::wire_reply reply() const { return {.status = status, .headers = &headers, .body = body}; }
};

bool is_default(nlohmann::json const& value) {
    if (value.is_object())
        return std::all_of(value.begin(), value.end(), is_default);
    return value.is_null() || value.empty() || value == 0 || value == "" || value == false;
}

/// Whether what we read says the same. Two liberties: a member that the model requires and the reply lacks is
/// its default with us, and a union's unknown member is kept whole where botocore says only its name.
bool same(nlohmann::json const& ours, nlohmann::json const& theirs) {
    if (ours.is_array() && theirs.is_array())
        return ours.size() == theirs.size() && std::equal(ours.begin(), ours.end(), theirs.begin(), same);
    if (!ours.is_object() || !theirs.is_object())
        return ours == theirs;
    if (theirs.size() == 1 && theirs.contains("SDK_UNKNOWN_MEMBER"))
        return ours.size() == 1 && ours.begin().key() == theirs["SDK_UNKNOWN_MEMBER"].value("name", "");
    for (auto const& [name, value] : theirs.items())
        if (auto const found = ours.find(name); found == ours.end() || !same(*found, value))
            return false;
    for (auto const& [name, value] : ours.items())
        if (!theirs.contains(name) && !is_default(value))
            return false;
    return true;
}

using conformance::written;
nlohmann::json written(bedrock::invoke_model_response const& value) {
    nlohmann::json out{{"body", to_base64(value.body)}, {"contentType", value.content_type}};
    if (value.performance_config_latency)
        out["performanceConfigLatency"] = value.performance_config_latency->text();
    if (value.service_tier)
        out["serviceTier"] = value.service_tier->text();
    return out;
}

std::string wrong_with_success(bedrock::result<nlohmann::json> const& response, json const& wanted) {
    if (!response)
        return "not read: " + response.error().describe();
    auto const& ours = *response;
    return same(ours, unordered(plain(wanted.at("output")))) ? std::string{} : "read as " + ours.dump();
}

template <class Operation>
bedrock::result<nlohmann::json> decode_typed(aws::wire_reply const& reply) {
    auto const response = Operation::decode(reply);
    if (!response)
        return std::unexpected{response.error()};
    return written(*response);
}

std::string wrong_with_error(aws::wire_reply const& reply, json const& wanted) {
    auto const e = aws::service_error(reply);
    if (e.code != text_in(wanted, "code"))
        return "code " + e.code;
    if (e.status != wanted.at("status").get<int>())
        return "status " + std::to_string(e.status);
    // Botocore makes up an ID where the reply has none or hides it behind null.
    if (wanted.at("request_id").is_string() && e.request_id != text_in(wanted, "request_id"))
        return "request ID " + e.request_id;
    // Of what is no JSON we keep one clean line, and botocore all, or only the status in words.
    auto const message = text_in(wanted, "message");
    bool const json_body = nlohmann::json::accept(reply.body);
    if (json_body ? e.message != message : e.message.find(aws::detail::excerpt(message)) == std::string::npos)
        return "message " + e.message;
    for (auto const& [name, value] : wanted.at("modeled_members").items()) {
        auto const text = value.is_string() ? value.get<std::string>() : value.dump();
        if (e.describe().find(text) == std::string::npos)
            return "not told: " + name + " " + text;
    }
    if (e.kind == bedrock::error_kind::unknown)
        return "no kind for " + e.code;
    return {};
}

std::string wrong_with_reply(json const& test, std::filesystem::path const& dir) {
    auto const name = text_in(test, "operation");
    canned const from{test.at("http_response"), dir};
    auto const& wanted = test.at("expected");
    auto const* const other = find_other_operation(name);
    bool const known = other != nullptr || name == aws::converse::name || name == aws::invoke_model::name ||
                       name == aws::converse_stream::name ||
                       name == aws::invoke_model_with_response_stream::name;
    if (!known)
        return no_operation;
    if (text_in(wanted, "outcome") != "ok")
        return wrong_with_error(from.reply(), wanted);
    if (other != nullptr)
        return wrong_with_success(other->decode(from.reply()), wanted);
    if (name == aws::converse::name)
        return wrong_with_success(decode_typed<aws::converse>(from.reply()), wanted);
    if (name == aws::invoke_model::name)
        return wrong_with_success(decode_typed<aws::invoke_model>(from.reply()), wanted);
    return "a stream is expected among the streams";
}

// --- streams ---

/// What came of a stream: events in the case's words, then the error, if there was one.
struct played {
    nlohmann::json events = nlohmann::json::array();
    std::optional<bedrock::error> error{};
    bool cut = false;
};

nlohmann::json told(bedrock::converse_stream_event const& event) { return written(event); }
nlohmann::json told(bedrock::invoke_model_chunk const& event) { return {{"chunk", written(event)}}; }

template <class Operation>
played play(std::string_view body, std::size_t size) {
    played out;
    bedrock::event_stream::decoder decoder;
    for (std::size_t from = 0; from < body.size() && !out.error; from += size) {
        auto piece = body.substr(from, size);
        while (!out.error) {
            auto const message = decoder.next(piece);
            if (!message) {
                out.error = bedrock::event_stream::explain(message.error(), decoder.position());
                break;
            }
            if (!*message)
                break;
            auto event = Operation::decode(**message);
            if (!event)
                out.error = std::move(event.error());
            else if (*event)
                out.events.push_back(told(**event));
        }
    }
    if (!out.error && decoder.incomplete()) {
        out.cut = true;
        out.error = bedrock::event_stream::cut_short(decoder.position(), decoder.missing());
    }
    return out;
}

std::string wrong_with_play(played const& got, json const& test) {
    auto const& wanted = test.at("expected");
    auto const events = unordered(plain(wanted.at("events")));
    if (!same(got.events, events))
        return "events " + got.events.dump();

    bool const truncated = wanted.value("truncated", false);
    if (truncated != got.cut)
        return truncated ? "the cut was not noticed" : "taken for a cut";
    if (truncated)
        return {};
    // Where a better error than botocore's is possible, that is the one we want.
    auto const better = test.find("preferred_error");
    auto const& error = better != test.end() ? *better : wanted.at("error");
    if (error.is_null() != !got.error)
        return got.error ? "error " + got.error->describe() : "no error";
    if (!got.error)
        return {};
    if (got.error->code != text_in(error, "code"))
        return "code " + got.error->code;
    if (got.error->message != text_in(error, "message"))
        return "message " + got.error->message;
    auto const members = error.value("modeled_members", json::object());
    for (auto const& [name, value] : members.items()) {
        auto const text = value.is_string() ? value.get<std::string>() : value.dump();
        if (got.error->describe().find(text) == std::string::npos)
            return "not told: " + name + " " + text;
    }
    return {};
}

template <class Operation>
std::string wrong_with_stream_of(aws::wire_reply const& reply, json const& test) {
    if (auto const head = aws::check_stream_head(reply); !head)
        return "head: " + head.error().describe();
    for (auto const& size : test.at("chunk_sizes")) {
        auto const pieces = std::max<std::size_t>(1, size.get<std::size_t>());
        if (auto wrong = wrong_with_play(play<Operation>(reply.body, pieces), test); !wrong.empty())
            return "in pieces of " + std::to_string(pieces) + ": " + wrong;
    }
    return {};
}

std::string wrong_with_stream_head(aws::wire_reply const& reply, json const& wanted) {
    auto const head = aws::invoke_model_with_response_stream::head(reply);
    nlohmann::json ours = nlohmann::json::object();
    if (!head.content_type.empty())
        ours["contentType"] = head.content_type;
    if (head.performance_config_latency)
        ours["performanceConfigLatency"] = head.performance_config_latency->text();
    if (head.service_tier)
        ours["serviceTier"] = head.service_tier->text();
    return ours == unordered(wanted) ? std::string{} : "initial output " + ours.dump();
}

std::string wrong_with_stream(json const& test, std::filesystem::path const& dir) {
    auto const name = text_in(test, "operation");
    canned const from{test.at("http_response"), dir};
    if (name == aws::converse_stream::name)
        return wrong_with_stream_of<aws::converse_stream>(from.reply(), test);
    if (name != aws::invoke_model_with_response_stream::name)
        return no_operation;
    auto wrong = wrong_with_stream_head(from.reply(), test.at("expected").at("initial_output"));
    return wrong.empty() ? wrong_with_stream_of<aws::invoke_model_with_response_stream>(from.reply(), test)
                         : wrong;
}

template <class Check>
void each(std::filesystem::path const& dir, report& out, Check check) {
    for (auto const& path : files(dir, ".json")) {
        auto const name = dir.filename().string() + "/" + path.stem().string();
        try {
            out.finished(name, check(read_json(path)));
        } catch (std::exception const& e) {
            out.failed(name, e.what());
        }
    }
}

}  // namespace

void converse(std::filesystem::path const& dir, report& out) {
    each(dir / "requests", out, wrong_with_request);
    each(dir / "responses", out, [&](json const& test) { return wrong_with_reply(test, dir / "responses"); });
    each(dir / "streams", out, [&](json const& test) { return wrong_with_stream(test, dir / "streams"); });
}

}  // namespace conformance
