// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <bedrock/core/result.hpp>
#include <bedrock/core/text.hpp>

namespace bedrock::json::detail {

/// What went wrong, gathered while the calls return: the deepest frame says what, each outer one adds its
/// place to the path's front. Costs nothing until there is a fault; all of it is cold, so that optimisers
/// make it small and leave it where it is.
class fault {
 public:
    bool is_set() const { return !wanted_.empty(); }

    /// The first word counts. Always false, to be returned.
    [[gnu::cold]] bool set(std::size_t offset, std::string_view wanted, std::string_view found);

    /// Within the member of this name; always false, to be returned.
    [[gnu::cold]] bool inside(std::string_view member);
    /// Within the element of this index; always false, to be returned.
    [[gnu::cold]] bool inside(std::size_t index);

    [[gnu::cold]] error to_error(error_kind kind, std::string_view doing, std::string_view remedy) const;

 private:
    std::size_t offset_ = 0;
    std::string wanted_{};
    std::string found_{};
    std::string path_{};
    bool cut_ = false;

    [[gnu::cold]] bool prepend(std::string_view place);
};

inline bool fault::set(std::size_t offset, std::string_view wanted, std::string_view found) {
    if (!is_set()) {
        offset_ = offset;
        wanted_ = wanted;
        found_ = found;
    }
    return false;
}

// A key can be anyone's text and of any length: only a printable piece of it is shown.
inline bool fault::inside(std::string_view member) {
    constexpr std::size_t most = 40;
    std::string front;
    for (char const c : member.substr(0, most))
        front += c > ' ' && c <= '~' ? c : '?';
    if (member.size() > most)
        front += "...";
    return prepend(front);
}

inline bool fault::inside(std::size_t index) {
    return prepend(bedrock::detail::joined({"[", bedrock::detail::decimal{index}, "]"}));
}

// The outer places matter more: a path of a hundred levels loses its end.
inline bool fault::prepend(std::string_view place) {
    constexpr std::size_t most = 160;
    if (!path_.empty() && path_.front() != '[')
        path_.insert(0, 1, '.');
    path_.insert(0, place);
    if (path_.size() > most) {
        path_.resize(most);
        cut_ = true;
    }
    return false;
}

inline error fault::to_error(error_kind kind, std::string_view doing, std::string_view remedy) const {
    std::string_view const none;
    return failure(kind,
                   {doing, " failed at ", path_.empty() ? none : "`", path_,
                    path_.empty() ? none
                    : cut_        ? "...`, "
                                  : "`, ",
                    "byte ", bedrock::detail::decimal{offset_}, ": expected ", wanted_, ", found ", found_},
                   remedy)
        .error();
}

/// What stands at `at`, in a few printable characters. Stops before a string begins: it may hold a secret.
[[gnu::cold]] inline std::string shown(char const* at, char const* end, std::size_t most = 16) {
    if (at == end)
        return "the end of the text";
    if (*at == '"' && most > 2)
        return "a string";
    constexpr std::string_view hex = "0123456789abcdef";
    if (auto const c = static_cast<unsigned char>(*at); c < ' ' || c > '~')
        return bedrock::detail::joined({"byte 0x", hex.substr(c >> 4, 1), hex.substr(c & 15, 1)});
    auto const* last = at + 1;
    while (last != end && static_cast<std::size_t>(last - at) < most && *last > ' ' && *last <= '~' &&
           std::string_view{"\",:]}`"}.find(*last) == std::string_view::npos)
        ++last;
    return bedrock::detail::joined({"`", {at, last}, "`"});
}

}  // namespace bedrock::json::detail
