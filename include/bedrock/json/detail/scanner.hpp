// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <bedrock/json/base64.hpp>
#include <bedrock/json/detail/fault.hpp>
#include <bedrock/json/detail/number.hpp>
#include <bedrock/json/utf8.hpp>

namespace bedrock::json::detail {

/// Where a reader stands in a JSON text, and the steps it can take. A step that returns false has set the
/// fault and leaves the rest undone; whoever called returns false too. Nothing here is a template, and the
/// steps stay out of line: what the typed reader adds for each member is a call.
class scanner {
 public:
    scanner(std::string_view text, int depth, std::size_t elements)
        : at{text.data()}, end{at + text.size()}, begin{at}, room{depth}, elements_left{elements} {}

    char const* at;
    char const* end;
    char const* begin;
    int room;                   ///< how many more levels may be opened
    std::size_t elements_left;  ///< how many more elements of arrays and maps may be stored
    std::string scratch{};      ///< a name or enum text that is written with escapes
    detail::fault fault{};

    /// Passes over white space; what comes then, or NUL at the end (NUL begins nothing).
    char next() {
        while (at != end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
            ++at;
        return at == end ? '\0' : *at;
    }

    [[gnu::cold]] bool fail(char const* where, char const* wanted, std::size_t most = 16);

    bool open(char bracket, char const* wanted);  ///< enters an array or object
    bool more(char bracket,
              bool& first);  ///< false at its end (left) and upon a fault; else at the next element
    bool literal(std::string_view word);
    bool null() { return next() == 'n' && end - at >= 4 && std::memcmp(at, "null", 4) == 0; }

    /// The string here: a view into the text, or of `buffer` if it has escapes.
    bool string(std::string_view& view, std::string& buffer);
    /// A member's name and its colon; `spelled` is the name as it stands in the text.
    bool key(std::string_view& name, std::string_view& spelled);
    /// The number here, as text.
    bool number(std::string_view& text, char const* wanted);
    /// Passes over any value, checking it as strictly as one that is wanted.
    bool skip();
    /// True if nothing but white space is left.
    bool finish();

    bool boolean(bool& value);
    bool integer(std::int64_t& value, std::int64_t least, std::int64_t most);
    bool real(double& value);
    bool text(std::string& value);
    bool base64(std::string& bytes);
    bool element();  ///< counts one against `elements_left`

    [[gnu::cold]] error to_error(error_kind kind) const {
        return fault.to_error(
            kind, "reading JSON",
            "see what answered: a proxy or another service may stand between; if none does, "
            "report the text with its request ID");
    }

 private:
    bool run();
    bool hex4(std::uint32_t& unit);
    bool escape(char32_t& c);
};

inline void append_utf8(std::string& out, char32_t c) {
    char bytes[4];
    int const n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (int i = n; --i > 0; c >>= 6)
        bytes[i] = static_cast<char>(0x80 | (c & 0x3f));
    constexpr unsigned char mark[] = {0, 0, 0xc0, 0xe0, 0xf0};
    bytes[0] = static_cast<char>(mark[n] | c);
    out.append(bytes, static_cast<std::size_t>(n));
}

[[gnu::noinline]] inline bool scanner::fail(char const* where, char const* wanted, std::size_t most) {
    return fault.set(static_cast<std::size_t>(where - begin), wanted, shown(where, end, most));
}

[[gnu::noinline]] inline bool scanner::open(char bracket, char const* wanted) {
    if (next() != bracket)
        return fail(at, wanted);
    if (room == 0)
        return fail(at, "no deeper nesting: the limit is reached");
    --room;
    ++at;
    return true;
}

// The comma's rule in one place: none before the first element, one before each other, none after the last.
[[gnu::noinline]] inline bool scanner::more(char bracket, bool& first) {
    auto const c = next();
    if (c == bracket && at != end) {
        ++at;
        ++room;
        return false;
    }
    if (first) {
        first = false;
        return true;
    }
    if (c != ',')
        return fail(at, bracket == ']' ? "`,` or `]`" : "`,` or `}`");
    ++at;
    if (next() == bracket)
        return fail(at, "another element after the comma");
    return true;
}

[[gnu::noinline]] inline bool scanner::literal(std::string_view word) {
    if (static_cast<std::size_t>(end - at) < word.size() || std::memcmp(at, word.data(), word.size()) != 0)
        return fail(at, "a JSON value");
    at += word.size();
    return true;
}

// From within a string to its next quote or backslash.
[[gnu::noinline]] inline bool scanner::run() {
    for (;;) {
        at = skip_plain(at, end);
        if (at == end)
            return fail(at, "the end of the string");
        if (*at == '"' || *at == '\\')
            return true;
        if (static_cast<unsigned char>(*at) < 0x20)
            return fail(at, "control characters to be escaped", 1);
        do {
            auto const n = utf8_sequence(at, end);
            if (n == 0)
                return fail(at, "UTF-8", 1);
            at += n;
        } while (at != end && static_cast<unsigned char>(*at) >= 0x80);
    }
}

inline bool scanner::hex4(std::uint32_t& unit) {
    unit = 0;
    for (int i = 0; i < 4; ++i, ++at) {
        if (at == end)
            return fail(at, "four hexadecimal digits");
        char const c = *at;
        auto const low = static_cast<char>(c | 0x20);
        if (digit(c))
            unit = unit << 4 | static_cast<std::uint32_t>(c - '0');
        else if (low >= 'a' && low <= 'f')
            unit = unit << 4 | static_cast<std::uint32_t>(low - 'a' + 10);
        else
            return fail(at, "four hexadecimal digits", 1);
    }
    return true;
}

// From a backslash; leaves what follows the escape.
[[gnu::noinline]] inline bool scanner::escape(char32_t& c) {
    auto const start = at++;
    if (at == end)
        return fail(at, "the rest of an escape");
    constexpr std::string_view letters = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    if (*at != 'u') {
        auto const i = letters.find(*at);
        if (i == letters.npos)
            return fail(start, "an escape of JSON", 2);
        c = static_cast<unsigned char>(meant[i]);
        ++at;
        return true;
    }
    ++at;
    std::uint32_t unit = 0;
    if (!hex4(unit))
        return false;
    c = unit;
    if (unit < 0xd800 || unit > 0xdfff)
        return true;
    std::uint32_t low = 0;
    if (unit > 0xdbff || end - at < 2 || at[0] != '\\' || at[1] != 'u')
        return fail(start, "a pair of surrogates", 2);
    at += 2;
    if (!hex4(low))
        return false;
    if (low < 0xdc00 || low > 0xdfff)
        return fail(start, "a pair of surrogates", 2);
    c = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    return true;
}

[[gnu::noinline]] inline bool scanner::string(std::string_view& view, std::string& buffer) {
    if (next() != '"')
        return fail(at, "a string");
    auto from = ++at;
    if (!run())
        return false;
    if (*at == '"') {
        view = {from, static_cast<std::size_t>(at++ - from)};
        return true;
    }
    buffer.clear();
    for (;;) {
        buffer.append(from, at);
        if (*at == '"')
            break;
        char32_t c = 0;
        if (!escape(c))
            return false;
        append_utf8(buffer, c);
        from = at;
        if (!run())
            return false;
    }
    ++at;
    view = buffer;
    return true;
}

[[gnu::noinline]] inline bool scanner::key(std::string_view& name, std::string_view& spelled) {
    if (next() != '"')
        return fail(at, "a member's name in quotes");
    auto const from = at + 1;
    if (!string(name, scratch))
        return false;
    spelled = {from, static_cast<std::size_t>(at - 1 - from)};
    if (next() != ':')
        return fail(at, "`:`");
    ++at;
    return true;
}

[[gnu::noinline]] inline bool scanner::number(std::string_view& text, char const* wanted) {
    auto const c = next();
    if (c != '-' && !digit(c))
        return fail(at, wanted);
    auto const stop = number_end(at, end);
    // What follows 0 in 01 is no separator; saying so here is clearer than "expected , or }".
    if (stop == at || (stop != end && (digit(*stop) || *stop == '.')))
        return fail(at, "a number as JSON writes them");
    text = {at, static_cast<std::size_t>(stop - at)};
    at = stop;
    return true;
}

[[gnu::noinline]] inline bool scanner::skip() {
    switch (next()) {
        case '{':
            if (!open('{', ""))
                return false;
            for (bool first = true; more('}', first);) {
                std::string_view name, spelled;
                if (!key(name, spelled))
                    return false;
                if (!skip())
                    return fault.inside(spelled);
            }
            return !fault.is_set();
        case '[': {
            if (!open('[', ""))
                return false;
            std::size_t i = 0;
            for (bool first = true; more(']', first); ++i)
                if (!skip())
                    return fault.inside(i);
            return !fault.is_set();
        }
        case '"':
            for (++at; run();) {
                char32_t c = 0;
                if (*at == '"')
                    return ++at, true;
                if (!escape(c))
                    return false;
            }
            return false;
        case 't':
            return literal("true");
        case 'f':
            return literal("false");
        case 'n':
            return literal("null");
        default: {
            std::string_view text;
            return number(text, "a JSON value");
        }
    }
}

inline bool scanner::finish() { return (next() == '\0' && at == end) || fail(at, "nothing after the value"); }

[[gnu::noinline]] inline bool scanner::boolean(bool& value) {
    auto const c = next();
    if (c != 't' && c != 'f')
        return fail(at, "true or false");
    value = c == 't';
    return literal(value ? "true" : "false");
}

[[gnu::noinline]] inline bool scanner::integer(std::int64_t& value, std::int64_t least, std::int64_t most) {
    std::string_view text;
    if (!number(text, "an integer"))
        return false;
    auto const how = to_integer(text, value);
    if (how == fit::good && value >= least && value <= most)
        return true;
    if (how == fit::not_whole)
        return fail(text.data(), "an integer");
    auto const range = bedrock::detail::joined(
        {"an integer from ", bedrock::detail::decimal{least}, " to ", bedrock::detail::decimal{most}});
    return fail(text.data(), range.c_str());
}

// AWS writes what JSON has no number for as these three strings.
[[gnu::noinline]] inline bool scanner::real(double& value) {
    std::string_view text;
    if (next() == '"') {
        auto const from = at;
        if (!string(text, scratch))
            return false;
        constexpr auto infinity = std::numeric_limits<double>::infinity();
        if (text == "NaN")
            value = std::numeric_limits<double>::quiet_NaN();
        else if (text == "Infinity" || text == "-Infinity")
            value = text.front() == '-' ? -infinity : infinity;
        else
            return fail(from, "a number");
        return true;
    }
    if (!number(text, "a number"))
        return false;
    return to_double(text, value) == fit::good || fail(text.data(), "a number that a double can hold");
}

[[gnu::noinline]] inline bool scanner::text(std::string& value) {
    std::string_view view;
    if (!string(view, value))
        return false;
    if (view.data() != value.data())
        value.assign(view);
    return true;
}

[[gnu::noinline]] inline bool scanner::base64(std::string& bytes) {
    std::string_view view;
    next();
    auto const from = at;
    if (!string(view, scratch))
        return false;
    return from_base64(view, bytes) || fail(from, "base64");
}

inline bool scanner::element() {
    if (elements_left == 0)
        return fail(at, "fewer elements in all");
    --elements_left;
    return true;
}

}  // namespace bedrock::json::detail
