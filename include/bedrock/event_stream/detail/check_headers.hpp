// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

#include <bedrock/event_stream/detail/utf8.hpp>
#include <bedrock/event_stream/fault.hpp>
#include <bedrock/event_stream/header.hpp>

namespace bedrock::event_stream::detail {

/// Whether two of the `count` headers of a block have one name.
///
/// 128 KiB hold 30,000 names, and comparing each with each would take a hostile frame a second: past a few,
/// they are sorted, which is the one time that reading a frame allocates.
[[gnu::cold, gnu::noinline]] inline bool many_repeat_a_name(std::string_view block, std::size_t count) {
    std::vector<std::string_view> names;
    names.reserve(count);
    for (auto const *p = block.data(), *end = p + block.size(); p != end;) {
        auto const h = read_header(p);
        names.push_back(h.name);
        p = h.next;
    }
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) != names.end();
}

/// The first fault of a block of headers, or none.
inline std::optional<fault> check_headers(std::string_view block) {
    // One look over the block spares a look at each text: the headers of a real stream are all ASCII.
    bool const ascii = is_ascii(block);
    constexpr std::size_t few = 16;
    char const* names[few];  // where they begin, with the byte of their length
    std::size_t count = 0;

    auto const* p = block.data();
    auto const* const end = p + block.size();
    auto const left = [&p, end] { return static_cast<std::size_t>(end - p); };
    while (p != end) {
        auto const* const begin = p;
        std::size_t const name_size = static_cast<unsigned char>(*p++);
        if (name_size == 0 || name_size >= left())  // the type comes after it
            return fault::invalid_header_name_length;
        if (!ascii && !is_utf8({p, name_size}))
            return fault::invalid_utf8;
        p += name_size;

        std::size_t const type = static_cast<unsigned char>(*p++);
        if (type >= wire_size.size())
            return fault::invalid_header_value_type;
        std::size_t size = wire_size[type];
        if (left() < size)
            return fault::invalid_header_value;
        bool const text = type == static_cast<std::size_t>(wire_type::text);
        if (text || type == static_cast<std::size_t>(wire_type::bytes)) {
            size = load_big_endian<std::uint16_t>(p);
            p += 2;
            if (left() < size)
                return fault::invalid_header_value;
            if (text && !ascii && !is_utf8({p, size}))
                return fault::invalid_utf8;
        }
        p += size;

        if (count < few) {
            for (std::size_t i = 0; i < count; ++i)
                if (*names[i] == *begin && std::memcmp(names[i] + 1, begin + 1, name_size) == 0)
                    return fault::duplicate_header;
            names[count] = begin;
        }
        ++count;
    }
    if (count > few && many_repeat_a_name(block, count))
        return fault::duplicate_header;
    return std::nullopt;
}

}  // namespace bedrock::event_stream::detail
