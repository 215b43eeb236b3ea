// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <tuple>
#include <utility>

#include <bedrock/observer/concept.hpp>

namespace bedrock::observer {

/// Several observers in the one slot, told in the order listed; each hears what it has an `on` for.
///
///     observer::metrics numbers;
///     bedrock::client c{observer::several{observer::log{}, numbers}};
template <class... Os>
class several {
    static_assert(
        sizeof...(Os) > 0 && (policy<Os> && ...),
        "bedrock::observer::several: each of them must be an observer that hears something: `using slot = "
        "bedrock::observer::slot;` and one of `void on(observer::sending const&) const`, …");

    template <class O, class Event>
    static constexpr bool hears = requires(O const& o, Event const& e) { o.on(e); };

 public:
    using slot = observer::slot;

    explicit several(Os... observers) : all_{std::move(observers)...} {}

    template <class Event>
        requires(hears<Os, Event> || ...)
    void on(Event const& e) const {
        std::apply([&](auto const&... each) { (tell(each, e), ...); }, all_);
    }

 private:
    [[no_unique_address]] std::tuple<Os...> all_;
};

}  // namespace bedrock::observer
