// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>

#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/inner.hpp>

namespace bedrock::quota {

/// A quota of its own for each tenant, as a service does that gives its clients keys and limits each of them.
///
///     bedrock::client c{bedrock::quota::all{
///         bedrock::quota::per_tenant{bedrock::quota::per_minute{.tokens = 20'000, .burst = 10s}},
///         bedrock::quota::per_minute{.tokens = 400'000}}};
///     c.converse(model, request, {.tenant = api_key});
///
/// Each tenant's calls wait in a line of their own: one that floods waits for itself and takes nothing from the
/// others, as long as their shares together are not more than the whole. Calls that name no tenant are one tenant.
/// What is kept of a tenant that made no call for a minute and has none under way is dropped.
template <policy Quota>
    requires bedrock::detail::with_memory<Quota>
struct per_tenant {
    using slot = quota::slot;

    Quota each{};

    struct ticket {
        typename Quota::ticket inner{};
        std::uint64_t tenant = 0;
    };

    struct memory {
        struct entry {
            typename Quota::memory inner{};
            steady_time used{};
            std::size_t under_way = 0;
        };
        std::unordered_map<std::uint64_t, entry> tenants{};
        std::size_t sweep_at = 64;
    };

    admission<ticket> admit(demand const& d, memory& m, instant now) const {
        auto& t = entry_of(d.tenant, m, now);
        auto one = detail::admit(each, d, t.inner, now);
        if (one.what != answer::granted)
            return detail::passed_on<ticket>(one);
        ++t.under_way;
        return admission<ticket>::granted({std::move(one.ticket), d.tenant});
    }

    std::optional<receipt> settle(ticket const& t, settlement const& s, memory& m, instant now) const {
        auto& of = entry_of(t.tenant, m, now);
        --of.under_way;
        return detail::settle(each, t.inner, s, of.inner, now);
    }

    quota::room room(demand const& d, memory& m, instant now) const {
        return detail::room(each, d, entry_of(d.tenant, m, now).inner, now);
    }

    void leave(demand const& d, memory& m) const {
        if (auto const found = m.tenants.find(d.tenant); found != m.tenants.end())
            detail::leave(each, d, found->second.inner);
    }

 private:
    static auto& entry_of(std::uint64_t tenant, memory& m, instant now) {
        if (m.tenants.size() >= m.sweep_at && !m.tenants.contains(tenant))
            sweep(m, now);
        auto& t = m.tenants[tenant];
        t.used = std::max(t.used, now.steady);
        return t;
    }

    // Seldom enough that it costs each tenant a constant.
    static void sweep(memory& m, instant now) {
        std::erase_if(m.tenants, [&](auto const& t) {
            return t.second.under_way == 0 && now.steady - t.second.used > std::chrono::minutes{1};
        });
        m.sweep_at = std::max<std::size_t>(64, 2 * m.tenants.size());
    }
};

}  // namespace bedrock::quota
