// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>

#include <bedrock/core/result.hpp>

namespace bedrock::observer {

struct slot;  // never defined; a policy names it

/// A try is about to be sent.
struct sending {
    std::string_view operation{};  ///< `Converse`
    std::string_view model{};
    std::string_view region{};
    int attempt = 1;
};

/// A call begins to wait.
struct waiting {
    enum class reason { quota, backoff };

    std::string_view operation{};
    std::string_view region{};  ///< where it will go then
    reason why = reason::backoff;
    std::chrono::milliseconds time{};
};

/// A try failed; whether the call goes on is told by what follows.
struct failed {
    std::string_view operation{};
    std::string_view region{};
    int attempt = 1;
    error const& what;
};

/// A try was counted by the quota slot. More counted than held is a debt that later calls wait for. A throttle
/// here, though the quota slot had let it go, says that the limits are lower than it was told, that others use
/// them too, or that the service counts otherwise.
struct settled {
    std::string_view operation{};
    std::string_view model{};
    std::string_view region{};
    std::int64_t held = 0;
    std::int64_t counted = 0;
    error_kind cause = error_kind::none;                  ///< why the try failed, or was dropped
    std::optional<std::chrono::nanoseconds> held_back{};  ///< see `quota::receipt`
};

/// A call ended; `failure` is null for a success.
struct finished {
    std::string_view operation{};
    bedrock::story const& story;
    error const* failure = nullptr;
};

/// An observer is told, never asked. It has one or more of these, each called from the thread of the call, so it
/// must be thread-safe if the client is used by several:
///
/// | expression                        | told when |
/// |-----------------------------------|-----------|
/// | `o.on(observer::sending const&)`  | before a try |
/// | `o.on(observer::waiting const&)`  | before a wait |
/// | `o.on(observer::failed const&)`   | after a failed try |
/// | `o.on(observer::settled const&)`  | when the quota slot counted a try, if it says what it counted |
/// | `o.on(observer::finished const&)` | at a call's end |
template <class P>
concept hears_something = requires(P const& o, sending const& e) { o.on(e); } ||
                          requires(P const& o, waiting const& e) { o.on(e); } ||
                          requires(P const& o, failed const& e) { o.on(e); } ||
                          requires(P const& o, settled const& e) { o.on(e); } ||
                          requires(P const& o, finished const& e) { o.on(e); };

template <class P>
concept policy = std::same_as<typename P::slot, slot> && hears_something<P>;

/// Tells an observer what it wants to hear.
template <class P, class Event>
void tell(P const& observer, Event const& event) {
    if constexpr (requires { observer.on(event); })
        observer.on(event);
}

}  // namespace bedrock::observer
