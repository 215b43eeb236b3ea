// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <atomic>
#include <chrono>
#include <forward_list>
#include <mutex>
#include <string>
#include <string_view>

#include <bedrock/core/http_date.hpp>
#include <bedrock/core/time.hpp>

namespace bedrock::signing::detail {

/// The codes with which services refuse a signature whose time is wrong, or whose secret is. As the SDKs for
/// JavaScript and .NET have them (shared/bedrock-facts.md, 7.4).
[[gnu::cold]] constexpr bool may_be_the_clock(std::string_view code) {
    // In one text, as no code is part of another: a table of texts would be relocated.
    constexpr std::string_view codes =
        " AuthFailure InvalidSignatureException RequestExpired RequestInTheFuture RequestTimeTooSkewed "
        "SignatureDoesNotMatch ";
    if (code.empty() || code.find(' ') != code.npos)
        return false;
    auto const at = codes.find(code);
    return at != codes.npos && codes[at - 1] == ' ' && codes[at + code.size()] == ' ';
}

/// How far the clocks of services are ahead of ours, of those that have refused a signature for it. Safe by
/// itself; costs one load while every clock is right.
class clock_offsets {
 public:
    std::chrono::seconds of(std::string_view host) {
        if (!any_.load(std::memory_order_acquire))
            return {};
        std::lock_guard const lock{mutex_};
        auto const* const known = find(host);
        return known == nullptr ? std::chrono::seconds{} : known->ahead;
    }

    /// Takes the service's word for the time, from its `Date`, where signatures were off by what it does not
    /// tolerate; false where they were not.
    [[gnu::cold, gnu::noinline]] bool learn(std::string_view host, std::string_view date, wall_time ours) {
        auto const theirs = read_http_date(date);
        if (!theirs)
            return false;
        auto const ahead = *theirs - std::chrono::floor<std::chrono::seconds>(ours);
        std::lock_guard const lock{mutex_};
        auto* known = find(host);
        auto const off = ahead - (known == nullptr ? std::chrono::seconds{} : known->ahead);
        if (-tolerated < off && off < tolerated)
            return false;
        if (known == nullptr)
            known = &clocks_.emplace_front(clock{std::string{host}, {}});
        known->ahead = ahead;
        any_.store(true, std::memory_order_release);
        return true;
    }

    static constexpr std::chrono::minutes tolerated{5};

 private:
    struct clock {
        std::string host;
        std::chrono::seconds ahead;
    };

    clock* find(std::string_view host) {
        for (auto& c : clocks_)
            if (c.host == host)
                return &c;
        return nullptr;
    }

    std::atomic<bool> any_{false};
    std::mutex mutex_;
    std::forward_list<clock> clocks_;
};

}  // namespace bedrock::signing::detail
