// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Suite eventstream: frames as bytes, and the event-stream cases of the Smithy restJson1 protocol tests.

#include <openssl/sha.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <bedrock/event_stream/decoder.hpp>
#include <bedrock/event_stream/encoder.hpp>
#include <bedrock/event_stream/event.hpp>

#include "suite.hpp"
#include "support.hpp"

namespace conformance {

namespace {

namespace es = bedrock::event_stream;
using json = nlohmann::ordered_json;

// --- what was read, in the words of the cases ---

std::string hex(std::uint32_t value) {
    char text[9];
    std::snprintf(text, sizeof text, "%08x", value);
    return text;
}

std::string hex(es::uuid const& id) {
    auto text = to_hex({reinterpret_cast<char const*>(id.data()), id.size()});
    for (auto const at : {20, 16, 12, 8})
        text.insert(static_cast<std::size_t>(at), 1, '-');
    return text;
}

/// A header as the frames' descriptions write it.
json described(es::header const& h) {
    json out{{"name", std::string{h.name}}};
    auto const put = [&out](char const* type, char const* member, auto value) {
        out["type"] = type;
        out[member] = value;
    };
    if (auto* yes = std::get_if<bool>(&h.value))
        put("boolean", "value", *yes);
    else if (auto* byte = std::get_if<std::int8_t>(&h.value))
        put("byte", "value", *byte);
    else if (auto* two = std::get_if<std::int16_t>(&h.value))
        put("short", "value", *two);
    else if (auto* four = std::get_if<std::int32_t>(&h.value))
        put("integer", "value", *four);
    else if (auto* eight = std::get_if<std::int64_t>(&h.value))
        put("long", "value", *eight);
    else if (auto* array = std::get_if<es::byte_array>(&h.value))
        put("byte_array", "value_base64", to_base64(array->bytes));
    else if (auto* text = std::get_if<std::string_view>(&h.value))
        put("string", "value", std::string{*text});
    else if (auto* time = std::get_if<es::timestamp>(&h.value))
        put("timestamp", "value_epoch_ms", time->time_since_epoch().count());
    else if (auto* id = std::get_if<es::uuid>(&h.value))
        put("uuid", "value", hex(*id));
    return out;
}

/// A message with copies of what it views, since a decoder's view lives only until the next one.
struct kept {
    json headers = json::array();
    std::string payload;
    std::size_t total_length, headers_length;
    std::string prelude_crc, message_crc;
    std::string again;  // encoded by us from what was read

    explicit kept(es::message const& m)
        : payload{m.payload()},
          total_length{m.total_length()},
          headers_length{m.headers_length()},
          prelude_crc{hex(m.prelude_crc())},
          message_crc{hex(m.message_crc())} {
        std::vector<es::header> list;
        for (auto const& h : m.headers()) {
            headers.push_back(described(h));
            list.push_back(h);
        }
        if (auto const done = es::encode(again, list, m.payload()); !done)
            again = to_string(done.error());
    }
};

struct reading {
    std::vector<kept> messages;
    std::optional<es::fault> fault;
    bool incomplete = false;
};

reading read_in_pieces(std::string_view bytes, std::size_t size) {
    reading out;
    es::decoder decoder;
    for (std::size_t at = 0; at < bytes.size() && !out.fault; at += size) {
        auto piece = bytes.substr(at, size);
        for (;;) {
            auto const next = decoder.next(piece);
            if (!next)
                out.fault = next.error();
            if (!next || !*next)
                break;
            out.messages.emplace_back(**next);
        }
    }
    out.incomplete = !out.fault && decoder.incomplete();
    return out;
}

std::string sha256(std::string_view bytes) {
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), digest);
    return to_hex({reinterpret_cast<char const*>(digest), sizeof digest});
}

/// What is wrong with `is`, measured by the description `want`; empty if nothing.
std::string differs(kept const& is, json const& want, std::string_view bytes) {
    json const has{{"total_length", is.total_length},
                   {"headers_length", is.headers_length},
                   {"prelude_crc", is.prelude_crc},
                   {"message_crc", is.message_crc},
                   {"headers", is.headers},
                   {"payload_length", is.payload.size()},
                   {"payload_base64", to_base64(is.payload)},
                   {"payload_sha256", sha256(is.payload)},
                   {"payload_utf8", is.payload}};
    for (auto const& [name, value] : want.items()) {
        auto const found = has.find(name);
        if (found == has.end())
            return "the case asks for " + name + ", which this runner does not know";
        // compared as values: the order of a header's members says nothing
        if (nlohmann::json(*found) != nlohmann::json(value))
            return name + " is " +
                   found->dump(-1, ' ', false, json::error_handler_t::replace).substr(0, 200) + ", not " +
                   value.dump().substr(0, 200);
    }
    if (is.again != bytes)
        return "encoding what was decoded gives other bytes";
    return {};
}

std::string run_frames(json const& want, std::string_view bytes, std::size_t piece) {
    auto const got = read_in_pieces(bytes, piece);
    auto const outcome = want.at("outcome").get<std::string>();
    auto const count = std::to_string(got.messages.size()) + " messages";
    auto const fault = got.fault ? std::string{to_string(*got.fault)} : std::string{};
    if (outcome == "error") {
        if (fault != want.at("error").get<std::string>())
            return (fault.empty() ? "no error" : fault) + ", not " + want.at("error").get<std::string>();
        if (want.contains("messages_before_error") &&
            got.messages.size() != want["messages_before_error"].get<std::size_t>())
            return count + " before the error";
        return {};
    }
    if (got.fault)
        return "error " + fault;
    if (outcome == "incomplete") {
        // without a byte there is nothing that could have been cut, but also no message
        if (!got.incomplete && !bytes.empty())
            return "not noticed as incomplete";
        if (want.contains("complete_messages") &&
            got.messages.size() != want["complete_messages"].get<std::size_t>())
            return count + " before the end";
        return {};
    }
    if (outcome != "ok")
        return "unknown outcome " + outcome;
    if (got.incomplete)
        return "taken for incomplete";
    auto const& messages = want.at("messages");
    if (got.messages.size() != messages.size())
        return count + ", not " + std::to_string(messages.size());
    std::size_t at = 0;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        auto const frame = bytes.substr(at, got.messages[i].total_length);
        if (auto why = differs(got.messages[i], messages[i], frame); !why.empty())
            return "message " + std::to_string(i) + ": " + why;
        at += frame.size();
    }
    return {};
}

void frames(std::filesystem::path const& dir, report& out) {
    for (auto const& path : files(dir, ".json")) {
        auto const name = path.stem().string();
        try {
            auto const want = read_json(path);
            auto const bytes = read_file(dir / want.value("file", name + ".bin"));
            // in one piece, in the pieces the case asks for, and always in some that split every field
            std::vector<std::size_t> sizes{std::max<std::size_t>(bytes.size(), 1), 1, 5, 16};
            for (auto const& size : want.value("chunk_sizes", json::array()))
                sizes.push_back(std::max<std::size_t>(size.get<std::size_t>(), 1));
            std::string why;
            for (auto const size : sizes)
                if (why = run_frames(want, bytes, size); !why.empty()) {
                    why += " (in pieces of " + std::to_string(size) + ")";
                    break;
                }
            out.finished(name, want.value("lenient_ok", false) ? std::string{} : why);
        } catch (std::exception const& e) {
            out.failed(name, e.what());
        }
    }
}

// --- the Smithy cases: events by a model that is itself data ---

struct misfit : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The client failed, as it should where the stream says so.
struct failed_event {
    std::string error_id;  // the shape of a modelled error, else empty
    std::string why;
};

es::timestamp time_of(json const& value) {
    if (value.is_number())  // epoch seconds, as restJson1 has it in bodies
        return es::timestamp{
            std::chrono::milliseconds{static_cast<std::int64_t>(value.get<double>() * 1000)}};
    int y = 0, mo = 0, d = 0, h = 0, mi = 0;
    double s = 0;
    if (std::sscanf(value.get<std::string>().c_str(), "%d-%d-%dT%d:%d:%lfZ", &y, &mo, &d, &h, &mi, &s) != 6)
        throw misfit{"not a time: " + value.dump()};
    auto const day = std::chrono::sys_days{std::chrono::year{y} / mo / d};
    return day + std::chrono::hours{h} + std::chrono::minutes{mi} +
           std::chrono::milliseconds{static_cast<std::int64_t>(s * 1000 + 0.5)};
}

/// A time in the one form in which times are compared here: seconds, as in a body.
json seconds_of(es::timestamp time) { return static_cast<double>(time.time_since_epoch().count()) / 1000; }

/// A header's value of a Smithy type; text and bytes stay in `value`, and blobs are plain text there.
es::header_value header_value_of(std::string_view type, json const& value) {
    auto const text = [&] { return std::string_view{value.get_ref<std::string const&>()}; };
    if (type == "boolean")
        return value.get<bool>();
    if (type == "byte")
        return value.get<std::int8_t>();
    if (type == "short")
        return value.get<std::int16_t>();
    if (type == "integer")
        return value.get<std::int32_t>();
    if (type == "long")
        return value.get<std::int64_t>();
    if (type == "string")
        return text();
    if (type == "blob")
        return es::byte_array{text()};
    if (type == "timestamp")
        return time_of(value);
    throw misfit{"no header can have the type " + std::string{type}};
}

/// The header's value as a case's `params` write it; throws if it is not of the type in the model.
json param_of(std::string_view type, es::header_value const& value) {
    auto const wrong = [&] { return misfit{"a header is not of type " + std::string{type}}; };
    auto const as = [&]<class T>(std::in_place_type_t<T>) -> T {
        if (auto const* held = std::get_if<T>(&value))
            return *held;
        throw wrong();
    };
    if (type == "boolean")
        return as(std::in_place_type<bool>);
    if (type == "byte")
        return as(std::in_place_type<std::int8_t>);
    if (type == "short")
        return as(std::in_place_type<std::int16_t>);
    if (type == "integer")
        return as(std::in_place_type<std::int32_t>);
    if (type == "long")
        return as(std::in_place_type<std::int64_t>);
    if (type == "string")
        return std::string{as(std::in_place_type<std::string_view>)};
    if (type == "blob")
        return std::string{as(std::in_place_type<es::byte_array>).bytes};
    if (type == "timestamp")
        return seconds_of(as(std::in_place_type<es::timestamp>));
    throw wrong();
}

bool is_union(json const& schema) {
    return schema.is_object() && schema.size() == 1 && schema.contains("union");
}

/// `value` by its schema, from params to the body's JSON or back: only what is modelled passes.
json convert(json const& schema, json const& value, bool to_body) {
    if (schema.is_object()) {
        auto const& members = is_union(schema) ? schema["union"] : schema;
        if (!value.is_object())
            throw misfit{"not an object: " + value.dump()};
        json out = json::object();
        for (auto const& [name, member] : members.items())
            if (auto const found = value.find(name); found != value.end() && !found->is_null())
                out[name] = convert(member, *found, to_body);
        if (is_union(schema) && out.size() != 1)
            throw misfit{"a union with other than one member: " + value.dump()};
        return out;
    }
    auto const type = schema.get<std::string>();
    if (type == "blob")
        return to_body ? to_base64(value.get<std::string>()) : from_base64(value.get<std::string>());
    if (type == "timestamp")
        return seconds_of(time_of(value));
    if (type == "string" ? !value.is_string() : type == "boolean" ? !value.is_boolean() : !value.is_number())
        throw misfit{"not a " + type + ": " + value.dump()};
    return value;
}

class model {
 public:
    explicit model(json const& shapes) : shapes_{shapes} {}

    /// The frame of an event, given as `{member of the union: {…}}`.
    std::string encode(json const& params) const {
        if (params.size() != 1)
            throw misfit{"an event is one member of the union"};
        auto const member = params.begin().key();
        auto const& given = params.begin().value();
        auto const& shape = shape_of(member);
        bool const exception = shape.contains("error");
        std::vector<es::header> headers{{":message-type", exception ? "exception" : "event"},
                                        {exception ? ":exception-type" : ":event-type", member}};
        std::string payload;
        if (auto const& payloads = part(shape, "eventpayload"); !payloads.empty()) {
            auto const& name = payloads.begin().key();
            auto const& schema = payloads.begin().value();
            auto const found = given.find(name);
            if (schema == "string" || schema == "blob") {
                headers.push_back(
                    {":content-type", schema == "string" ? "text/plain" : "application/octet-stream"});
                payload = found == given.end() ? "" : found->get<std::string>();
            } else {
                headers.push_back({":content-type", "application/json"});
                payload = convert(schema, found == given.end() ? json::object() : *found, true).dump();
            }
        } else if (auto const& members = part(shape, "members"); !members.empty()) {
            headers.push_back({":content-type", "application/json"});
            payload = convert(members, given, true).dump();
        }
        for (auto const& [name, type] : part(shape, "eventheader").items())
            if (auto const found = given.find(name); found != given.end() && !found->is_null())
                headers.push_back({name, header_value_of(type.get<std::string>(), *found)});
        std::string frame;
        if (auto const done = es::encode(frame, headers, payload); !done)
            throw misfit{"cannot encode: " + std::string{to_string(done.error())}};
        return frame;
    }

    /// The event of a message as `params`, null for one that is not modelled; or how the client fails.
    std::expected<json, failed_event> decode(es::message const& m) const {
        auto const event = es::read_event(m);
        if (!event)
            return std::unexpected{failed_event{{}, event.error().message}};
        if (event->kind == es::event_kind::error)
            return std::unexpected{
                failed_event{{}, std::string{event->type} + ": " + std::string{event->error_message}}};
        std::string const member{event->type};
        if (!part(shapes_.at("EventStream"), "members").contains(member)) {
            if (event->kind == es::event_kind::exception)
                return std::unexpected{failed_event{{}, "unknown exception " + member}};
            return json(nullptr);
        }
        auto const& shape = shape_of(member);
        try {
            auto content = read(shape, *event, m);
            if (event->kind == es::event_kind::exception)
                return std::unexpected{
                    failed_event{part(shapes_.at("EventStream"), "members").at(member).get<std::string>(),
                                 content.dump()}};
            return json::object({{member, std::move(content)}});
        } catch (misfit const& e) {
            return std::unexpected{failed_event{{}, e.what()}};
        }
    }

    /// Expected params with their times in the form that `decode` gives.
    json canonical(json params) const {
        for (auto const& [member, given] : params.items())
            for (auto const& [name, type] : part(shape_of(member), "eventheader").items())
                if (type == "timestamp" && given.contains(name))
                    given[name] = seconds_of(time_of(given[name]));
        return params;
    }

    bool has_error(std::string const& name) const {
        return shapes_.contains(name) && shapes_[name].contains("error");
    }

 private:
    static json const& part(json const& shape, char const* name) {
        static json const none = json::object();
        auto const found = shape.find(name);
        return found == shape.end() ? none : *found;
    }

    json const& shape_of(std::string const& member) const {
        return shapes_.at(part(shapes_.at("EventStream"), "members").at(member).get<std::string>());
    }

    static json read(json const& shape, es::event const& event, es::message const& m) {
        json out = json::object();
        for (auto const& [name, type] : part(shape, "eventheader").items())
            if (auto const found = m.find(name))
                out[name] = param_of(type.get<std::string>(), *found);
        std::string const payload{event.payload};
        if (auto const& payloads = part(shape, "eventpayload"); !payloads.empty()) {
            auto const& name = payloads.begin().key();
            auto const& schema = payloads.begin().value();
            if (schema == "string" || schema == "blob")
                out[name] = payload;
            else
                out[name] = convert(schema, parse(payload), false);
        } else if (auto const& members = part(shape, "members"); !members.empty()) {
            out.update(convert(members, parse(payload.empty() ? "{}" : payload), false));
        }
        return out;
    }

    static json parse(std::string const& text) {
        auto document = json::parse(text, nullptr, false);
        if (document.is_discarded())
            throw misfit{"the payload is no JSON"};
        return document;
    }

    json const& shapes_;
};

bool same(json const& a, json const& b) { return nlohmann::json(a) == nlohmann::json(b); }

/// Whether two frames say the same, the order of their headers aside; empty, or what differs.
std::string same_but_for_order(std::string_view ours, std::string_view theirs, bool json_body) {
    auto const a = es::decode(ours), b = es::decode(theirs);
    if (!a || a->consumed != ours.size())
        return "our frame cannot be read back";
    if (!b || b->consumed != theirs.size())
        return "the case's frame cannot be read";
    auto const sorted = [](es::message const& m) {
        std::vector<std::string> all;
        for (auto const& h : m.headers())
            all.push_back(described(h).dump());
        std::sort(all.begin(), all.end());
        return json(all);
    };
    if (sorted(a->message) != sorted(b->message))
        return "headers " + sorted(a->message).dump() + ", not " + sorted(b->message).dump();
    auto const p = a->message.payload(), q = b->message.payload();
    if (json_body ? !same(json::parse(p), json::parse(q)) : p != q)
        return "payload " + std::string{p} + ", not " + std::string{q};
    return {};
}

/// The headers of a message against a case's `{name: {type: value}}`.
std::string check_headers(es::message const& m, json const& want) {
    std::size_t count = 0;
    for (auto const& h : m.headers()) {
        ++count;
        auto const found = want.find(h.name);
        if (found == want.end() || found->size() != 1)
            return "an unexpected header " + std::string{h.name};
        auto const type = found->begin().key();
        auto const value = type == "blob" ? json(from_base64(found->begin().value().get<std::string>()))
                                          : found->begin().value();
        if (h.value != header_value_of(type, value))
            return "header " + described(h).dump() + ", not " + found->dump();
    }
    return count == want.size() ? std::string{} : "a header is missing";
}

std::string run_event(model const& shapes, json const& event, json const* failure) {
    auto const bytes = from_base64(event.at("bytes").get<std::string>());
    auto const got = read_in_pieces(bytes, bytes.size());
    auto const read = es::decode(bytes);
    if (!read || got.messages.size() != 1 || read->consumed != bytes.size())
        return "the frame cannot be read";
    auto const& m = read->message;
    if (event.contains("decoded"))
        if (auto why = differs(got.messages.front(), event["decoded"], bytes); !why.empty())
            return why;
    if (event.contains("headers"))
        if (auto why = check_headers(m, event["headers"]); !why.empty())
            return why;
    if (event.contains("body") && m.payload() != event["body"].get<std::string>())
        return "the payload is not the body";

    // A client that is to fail must be reading, whichever way the case says that the event travels.
    if (failure == nullptr && event.value("type", "") == "request")
        return same_but_for_order(shapes.encode(event.at("params")), bytes,
                                  event.value("bodyMediaType", "") == "application/json");
    auto const outcome = shapes.decode(m);
    if (!outcome) {
        if (failure == nullptr)
            return "the client fails: " + outcome.error().why;
        auto const want = failure->value("errorId", "");
        return want.empty() || outcome.error().error_id == want
                   ? ""
                   : "fails as '" + outcome.error().error_id + "', not " + want;
    }
    if (failure != nullptr)
        return "the client does not fail";
    return same(*outcome, shapes.canonical(event.at("params"))) ? "" : "params " + outcome->dump();
}

/// `initialRequestMember` travels as `initial-request-member`: the cases leave these shapes out, and the
/// Smithy model they come from binds each member to the header of that name.
std::string header_name_of(std::string_view member) {
    std::string name;
    for (char const c : member) {
        if (c >= 'A' && c <= 'Z')
            name.push_back('-');
        name.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    }
    return name;
}

std::string const* find_header(json const& headers, std::string_view name) {
    auto const lower = [](std::string_view s) {
        std::string out{s};
        std::ranges::transform(out, out.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        return out;
    };
    for (auto const& [key, value] : headers.items())
        if (lower(key) == lower(name))
            return value.get_ptr<std::string const*>();
    return nullptr;
}

/// The request that begins a stream: of a REST protocol, so all of its members are outside of the body.
std::string run_initial_request(json const& test) {
    auto const& want = test.at("initialRequest");
    auto const headers_of = [](json const& params) {
        json headers = json::object();
        for (auto const& [name, value] : params.items())
            headers[header_name_of(name)] = value.is_string() ? value : json(value.dump());
        return headers;
    };
    json const ours{{"method", "POST"},
                    {"uri", "/" + test.at("operation").get<std::string>()},
                    {"headers", headers_of(test.value("initialRequestParams", json::object()))}};
    for (auto const* name : {"method", "uri"})
        if (want.contains(name) && want[name] != ours[name])
            return std::string{name} + " is " + ours[name].dump() + ", not " + want[name].dump();
    auto const headers = want.value("headers", json::object());
    for (auto const& [name, value] : headers.items())
        if (auto const* ours_value = find_header(ours["headers"], name);
            ours_value == nullptr || value != *ours_value)
            return "header " + name + " is missing or not " + value.dump();
    return {};
}

std::string run_initial_response(model const& shapes, json const& test, json const* failure) {
    auto const& response = test.at("initialResponse");
    auto const headers = response.value("headers", json::object());
    auto const code = response.value("code", 200);
    if (code < 200 || code > 299) {
        if (failure == nullptr)
            return "the client fails with status " + std::to_string(code);
        // `aws.api#Name:http://…` and plain `Name` are one name
        std::string id;
        if (auto const* type = find_header(headers, "x-amzn-errortype"))
            id = *type;
        else if (auto const body = json::parse(response.value("body", ""), nullptr, false); body.is_object())
            id = body.value("__type", body.value("code", ""));
        id = id.substr(0, id.find(':'));
        id = id.substr(id.find('#') == std::string::npos ? 0 : id.find('#') + 1);
        auto const want = failure->value("errorId", "");
        auto const modelled = shapes.has_error(id) ? id : std::string{};
        return want.empty() || modelled == want ? "" : "fails as '" + modelled + "', not " + want;
    }
    if (failure != nullptr)
        return "the client does not fail";
    auto const expected = test.value("initialResponseParams", json::object());
    for (auto const& [name, value] : expected.items()) {
        auto const* found = find_header(headers, header_name_of(name));
        if (found == nullptr || *found != (value.is_string() ? value.get<std::string>() : value.dump()))
            return "member " + name + " is missing or not " + value.dump();
    }
    return {};
}

std::string run_smithy(model const& shapes, json const& test) {
    json const* failure = nullptr;
    if (test.contains("expectation") && test["expectation"].contains("failure"))
        failure = &test["expectation"]["failure"];
    if (test.contains("initialRequest"))
        if (auto why = run_initial_request(test); !why.empty())
            return why;
    auto const events = test.value("events", json::array());
    if (test.contains("initialResponse"))
        if (auto why = run_initial_response(shapes, test, events.empty() ? failure : nullptr); !why.empty())
            return why;
    for (auto const& event : events) {
        // what must fail is the last thing that happens
        bool const last = &event == &events.back();
        if (auto why = run_event(shapes, event, last ? failure : nullptr); !why.empty())
            return why;
    }
    if (events.empty() && !test.contains("initialRequest") && !test.contains("initialResponse"))
        return "nothing in it that this runner knows";
    return {};
}

void smithy(std::filesystem::path const& path, report& out) {
    auto const document = read_json(path);
    model const shapes{document.at("shapes")};
    for (auto const& test : document.at("cases")) {
        auto const name = test.value("id", "a case without id");
        try {
            out.finished(name, run_smithy(shapes, test));
        } catch (std::exception const& e) {
            out.failed(name, e.what());
        }
    }
}

}  // namespace

void eventstream(std::filesystem::path const& dir, report& out) {
    frames(dir / "frames", out);
    for (auto const& path : files(dir, ".json"))
        smithy(path, out);
}

}  // namespace conformance
