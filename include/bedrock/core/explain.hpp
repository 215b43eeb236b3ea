// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include <bedrock/core/result.hpp>
#include <bedrock/core/story.hpp>
#include <bedrock/core/text.hpp>

namespace bedrock {

namespace detail {

inline std::string in_words(attempt_record const& a) {
    decimal const number{a.number}, queued{a.queued.count()}, backed_off{a.backed_off.count()}, held{a.held},
        counted{a.counted}, status{a.status},
        taken{std::chrono::duration_cast<std::chrono::milliseconds>(a.duration).count()};
    std::string_view const none;
    auto const if_so = [&](bool so, std::string_view text) { return so ? text : none; };
    bool const waited = a.queued.count() > 0, paused = a.backed_off.count() > 0, holds = a.held > 0,
               failed = a.cause != error_kind::none, answered = a.status != 0;
    auto line = joined({"attempt ",
                        number,
                        " in ",
                        a.region,
                        ": ",
                        if_so(paused, "paused "),
                        if_so(paused, backed_off),
                        if_so(paused, " ms because of the failure before, "),
                        if_so(waited, "waited "),
                        if_so(waited, queued),
                        if_so(waited, " ms for room in the client's own quota, "),
                        failed ? "failed after " : "answered in ",
                        taken,
                        " ms",
                        if_so(failed, ": "),
                        if_so(failed, to_string(a.cause)),
                        if_so(!a.code.empty(), " "),
                        a.code,
                        if_so(answered, ", HTTP "),
                        if_so(answered, status),
                        if_so(!a.request_id.empty(), ", request "),
                        a.request_id,
                        if_so(holds, "; held "),
                        if_so(holds, held),
                        if_so(holds, " tokens of quota, counted "),
                        if_so(holds, counted)});
    hide_controls(line);
    return line + "\n";
}

/// The output limit that would have done, where waiting for quota was mostly for what a larger one reserves;
/// else 0.
inline std::int64_t fitting_output_limit(story const& s) {
    std::chrono::milliseconds queued{}, backed_off{};
    for (auto const& a : s.attempts()) {
        queued += a.queued;
        backed_off += a.backed_off;
    }
    auto const attempts = s.attempts();
    if (attempts.empty() || s.output <= 0 || queued.count() == 0 || queued < backed_off)
        return 0;
    auto const& last = attempts.back();
    if (last.held < 2 * last.counted)
        return 0;
    auto const fitting = (s.output + 99) / 100 * 100;
    return s.output_limit == 0 || fitting <= s.output_limit / 2 ? fitting : 0;
}

}  // namespace detail

/// A call in words, for people: attempt by attempt, where it went, what it waited for and why, how it ended; and
/// where waiting was mostly for quota that a large `max_tokens` reserved, the value that would have fitted. Lines,
/// each with its end; neither prompt nor secret is in them.
///
///     auto const answer = client.converse(model, "…");
///     std::fputs(bedrock::explain(answer ? answer->story : answer.error().story).c_str(), stderr);
[[gnu::cold]] inline std::string explain(story const& s) {
    using detail::decimal, detail::joined;
    std::string text;
    for (auto const& a : s.attempts())
        text += detail::in_words(a);
    if (s.attempts().empty())
        text += "nothing was sent\n";
    text += joined({"end: ", to_string(s.end), "\n"});
    if (auto const fitting = detail::fitting_output_limit(s); fitting > 0) {
        decimal const asked{s.output_limit}, used{s.output}, better{fitting};
        bool const limited = s.output_limit > 0;
        text += joined({"most of the wait was for quota that ",
                        limited ? "max_tokens " : "an answer without max_tokens",
                        limited ? std::string_view{asked} : "", " reserves: the answer took ", used,
                        " tokens, max_tokens ", better, " would have fitted\n"});
    }
    return text;
}

/// The same of a failure, after what the error says itself.
[[gnu::cold]] inline std::string explain(error const& e) {
    return detail::joined({e.describe(), "\n", explain(e.story)});
}

}  // namespace bedrock
