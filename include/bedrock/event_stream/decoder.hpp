// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include <bedrock/event_stream/crc32.hpp>
#include <bedrock/event_stream/detail/big_endian.hpp>
#include <bedrock/event_stream/detail/check_headers.hpp>
#include <bedrock/event_stream/fault.hpp>
#include <bedrock/event_stream/limits.hpp>
#include <bedrock/event_stream/message.hpp>

namespace bedrock::event_stream {

/// What `decode` found at the front of the bytes it was given.
struct decoded {
    event_stream::message message{};  ///< only where `consumed` is not 0
    std::size_t consumed = 0;         ///< the frame's length; 0: there is no whole frame yet
    std::size_t needed = 0;           ///< then: as many bytes must be there to go on
};

/// Reads the frame that `unread` begins with, without copying: a message views into `unread`.
///
///     auto const found = decode(exchange.unread());
///     if (found && found->consumed != 0) { use(found->message); exchange.consume(found->consumed); }
///
/// The lengths are believed only after the checksum of the prelude, and judged before the rest has come.
/// Format: https://smithy.io/2.0/aws/amazon-eventstream.html
inline std::expected<decoded, fault> decode(std::string_view unread, limits const& most = {}) {
    constexpr std::size_t prelude = 12, checksum = 4, smallest = prelude + checksum;
    if (unread.size() < prelude)
        return decoded{.needed = prelude};

    auto const* const p = unread.data();
    auto const total = detail::load_big_endian<std::uint32_t>(p);
    auto const headers = detail::load_big_endian<std::uint32_t>(p + 4);
    auto const prelude_crc = detail::load_big_endian<std::uint32_t>(p + 8);
    if (crc32({p, 8}) != prelude_crc)
        return std::unexpected{fault::prelude_crc_mismatch};
    if (total < smallest)
        return std::unexpected{fault::invalid_total_length};
    if (total > most.message)
        return std::unexpected{fault::message_too_large};
    if (headers > most.headers || headers > total - smallest)
        return std::unexpected{fault::invalid_headers_length};
    if (unread.size() < total)
        return decoded{.needed = total};

    // Before the checksum: where both are wrong, what is wrong with a header says more.
    if (auto const wrong = detail::check_headers({p + prelude, headers}))
        return std::unexpected{*wrong};

    // The second checksum covers the first eight bytes too; their own is known and right, so it goes on
    // from there.
    auto const message_crc = detail::load_big_endian<std::uint32_t>(p + total - checksum);
    if (crc32({p + 8, total - 8 - checksum}, prelude_crc) != message_crc)
        return std::unexpected{fault::message_crc_mismatch};
    return decoded{.message = detail::make_message({p, total}, headers), .consumed = total};
}

/// Reads a stream that comes in pieces of any size.
///
///     for (std::string_view piece = …;;) {
///         auto const next = decoder.next(piece);         // takes from the front of the piece
///         if (!next) return failure(explain(next.error(), decoder.position()));
///         if (!*next) break;                             // the piece is used up
///         use(**next);                                   // valid until the next call, and as long as the
///         piece
///     }
///
/// A frame that lies within a piece is viewed there; only one that straddles two is gathered, in memory that
/// grows with what has come and not with what was announced. After a fault every further call says the same.
class decoder {
 public:
    decoder() = default;
    explicit decoder(limits const& most) : most_{most} {}

    /// The next message, or nothing when it takes more bytes than `piece` has; these are then all taken.
    std::expected<std::optional<message>, fault> next(std::string_view& piece);

    /// Whether a frame has begun and not ended: at the end of the stream it was cut.
    bool incomplete() const { return !told_ && !held_.empty(); }

    /// Where in the stream the frame begins that is awaited or at fault; behind the last message, in bytes.
    std::uint64_t position() const { return position_; }

    /// At least how many bytes of that frame have not come.
    std::size_t missing() const { return incomplete() ? needed_ - held_.size() : 0; }

 private:
    std::unexpected<fault> fail(fault f) {
        fault_ = f;
        return std::unexpected{f};
    }

    limits most_{};
    std::uint64_t position_ = 0;
    std::string held_;            // the beginning of a frame that straddles pieces
    std::size_t needed_ = 0;      // how much of that frame is needed to go on
    bool told_ = false;           // `held_` is the whole of the message told last
    std::optional<fault> fault_;  // nothing is read after it
};

inline std::expected<std::optional<message>, fault> decoder::next(std::string_view& piece) {
    if (fault_)
        return std::unexpected{*fault_};
    if (told_) {
        told_ = false;
        held_.clear();
    }
    if (held_.empty()) {
        auto const found = decode(piece, most_);
        if (!found)
            return fail(found.error());
        if (found->consumed != 0) {
            piece.remove_prefix(found->consumed);
            position_ += found->consumed;
            return found->message;
        }
        needed_ = found->needed;
    }
    // First to the end of the prelude, then to the end of the frame.
    for (;;) {
        auto const taken = std::min(needed_ - held_.size(), piece.size());
        held_.append(piece.substr(0, taken));
        piece.remove_prefix(taken);
        if (held_.size() < needed_)
            return std::nullopt;
        auto const found = decode(held_, most_);
        if (!found)
            return fail(found.error());
        if (found->consumed != 0) {
            told_ = true;
            position_ += found->consumed;
            return found->message;
        }
        needed_ = found->needed;
    }
}

}  // namespace bedrock::event_stream
