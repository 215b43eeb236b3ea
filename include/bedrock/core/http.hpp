// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <openssl/crypto.h>

#include <bedrock/core/text.hpp>

namespace bedrock {

/// One header of a request or reply; views into what holds the text.
struct header {
    std::string_view name;
    std::string_view value;
};

/// A list of header lines in one reusable buffer: adding after `clear()` allocates nothing once it is warm.
/// Each line is kept as `name: value` with a final NUL, as C libraries want it.
class header_list {
 public:
    /// False, and nothing added, if the name is no HTTP token or the value holds a control character.
    [[nodiscard]] bool add(std::string_view name, std::string_view value);

    void clear() {
        text_.clear();
        lines_.clear();
    }

    /// The same, and nothing of the text stays in memory: a signature's headers hold keys and tokens.
    void wipe() {
        text_.resize(text_.capacity());  // what was cleared before is still there
        OPENSSL_cleanse(text_.data(), text_.size());
        clear();
    }

    std::size_t size() const { return lines_.size(); }
    header operator[](std::size_t i) const;

    /// The first value of that name, whatever its letters' case; empty if there is none.
    std::string_view find(std::string_view name) const;

    /// The whole line, NUL-terminated; valid until the next `add` or `clear`.
    char const* line(std::size_t i) const { return text_.data() + lines_[i].at; }

 private:
    struct extent {
        std::uint32_t at;
        std::uint32_t name;
        std::uint32_t value;
    };
    std::string text_;
    std::vector<extent> lines_;
};

namespace detail {

/// Whether it may be part of a header's name: RFC 9110's `tchar`, as two words of bits.
constexpr bool token_sign(char c) {
    constexpr std::uint64_t low = 0x03ff6cfa00000000, high = 0x57ffffffc7fffffe;
    auto const i = static_cast<unsigned char>(c);
    return i < 128 && ((i < 64 ? low : high) >> (i % 64) & 1) != 0;
}

/// Whether a header's value holds what must not be in one: a control character but the tab.
inline bool has_control_character(std::string_view value) {
    constexpr auto control = [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; };
    constexpr std::uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
    // Eight bytes at a time, and one by one only where one of them is below 0x20 or 0x7f: signing adds long
    // values.
    for (; value.size() >= 8; value.remove_prefix(8)) {
        std::uint64_t x;
        std::memcpy(&x, value.data(), 8);
        auto const del = x ^ ones * 0x7f;
        auto const suspicious = (((x - ones * 0x20) & ~x) | ((del - ones) & ~del)) & tops;
        if (suspicious == 0)
            continue;
        for (char const c : value.substr(0, 8))
            if (control(static_cast<unsigned char>(c)))
                return true;
    }
    for (char const c : value)
        if (control(static_cast<unsigned char>(c)))
            return true;
    return false;
}

}  // namespace detail

[[gnu::noinline]] inline bool header_list::add(std::string_view name, std::string_view value) {
    for (char const c : name)
        if (!detail::token_sign(c))
            return false;
    if (name.empty() || detail::has_control_character(value))
        return false;
    lines_.push_back({static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(name.size()),
                      static_cast<std::uint32_t>(value.size())});
    text_.append(name).append(": ").append(value).push_back('\0');
    return true;
}

inline header header_list::operator[](std::size_t i) const {
    auto const [at, name, value] = lines_[i];
    return {{text_.data() + at, name}, {text_.data() + at + name + 2, value}};
}

[[gnu::noinline]] inline std::string_view header_list::find(std::string_view name) const {
    for (std::size_t i = 0; i < size(); ++i)
        if (detail::same_ignoring_case((*this)[i].name, name))
            return (*this)[i].value;
    return {};
}

}  // namespace bedrock
