// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <deque>
#include <expected>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/testing/fault.hpp>

namespace bedrock::testing::emulation {

std::string_view name_of(fault_kind);
std::optional<fault_kind> kind_named(std::string_view);

/// A fault as a flag writes it, `throttle,region=us-east-1,count=2,delay=1.5s`, or as JSON: an object with
/// the same names, or an array of such. The error is a sentence that says what was wrong.
std::expected<std::vector<fault>, std::string> parse_faults(std::string_view text);

/// As JSON, without the members that have their usual value.
std::string describe(fault const&);

/// `250ms`, `1.5s`, `2m`; a number alone is milliseconds.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// The faults that wait for a request.
class fault_book {
 public:
    explicit fault_book(std::uint64_t seed) : chance_(seed) {}

    void add(fault f) { waiting_.push_back({std::move(f), 0, 0}); }
    void clear() { waiting_.clear(); }

    enum class when : std::uint8_t { header, whole, clock };  ///< early ones, the others, and the clock's

    /// The first that fits, with its count drawn down.
    std::optional<fault> take(when, std::string_view region, std::string_view operation,
                              std::string_view model);

    /// Those that are still to come.
    std::vector<fault> waiting() const;

 private:
    struct entry {
        fault what;
        int passed;
        int struck;
    };
    std::deque<entry> waiting_;
    std::mt19937_64 chance_;
};

}  // namespace bedrock::testing::emulation
