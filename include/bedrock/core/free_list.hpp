// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace bedrock::detail {

/// Things that are costly to make, lent to one user at a time; the one given back last is lent first.
/// Thread-safe.
template <class T>
class free_list {
 public:
    struct give_back {
        free_list* to = nullptr;
        void operator()(T* thing) const { to->take_back(std::unique_ptr<T>{thing}); }
    };
    /// Given back by its destructor; must not outlive the list.
    using lease = std::unique_ptr<T, give_back>;

    lease lend() {
        std::unique_ptr<T> thing;
        {
            std::lock_guard const lock{mutex_};
            if (!idle_.empty()) {
                thing = std::move(idle_.back());
                idle_.pop_back();
            }
        }
        if (!thing)
            thing = std::make_unique<T>();
        return lease{thing.release(), give_back{this}};
    }

 private:
    void take_back(std::unique_ptr<T> thing) {
        std::lock_guard const lock{mutex_};
        idle_.push_back(std::move(thing));
    }

    std::mutex mutex_;
    std::vector<std::unique_ptr<T>> idle_;
};

}  // namespace bedrock::detail
