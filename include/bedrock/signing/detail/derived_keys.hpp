// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <bedrock/credentials/credentials.hpp>
#include <bedrock/credentials/secret.hpp>
#include <bedrock/signing/detail/sha256.hpp>

namespace bedrock::signing::detail {

/// For what a signing key is good: one day, one region, one service.
struct scope {
    std::string_view date{};
    std::string_view region{};
    std::string_view service{};

    void append_to(std::string& out) const {
        out.append(date).append(1, '/').append(region).append(1, '/').append(service).append("/aws4_request");
    }
};

/// The signing keys derived last: a day of a region costs four HMACs once. Enough for a failover list and a
/// day's end; the one unused longest makes room.
class derived_keys {
 public:
    /// Null when OpenSSL fails. Valid until the next call.
    hmac_key const* find_or_derive(sha256& sha, credentials::view const& who, scope const& s) {
        auto const known = std::ranges::find_if(entries_, [&](entry const& e) {
            return e.used != 0 && e.date == s.date && e.region == s.region && e.service == s.service &&
                   e.access_key_id == who.access_key_id && e.secret_access_key == who.secret_access_key;
        });
        auto& e = known != entries_.end() ? *known : *std::ranges::min_element(entries_, {}, &entry::used);
        if (known == entries_.end()) {
            e.used = 0;  // until it is whole
            if (!derive(sha, who.secret_access_key, s, e.key))
                return nullptr;
            e.date = s.date;
            e.region = s.region;
            e.service = s.service;
            e.access_key_id = who.access_key_id;
            e.secret_access_key = secret{who.secret_access_key};
        }
        e.used = ++uses_;
        return &e.key;
    }

 private:
    struct entry {
        std::uint64_t used = 0;  // 0: empty
        std::string date{}, region{}, service{}, access_key_id{};
        secret secret_access_key{};
        hmac_key key{};
    };

    static bool derive(sha256& sha, std::string_view secret_access_key, scope const& s, hmac_key& out) {
        std::string start;
        start.reserve(4 + secret_access_key.size());  // so that no copy is left behind by growth
        start.append("AWS4").append(secret_access_key);
        digest step{};
        bool ok = sha.prepare(start, out);
        for (auto const part : {s.date, s.region, s.service, std::string_view{"aws4_request"}})
            ok = ok && sha.hmac(out, part, step) && sha.prepare(text_of(step), out);
        OPENSSL_cleanse(start.data(), start.size());
        OPENSSL_cleanse(step.data(), step.size());
        return ok;
    }

    std::array<entry, 8> entries_{};
    std::uint64_t uses_ = 0;
};

}  // namespace bedrock::signing::detail
