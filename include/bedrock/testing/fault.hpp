// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bedrock::testing {

/// What can go wrong on purpose. In flags and on the control path the names are these, with `-` or `_`.
enum class fault_kind : std::uint8_t {
    // an error of the service, with `status`, `code` and `message` to change its usual ones
    error,            ///< any: `status`, `code`, `message` as given
    throttle,         ///< 429, too many requests
    too_many_tokens,  ///< 429, too many tokens
    daily_limit,      ///< 429, too many tokens per day
    internal,         ///< 500
    unavailable,      ///< 503, capacity
    access_denied,    ///< 403
    expired_token,    ///< 403
    model_not_ready,  ///< 429 ModelNotReadyException
    model_timeout,    ///< 408
    model_error,      ///< 424
    quota_exceeded,   ///< 400 ServiceQuotaExceededException

    // time
    stall,  ///< silence of `delay`: before the first byte, after `events` of a stream, or after `bytes` of a
            ///< body
    slow,   ///< `bytes` a second (default 64)
    clock_skew,  ///< the service's clock is `delay` ahead (or behind): its Date and what it thinks of
                 ///< signatures

    // connections
    reset,  ///< RST after `bytes` bytes of the reply, by default before the first
    close,  ///< the same, but an orderly end of the TCP connection
    cut,    ///< the reply breaks off: after `events` of a stream (default 3), in the middle of a body

    // streams
    no_stop_event,  ///< ends well, but after `events`, by default before the stop events
    corrupt,        ///< one bit of event number `events` (default 2) is wrong
    exception,      ///< after `events` (default 2) an exception event `code` (default throttlingException)
    stream_error,   ///< after `events` (default 2) an unmodelled error, `code` and `message`
    unknown_event,  ///< after `events` (default 1) an event of a kind nobody knows, then on as usual
    huge_frame,     ///< after `events` (default 1) a frame whose length says 4 GiB

    // answers that are not what they should be
    content_type,   ///< another one: `message` (default text/plain)
    half_json,      ///< the body, or the payload of event number `events`, stops in its middle
    deep_json,      ///< the same nested `bytes` deep (default 100,000)
    wrong_types,    ///< the same with members of other types
    no_body,        ///< 200 and nothing
    endless,        ///< a reply that never ends
    big_header,     ///< a header block of `bytes` (default 1 MiB)
    redirect,       ///< 307 to `message` (default `/_emulator/redirected`, which the log would show)
    proxy_html,     ///< HTML as from a proxy, with `status` (default 502)
    endless_pages,  ///< a list says that there is more, with a token that leads to its beginning
};

/// One fault and the requests that shall meet it. By default the next request, whatever it is.
///
///     emulator.inject({.kind = fault_kind::throttle, .region = "us-east-1", .count = 2});
///     emulator.inject({.kind = fault_kind::cut, .operation = "ConverseStream", .events = 5});
struct fault {
    fault_kind kind = fault_kind::throttle;

    std::string region{};     ///< only there; empty: everywhere
    std::string operation{};  ///< only `Converse`, `ConverseStream`, `InvokeModel`, …; empty: any
    std::string model{};      ///< only with this model ID; empty: any
    int skip = 0;             ///< let so many fitting requests pass first
    int count = 1;            ///< then so many meet it; 0: all, until a reset
    double probability = 1;   ///< each with this chance

    int status = 0;                                              ///< 0: the kind's own
    std::string code{};                                          ///< empty: the kind's own
    std::string message{};                                       ///< empty: the kind's own
    std::optional<std::chrono::milliseconds> retry_after{};      ///< sent as `x-amz-retry-after`
    std::vector<std::pair<std::string, std::string>> headers{};  ///< more headers for the answer
    std::chrono::milliseconds delay{0};  ///< of a stall; of others: before they happen
    std::optional<std::int64_t> bytes{};
    std::optional<int> events{};
    bool early =
        false;  ///< strikes when the request's header is read, before its body (errors, reset, close)
};

}  // namespace bedrock::testing
