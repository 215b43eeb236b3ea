// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <bedrock/quota/concept.hpp>

namespace bedrock::quota {

/// No limit on the client's side: every call is sent at once; the default of the slot.
struct unlimited {
    using slot = quota::slot;
    static constexpr bool never_waits = true;
    struct ticket {};

    admission<ticket> admit(demand const&, instant) const { return admission<ticket>::granted({}); }
    void settle(ticket const&, settlement const&, instant) const {}
};

static_assert(policy<unlimited>);

}  // namespace bedrock::quota
