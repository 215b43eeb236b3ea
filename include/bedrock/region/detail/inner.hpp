// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string_view>

#include <bedrock/core/cell.hpp>
#include <bedrock/core/inner_memory.hpp>
#include <bedrock/region/concept.hpp>

/// What policies around another region policy ask and tell it, whatever of the optional parts it has.
namespace bedrock::region::detail {

using bedrock::detail::with_memory_of;

template <class P>
using memory_of = bedrock::detail::inner_memory_of<P>;

/// Whether a memory that holds nothing but this policy's may be used from several threads as it is.
template <class P>
inline constexpr bool needs_no_lock =
    !bedrock::detail::with_memory<P> || bedrock::detail::thread_safe_memory<memory_of<P>>;

template <policy P>
result<place> choose(P const& p, question const& q, memory_of<P>& m, instant now) {
    return with_memory_of<P>(m, [&](auto&... memory) { return p.choose(q, memory..., now); });
}

template <policy P>
void failed(P const& p, report const& r, memory_of<P>& m, instant now) {
    with_memory_of<P>(m, [&](auto&... memory) {
        if constexpr (requires { p.failed(r, memory..., now); })
            p.failed(r, memory..., now);
    });
}

template <policy P>
void succeeded(P const& p, report const& r, memory_of<P>& m, instant now) {
    with_memory_of<P>(m, [&](auto&... memory) {
        if constexpr (requires { p.succeeded(r, memory..., now); })
            p.succeeded(r, memory..., now);
    });
}

template <policy P>
bool well(P const& p, std::string_view region, memory_of<P>& m, instant now) {
    return with_memory_of<P>(m, [&](auto&... memory) {
        if constexpr (requires { p.well(region, memory..., now); })
            return p.well(region, memory..., now);
        else
            return true;
    });
}

template <policy P>
bool several(P const& p) {
    if constexpr (requires { p.several(); })
        return p.several();
    else
        return false;
}

/// The question with the regions barred for which `barred(region)` holds. Refers to all that it is made of.
template <class F>
class barring {
 public:
    barring(question const& q, F const& barred) : rooms_{q.room}, barred_{barred}, asked_{q} {
        asked_.room = {this, [](void const* self, std::string_view region) {
                           auto const& me = *static_cast<barring const*>(self);
                           return me.barred_(region) ? room::bar() : me.rooms_(region);
                       }};
    }
    barring(barring const&) = delete;
    barring& operator=(barring const&) = delete;

    question const& asked() const { return asked_; }

 private:
    room_view rooms_;
    F const& barred_;
    question asked_;
};

}  // namespace bedrock::region::detail
