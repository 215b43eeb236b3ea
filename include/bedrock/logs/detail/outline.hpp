// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace bedrock::logs::detail {

/// The first byte from `at` on that a JSON string cannot hold as it is: a quote, a backslash, a control
/// character; or `end`. Bytes beyond ASCII are passed over: whether they are UTF-8 is looked at later.
inline char const* skip_string(char const* at, char const* end) {
    constexpr std::uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
    constexpr auto zero_byte = [](std::uint64_t x) { return (x - ones) & ~x; };
    if constexpr (std::endian::native == std::endian::little)
        for (; end - at >= 8; at += 8) {
            std::uint64_t w;
            std::memcpy(&w, at, 8);
            // A borrow can mark a good byte, but only one that lies behind a truly odd one.
            auto const odd =
                (zero_byte(w ^ ones * '"') | zero_byte(w ^ ones * '\\') | ((w - ones * 0x20) & ~w)) & tops;
            if (odd != 0)
                return at + std::countr_zero(odd) / 8;
        }
    while (at != end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20)
        ++at;
    return at;
}

/// A part of a text.
struct span {
    std::size_t begin = 0, end = 0;

    bool empty() const { return begin == end; }
    std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
};

/// What `outline` notes of an invocation record on its way, so that who needs no bodies need not read them.
/// All within the record's text.
struct landmarks {
    std::array<span, 2> bodies{};  ///< `inputBodyJson`, `outputBodyJson`: objects and arrays, in their order
    span metrics{};                ///< the object `metrics` in the latter
    bool flat = true;              ///< nothing in it is an object or an array
};

/// Follows the brackets and strings of one JSON object that comes in pieces, to its end.
///
/// Only as much grammar is checked as the end hangs on: brackets that match, strings that end on their line,
/// no value where none may be.
class outline {
 public:
    enum class step : std::uint8_t {
        more,    ///< all that is there was read
        done,    ///< behind the object
        events,  ///< in the array `events` of the object
        broken,  ///< at what cannot be; see `expected`
    };

    static constexpr std::size_t deepest = 128;  ///< as deep as `json::read` goes

    /// Reads from `at` on. `text` is where the object began, or null if that is not held any more (nothing is
    /// noted then).
    step read(char const* text, char const*& at, char const* end);

    /// As it is behind the array `events` of an object.
    void go_on_behind_events() {
        *this = {};
        levels_[depth_++] = '{';
        last_ = 'v';
    }

    std::uint64_t lines() const { return lines_; }      ///< how many line ends were passed
    char const* expected() const { return expected_; }  ///< of what is broken
    landmarks const& noted() const { return landmarks_; }

 private:
    step fail(char const* expected) {
        expected_ = expected;
        return step::broken;
    }
    step open(char const* text, char const*& at);
    step close(char const* text, char const*& at);
    step string(char const*& at, char const* end);
    void note_open(std::string_view before, char bracket);
    void note_close(std::size_t offset);
    static bool names(std::string_view before, std::string_view name);

    std::uint64_t lines_ = 0;
    char const* expected_ = "";
    std::size_t depth_ = 0;
    bool in_string_ = false;
    char last_ = ':';  // the last byte that counts: a bracket, `,`, `:`, or `v` for the end of a value
    bool in_body_ = false, in_output_ = false, in_metrics_ = false;
    std::size_t bodies_ = 0;
    landmarks landmarks_{};
    std::array<char, deepest> levels_{};
};

inline outline::step outline::read(char const* text, char const*& at, char const* end) {
    while (at != end) {
        auto next = step::more;
        if (in_string_)
            next = string(at, end);
        else
            switch (*at) {
                case '"':
                    if (last_ == 'v')
                        return fail("`,` between two values");
                    in_string_ = true;
                    ++at;
                    continue;
                case '{':
                case '[':
                    next = open(text, at);
                    break;
                case '}':
                case ']':
                    next = close(text, at);
                    break;
                case ',':
                case ':':
                    last_ = *at++;
                    continue;
                case '\n':
                    ++lines_;
                    ++at;
                    continue;
                case ' ':
                case '\t':
                case '\r':
                    ++at;
                    continue;
                default:
                    if (static_cast<unsigned char>(*at) < 0x20)
                        return fail("no control character");
                    last_ = 'v';
                    ++at;
                    continue;
            }
        bool const half_an_escape = in_string_ && at != end;
        if (next != step::more || half_an_escape)
            return next;
    }
    return step::more;
}

// Stops at a backslash that is the last byte there is.
inline outline::step outline::string(char const*& at, char const* end) {
    at = skip_string(at, end);
    while (end - at >= 2 && *at == '\\' && static_cast<unsigned char>(at[1]) >= 0x20)
        at = skip_string(at + 2, end);
    if (at == end || (*at == '\\' && end - at < 2))
        return step::more;
    if (*at != '"')
        return fail("the string to end on its line, and control characters to be escaped");
    in_string_ = false;
    last_ = 'v';
    ++at;
    return step::more;
}

inline outline::step outline::open(char const* text, char const*& at) {
    if (depth_ != 0) {
        bool const in_array = levels_[depth_ - 1] == '[';
        if (last_ != ':' && last_ != '[' && !(last_ == ',' && in_array))
            return fail("`,`, a name or the end before another object or array");
        if (text != nullptr) {
            std::string_view const before{text, static_cast<std::size_t>(at - text)};
            if (*at == '[' && depth_ == 1 && names(before, "events")) {
                ++at;
                return step::events;
            }
            note_open(before, *at);
        }
    }
    if (depth_ == deepest)
        return fail("at most 128 levels of nesting");
    levels_[depth_++] = last_ = *at++;
    return step::more;
}

inline outline::step outline::close(char const* text, char const*& at) {
    if (levels_[depth_ - 1] != (*at == '}' ? '{' : '['))
        return fail(*at == '}' ? "`]`" : "`}`");
    --depth_;
    last_ = 'v';
    ++at;
    if (text != nullptr)
        note_close(static_cast<std::size_t>(at - text));
    return depth_ == 0 ? step::done : step::more;
}

// Whether a text ends in the name of a member and its colon. Read backwards, since few brackets matter.
inline bool outline::names(std::string_view before, std::string_view name) {
    auto const trim = [&before] { before = before.substr(0, before.find_last_not_of(" \t\r\n") + 1); };
    auto const cut = [&before](std::string_view tail) {
        if (!before.ends_with(tail))
            return false;
        before.remove_suffix(tail.size());
        return true;
    };
    trim();
    if (!cut(":"))
        return false;
    trim();
    return cut("\"") && cut(name) && before.ends_with('"');
}

inline void outline::note_open(std::string_view before, char bracket) {
    auto& seen = landmarks_;
    seen.flat = false;
    if (depth_ == 2 && bodies_ != seen.bodies.size()) {
        in_output_ = names(before, "outputBodyJson");
        in_body_ = in_output_ || names(before, "inputBodyJson");
        if (in_body_)
            seen.bodies[bodies_].begin = before.size();
    } else if (depth_ == 3 && in_output_ && bracket == '{' && names(before, "metrics")) {
        in_metrics_ = true;
        seen.metrics.begin = before.size();
    }
}

inline void outline::note_close(std::size_t offset) {
    if (depth_ == 2 && in_body_) {
        landmarks_.bodies[bodies_++].end = offset;
        in_body_ = in_output_ = false;
    } else if (depth_ == 3 && in_metrics_) {
        landmarks_.metrics.end = offset;
        in_metrics_ = false;
    }
}

}  // namespace bedrock::logs::detail
