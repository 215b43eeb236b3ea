// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <bedrock/json/detail/scanner.hpp>

/// The loops over objects, unions, lists and maps, once for all types: what differs is behind a function
/// pointer.
namespace bedrock::json::detail {

/// A member of an object, or an alternative of a union. `again`: the text gave it before, and the last one
/// counts.
struct read_field {
    std::string_view name;
    bool (*read)(scanner&, void* whole, bool again);
    bool keeps_null;
};

struct read_fields {
    read_field const* fields;
    std::size_t count;
    std::uint64_t required = 0;
    bool (*unknown)(scanner&, void* whole, std::string_view name) = nullptr;
};

// Members mostly come in the order of the description, so the search begins behind the last hit.
inline std::size_t find(read_fields const& table, std::string_view name, std::size_t from) {
    for (std::size_t i = from; i != table.count; ++i)
        if (table.fields[i].name == name)
            return i;
    for (std::size_t i = 0; i != from; ++i)
        if (table.fields[i].name == name)
            return i;
    return table.count;
}

[[gnu::noinline]] inline bool read_object(scanner& s, void* object, read_fields const& table) {
    if (!s.open('{', "an object"))
        return false;
    auto const begin = s.at - 1;
    std::uint64_t seen = 0;
    std::size_t expected = 0;
    for (bool first = true; s.more('}', first);) {
        std::string_view name, spelled;
        if (!s.key(name, spelled))
            return false;
        auto const i = find(table, name, expected);
        if (i == table.count && table.unknown != nullptr) {
            if (!table.unknown(s, object, name))
                return s.fault.inside(spelled);
            continue;
        }
        if (i == table.count || (s.null() && !table.fields[i].keeps_null)) {
            if (!s.skip())
                return s.fault.inside(spelled);
            continue;
        }
        auto const bit = std::uint64_t{1} << i;
        if (!table.fields[i].read(s, object, (seen & bit) != 0))
            return s.fault.inside(table.fields[i].name);
        seen |= bit;
        expected = i + 1;
    }
    if (s.fault.is_set())
        return false;
    for (std::size_t i = 0; i != table.count; ++i)
        if ((table.required & ~seen) >> i & 1) {
            s.fault.set(static_cast<std::size_t>(begin - s.begin), "this member", "an object without it");
            return s.fault.inside(table.fields[i].name);
        }
    return true;
}

[[gnu::noinline]] inline bool read_union(scanner& s, void* held, read_fields const& table) {
    if (!s.open('{', "an object with one member"))
        return false;
    auto const begin = s.at - 1;
    bool full = false;
    for (bool first = true; s.more('}', first);) {
        std::string_view name, spelled;
        if (!s.key(name, spelled))
            return false;
        auto const i = find(table, name, 0);
        if (s.null() || (i == table.count && name == "__type")) {
            if (!s.skip())
                return s.fault.inside(spelled);
            continue;
        }
        if (full)
            return s.fail(begin, "a union with one member only");
        full = true;
        if (i == table.count && table.unknown == nullptr)
            return s.fail(begin, "a union with a member that is known");
        if (!(i == table.count ? table.unknown(s, held, name) : table.fields[i].read(s, held, false)))
            return s.fault.inside(spelled);
    }
    if (s.fault.is_set())
        return false;
    return full || s.fail(begin, "a union with one member");
}

[[gnu::noinline]] inline bool read_list(scanner& s, void* list, bool keeps_null,
                                        bool (*element)(scanner&, void* list)) {
    if (!s.open('[', "an array"))
        return false;
    std::size_t i = 0;
    for (bool first = true; s.more(']', first); ++i)
        if (!(s.null() && !keeps_null ? s.skip() : s.element() && element(s, list)))
            return s.fault.inside(i);
    return !s.fault.is_set();
}

[[gnu::noinline]] inline bool read_map(scanner& s, void* map, bool keeps_null,
                                       bool (*entry)(scanner&, void* map, std::string_view name)) {
    if (!s.open('{', "an object"))
        return false;
    for (bool first = true; s.more('}', first);) {
        std::string_view name, spelled;
        if (!s.key(name, spelled))
            return false;
        if (!(s.null() && !keeps_null ? s.skip() : s.element() && entry(s, map, name)))
            return s.fault.inside(spelled);
    }
    return !s.fault.is_set();
}

/// Keeps the value as it stands in the text.
[[gnu::noinline]] inline bool read_raw(scanner& s, std::string& text) {
    s.next();
    auto const from = s.at;
    if (!s.skip())
        return false;
    text.assign(from, s.at);
    return true;
}

}  // namespace bedrock::json::detail
