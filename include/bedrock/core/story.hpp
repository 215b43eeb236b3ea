// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <bedrock/core/ending.hpp>
#include <bedrock/core/error_kind.hpp>

namespace bedrock {

/// One try of a call: where it went, what it waited for first, how it ended.
struct attempt_record {
    int number = 0;                          ///< 1 for the first try
    std::string region{};                    ///< the source region that was called
    std::chrono::milliseconds queued{};      ///< waited before it for room in the client-side quota
    std::chrono::milliseconds backed_off{};  ///< waited before it because of the failure of the try before
    std::chrono::microseconds duration{};    ///< from sending to its end (of a stream: to its first content)
    error_kind cause = error_kind::none;     ///< why it failed; `none` for the one that succeeded
    int status = 0;                          ///< HTTP status; 0 when no reply was read
    std::string code{};                      ///< the service's name of the error
    std::string request_id{};                ///< `x-amzn-RequestId`
    std::int64_t held = 0;                   ///< quota tokens while under way; 0: the quota slot did not say
    std::int64_t counted = 0;                ///< what they came to

    friend bool operator==(attempt_record const&, attempt_record const&) = default;
};

/// What happened on the way of a call, in order. A call that needed one attempt allocates no list for it.
class story {
 public:
    ending end = ending::open;      ///< which end the call met
    std::int64_t output_limit = 0;  ///< output tokens asked for at most; 0: no limit was set
    std::int64_t output = 0;        ///< output tokens used, as far as known

    // Never inlined: every error holds a story, and every result an error.
    [[gnu::noinline]] story() = default;
    [[gnu::noinline]] story(story const&) = default;
    [[gnu::noinline]] story(story&&) noexcept = default;
    [[gnu::noinline]] story& operator=(story const&) = default;
    [[gnu::noinline]] story& operator=(story&&) noexcept = default;
    [[gnu::noinline]] ~story() = default;

    /// Every attempt that was sent, the last one last; empty when nothing was sent.
    std::span<attempt_record const> attempts() const {
        return many_.empty() ? std::span{&first_, first_.number == 0 ? 0u : 1u} : std::span{many_};
    }

    void add(attempt_record record);

    /// Takes the attempt added last away again: it was never sent.
    void drop_last();

    /// The attempt added last, to complete it; only when there is one.
    attempt_record& last() { return many_.empty() ? first_ : many_.back(); }

    friend bool operator==(story const& a, story const& b) {
        auto const x = a.attempts(), y = b.attempts();
        if (a.end != b.end || a.output_limit != b.output_limit || a.output != b.output ||
            x.size() != y.size())
            return false;
        for (std::size_t i = 0; i != x.size(); ++i)
            if (!(x[i] == y[i]))
                return false;
        return true;
    }

 private:
    attempt_record first_;
    std::vector<attempt_record> many_;
};

[[gnu::noinline]] inline void story::add(attempt_record record) {
    if (first_.number == 0) {
        first_ = std::move(record);
        return;
    }
    if (many_.empty())
        many_.push_back(std::move(first_));
    many_.push_back(std::move(record));
    first_.number = 1;  // moved from, but still says that there is one
}

[[gnu::cold, gnu::noinline]] inline void story::drop_last() {
    if (many_.empty())
        first_ = {};
    else
        many_.pop_back();
}

}  // namespace bedrock
