// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>

#include <bedrock/event_stream/detail/big_endian.hpp>
#include <bedrock/event_stream/header.hpp>

namespace bedrock::event_stream {

class message;

namespace detail {
message make_message(std::string_view frame, std::uint32_t headers_length);
}

/// The headers of a message, read while they are walked: `for (header h : message.headers())`.
class header_range {
 public:
    class iterator {
     public:
        using iterator_concept = std::forward_iterator_tag;
        using difference_type = std::ptrdiff_t;
        using value_type = header;

        iterator() = default;

        header operator*() const {
            auto const raw = detail::read_header(at_);
            return {raw.name, detail::typed(raw)};
        }
        iterator& operator++() {
            at_ = detail::read_header(at_).next;
            return *this;
        }
        iterator operator++(int) {
            auto before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(iterator, iterator) = default;

     private:
        friend class header_range;
        explicit iterator(char const* at) : at_{at} {}
        char const* at_ = nullptr;
    };

    iterator begin() const { return iterator{block_.data()}; }
    iterator end() const { return iterator{block_.data() + block_.size()}; }
    bool empty() const { return block_.empty(); }

 private:
    friend class message;
    explicit header_range(std::string_view block) : block_{block} {}
    std::string_view block_;
};

/// One frame of a stream, checked; a view into the bytes it was read from, and valid as long as these are.
///
///     if (message.text(":message-type") == "event") handle(message.text(":event-type"), message.payload());
///
/// Only a decoder makes one (but the empty one), so its headers are known to be well-formed.
class message {
 public:
    message() = default;

    header_range headers() const { return header_range{frame_.substr(before_headers, headers_length_)}; }
    std::string_view payload() const {
        return frame_.substr(before_headers + headers_length_,
                             frame_.size() - before_headers - headers_length_ - after_payload);
    }

    /// The value of the header of that name, if there is one.
    std::optional<header_value> find(std::string_view name) const {
        auto const found = raw(name);
        return found ? std::optional{detail::typed(*found)} : std::nullopt;
    }

    /// The text of the header of that name; empty also where there is none or where it is not of type string.
    std::string_view text(std::string_view name) const {
        auto const found = raw(name);
        return found && found->type == detail::wire_type::text ? found->value : std::string_view{};
    }

    std::size_t total_length() const { return frame_.size(); }
    std::size_t headers_length() const { return headers_length_; }
    std::uint32_t prelude_crc() const { return detail::load_big_endian<std::uint32_t>(frame_.data() + 8); }
    std::uint32_t message_crc() const {
        return detail::load_big_endian<std::uint32_t>(frame_.data() + frame_.size() - after_payload);
    }

 private:
    static constexpr std::size_t before_headers = 12, after_payload = 4;
    // the smallest frame, so that an empty message can be asked like any other
    static constexpr std::string_view nothing{
        "\0\0\0\x10"
        "\0\0\0\0"
        "\x05\xC2\x48\xEB"
        "\x7D\x98\xC8\xFF",
        16};

    friend message detail::make_message(std::string_view, std::uint32_t);
    message(std::string_view frame, std::uint32_t headers_length)
        : frame_{frame}, headers_length_{headers_length} {}

    std::optional<detail::raw_header> raw(std::string_view name) const {
        auto const* p = frame_.data() + before_headers;
        for (auto const* const end = p + headers_length_; p != end;) {
            auto const h = detail::read_header(p);
            if (h.name == name)
                return h;
            p = h.next;
        }
        return std::nullopt;
    }

    std::string_view frame_ = nothing;
    std::uint32_t headers_length_ = 0;
};

/// Only for a whole frame whose lengths, checksums and headers were found to be good.
inline message detail::make_message(std::string_view frame, std::uint32_t headers_length) {
    return message{frame, headers_length};
}

}  // namespace bedrock::event_stream
