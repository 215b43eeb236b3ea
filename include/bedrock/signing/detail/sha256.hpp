// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace bedrock::signing::detail {

using digest = std::array<unsigned char, 32>;

inline std::string_view text_of(digest const& d) {
    return {reinterpret_cast<char const*>(d.data()), d.size()};
}

/// Four bytes, the first the lowest, as their eight hexadecimal digits, the first again the lowest.
constexpr std::uint64_t hex_of(std::uint32_t bytes) {
    std::uint64_t n = bytes;  // a byte to each 16 bits, then a digit to each 8
    n = (n | n << 16) & 0x0000'ffff'0000'ffff;
    n = (n | n << 8) & 0x00ff'00ff'00ff'00ff;
    n = (n >> 4 & 0x000f'000f'000f'000f) | (n & 0x000f'000f'000f'000f) << 8;
    auto const letters = (n + 0x0606'0606'0606'0606) >> 4 & 0x0101'0101'0101'0101;
    return n + 0x3030'3030'3030'3030 + letters * ('a' - '9' - 1);
}

/// No loop over digits: three digests a signature are 192 of them.
[[gnu::noinline]] inline void append_hex(std::string& out, digest const& d) {
    constexpr bool swapped = std::endian::native == std::endian::big;
    char text[2 * std::tuple_size_v<digest>];
    for (std::size_t i = 0; i < d.size(); i += 4) {
        std::uint32_t bytes;
        std::memcpy(&bytes, d.data() + i, sizeof bytes);
        auto digits = hex_of(swapped ? __builtin_bswap32(bytes) : bytes);
        if constexpr (swapped)
            digits = __builtin_bswap64(digits);
        std::memcpy(text + 2 * i, &digits, sizeof digits);
    }
    out.append(text, sizeof text);
}

struct evp_free {
    void operator()(EVP_MD* md) const { EVP_MD_free(md); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using evp_context = std::unique_ptr<EVP_MD_CTX, evp_free>;

/// A key of HMAC-SHA256 as two hashes that have already taken it in: what is left per message is to copy
/// them.
struct hmac_key {
    evp_context inner{};
    evp_context outer{};
};

/// SHA-256 and HMAC-SHA256 with a fetched algorithm and a context that is used again.
///
/// Measured on OpenSSL 3.0, SHA-NI: hashing 1 KiB takes 650 ns this way and 605 ns with the deprecated
/// `SHA256_*` functions, an HMAC of 150 bytes 230 ns and 160 ns (310 ns with `EVP_MAC`). The difference is
/// not worth leaving the providers, which is what makes a FIPS build of OpenSSL one.
class sha256 {
 public:
    /// False when OpenSSL has no SHA-256 for us (a broken configuration, or the process is at its end).
    [[nodiscard]] bool ready() {
        // Once OpenSSL has cleaned up (a static object's destructor can be later than that), fetching would
        // crash.
        if (OPENSSL_init_crypto(0, nullptr) != 1)
            return false;
        if (!algorithm_)
            algorithm_.reset(EVP_MD_fetch(nullptr, "SHA256", nullptr));
        if (!context_)
            context_.reset(EVP_MD_CTX_new());
        return algorithm_ && context_;
    }

    [[nodiscard]] bool hash(std::string_view text, digest& out) {
        return ready() && begin(context_) && update(context_, text) && end(context_, out);
    }

    [[nodiscard]] bool prepare(std::string_view key, hmac_key& out) {
        constexpr std::size_t block = 64;
        std::array<char, block> pad{};
        digest hashed;
        if (key.size() > block) {
            if (!hash(key, hashed))
                return false;
            key = text_of(hashed);
        }
        std::ranges::copy(key, pad.begin());
        bool const ok = ready() && absorb(out.inner, pad, 0x36) && absorb(out.outer, pad, 0x36 ^ 0x5c);
        OPENSSL_cleanse(pad.data(), pad.size());
        OPENSSL_cleanse(hashed.data(), hashed.size());
        return ok;
    }

    [[nodiscard]] bool hmac(hmac_key const& key, std::string_view text, digest& out) {
        return context_ && key.inner && key.outer &&
               EVP_MD_CTX_copy_ex(context_.get(), key.inner.get()) == 1 && update(context_, text) &&
               end(context_, out) && EVP_MD_CTX_copy_ex(context_.get(), key.outer.get()) == 1 &&
               update(context_, text_of(out)) && end(context_, out);
    }

 private:
    bool begin(evp_context const& c) const {
        return EVP_DigestInit_ex2(c.get(), algorithm_.get(), nullptr) == 1;
    }
    static bool update(evp_context const& c, std::string_view text) {
        return EVP_DigestUpdate(c.get(), text.data(), text.size()) == 1;
    }
    static bool end(evp_context const& c, digest& out) {
        return EVP_DigestFinal_ex(c.get(), out.data(), nullptr) == 1;
    }

    bool absorb(evp_context& c, std::array<char, 64>& pad, char mask) const {
        if (!c)
            c.reset(EVP_MD_CTX_new());
        for (char& byte : pad)
            byte = static_cast<char>(byte ^ mask);
        return c && begin(c) && update(c, {pad.data(), pad.size()});
    }

    std::unique_ptr<EVP_MD, evp_free> algorithm_;
    evp_context context_;
};

}  // namespace bedrock::signing::detail
