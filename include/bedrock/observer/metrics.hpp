// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include <bedrock/core/error_kind.hpp>
#include <bedrock/core/story.hpp>
#include <bedrock/observer/concept.hpp>
#include <bedrock/observer/detail/exposition.hpp>
#include <bedrock/observer/detail/metric_table.hpp>

namespace bedrock::observer {

/// Counters and latency histograms in fixed memory, for Prometheus. A handle: keep one beside the client and ask
/// it at any time, from any thread.
///
///     bedrock::observer::metrics numbers;
///     bedrock::client c{numbers};
///     …
///     answer_scrape(numbers.prometheus());
///
/// | metric, by operation and region (calls: by operation and end)  | counts |
/// |----------------------------------------------------------------|--------|
/// | `bedrock_calls_total`                                          | calls ended |
/// | `bedrock_attempts_total`                                       | tries, by outcome: `ok` or the kind of error |
/// | `bedrock_attempt_duration_seconds`                             | of each try, from sending to its end (of a stream: its first content) |
/// | `bedrock_quota_wait_seconds`, `bedrock_backoff_wait_seconds`   | waits before tries |
/// | `bedrock_quota_held_tokens_total`, `bedrock_quota_counted_tokens_total` | what the quota slot held for calls, and what they came to |
/// | `bedrock_quota_surprises_total`                                | throttles of tries that the quota slot had let go: its limits seem wrong, or others use them too |
///
/// Nothing is allocated after the constructor: 48 pairs of operation and region are told apart, the rest is
/// counted as region `other`. Told at a call's end; no lock is taken but when a pair is seen for the first time.
class metrics {
 public:
    using slot = observer::slot;

    metrics() : table_{std::make_shared<detail::metric_table>()} {}

    void on(finished const& e) const {
        auto& calls = table_->calls_of(e.operation);
        ++calls[static_cast<std::size_t>(e.story.end)];
        for (auto const& a : e.story.attempts()) {
            auto& row = table_->row_of(e.operation, a.region);
            ++row.outcomes[static_cast<std::size_t>(a.cause)];
            row.duration.add(a.duration);
            if (a.queued.count() > 0)
                row.quota_wait.add(a.queued);
            if (a.backed_off.count() > 0)
                row.backoff_wait.add(a.backed_off);
            row.held += static_cast<std::uint64_t>(a.held);
            row.counted += static_cast<std::uint64_t>(a.counted);
            row.surprises += a.held > 0 && a.cause == error_kind::throttled;
        }
    }

    /// Everything in Prometheus' text format 0.0.4. Counters go on counting meanwhile: the lines are not of one
    /// moment.
    std::string prometheus() const { return detail::exposition(*table_); }

 private:
    std::shared_ptr<detail::metric_table> table_;
};

static_assert(policy<metrics>);

}  // namespace bedrock::observer
