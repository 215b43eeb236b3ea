// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>

#include <bedrock/core/result.hpp>
#include <bedrock/quota/concept.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/retry/concept.hpp>
#include <bedrock/testing/simulator.hpp>
#include <bedrock/testing/virtual_driver.hpp>

namespace bedrock::testing::simulation {

namespace detail {

/// Sees the service's own counters, and outages. One line for all regions: its first goes as soon as some
/// region would take it, the others after it.
struct foresight {
    using slot = quota::slot;
    struct ticket {};
    struct memory {
        std::deque<std::uint64_t> line{};
        std::size_t row = 0;  ///< region that the call goes to which was admitted last
    };

    world* sees;

    quota::admission<ticket> admit(quota::demand const& d, memory& m, instant now) const {
        using admission = quota::admission<ticket>;
        constexpr std::chrono::seconds look_again{
            1};  // what ends an outage or a load is not told to who waits
        // By number, as quota policies keep their lines: one that is sent again goes before those that came later.
        auto const place = std::ranges::lower_bound(m.line, d.call);
        if (place == m.line.end() || *place != d.call)
            m.line.insert(place, d.call);
        if (m.line.front() != d.call)
            return admission::wait_for(std::chrono::hours{1}, {});
        if (sees->too_late(d.call - 1, now.steady.time_since_epoch()))
            return admission::wait_for(std::chrono::hours{1}, std::chrono::nanoseconds::max());
        auto const [wait, row] = soonest(d.call, now);
        if (wait > std::chrono::nanoseconds::zero())
            return admission::wait_for(std::min<std::chrono::nanoseconds>(wait, look_again), {});
        m.line.pop_front();
        m.row = row;
        return admission::granted({});
    }

    void settle(ticket const&, quota::settlement const&, memory&, instant) const {}

    void leave(quota::demand const& d, memory& m) const { std::erase(m.line, d.call); }

 private:
    std::pair<std::chrono::nanoseconds, std::size_t> soonest(std::uint64_t call, instant now) const {
        std::pair best{service::never, std::size_t{0}};
        for (std::size_t row = 0; row < sees->regions(); ++row) {
            auto const wait = sees->wait_for(call - 1, row, now.steady.time_since_epoch());
            if (wait < best.first)
                best = {wait, row};
        }
        return best;
    }
};

/// What an outage cut is sent again at once.
struct undaunted {
    using slot = retry::slot;
    retry::verdict decide(retry::attempt const&, instant) const { return retry::verdict::after({}); }
};

}  // namespace detail

/// The upper bound to compare policies with: the same calls by a client that sees the service's own counters in
/// the scenario's regions, keeps order, sends whenever it would be taken, and sends nothing that would miss its
/// deadline for certain. Times that vary (`service::rules::spread`, slow regions) it does not foresee.
inline result<figures> oracle(scenario plan) {
    plan.clients = 1;
    world w{plan};
    virtual_driver driver{region::fixed<"any">{}, detail::foresight{&w}, detail::undaunted{}};
    return conductor{w, driver,
                     [&](scripted_try const&) {
                         return driver.policies().quota.ask([](auto&, auto& memory) { return memory.row; });
                     }}
        .run();
}

}  // namespace bedrock::testing::simulation
