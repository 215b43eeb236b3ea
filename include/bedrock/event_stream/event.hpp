// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <bedrock/core/result.hpp>
#include <bedrock/event_stream/message.hpp>

namespace bedrock::event_stream {

/// What a message is, by its header `:message-type`.
enum class event_kind : std::uint8_t {
    event,      ///< a member of the stream's union
    exception,  ///< a failure that the service's model describes; ends the stream
    error,      ///< a failure that it does not describe; ends the stream
};

/// A message of an AWS service, by the headers that all of them have. Views into the message.
struct event {
    event_kind kind = event_kind::event;
    std::string_view type{};          ///< `contentBlockDelta`; of an exception its type, of an error its code
    std::string_view content_type{};  ///< `application/json`; empty where there is no payload to speak of
    std::string_view error_message{};  ///< of an error; an exception has its message in the payload
    std::string_view payload{};
};

/// Reads the message's own account of itself; refuses one that does not say what it is.
///
///     if (auto e = read_event(message); e && e->kind == event_kind::event && e->type == "chunk") …
///
/// A type that nobody here knows is no fault: that is for who reads the payload to pass over.
/// https://smithy.io/2.0/aws/amazon-eventstream.html#amazon-event-semantics
inline result<event> read_event(message const& m) {
    constexpr auto refuse = [](std::string_view header, std::string_view what) {
        error e{.kind = error_kind::malformed_reply};
        e.message.append("cannot read a message of the event stream: its header ")
            .append(header)
            .append(what);
        e.remedy = "see whether the endpoint is the service's own; a newer service may need a newer client";
        return failure(std::move(e));
    };
    struct word {
        std::string_view says;
        event_kind kind;
        std::string_view type_in;
    };
    constexpr word words[] = {{"event", event_kind::event, ":event-type"},
                              {"exception", event_kind::exception, ":exception-type"},
                              {"error", event_kind::error, ":error-code"}};

    auto const says = m.text(":message-type");
    for (auto const& [word, kind, type_in] : words) {
        if (says != word)
            continue;
        event e{.kind = kind, .type = m.text(type_in), .payload = m.payload()};
        if (e.type.empty())
            return refuse(type_in, " is missing, empty or not a string");
        e.content_type = m.text(":content-type");
        if (kind == event_kind::error)
            e.error_message = m.text(":error-message");
        return e;
    }
    return refuse(":message-type", says.empty() ? " is missing, empty or not a string"
                                                : " is none of event, exception and error");
}

}  // namespace bedrock::event_stream
