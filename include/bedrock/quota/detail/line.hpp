// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>

#include <bedrock/quota/detail/minute_window.hpp>
#include <bedrock/quota/detail/ring.hpp>

namespace bedrock::quota::detail {

/// Calls that wait, in the order they came, each with the tokens it wants.
class line {
 public:
    std::size_t size() const { return waiters_.size(); }
    bool empty() const { return waiters_.empty(); }

    /// Its place; `size()`: it does not wait here.
    std::size_t place_of(std::uint64_t call) const {
        std::size_t i = 0;
        while (i < waiters_.size() && waiters_[i].call != call)
            ++i;
        return i;
    }

    /// What all before that place want.
    amount ahead_of(std::size_t place) const {
        if (empty())
            return {};
        auto const before = place < size() ? waiters_[place].before : end_;
        return {static_cast<std::int64_t>(place), static_cast<std::int64_t>(before - waiters_[0].before)};
    }

    void join(std::uint64_t call, std::int64_t tokens) {
        waiters_.push_back({call, static_cast<std::uint64_t>(tokens), end_});
        end_ += static_cast<std::uint64_t>(tokens);
    }
    void serve_first() { waiters_.pop_front(); }
    void leave(std::uint64_t call) {
        auto const place = place_of(call);
        if (place == size())
            return;
        auto const tokens = waiters_[place].tokens;
        waiters_.erase(place);
        for (auto i = place; i < size(); ++i)
            waiters_[i].before -= tokens;
        end_ -= tokens;
    }

 private:
    struct waiter {
        std::uint64_t call = 0;
        std::uint64_t tokens = 0;
        std::uint64_t before = 0;  // wanted by all who came before; only differences mean something
    };

    ring<waiter> waiters_;
    std::uint64_t end_ = 0;
};

}  // namespace bedrock::quota::detail
