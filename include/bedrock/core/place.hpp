// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bedrock {

/// Where a try goes: an account, a source region, and the model ID to call there.
struct place {
    std::string region{};  ///< the source region, as AWS names it
    std::string_view
        model{};  ///< the ID to call: the call's own, or one of the policy's (another geography's
                  ///< profile), which must not move while the client lives
    std::uint32_t account = 0;  ///< which of several accounts; policies of one account leave it 0
};

}  // namespace bedrock
