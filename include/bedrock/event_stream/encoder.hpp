// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <initializer_list>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include <bedrock/event_stream/crc32.hpp>
#include <bedrock/event_stream/detail/big_endian.hpp>
#include <bedrock/event_stream/detail/check_headers.hpp>
#include <bedrock/event_stream/fault.hpp>
#include <bedrock/event_stream/header.hpp>
#include <bedrock/event_stream/limits.hpp>

namespace bedrock::event_stream {

namespace detail {

/// Appends type and value; false if a text or byte array is too long for its two bytes of length.
inline bool append_value(std::string& out, header_value const& value) {
    auto const put = [&out](wire_type type) { out.push_back(static_cast<char>(type)); };
    auto const put_integer = [&](wire_type type, auto number) {
        put(type);
        append_big_endian(out, number);
        return true;
    };
    auto const put_bytes = [&](wire_type type, std::string_view bytes) {
        if (bytes.size() > std::numeric_limits<std::uint16_t>::max())
            return false;
        put_integer(type, static_cast<std::uint16_t>(bytes.size()));
        out.append(bytes);
        return true;
    };
    if (auto const* yes = std::get_if<bool>(&value))
        return put(*yes ? wire_type::yes : wire_type::no), true;
    if (auto const* number = std::get_if<std::int8_t>(&value))
        return put_integer(wire_type::byte, *number);
    if (auto const* number = std::get_if<std::int16_t>(&value))
        return put_integer(wire_type::short_int, *number);
    if (auto const* number = std::get_if<std::int32_t>(&value))
        return put_integer(wire_type::integer, *number);
    if (auto const* number = std::get_if<std::int64_t>(&value))
        return put_integer(wire_type::long_int, *number);
    if (auto const* array = std::get_if<byte_array>(&value))
        return put_bytes(wire_type::bytes, array->bytes);
    if (auto const* text = std::get_if<std::string_view>(&value))
        return put_bytes(wire_type::text, *text);
    if (auto const* time = std::get_if<timestamp>(&value))
        return put_integer(wire_type::time, std::int64_t{time->time_since_epoch().count()});
    if (auto const* id = std::get_if<uuid>(&value)) {
        put(wire_type::id);
        for (auto const byte : *id)
            out.push_back(static_cast<char>(byte));
        return true;
    }
    return false;
}

inline std::optional<fault> append_frame(std::string& out, std::span<header const> headers,
                                         std::string_view payload, limits const& most) {
    auto const begin = out.size();
    out.append(12, '\0');  // the prelude, once the lengths are known
    for (auto const& [name, value] : headers) {
        if (name.empty() || name.size() > 255)
            return fault::invalid_header_name_length;
        out.push_back(static_cast<char>(name.size()));
        out.append(name);
        if (!append_value(out, value))
            return fault::invalid_header_value;
        if (out.size() - begin - 12 > most.headers)
            return fault::invalid_headers_length;
    }
    auto const block = std::string_view{out}.substr(begin + 12);
    if (auto const wrong = check_headers(block))
        return wrong;
    if (payload.size() > most.message || block.size() + payload.size() + 16 > most.message)
        return fault::message_too_large;

    std::string prelude;
    append_big_endian(prelude, static_cast<std::uint32_t>(block.size() + payload.size() + 16));
    append_big_endian(prelude, static_cast<std::uint32_t>(block.size()));
    append_big_endian(prelude, crc32(prelude));
    out.replace(begin, prelude.size(), prelude);
    out.append(payload);
    append_big_endian(out, crc32(std::string_view{out}.substr(begin)));
    return std::nullopt;
}

}  // namespace detail

/// Appends one frame to `out`; where it cannot be one, says why and leaves `out` as it was.
///
///     encode(out, {{":message-type", "event"}, {":event-type", "chunk"}}, R"({"bytes":"e30="})");
///
/// What a strict reader refuses is not written: nameless, doubled or overlong headers, text that is no UTF-8.
inline std::expected<void, fault> encode(std::string& out, std::span<header const> headers,
                                         std::string_view payload, limits const& most = {}) {
    auto const before = out.size();
    if (auto const wrong = detail::append_frame(out, headers, payload, most)) {
        out.resize(before);
        return std::unexpected{*wrong};
    }
    return {};
}

inline std::expected<void, fault> encode(std::string& out, std::initializer_list<header> headers,
                                         std::string_view payload, limits const& most = {}) {
    return encode(out, std::span{headers.begin(), headers.size()}, payload, most);
}

}  // namespace bedrock::event_stream
