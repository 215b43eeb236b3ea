// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What the emulator needs of cryptography, on OpenSSL. Its own, on purpose: the client's signer is checked
/// with it.
namespace bedrock::testing::emulation {

using digest = std::array<unsigned char, 32>;

digest sha256(std::string_view bytes);
digest hmac_sha256(std::string_view key, std::string_view bytes);
inline std::string_view as_text(digest const& d) {
    return {reinterpret_cast<char const*>(d.data()), d.size()};
}

std::string hex(std::string_view bytes);
std::string base64(std::string_view bytes);
/// Standard alphabet, padded; nothing if it is not that.
std::optional<std::string> from_base64(std::string_view text);

/// In a time that does not depend on where they differ.
bool same_secret(std::string_view a, std::string_view b);

/// A random UUID (version 4), as request IDs are.
std::string make_uuid();

}  // namespace bedrock::testing::emulation
