// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <bedrock/signing/canonical_request.hpp>
#include <bedrock/signing/detail/derived_keys.hpp>
#include <bedrock/signing/detail/sha256.hpp>

namespace bedrock::signing::detail {

/// All that one signature at a time needs, to be used again by the next: contexts, buffers, and the keys
/// derived so far. Keys are kept per bench and not per client, so that no lock is held while anything is
/// hashed.
struct workbench {
    sha256 sha{};
    derived_keys keys{};
    canonical_request canonical{};
    std::string payload_hash{};
    std::string to_sign{};
    std::string authorization{};

    /// The body's hash as hex digits, or what the request's own `x-amz-content-sha256` says it is: the
    /// service takes that header at its word. False when OpenSSL fails.
    [[nodiscard]] bool set_payload_hash(request const& r) {
        for (std::size_t i = 0, n = r.headers == nullptr ? 0 : r.headers->size(); i < n; ++i)
            if (auto const h = (*r.headers)[i]; same_name(h.name, "x-amz-content-sha256")) {
                payload_hash.assign(h.value);
                return true;
            }
        digest d;
        if (!sha.hash(r.body, d))
            return false;
        payload_hash.clear();
        append_hex(payload_hash, d);
        return true;
    }

    /// The three lines over the canonical request's hash, and the signature over them as hex digits at the
    /// end of `out`. False when OpenSSL fails.
    [[nodiscard]] bool sign(credentials::view const& who, std::string_view time, scope const& s,
                            std::string& out) {
        digest d;
        if (!sha.hash(canonical.text(), d))
            return false;
        to_sign.assign("AWS4-HMAC-SHA256\n").append(time).push_back('\n');
        s.append_to(to_sign);
        to_sign.push_back('\n');
        append_hex(to_sign, d);
        auto const* const key = keys.find_or_derive(sha, who, s);
        if (key == nullptr || !sha.hmac(*key, to_sign, d))
            return false;
        append_hex(out, d);
        return true;
    }
};

}  // namespace bedrock::signing::detail
