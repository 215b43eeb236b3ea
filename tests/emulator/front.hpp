// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/testing/emulator.hpp>

#include "fault_book.hpp"
#include "http_request.hpp"
#include "question.hpp"
#include "reply.hpp"
#include "service_model.hpp"

/// From a request to the script of its answer: which region and operation, who calls, is there a fault, is it
/// valid, is there quota, what is said. No socket here; the time is handed in.
namespace bedrock::testing::emulation {

struct now {
    std::chrono::system_clock::time_point wall{};
    moment model{};
};

/// What the service takes at most as a body.
inline constexpr std::size_t largest_body = 25'000'000;

class front {
 public:
    explicit front(emulator_options options);

    /// When a request's header is there: an answer before its body is read, if there is cause for one.
    std::optional<script> on_header(http_request const&, std::optional<std::uint64_t> declared_length, now);
    /// When it is there whole.
    script on_request(http_request const&, now);
    /// A body grew beyond what is taken.
    script too_large(http_request const&, now);
    /// The script was played, or broke off after so many output tokens.
    void on_end(script const&, std::int64_t output_tokens, now);

    std::vector<received> log() const { return {log_.begin(), log_.end()}; }
    void inject(fault f) { faults_.add(std::move(f)); }
    void set_limit(std::string_view region, limit l) { model_.set_limit(region, l); }
    void reset();

 private:
    struct route {
        std::string region{}, operation{}, model{};
        std::optional<refusal> wrong{};  ///< no such path, or not with this method
        bool control = false;
    };

    route find(http_request const&) const;
    draft respond(http_request const&, route const&, received& note, now);
    draft control(http_request const&);
    std::expected<draft, refusal> infer(http_request const&, route const&, account const&,
                                        received const& note, now);
    received begin_note(http_request const&, route const&) const;
    void keep(received note);
    std::chrono::milliseconds skew(route const&);

    emulator_options options_;
    service_model model_;
    fault_book faults_;
    std::deque<received> log_;
};

}  // namespace bedrock::testing::emulation
