// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>

namespace bedrock {

/// The input iterator over what a source gives one by one: `source.next()` returns an optional, which is empty
/// at the end.
template <class Source>
class pull_iterator {
    using next = decltype(std::declval<Source&>().next());

 public:
    using iterator_concept = std::input_iterator_tag;
    using difference_type = std::ptrdiff_t;
    using value_type = typename next::value_type;

    explicit pull_iterator(Source& from) : from_{&from}, current_{from.next()} {}

    value_type& operator*() const { return *current_; }
    value_type* operator->() const { return &*current_; }
    pull_iterator& operator++() {
        current_ = from_->next();
        return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(pull_iterator const& i, std::default_sentinel_t) { return !i.current_; }

 private:
    Source* from_;
    mutable next current_;
};

}  // namespace bedrock
