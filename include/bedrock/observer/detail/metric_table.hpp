// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <string_view>

#include <bedrock/core/ending.hpp>
#include <bedrock/core/error_kind.hpp>

namespace bedrock::observer::detail {

/// A number that many count up and anyone reads.
class counter {
 public:
    void operator++() { *this += 1; }
    void operator+=(std::uint64_t n) { value_.fetch_add(n, std::memory_order_relaxed); }
    operator std::uint64_t() const {
        return value_.load(std::memory_order_relaxed);
    }  // NOLINT: implicit on purpose

 private:
    std::atomic<std::uint64_t> value_{0};
};

/// Durations in buckets from 10 ms to an hour: `times` allows calls of that length.
class durations {
 public:
    static constexpr std::array<std::uint32_t, 15> bounds_ms{
        10, 25, 50, 100, 250, 500, 1'000, 2'500, 5'000, 10'000, 30'000, 60'000, 300'000, 900'000, 3'600'000};

    void add(std::chrono::microseconds taken) {
        auto const us = static_cast<std::uint64_t>(std::max<std::int64_t>(taken.count(), 0));
        auto const bucket =
            std::ranges::find_if(bounds_ms, [us](std::uint64_t ms) { return us <= ms * 1'000; });
        ++buckets_[static_cast<std::size_t>(bucket - bounds_ms.begin())];
        sum_us_ += us;
    }

    std::uint64_t in_bucket(std::size_t i) const { return buckets_[i]; }
    std::uint64_t sum_us() const { return sum_us_; }

 private:
    std::array<counter, bounds_ms.size() + 1> buckets_{};  // the last: longer than all
    counter sum_us_{};
};

/// A name that is written once and then only read; longer ones are cut.
class label {
 public:
    void set(std::string_view text) {
        size_ = static_cast<std::uint8_t>(std::min(text.size(), text_.size()));
        std::ranges::copy(text.substr(0, size_), text_.begin());
    }
    std::string_view view() const { return {text_.data(), size_}; }
    bool is(std::string_view text) const { return view() == text.substr(0, text_.size()); }

 private:
    std::array<char, 47> text_{};
    std::uint8_t size_ = 0;
};

/// What is counted of an operation's tries in a region.
struct metric_row {
    label operation{}, region{};
    std::array<counter, static_cast<std::size_t>(error_kind::unknown) + 1> outcomes{};
    durations duration{}, quota_wait{}, backoff_wait{};
    counter held{}, counted{}, surprises{};
};

/// What is counted of an operation's calls: by ending.
struct call_row {
    label operation{};
    std::array<counter, static_cast<std::size_t>(ending::refused_locally) + 1> ends{};
};

/// Rows of a fixed number. One is found by looking through those there are, and taken under a lock when it is
/// new; the last is everybody's for whom there is none.
class metric_table {
 public:
    metric_row& row_of(std::string_view operation, std::string_view region) {
        return find(
            rows_, row_count_,
            [&](metric_row const& r) { return r.operation.is(operation) && r.region.is(region); },
            [&](metric_row& r, bool last) {
                r.operation.set(last ? "other" : operation);
                r.region.set(last ? "other" : region);
            });
    }
    std::array<counter, static_cast<std::size_t>(ending::refused_locally) + 1>& calls_of(
        std::string_view operation) {
        return find(
                   calls_, call_count_, [&](call_row const& r) { return r.operation.is(operation); },
                   [&](call_row& r, bool last) { r.operation.set(last ? "other" : operation); })
            .ends;
    }

    std::span<metric_row const> rows() const {
        return {rows_.data(), row_count_.load(std::memory_order_acquire)};
    }
    std::span<call_row const> calls() const {
        return {calls_.data(), call_count_.load(std::memory_order_acquire)};
    }

 private:
    template <class Rows>
    typename Rows::value_type& find(Rows& rows, std::atomic<std::size_t>& count, auto const& is_it,
                                    auto const& name) {
        auto const known = [&]() -> decltype(&rows[0]) {
            auto const n = count.load(std::memory_order_acquire);
            auto const end = rows.begin() + static_cast<std::ptrdiff_t>(n);
            auto const found = std::find_if(rows.begin(), end, is_it);
            return found != end ? &*found : n == rows.size() ? &rows.back() : nullptr;
        };
        if (auto* const row = known())
            return *row;
        std::lock_guard const lock{growing_};
        if (auto* const row = known())  // somebody else was quicker
            return *row;
        auto const n = count.load(std::memory_order_relaxed);
        name(rows[n], n + 1 == rows.size());
        count.store(n + 1, std::memory_order_release);
        return rows[n];
    }

    std::array<metric_row, 49> rows_{};
    std::array<call_row, 33> calls_{};
    std::atomic<std::size_t> row_count_{0}, call_count_{0};
    std::mutex growing_;
};

}  // namespace bedrock::observer::detail
