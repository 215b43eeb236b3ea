// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <memory>
#include <mutex>
#include <vector>

namespace bedrock::detail {

/// What a free list holds, once for all types.
class idle_things {
 public:
    /// The one kept last, or null.
    [[gnu::noinline]] void* take() {
        std::lock_guard const lock{mutex_};
        if (things_.empty())
            return nullptr;
        auto* const last = things_.back();
        things_.pop_back();
        return last;
    }

    [[gnu::noinline]] void keep(void* thing) {
        std::lock_guard const lock{mutex_};
        things_.push_back(thing);
    }

 private:
    std::mutex mutex_;
    std::vector<void*> things_;
};

/// Things that are costly to make, lent to one user at a time; the one given back last is lent first.
/// Thread-safe.
template <class T>
class free_list {
 public:
    struct give_back {
        idle_things* to = nullptr;
        void operator()(T* thing) const { to->keep(thing); }
    };
    /// Given back by its destructor; must not outlive the list.
    using lease = std::unique_ptr<T, give_back>;

    free_list() = default;
    free_list(free_list const&) = delete;
    free_list& operator=(free_list const&) = delete;
    ~free_list() {
        while (auto* const thing = idle_.take())
            delete static_cast<T*>(thing);
    }

    lease lend() {
        auto* thing = static_cast<T*>(idle_.take());
        if (thing == nullptr)
            thing = new T();
        return lease{thing, give_back{&idle_}};
    }

 private:
    idle_things idle_;
};

}  // namespace bedrock::detail
