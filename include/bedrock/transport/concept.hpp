// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include <bedrock/core/error_kind.hpp>
#include <bedrock/core/http.hpp>
#include <bedrock/core/sent.hpp>
#include <bedrock/core/time.hpp>

namespace bedrock::transport {

struct slot;  // never defined; a policy names it

/// A request as it goes on the wire; everything is a view that must live until the exchange ends.
struct request {
    std::string_view method{};
    char const* url = nullptr;  ///< scheme, host, port, path and query, percent-encoded; sent as it is
    header_list const* headers = nullptr;
    std::string_view body{};
};

/// Limits of one exchange; 0 is none. A call's deadline is its driver's to keep, by `poll`'s `wake`.
struct limits {
    std::chrono::milliseconds connect{};
    std::chrono::milliseconds first_byte{};     ///< from the request's last byte to the reply's first
    std::chrono::milliseconds between_bytes{};  ///< counts only while the exchange is polled
    std::size_t unread =
        0;  ///< bytes of body kept unread before the sender is paused; 0: the whole reply is kept
};

using bedrock::sent;

/// Why an exchange gave no (whole) reply.
struct breakdown {
    error_kind kind = error_kind::network;  ///< network, interrupted, tls, timeout, reply_too_large,
                                            ///< malformed_reply, configuration
    std::string message{};                  ///< what was tried, where (host), and what happened; no secret
    std::string remedy{};                   ///< what to do; may be empty
    transport::sent sent = sent::nothing;
    bool reused = false;  ///< the connection had served an exchange before
    bool stale =
        false;  ///< reused, and closed without a byte of a reply within a second of the request's last byte
};

/// What `poll` has to tell.
enum class news : std::uint8_t {
    head,      ///< status and headers are complete: told once, before any `body`
    body,      ///< there are unread bytes
    finished,  ///< the reply is complete; told when every byte was consumed, or, with `limits.unread` 0, as
               ///< soon as it is whole
    failed,    ///< `failure()` says why
    woken,     ///< the time asked for has come
    stopped,   ///< the stop token was triggered
};

/// One connection's worth of work, leased to one call or stream at a time.
///
/// | expression           | returns              | means                                              |
/// |----------------------|----------------------|----------------------------------------------------|
/// | `x.begin(r, l)`      | void                 | starts sending; does no I/O yet; an earlier exchange is dropped |
/// | `x.poll(wake, stop)` | `news`               | does I/O until there is something to tell, at most until `wake` |
/// | `x.status()`         | int                  | HTTP status after `head`; 0 before                 |
/// | `x.headers()`        | `header_list const&` | the reply's headers, after `head`                  |
/// | `x.unread()`         | `string_view`        | body not yet consumed; valid until the next `poll` or `consume` |
/// | `x.consume(n)`       | void                 | drops its first n bytes; a paused sender goes on at the next `poll` |
/// | `x.failure()`        | `breakdown const&`   | after `failed`                                     |
/// | `x.sent()`           | `sent`               | how much of the request has left so far            |
/// | `x.cancel()`         | void                 | ends it now; the connection is not used again      |
template <class X>
concept exchange = requires(X& x, request const& r, limits const& l, std::optional<steady_time> wake,
                            std::stop_token const& stop, std::size_t n) {
    x.begin(r, l);
    { x.poll(wake, stop) } -> std::same_as<news>;
    { x.status() } -> std::convertible_to<int>;
    { x.headers() } -> std::convertible_to<header_list const&>;
    { x.unread() } -> std::same_as<std::string_view>;
    x.consume(n);
    { x.failure() } -> std::convertible_to<breakdown const&>;
    { x.sent() } -> std::same_as<sent>;
    x.cancel();
};

/// A transport moves bytes. It is the only slot that does I/O, and `exchange` is where.
///
/// | expression        | returns             | means                                                |
/// |-------------------|---------------------|------------------------------------------------------|
/// | `t.lease(memory)` | a move-only `lease` | an exchange of one's own (`*l`, `l->poll(…)`), taken from the free list or made; given back by its destructor |
///
/// `memory` is the free list; thread-safe; kept alive (`std::shared_ptr`) by the leases taken from it.
template <class T>
concept policy = std::same_as<typename T::slot, slot> && requires(T const& t, typename T::memory& memory) {
    requires exchange<std::remove_cvref_t<decltype(*t.lease(memory))>>;
};

}  // namespace bedrock::transport
