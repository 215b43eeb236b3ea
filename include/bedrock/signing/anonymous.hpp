// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <bedrock/signing/concept.hpp>

namespace bedrock::signing {

/// No authentication: for a gateway that adds its own, or a mock that wants none. Bedrock itself refuses it.
///
///     bedrock::client c{bedrock::endpoint::url{"https://gateway.example"}, bedrock::signing::anonymous{}};
struct anonymous {
    using slot = signing::slot;

    result<void> sign(request const&, header_list&, instant) const { return {}; }
};

static_assert(policy<anonymous>);

}  // namespace bedrock::signing
