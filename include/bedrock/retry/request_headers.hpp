// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <bedrock/core/http_date.hpp>
#include <bedrock/core/text.hpp>
#include <bedrock/core/time.hpp>
#include <bedrock/signing/detail/timestamp.hpp>

/// Values of the two headers by which the AWS SDKs tell the tries of a call apart, for who wants to send them;
/// a client of its own sends neither.
namespace bedrock::retry {

/// What `amz-sdk-request` says of a try.
struct request_facts {
    int attempt = 1;
    std::optional<int> max_attempts{};  ///< mode 2.0 left it out on the first try
    std::optional<wall_time>
        expires{};  ///< by the service's clock: when nobody waits for the answer any more
};

/// When a try that is sent now and waits for so long is over, by the service's clock: as far as that differs
/// from ours in the `Date` of a reply that came at `received`. Nothing where there is no such date.
inline std::optional<wall_time> expiry(wall_time now, std::chrono::seconds wait, std::string_view date,
                                       wall_time received) {
    auto const theirs = read_http_date(date);
    return theirs ? std::optional{now + wait + (*theirs - received)} : std::nullopt;
}

/// Appends the value of `amz-sdk-request`: `ttl=20190601T000011Z; attempt=2; max=3`.
inline void append_sdk_request(std::string& out, request_facts const& f) {
    if (f.expires)
        out.append("ttl=").append(signing::detail::timestamp{*f.expires}.view()).append("; ");
    out.append("attempt=").append(bedrock::detail::decimal{f.attempt});
    if (f.max_attempts)
        out.append("; max=").append(bedrock::detail::decimal{*f.max_attempts});
}

/// The value of `amz-sdk-invocation-id`, which all tries of a call share: a version 4 UUID out of 128 random
/// bits.
class invocation_id {
 public:
    constexpr invocation_id(std::uint64_t high, std::uint64_t low) {
        high = (high & ~std::uint64_t{0xf000}) | 0x4000;                   // version
        low = (low & ~(std::uint64_t{3} << 62)) | std::uint64_t{1} << 63;  // variant
        for (std::size_t digit = 0, at = 0; digit < 32; ++digit) {
            if (digit == 8 || digit == 12 || digit == 16 || digit == 20)
                text_[at++] = '-';
            auto const half = digit < 16 ? high : low;
            text_[at++] = "0123456789abcdef"[half >> (60 - 4 * (digit % 16)) & 15];
        }
    }

    constexpr std::string_view view() const { return {text_.data(), text_.size()}; }

 private:
    std::array<char, 36> text_{};
};

}  // namespace bedrock::retry
