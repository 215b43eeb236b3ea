// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>

#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/inner.hpp>

namespace bedrock::quota {

/// Several limits, taken all or none: a call goes when each of them lets it go.
///
///     bedrock::client c{bedrock::quota::all{bedrock::quota::per_minute{.requests = 50, .tokens = 400'000},
///                                           bedrock::quota::per_day{.tokens = 150'000'000},
///                                           bedrock::quota::concurrency{8}}};
///
/// Each is asked whether there is room; only if all have it something is taken. Else the call waits as long as
/// the longest says, in the line of the first that had no room only: in another it would hold up those who could go.
/// Lines are in the order in which calls came to the client, so it finds its place in the next one. A policy that
/// does not tell its room is asked to admit, and gets what it gave back as `unsent`. A refusal of one is a refusal.
/// The receipt is that of the first that gives one: list first what counts tokens.
template <policy... Quotas>
class all {
 public:
    using slot = quota::slot;
    using ticket = std::tuple<typename Quotas::ticket...>;
    using memory = std::tuple<detail::memory_of<Quotas>...>;

    explicit all(Quotas... quotas) : quotas_{std::move(quotas)...} {}

    admission<ticket> admit(demand const& d, memory& m, instant now) const {
        auto const answer =
            room(d, m, now).wait <= std::chrono::nanoseconds::zero() ? take(d, m, now) : wait(d, m, now);
        if (refuses(answer))
            leave(d, m);
        return answer;
    }

    std::optional<receipt> settle(ticket const& t, settlement const& s, memory& m, instant now) const {
        std::optional<receipt> first;
        each([&]<std::size_t I>() {
            auto const one = detail::settle(policy<I>(), std::get<I>(t), s, std::get<I>(m), now);
            first = first ? first : one;
        });
        return first;
    }

    quota::room room(demand const& d, memory& m, instant now) const {
        quota::room least;
        each([&]<std::size_t I>() {
            auto const one = detail::room(policy<I>(), d, std::get<I>(m), now);
            if (!one.known)
                return;
            least = {.known = true,
                     .wait = std::max(least.wait, one.wait),
                     .calls = std::min(least.calls, one.calls),
                     .barred = least.barred || one.barred};
        });
        return least;
    }

    void leave(demand const& d, memory& m) const {
        each([&]<std::size_t I>() { detail::leave(policy<I>(), d, std::get<I>(m)); });
    }

 private:
    template <std::size_t I>
    auto const& policy() const {
        return std::get<I>(quotas_);
    }

    template <class F>
    static void each(F f) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (f.template operator()<I>(), ...);
        }(std::index_sequence_for<Quotas...>{});
    }

    static bool refuses(admission<ticket> const& a) {
        return a.what == quota::answer::never || a.what == quota::answer::spent;
    }

    // From each in turn, until one does not grant: then the others get back what they gave.
    admission<ticket> take(demand const& d, memory& m, instant now) const {
        auto answer = admission<ticket>::granted({});
        std::size_t granted = 0;
        each([&]<std::size_t I>() {
            if (granted < I)
                return;
            auto one = detail::admit(policy<I>(), d, std::get<I>(m), now);
            if (one.what == quota::answer::granted) {
                std::get<I>(answer.ticket) = std::move(one.ticket);
                ++granted;
            } else {
                auto given = std::move(answer.ticket);
                answer = detail::passed_on<ticket>(one);
                answer.ticket = std::move(given);
            }
        });
        if (answer.what != quota::answer::granted)
            each([&]<std::size_t I>() {
                if (I < granted)
                    detail::settle(policy<I>(), std::get<I>(answer.ticket), {.unsent = true}, std::get<I>(m),
                                   now);
            });
        return answer;
    }

    // In the line of the first that has no room, as long as the longest says.
    admission<ticket> wait(demand const& d, memory& m, instant now) const {
        auto longest = admission<ticket>::wait_for({});
        bool waits = false;
        each([&]<std::size_t I>() {
            auto& own = std::get<I>(m);
            if (detail::room(policy<I>(), d, own, now).wait <= std::chrono::nanoseconds::zero())
                return detail::leave(policy<I>(), d, own);
            auto const one = detail::admit(policy<I>(), d, own, now);
            if (one.what == quota::answer::granted) {  // it had said otherwise
                detail::settle(policy<I>(), one.ticket, {.unsent = true}, own, now);
            } else if (one.what != quota::answer::wait) {
                longest = refuses(longest) ? longest : detail::passed_on<ticket>(one);
            } else {
                if (std::exchange(waits, true))
                    detail::leave(policy<I>(), d, own);
                if (!refuses(longest))
                    longest = admission<ticket>::wait_for(std::max(longest.wait, one.wait),
                                                          std::max(longest.soonest, one.soonest));
            }
        });
        return longest;
    }

    std::tuple<Quotas...> quotas_;
};

}  // namespace bedrock::quota
