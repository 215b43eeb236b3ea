// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/core/result.hpp>
#include <bedrock/core/text.hpp>

namespace bedrock::logs {

/// Undoes gzip where there is some, told by its first bytes: a log may be compressed, in one member or
/// several (as `cat *.json.gz` makes them), or not, or one behind the other. Needs zlib: link `bedrock::logs`.
///
///     logs::gunzip gunzip;
///     while (auto const text = gunzip.next(piece))       // takes from the front of the piece
///         *text ? reader.feed(**text) : complain(text->error());
///     …
///     if (auto const done = gunzip.finish(); !done)
///         complain(done.error());
///
/// Memory: 64 KiB and what zlib takes (about 45 KiB), however well the log is compressed.
class gunzip {
 public:
    /// What bytes of `piece` stand for, or nothing when they are used up. Valid until the next call, and as
    /// long as `piece`. A damaged member is an error once what came out of it is told; what follows is passed
    /// over up to the next member.
    std::optional<result<std::string_view>> next(std::string_view& piece);

    /// Nothing comes any more: an error if that is in the middle of a member.
    result<void> finish() const;

 private:
    static constexpr std::string_view magic = "\x1f\x8b\x08";  // RFC 1952; nothing of it is ever in JSON

    enum class state : std::uint8_t { plain, member, failing, damaged };

    struct inflation {
        z_stream z{};
        bool ready = ::inflateInit2(&z, 15 + 16) == Z_OK;  // the largest window; gzip and nothing else

        inflation() = default;
        inflation(inflation const&) = delete;
        inflation& operator=(inflation const&) = delete;
        ~inflation() { ::inflateEnd(&z); }
    };

    std::string_view find_member(std::string_view& piece);
    void begin_member();
    std::string_view inflate(std::string_view& piece);
    std::size_t run(std::string_view in);

    state state_ = state::plain;
    std::size_t matched_ = 0;                 // of `magic`, at the end of the last piece
    std::uint64_t taken_ = 0;                 // bytes in all
    std::uint64_t began_ = 0;                 // where the member at hand did
    bool more_text_ = false;                  // the member may have more text without more bytes
    std::unique_ptr<inflation> inflation_{};  // zlib does not let it be moved
    std::vector<char> text_{};
};

inline std::optional<result<std::string_view>> gunzip::next(std::string_view& piece) {
    while (!piece.empty() || more_text_ || state_ == state::failing) {
        if (state_ == state::failing) {
            state_ = state::damaged;
            return failure(
                error_kind::malformed_reply,
                {"the gzip member at byte ", bedrock::detail::decimal{began_}, " is damaged before byte ",
                 bedrock::detail::decimal{taken_}},
                "what came out of it so far was read, and so is the next member; copy the log again");
        }
        auto const before = piece.size();
        auto const text = state_ == state::member ? inflate(piece) : find_member(piece);
        taken_ += before - piece.size();
        if (!text.empty() && state_ != state::damaged)
            return text;
    }
    return std::nullopt;
}

inline result<void> gunzip::finish() const {
    if (state_ != state::member && matched_ == 0)
        return {};
    return failure(error_kind::interrupted,
                   {"the log ends at byte ", bedrock::detail::decimal{taken_},
                    ", within the gzip member that begins at byte ", bedrock::detail::decimal{began_}},
                   "what came before is whole; copy the log again for the rest");
}

// The text before a member, or nothing where one begins. A beginning that straddles two pieces is not held:
// what it was is known.
inline std::string_view gunzip::find_member(std::string_view& piece) {
    if (matched_ == 0) {
        auto const text = piece.substr(0, piece.find(magic.front()));
        piece.remove_prefix(text.size());
        if (piece.empty() || !text.empty())
            return text;
        began_ = taken_;
    }
    while (matched_ != magic.size() && !piece.empty() && piece.front() == magic[matched_]) {
        piece.remove_prefix(1);
        ++matched_;
    }
    if (matched_ == magic.size())
        begin_member();
    else if (!piece.empty())
        return magic.substr(0, std::exchange(matched_, 0));
    return {};
}

inline void gunzip::begin_member() {
    matched_ = 0;
    if (inflation_ == nullptr) {
        inflation_ = std::make_unique<inflation>();
        text_.resize(std::size_t{64} << 10);
    } else
        ::inflateReset(&inflation_->z);
    state_ = inflation_->ready ? state::member : state::failing;
    run(magic);
}

inline std::string_view gunzip::inflate(std::string_view& piece) {
    piece.remove_prefix(run(piece));
    return {text_.data(), text_.size() - inflation_->z.avail_out};
}

// How many bytes zlib took.
inline std::size_t gunzip::run(std::string_view in) {
    auto& z = inflation_->z;
    auto const offered = static_cast<uInt>(std::min(in.size(), std::size_t{1} << 30));
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));  // it only reads
    z.avail_in = offered;
    z.next_out = reinterpret_cast<Bytef*>(text_.data());
    z.avail_out = static_cast<uInt>(text_.size());
    auto const code = ::inflate(&z, Z_NO_FLUSH);
    more_text_ = code == Z_OK && z.avail_out == 0;
    if (code == Z_STREAM_END)
        state_ = state::plain;
    else if (code != Z_OK && code != Z_BUF_ERROR)
        state_ = state::failing;
    return offered - z.avail_in;
}

}  // namespace bedrock::logs
