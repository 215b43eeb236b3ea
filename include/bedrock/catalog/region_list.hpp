// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <iterator>
#include <string_view>

namespace bedrock::catalog {

/// Regions by their names, in one text with single spaces between; `*` is every region.
///
///     for (std::string_view region : region_list{"eu-central-1 eu-west-3"}) …
class region_list {
 public:
    class iterator;

    constexpr region_list() = default;
    constexpr region_list(char const* names) : names_{names} {}       // NOLINT: implicit on purpose
    constexpr region_list(std::string_view names) : names_{names} {}  // NOLINT: implicit on purpose

    constexpr std::string_view text() const { return names_; }
    constexpr bool empty() const { return names_.empty(); }
    /// Every region: the destinations of `global.`, or the regions of a quota that names none.
    constexpr bool is_open() const { return names_ == "*"; }
    constexpr bool contains(std::string_view region) const;

    /// The names; none where the list is open.
    constexpr iterator begin() const;
    constexpr std::default_sentinel_t end() const { return {}; }

    friend constexpr bool operator==(region_list const&, region_list const&) = default;

 private:
    std::string_view names_{};
};

class region_list::iterator {
 public:
    using difference_type = std::ptrdiff_t;
    using value_type = std::string_view;

    constexpr iterator() = default;
    constexpr explicit iterator(std::string_view rest) : rest_{rest} {}

    constexpr std::string_view operator*() const { return rest_.substr(0, rest_.find(' ')); }
    constexpr iterator& operator++() {
        auto const space = rest_.find(' ');
        rest_.remove_prefix(space == rest_.npos ? rest_.size() : space + 1);
        return *this;
    }
    constexpr iterator operator++(int) {
        auto const before = *this;
        ++*this;
        return before;
    }
    friend constexpr bool operator==(iterator const& i, std::default_sentinel_t) { return i.rest_.empty(); }
    friend constexpr bool operator==(iterator const& a, iterator const& b) {
        return a.rest_.size() == b.rest_.size();
    }

 private:
    std::string_view rest_{};
};

constexpr region_list::iterator region_list::begin() const {
    return iterator{is_open() ? std::string_view{} : names_};
}

constexpr bool region_list::contains(std::string_view region) const {
    for (auto const name : *this)
        if (name == region)
            return true;
    return is_open();
}

}  // namespace bedrock::catalog
