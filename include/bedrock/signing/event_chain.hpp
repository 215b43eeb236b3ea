// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <bedrock/core/time.hpp>
#include <bedrock/credentials/credentials.hpp>
#include <bedrock/signing/detail/derived_keys.hpp>
#include <bedrock/signing/detail/sha256.hpp>
#include <bedrock/signing/detail/timestamp.hpp>
#include <bedrock/signing/sigv4.hpp>

namespace bedrock::signing {

/// Signs the frames that a client sends in an event stream, each over the signature of the one before.
///
///     event_chain chain{seed, "us-east-1", "bedrock"};       // seed: the signature of the request itself
///     auto const signature = chain.sign(frame, *keys.provide(), now);
///
/// The frame goes, as payload, into another one with the headers `:date` (`now` in whole seconds) and
/// `:chunk-signature` (32 bytes: `signature` undone from its digits). The last frame of all has an empty
/// payload.
class event_chain {
 public:
    event_chain(std::string_view seed, std::string_view region, std::string_view service)
        : prior_{seed}, region_{region}, service_{service} {}

    /// The signature as hex digits; valid until the next call.
    result<std::string_view> sign(std::string_view payload, credentials::view const& who, wall_time now) {
        detail::timestamp const time{now};
        detail::scope const scope{time.date(), region_, service_};
        to_sign_.assign("AWS4-HMAC-SHA256-PAYLOAD\n").append(time.view()).push_back('\n');
        scope.append_to(to_sign_);
        to_sign_.append(1, '\n').append(prior_).push_back('\n');

        detail::digest d;
        if (!sha_.hash(date_header(now), d))
            return detail::no_hashing();
        detail::append_hex(to_sign_, d);
        to_sign_.push_back('\n');
        if (!sha_.hash(payload, d))
            return detail::no_hashing();
        detail::append_hex(to_sign_, d);

        auto const* const key = keys_.find_or_derive(sha_, who, scope);
        if (key == nullptr || !sha_.hmac(*key, to_sign_, d))
            return detail::no_hashing();
        prior_.clear();
        detail::append_hex(prior_, d);
        return prior_;
    }

    /// What was signed last.
    std::string_view string_to_sign() const { return to_sign_; }

 private:
    /// The header `:date` as it stands in a frame: length and name, type 8, milliseconds in eight bytes.
    static std::string date_header(wall_time now) {
        std::chrono::milliseconds const since =
            std::chrono::floor<std::chrono::seconds>(now).time_since_epoch();
        auto const number = static_cast<std::uint64_t>(since.count());
        std::string bytes{"\5:date\10"};
        for (int shift = 56; shift >= 0; shift -= 8)
            bytes.push_back(static_cast<char>(number >> shift & 0xff));
        return bytes;
    }

    std::string prior_;
    std::string region_;
    std::string service_;
    std::string to_sign_;
    detail::sha256 sha_;
    detail::derived_keys keys_;
};

}  // namespace bedrock::signing
