// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/line.hpp>

namespace bedrock::quota {

/// So many calls at once, of a client and all its copies, wherever they go; the others wait in the order they
/// came. Streams count until their end.
///
///     bedrock::client c{bedrock::quota::concurrency{8}};
///
/// For memory, sockets and a fair use of what is behind, not for the service's quotas, which count calls and
/// tokens a minute.
struct concurrency {
    using slot = quota::slot;
    struct ticket {};
    struct memory {
        std::int64_t under_way = 0;
        detail::line line{};
    };

    std::int64_t calls = 8;

    admission<ticket> admit(demand const& d, memory& m, instant) const {
        if (calls < 1)
            return admission<ticket>::never(1, calls);
        auto const place = m.line.place_of(d.call);
        if (place == 0 && m.under_way < calls) {
            m.line.leave(d.call);
            ++m.under_way;
            return admission<ticket>::granted({});
        }
        m.line.join(d.call, 0);
        return admission<ticket>::wait_for(wait_at(place), std::chrono::nanoseconds{});
    }

    void settle(ticket const&, settlement const&, memory& m, instant) const { --m.under_way; }

    quota::room room(demand const& d, memory& m, instant) const {
        if (calls < 1)
            return {.known = true, .wait = quota::room::never, .calls = 0};
        auto const place = m.line.place_of(d.call);
        auto const free = calls - m.under_way - static_cast<std::int64_t>(place);
        return {.known = true,
                .wait = free > 0 && place == 0 ? std::chrono::nanoseconds{} : wait_at(place),
                .calls = std::max<std::int64_t>(free, 0)};
    }

    void leave(demand const& d, memory& m) const { m.line.leave(d.call); }

 private:
    // A guess, since nobody knows when a call ends: its settlement wakes the line.
    static constexpr std::chrono::nanoseconds wait_at(std::size_t place) {
        return std::chrono::seconds{1} * static_cast<int>(1 + std::min<std::size_t>(place, 3'600));
    }
};

static_assert(policy<concurrency>);

}  // namespace bedrock::quota
