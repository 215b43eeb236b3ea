// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include <bedrock/quota/detail/minute_window.hpp>
#include <bedrock/quota/detail/ring.hpp>

namespace bedrock::quota::detail {

/// Calls that wait, each with the tokens it wants, in the order in which they came to the client: their numbers.
/// Lines that a call joins at different times then never cross, where each of two calls would wait for the other.
class line {
 public:
    std::size_t size() const { return waiters_.size(); }
    bool empty() const { return waiters_.empty(); }

    /// Its place, or the one it would take if it does not wait here.
    std::size_t place_of(std::uint64_t call) const {
        std::size_t i = 0;
        while (i < size() && waiters_[i].call < call)
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

    /// Nothing for one that waits here already.
    void join(std::uint64_t call, std::int64_t wanted) {
        auto const tokens = static_cast<std::uint64_t>(wanted);
        if (holds(call, place_of(call)))
            return;
        waiters_.push_back({call, tokens, end_});
        end_ += tokens;
        for (auto i = size() - 1; i > 0 && waiters_[i - 1].call > call; --i) {
            std::swap(waiters_[i - 1], waiters_[i]);
            waiters_[i - 1].before = waiters_[i].before;
            waiters_[i].before += tokens;
        }
    }
    /// It was served, or goes elsewhere; nothing for one that does not wait here.
    void leave(std::uint64_t call) {
        auto const place = place_of(call);
        if (!holds(call, place))
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

    bool holds(std::uint64_t call, std::size_t place) const {
        return place < size() && waiters_[place].call == call;
    }

    ring<waiter> waiters_;
    std::uint64_t end_ = 0;
};

}  // namespace bedrock::quota::detail
