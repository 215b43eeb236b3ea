// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <tuple>
#include <utility>
#include <variant>

#include <bedrock/core/cell.hpp>
#include <bedrock/quota/concept.hpp>
#include <bedrock/region/concept.hpp>
#include <bedrock/retry/concept.hpp>

namespace cli {

/// One of several policies of a slot, told while running. It keeps a memory for each: what is not chosen stays empty.
template <class... Ps>
class one_of {
    template <class P>
    struct kept {};
    template <bedrock::detail::with_memory P>
    struct kept<P> {
        typename P::memory memory{};
    };

 public:
    using memory = std::tuple<kept<Ps>...>;

    template <class P>
    one_of(P chosen) : chosen_{std::move(chosen)} {}  // NOLINT: implicit on purpose

 protected:
    /// `f(policy, memory)`, or `f(policy)` for one without.
    template <class F>
    decltype(auto) ask(memory& m, F&& f) const {
        return std::visit(
            [&]<class P>(P const& p) -> decltype(auto) {
                if constexpr (bedrock::detail::with_memory<P>)
                    return f(p, std::get<kept<P>>(m).memory);
                else
                    return f(p);
            },
            chosen_);
    }

 private:
    std::variant<Ps...> chosen_;
};

template <class... Ps>
struct one_region : one_of<Ps...> {
    using slot = bedrock::region::slot;
    using typename one_of<Ps...>::memory;
    using one_of<Ps...>::one_of;

    bedrock::result<bedrock::place> choose(bedrock::region::question const& q, memory& m,
                                           bedrock::instant now) const {
        return this->ask(m, [&](auto const& p, auto&... own) { return p.choose(q, own..., now); });
    }
    void failed(bedrock::region::report const& r, memory& m, bedrock::instant now) const {
        this->ask(m, [&](auto const& p, auto&... own) {
            if constexpr (requires { p.failed(r, own..., now); })
                p.failed(r, own..., now);
        });
    }
    void succeeded(bedrock::region::report const& r, memory& m, bedrock::instant now) const {
        this->ask(m, [&](auto const& p, auto&... own) {
            if constexpr (requires { p.succeeded(r, own..., now); })
                p.succeeded(r, own..., now);
        });
    }
};

template <class... Ps>
struct one_quota : one_of<Ps...> {
    using slot = bedrock::quota::slot;
    using ticket = std::variant<typename Ps::ticket...>;
    using typename one_of<Ps...>::memory;
    using one_of<Ps...>::one_of;

    bedrock::quota::admission<ticket> admit(bedrock::quota::demand const& d, memory& m,
                                            bedrock::instant now) const {
        return this->ask(m, [&](auto const& p, auto&... own) -> bedrock::quota::admission<ticket> {
            auto const told = p.admit(d, own..., now);
            return {.what = told.what,
                    .ticket = ticket{told.ticket},
                    .wait = told.wait,
                    .soonest = told.soonest,
                    .cost = told.cost,
                    .limit = told.limit};
        });
    }
    bedrock::quota::receipt settle(ticket const& t, bedrock::quota::settlement const& s, memory& m,
                                   bedrock::instant now) const {
        return this->ask(m, [&]<class P>(P const& p, auto&... own) -> bedrock::quota::receipt {
            auto const& held = std::get<typename P::ticket>(t);
            if constexpr (requires { bedrock::quota::receipt{p.settle(held, s, own..., now)}; })
                return p.settle(held, s, own..., now);
            else
                p.settle(held, s, own..., now);
            return {};
        });
    }
    bedrock::quota::room room(bedrock::quota::demand const& d, memory& m, bedrock::instant now) const {
        return this->ask(m, [&](auto const& p, auto&... own) -> bedrock::quota::room {
            if constexpr (requires { p.room(d, own..., now); })
                return p.room(d, own..., now);
            else
                return {};
        });
    }
    void leave(bedrock::quota::demand const& d, memory& m) const {
        this->ask(m, [&](auto const& p, auto&... own) {
            if constexpr (requires { p.leave(d, own...); })
                p.leave(d, own...);
        });
    }
};

template <class... Ps>
struct one_retry : one_of<Ps...> {
    using slot = bedrock::retry::slot;
    using typename one_of<Ps...>::memory;
    using one_of<Ps...>::one_of;

    bedrock::retry::verdict decide(bedrock::retry::attempt const& a, memory& m, bedrock::instant now) const {
        return this->ask(m, [&](auto const& p, auto&... own) { return p.decide(a, own..., now); });
    }
    void succeeded(bedrock::retry::attempt const& a, memory& m, bedrock::instant now) const {
        this->ask(m, [&](auto const& p, auto&... own) {
            if constexpr (requires { p.succeeded(a, own..., now); })
                p.succeeded(a, own..., now);
        });
    }
    void began(memory& m) const {
        this->ask(m, [&](auto const& p, auto&... own) {
            if constexpr (requires { p.began(own...); })
                p.began(own...);
        });
    }
    void ended(bedrock::retry::attempt const& a, memory& m) const {
        this->ask(m, [&](auto const& p, auto&... own) {
            if constexpr (requires { p.ended(a, own...); })
                p.ended(a, own...);
        });
    }
};

}  // namespace cli
