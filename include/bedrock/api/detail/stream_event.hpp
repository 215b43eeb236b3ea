// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <string>
#include <utility>

#include <bedrock/api/detail/printable.hpp>
#include <bedrock/api/stream_error.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/event_stream/event.hpp>
#include <bedrock/event_stream/message.hpp>
#include <bedrock/json/reader.hpp>

namespace bedrock::api::detail {

/// The event that a message is; its error if it is an exception.
inline result<event_stream::event> event_in(event_stream::message const& message) {
    auto event = event_stream::read_event(message);
    if (event && event->kind != event_stream::event_kind::event)
        event = std::unexpected{stream_error(*event)};
    return event;
}

/// Completes a reader's error; apart from the template, so that it is compiled once.
[[gnu::cold]] inline std::unexpected<error> unreadable_event(error e, event_stream::event const& from) {
    e.message.insert(0, "the event " + excerpt(from.type, 60) + " cannot be read: ");
    e.remedy = "look for a proxy that alters replies; what came before it is whole and can be kept";
    return std::unexpected{std::move(e)};
}

/// The payload of an event, read in place as the alternative `Payload` of `Event`.
template <class Payload, class Event>
result<std::optional<Event>> read_event(event_stream::event const& from) {
    result<std::optional<Event>> event{std::in_place, std::in_place};
    if (auto done = json::read_into((*event)->template emplace<Payload>(), from.payload); !done)
        event = unreadable_event(std::move(done.error()), from);
    return event;
}

}  // namespace bedrock::api::detail
