// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/event_stream/event.hpp>

#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <string_view>

#include <bedrock/event_stream/decoder.hpp>

#include "raw_frame.hpp"

namespace es = bedrock::event_stream;
using namespace std::literals;

namespace {

/// Reads the event of a frame with these headers, and keeps what an assertion needs.
struct event_of {
    std::string bytes;
    bedrock::result<es::event> event;

    explicit event_of(std::string const& headers, std::string_view payload = "{}")
        : bytes{raw::frame(headers, payload)}, event{es::read_event(message())} {}

    es::message message() const {
        auto const found = es::decode(bytes);
        CHECK(found.has_value());
        return found ? found->message : es::message{};
    }
};

bool refused(std::string const& headers, std::string_view header) {
    event_of const r{headers};
    return !r.event && r.event.error().kind == bedrock::error_kind::malformed_reply &&
           r.event.error().message.find(header) != std::string::npos && !r.event.error().remedy.empty();
}

}  // namespace

TEST_CASE("an event tells its type and content") {
    event_of const r{raw::text(":event-type", "chunk") + raw::text(":content-type", "application/json") +
                         raw::text(":message-type", "event"),
                     R"({"bytes":""})"};
    CHECK(r.event.has_value());
    if (!r.event)
        return;
    CHECK(r.event->kind == es::event_kind::event);
    CHECK(r.event->type == "chunk");
    CHECK(r.event->content_type == "application/json");
    CHECK(r.event->payload == R"({"bytes":""})");
}

TEST_CASE("an exception and an error tell what they are") {
    event_of const exception{
        raw::text(":message-type", "exception") + raw::text(":exception-type", "throttlingException"),
        R"({"message":"slow down"})"};
    CHECK((exception.event && exception.event->kind == es::event_kind::exception));
    CHECK((exception.event && exception.event->type == "throttlingException"));

    event_of const error{raw::text(":message-type", "error") + raw::text(":error-code", "InternalError") +
                             raw::text(":error-message", "it broke"),
                         ""};
    CHECK((error.event && error.event->kind == es::event_kind::error));
    CHECK((error.event && error.event->type == "InternalError"));
    CHECK((error.event && error.event->error_message == "it broke"));
}

TEST_CASE("a message that does not say what it is is refused") {
    auto const array = [](std::string header) {
        header[static_cast<std::size_t>(header[0]) + 1] = 6;  // the same bytes, as a byte array
        return header;
    };
    auto const event = raw::text(":message-type", "event"), type = raw::text(":event-type", "chunk");
    CHECK(refused("", ":message-type"));
    CHECK(refused(type, ":message-type"));
    CHECK(refused(array(event) + type, ":message-type"));
    CHECK(refused(raw::text(":message-type", "Event") + type, ":message-type"));
    CHECK(refused(event, ":event-type"));
    CHECK(refused(event + array(type), ":event-type"));
    CHECK(refused(event + raw::text(":event-type", ""), ":event-type"));
    CHECK(refused(raw::text(":message-type", "exception") + type, ":exception-type"));
    CHECK(refused(raw::text(":message-type", "error") + type, ":error-code"));
}
