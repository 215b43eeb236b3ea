// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <utility>

#include <bedrock/api/detail/printable.hpp>
#include <bedrock/api/service_error.hpp>
#include <bedrock/core/error.hpp>
#include <bedrock/event_stream/event.hpp>

namespace bedrock::api {

/// The error that an event stream carries in place of an event: an exception, named by its member of the
/// stream
/// (`throttlingException`), with its words in the payload; or an error, with code and words in headers.
[[gnu::cold]] inline error stream_error(event_stream::event const& event) {
    error e{};
    e.code = detail::bare_code(event.type);
    e.message = event.error_message;
    if (event.kind == event_stream::event_kind::exception) {
        detail::read_error_body(event.payload, e);
        if (e.message.empty())
            e.message = detail::excerpt(event.payload);
    }
    return detail::finished(std::move(e));
}

}  // namespace bedrock::api
