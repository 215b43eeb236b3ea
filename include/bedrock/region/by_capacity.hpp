// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <bedrock/region/concept.hpp>
#include <bedrock/region/detail/health_list.hpp>

namespace bedrock::region {

/// The service's own rule for inference profiles, on the client: the first region while it has room, else the
/// one with the most room left.
///
///     bedrock::client c{bedrock::region::by_capacity{"us-east-1", "us-west-2", "us-east-2"},
///                       bedrock::quota::per_minute{.requests = 50, .tokens = 400'000}};
///
/// Room is what the quota slot says: how many calls like this fit now. Where all are full the one with the
/// shortest wait is taken; of equals, the first of the list. A region that failed is cooled as by `failover`
/// and comes after all that are well, but some region is always chosen. A full region is not cooled: the
/// first is taken again as soon as it has room, which spreads a session over regions; `sticky` keeps it in
/// one. With a quota policy that keeps no count this is an ordered failover.
///
/// Source of the rule: shared/bedrock-facts.md, section 4.1, routing steps.
class by_capacity : public detail::health_list {
 public:
    using health_list::health_list;

    result<place> choose(question const& q, memory& m, instant now) const {
        if (regions_.empty())
            return no_regions();
        auto const chosen = best(q, m, now, [](std::size_t i, room const& room) {
            return i == 0 ? 0 : detail::rank::greatest_key - std::max<std::int64_t>(room.calls, 0);
        });
        return place_of(chosen, q);
    }
};

static_assert(policy<by_capacity>);

}  // namespace bedrock::region
