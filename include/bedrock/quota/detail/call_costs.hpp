// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include <bedrock/core/tokens.hpp>
#include <bedrock/quota/detail/saturating.hpp>
#include <bedrock/quota/terms.hpp>

namespace bedrock::quota::detail {

/// What calls of a model cost in quota tokens: reserved at the start, held by us, settled at the end.
/// Source: shared/bedrock-facts.md, section 5.2.
class call_costs {
 public:
    // More tokens than these are counted as these: sums of them stay far from the end of the range.
    static constexpr std::int64_t countable = std::int64_t{1} << 40;

    /// What a policy says goes before what is known.
    call_costs(std::optional<std::int64_t> burndown, std::optional<std::int64_t> unset_output,
               terms const& known)
        : burndown_{positive(burndown.value_or(known.burndown.value_or(1)))},
          unset_output_{positive(unset_output.value_or(known.unset_output.value_or(common_output)))} {}

    std::int64_t burndown() const { return burndown_; }

    /// By the service when the call starts: input and output limit, this at its rate or not.
    std::int64_t reserved(tokens_asked const& asked, bool burndown_at_start) const {
        auto const output = positive(asked.output_limit.value_or(unset_output_));
        return saturating_add(positive(asked.input_estimate),
                              saturating_multiply(output, burndown_at_start ? burndown_ : 1));
    }

    /// The greater of that and what the call is expected to be settled at.
    std::int64_t held(tokens_asked const& asked, std::int64_t reserved) const {
        auto const output = std::min(mean_output_ / mean_scale, asked.output_limit.value_or(countable));
        auto const expected =
            saturating_add(positive(asked.input_estimate), saturating_multiply(positive(output), burndown_));
        return std::min(std::max(reserved, expected), countable);
    }

    std::int64_t settled(tokens_used const& used) const {
        auto const input = saturating_add(positive(used.input), positive(used.cache_write));
        auto const output = saturating_multiply(positive(used.output), burndown_);
        return std::min(saturating_add(input, output), countable);
    }

    /// What a call's output came to: such are expected.
    void learn(std::int64_t output) {
        mean_output_ += (positive(std::min(output, countable)) * mean_scale - mean_output_) / 8;
    }

 private:
    static constexpr std::int64_t mean_scale = 16;

    std::int64_t burndown_;
    std::int64_t unset_output_;
    std::int64_t mean_output_ = 0;  // in parts of mean_scale
};

}  // namespace bedrock::quota::detail
