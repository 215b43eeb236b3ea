// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <bedrock/core/text.hpp>
#include <bedrock/observer/detail/metric_table.hpp>

namespace bedrock::observer::detail {

using bedrock::detail::decimal, bedrock::detail::joined;

/// A label's value as the text format quotes it. A region comes from the user: it may hold anything.
inline std::string quoted(std::string_view value) {
    std::string text{"\""};
    for (char const c : value)
        if (c == '\n')
            text += "\\n";
        else if (c == '"' || c == '\\')
            text.append(1, '\\').append(1, c);
        else
            text += c;
    return text += '"';
}

/// Thousandths as a decimal fraction.
inline std::string thousandths(std::uint64_t n) {
    auto const digits = std::to_string(1'000 + n % 1'000).substr(1);
    return joined({decimal{n / 1'000}, ".", digits});
}

inline void head(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
    out += joined({"# HELP ", name, " ", help, "\n# TYPE ", name, " ", type, "\n"});
}

inline void sample(std::string& out, std::string_view name, std::string_view labels, std::string_view value) {
    out += joined({name, "{", labels, "} ", value, "\n"});
}

inline std::string labels_of(metric_row const& r) {
    return joined({"operation=", quoted(r.operation.view()), ",region=", quoted(r.region.view())});
}

inline void counters(std::string& out, metric_table const& t, std::string_view name, std::string_view help,
                     counter metric_row::* which) {
    head(out, name, "counter", help);
    for (auto const& r : t.rows())
        sample(out, name, labels_of(r), decimal{std::uint64_t{r.*which}});
}

inline void histograms(std::string& out, metric_table const& t, std::string_view name, std::string_view help,
                       durations metric_row::* which) {
    head(out, name, "histogram", help);
    for (auto const& r : t.rows()) {
        auto const labels = labels_of(r);
        std::uint64_t count = 0;
        for (std::size_t i = 0; i <= durations::bounds_ms.size(); ++i) {
            count += (r.*which).in_bucket(i);
            auto const bound =
                i == durations::bounds_ms.size() ? std::string{"+Inf"} : thousandths(durations::bounds_ms[i]);
            sample(out, joined({name, "_bucket"}), joined({labels, ",le=\"", bound, "\""}), decimal{count});
        }
        auto const ms = (r.*which).sum_us() / 1'000;
        sample(out, joined({name, "_sum"}), labels, thousandths(ms));
        sample(out, joined({name, "_count"}), labels, decimal{count});
    }
}

/// The table in Prometheus' text format.
inline std::string exposition(metric_table const& t) {
    std::string out;
    head(out, "bedrock_calls_total", "counter", "Calls ended, by the end they met.");
    for (auto const& r : t.calls())
        for (std::size_t end = 0; end < r.ends.size(); ++end)
            if (std::uint64_t const n = r.ends[end]; n != 0)
                sample(out, "bedrock_calls_total",
                       joined({"operation=", quoted(r.operation.view()),
                               ",end=", quoted(to_string(static_cast<ending>(end)))}),
                       decimal{n});
    head(out, "bedrock_attempts_total", "counter", "Tries, by what came of them.");
    for (auto const& r : t.rows())
        for (std::size_t kind = 0; kind < r.outcomes.size(); ++kind)
            if (std::uint64_t const n = r.outcomes[kind]; n != 0)
                sample(out, "bedrock_attempts_total",
                       joined({labels_of(r), ",outcome=",
                               quoted(kind == 0 ? "ok" : to_string(static_cast<error_kind>(kind)))}),
                       decimal{n});
    histograms(out, t, "bedrock_attempt_duration_seconds",
               "Duration of a try, of a stream until its first content.", &metric_row::duration);
    histograms(out, t, "bedrock_quota_wait_seconds", "Waits for room in the client's own quota.",
               &metric_row::quota_wait);
    histograms(out, t, "bedrock_backoff_wait_seconds", "Waits because of a failure.",
               &metric_row::backoff_wait);
    counters(out, t, "bedrock_quota_held_tokens_total", "Quota tokens held for tries under way.",
             &metric_row::held);
    counters(out, t, "bedrock_quota_counted_tokens_total", "Quota tokens that tries came to.",
             &metric_row::counted);
    counters(out, t, "bedrock_quota_surprises_total",
             "Throttles of tries that the client's own quota had let go.", &metric_row::surprises);
    return out;
}

}  // namespace bedrock::observer::detail
