// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <bedrock/observer/concept.hpp>

namespace bedrock::observer {

/// Nobody listens; the default of the slot.
struct none {
    using slot = observer::slot;

    void on(auto const&) const {}
};

static_assert(policy<none>);

}  // namespace bedrock::observer
