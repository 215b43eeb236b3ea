// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

#include <bedrock/event_stream/detail/big_endian.hpp>

namespace bedrock::event_stream {

/// The value of a header of type `byte_array`: bytes, as opposed to a `string_view`, which is UTF-8.
struct byte_array {
    std::string_view bytes{};
    friend bool operator==(byte_array const&, byte_array const&) = default;
};

/// Milliseconds since 1970, as on the wire; may be before it.
using timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// The sixteen bytes of a UUID in the order in which it is written.
using uuid = std::array<std::uint8_t, 16>;

/// A typed value. Text and bytes are views into the frame.
///
///     if (auto* text = std::get_if<std::string_view>(&value)) …
using header_value = std::variant<bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, byte_array,
                                  std::string_view, timestamp, uuid>;

/// A header of a frame (not of HTTP): a name and a typed value.
struct header {
    std::string_view name{};
    header_value value{};
    friend bool operator==(header const&, header const&) = default;
};

namespace detail {

/// The type of a value as it stands before the value on the wire; these are all there will be.
enum class wire_type : std::uint8_t { yes, no, byte, short_int, integer, long_int, bytes, text, time, id };

/// Bytes of a value of each type; those of text and bytes follow from the two bytes of length before them.
inline constexpr std::array<std::uint8_t, 10> wire_size{0, 0, 1, 2, 4, 8, 2, 2, 8, 16};

/// Where a header's parts are: all that is needed to find the next one, or to compare a name.
struct raw_header {
    std::string_view name{};
    wire_type type{};
    std::string_view value{};  // without the length of text and bytes
    char const* next = nullptr;
};

/// The header at `p`. Only within a block that `check_headers` found to be good: nothing is checked here.
inline raw_header read_header(char const* p) {
    auto const name_size = static_cast<unsigned char>(*p);
    raw_header h{.name = {p + 1, name_size}};
    p += 1 + name_size;
    h.type = static_cast<wire_type>(*p++);
    std::size_t size = wire_size[static_cast<std::size_t>(h.type)];
    if (h.type == wire_type::bytes || h.type == wire_type::text) {
        size = load_big_endian<std::uint16_t>(p);
        p += 2;
    }
    h.value = {p, size};
    h.next = p + size;
    return h;
}

inline header_value typed(raw_header const& h) {
    auto const* p = h.value.data();
    switch (h.type) {
        case wire_type::yes:
            return true;
        case wire_type::no:
            return false;
        case wire_type::byte:
            return load_big_endian<std::int8_t>(p);
        case wire_type::short_int:
            return load_big_endian<std::int16_t>(p);
        case wire_type::integer:
            return load_big_endian<std::int32_t>(p);
        case wire_type::long_int:
            return load_big_endian<std::int64_t>(p);
        case wire_type::bytes:
            return byte_array{h.value};
        case wire_type::text:
            return h.value;
        case wire_type::time:
            return timestamp{std::chrono::milliseconds{load_big_endian<std::int64_t>(p)}};
        case wire_type::id:
            break;
    }
    uuid id{};
    for (std::size_t i = 0; i < id.size(); ++i)
        id[i] = static_cast<std::uint8_t>(p[i]);
    return id;
}

}  // namespace detail

}  // namespace bedrock::event_stream
