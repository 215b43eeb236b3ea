// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>
#include <string_view>

namespace cli {

/// The texts of a list: `us-east-1, us-west-2`.
std::string joined(auto const& texts) {
    std::string list;
    for (std::string_view const text : texts)
        list.append(list.empty() ? "" : ", ").append(text);
    return list;
}

}  // namespace cli
