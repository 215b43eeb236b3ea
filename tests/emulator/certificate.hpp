// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <span>
#include <string>

namespace bedrock::testing::emulation {

/// An authority made for this run and what it vouched for, all in PEM. The authority's key is forgotten at
/// once.
struct certificate {
    std::string authority{};
    std::string leaf{};
    std::string key{};
};

/// For localhost, 127.0.0.1, ::1 and these names. Nothing if OpenSSL could not.
std::optional<certificate> make_certificate(std::span<std::string const> names);

}  // namespace bedrock::testing::emulation
