// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace bedrock::quota::detail {

/// A queue in one piece of memory that it keeps: nothing is allocated below the greatest length it ever had.
template <class T>
class ring {
 public:
    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }

    T& operator[](std::size_t i) { return places_[(first_ + i) & mask_]; }
    T const& operator[](std::size_t i) const { return places_[(first_ + i) & mask_]; }
    T& front() { return (*this)[0]; }
    T& back() { return (*this)[size_ - 1]; }

    void push_back(T value) {
        if (size_ == places_.size())
            grow();
        (*this)[size_++] = std::move(value);
    }
    void pop_front() {
        first_ = (first_ + 1) & mask_;
        --size_;
    }
    /// Those behind move up.
    void erase(std::size_t i) {
        for (; i + 1 < size_; ++i)
            (*this)[i] = std::move((*this)[i + 1]);
        --size_;
    }

 private:
    void grow() {
        std::vector<T> larger(places_.empty() ? 32 : 2 * places_.size());
        for (std::size_t i = 0; i < size_; ++i)
            larger[i] = std::move((*this)[i]);
        places_ = std::move(larger);
        mask_ = places_.size() - 1;
        first_ = 0;
    }

    std::vector<T> places_;  // as many as a power of two
    std::size_t mask_ = 0;   // of their numbers; kept, since a vector divides to tell its size
    std::size_t first_ = 0;
    std::size_t size_ = 0;
};

}  // namespace bedrock::quota::detail
