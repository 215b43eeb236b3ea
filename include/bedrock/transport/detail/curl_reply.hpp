// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <curl/curl.h>

#include <bedrock/core/http.hpp>

namespace bedrock::transport::detail {

/// What has come back so far, bounded. Fed by libcurl's callbacks; its buffers serve one exchange after
/// another.
class curl_reply {
 public:
    /// Whether a piece was kept, or why not.
    enum class verdict : std::uint8_t { kept, full, too_large };

    /// For the next reply: with `unread`, that much of the body is held before it is `full`; without, the
    /// whole body is kept, up to the limit.
    void clear(std::size_t unread) {
        unread_limit_ = unread;
        status_ = 0;
        header_bytes_ = received_ = consumed_ = 0;
        begun_ = headed_ = false;
        headers_.clear();
        body_.clear();
    }

    /// A header line as it came; `easy` knows the status.
    verdict add_line(std::string_view line, CURL* easy);
    verdict add_body(std::string_view piece);

    void limit(std::size_t bytes) { limit_ = bytes; }
    std::size_t limit() const { return limit_; }

    bool begun() const { return begun_; }    ///< something has come
    bool headed() const { return headed_; }  ///< status and headers are complete
    int status() const { return status_; }
    header_list const& headers() const { return headers_; }
    std::size_t received() const { return received_; }  ///< bytes of body, consumed ones too

    std::string_view unread() const { return std::string_view{body_}.substr(consumed_); }
    bool has_room() const { return unread().size() < unread_limit_; }

    void consume(std::size_t n) {
        consumed_ += std::min(n, body_.size() - consumed_);
        if (consumed_ == body_.size()) {
            body_.clear();
            consumed_ = 0;
        }
    }

    /// Gives up what a large reply needed.
    void shrink() {
        bool const large = body_.capacity() > kept_capacity;
        if (header_bytes_ > kept_headers)
            headers_ = {};
        clear(0);
        if (large)
            body_.shrink_to_fit();
    }

 private:
    // Of all replies to a request, interim ones and trailers included.
    static constexpr std::size_t headers_limit = std::size_t{256} << 10;
    static constexpr std::size_t kept_headers = std::size_t{16} << 10;
    static constexpr std::size_t kept_capacity = std::size_t{1} << 20;

    std::size_t limit_ = std::size_t{64} << 20;
    std::size_t unread_limit_ = 0;
    int status_ = 0;
    std::size_t header_bytes_ = 0;
    std::size_t received_ = 0;
    std::size_t consumed_ = 0;
    bool begun_ = false;
    bool headed_ = false;
    header_list headers_;
    std::string body_;
};

inline curl_reply::verdict curl_reply::add_line(std::string_view line, CURL* easy) {
    begun_ = true;
    header_bytes_ += line.size();
    if (header_bytes_ > headers_limit)
        return verdict::too_large;
    if (headed_)  // trailers: nobody asked for them
        return verdict::kept;

    constexpr std::string_view blank = " \t";
    line = line.substr(0, line.find_last_not_of("\r\n") + 1);
    if (line.empty()) {
        long status = 0;
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        status_ = static_cast<int>(status);
        headed_ = status >= 200;
        return verdict::kept;
    }
    if (line.starts_with("HTTP/")) {  // another reply after an interim one
        headers_.clear();
        return verdict::kept;
    }
    auto const colon = line.find(':');
    if (colon == std::string_view::npos)
        return verdict::kept;
    auto value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(blank), value.size()));
    value = value.substr(0, value.find_last_not_of(blank) + 1);
    // A line that is no header (a folded one, a control character in it) is passed over.
    static_cast<void>(headers_.add(line.substr(0, colon), value));
    return verdict::kept;
}

inline curl_reply::verdict curl_reply::add_body(std::string_view piece) {
    auto const held = unread().size();
    if (unread_limit_ != 0) {
        // A piece is taken whole or not at all; one that is larger than the limit only when nothing else is
        // held.
        if (held != 0 && held + piece.size() > unread_limit_)
            return verdict::full;
        if (consumed_ != 0) {
            body_.erase(0, consumed_);
            consumed_ = 0;
        }
    } else if (piece.size() > limit_ - std::min(held, limit_)) {
        return verdict::too_large;
    }
    body_.append(piece);
    received_ += piece.size();
    return verdict::kept;
}

}  // namespace bedrock::transport::detail
