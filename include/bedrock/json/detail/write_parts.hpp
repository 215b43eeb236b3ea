// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <bedrock/core/text.hpp>
#include <bedrock/json/base64.hpp>
#include <bedrock/json/detail/fault.hpp>
#include <bedrock/json/detail/scanner.hpp>
#include <bedrock/json/utf8.hpp>
#include <bedrock/json/values.hpp>

/// What the writer needs for all types alike; the loops over members and elements are behind function
/// pointers.
namespace bedrock::json::detail {

class writer {
 public:
    explicit writer(std::string& o) : out{o} {}

    std::string& out;
    int room = 128;  ///< how many more levels may be opened
    detail::fault fault{};
    char const* remedy = "";

    [[gnu::cold]] bool fail(std::size_t offset, char const* wanted, std::string_view found,
                            char const* what_to_do);
    bool open(char bracket);
    [[gnu::noinline]] void close(char bracket) {
        ++room;
        out += bracket;
    }

    bool string(std::string_view text);
    bool raw_text(std::string_view text);
    void integer(std::int64_t value);
    void real(double value);
    void base64(std::string_view bytes) {
        out += '"';
        append_base64(out, bytes);
        out += '"';
    }

    [[gnu::cold]] error to_error(error_kind kind) const {
        return fault.to_error(kind, "writing JSON", remedy);
    }
};

using write_function = bool (*)(writer&, void const* value);

/// A member of an object. `absent`: whether it is left out; null where it never is.
struct write_field {
    std::string_view name;
    write_function write;
    bool (*absent)(void const* whole);
};

[[gnu::noinline]] inline bool writer::fail(std::size_t offset, char const* wanted, std::string_view found,
                                           char const* what_to_do) {
    remedy = what_to_do;
    return fault.set(offset, wanted, found);
}

[[gnu::noinline]] inline bool writer::open(char bracket) {
    if (room == 0)
        return fail(out.size(), "at most 128 levels of nesting", "more", "make the value less deep");
    --room;
    out += bracket;
    return true;
}

// The text itself needs no second copy: runs that need no escape are appended as they are.
[[gnu::noinline]] inline bool writer::string(std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef", control = "\b\f\n\r\t", letters = "bfnrt";
    char const* at = text.data();
    char const* const end = at + text.size();
    out += '"';
    for (auto from = at;;) {
        at = skip_plain(at, end);
        while (at != end && static_cast<unsigned char>(*at) >= 0x80) {
            auto const n = utf8_sequence(at, end);
            if (n == 0)
                return fail(static_cast<std::size_t>(at - text.data()), "UTF-8", shown(at, end, 1),
                            "give text in UTF-8; bytes of another kind go where base64 is meant");
            at += n;
        }
        if (at != end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20)
            continue;
        out.append(from, at);
        if (at == end)
            break;
        auto const c = *at++;
        from = at;
        out += '\\';
        if (auto const i = control.find(c); i != control.npos)
            out += letters[i];
        else if (static_cast<unsigned char>(c) >= 0x20)
            out += c;
        else {
            out.append("u00");
            out += hex[static_cast<unsigned char>(c) >> 4];
            out += hex[c & 15];
        }
    }
    out += '"';
    return true;
}

[[gnu::noinline]] inline bool writer::raw_text(std::string_view text) {
    scanner s{text, room, 0};
    if (!s.skip() || !s.finish()) {
        fault = std::move(s.fault);
        remedy = "give one JSON value, in UTF-8, that keeps the whole request within 128 levels";
        return false;
    }
    out.append(text);
    return true;
}

[[gnu::noinline]] inline void writer::integer(std::int64_t value) {
    out.append(bedrock::detail::decimal{value});
}

[[gnu::noinline]] inline void writer::real(double value) {
    if (!std::isfinite(value)) {
        out.append(std::isnan(value) ? "\"NaN\"" : value < 0 ? "\"-Infinity\"" : "\"Infinity\"");
        return;
    }
    char digits[32];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

// The name of a map's entry or an object's or union's unknown member.
[[gnu::noinline]] inline bool write_name(writer& w, std::string_view name, bool comma) {
    if (comma)
        w.out += ',';
    if (!w.string(name))
        return w.fault.inside(name);
    w.out += ':';
    return true;
}

[[gnu::noinline]] inline bool write_object(writer& w, void const* object, write_field const* fields,
                                           std::size_t count, unknown_member const* others = nullptr,
                                           std::size_t other_count = 0) {
    if (!w.open('{'))
        return false;
    bool comma = false;
    for (auto f = fields; f != fields + count; ++f) {
        if (f->absent != nullptr && f->absent(object))
            continue;
        w.out.append(comma ? ",\"" : "\"", comma ? 2 : 1).append(f->name).append("\":", 2);
        comma = true;
        if (!f->write(w, object))
            return w.fault.inside(f->name);
    }
    for (auto o = others; o != others + other_count; ++o) {
        if (!write_name(w, o->name, comma))
            return false;
        if (!w.raw_text(o->value.text))
            return w.fault.inside(o->name);
        comma = true;
    }
    w.close('}');
    return true;
}

/// An alternative of a union; `index` is its place in the variant.
struct write_alternative {
    std::string_view name;
    write_function write;
    std::size_t index;
};

struct write_alternatives {
    write_alternative const* all;
    std::size_t count;
};

[[gnu::noinline]] inline bool write_union(writer& w, void const* whole, std::size_t held,
                                          unknown_member const* kept, write_alternatives table) {
    if (!w.open('{'))
        return false;
    if (kept != nullptr) {
        if (!write_name(w, kept->name, false))
            return false;
        if (!w.raw_text(kept->value.text))
            return w.fault.inside(kept->name);
        w.close('}');
        return true;
    }
    for (auto a = table.all; a != table.all + table.count; ++a)
        if (a->index == held) {
            if (!write_name(w, a->name, false))
                return false;
            if (!a->write(w, whole))
                return w.fault.inside(a->name);
            w.close('}');
            return true;
        }
    return w.fail(w.out.size(), "a union that holds something", "nothing", "set one of its alternatives");
}

[[gnu::noinline]] inline bool write_list(writer& w, char const* element, std::size_t count,
                                         std::size_t stride, write_function write) {
    if (!w.open('['))
        return false;
    for (std::size_t i = 0; i != count; ++i, element += stride) {
        if (i != 0)
            w.out += ',';
        if (!write(w, element))
            return w.fault.inside(i);
    }
    w.close(']');
    return true;
}

[[gnu::noinline]] inline bool write_entry(writer& w, std::string const& name, void const* value, bool comma,
                                          write_function write) {
    return write_name(w, name, comma) && (write(w, value) || w.fault.inside(name));
}

}  // namespace bedrock::json::detail
