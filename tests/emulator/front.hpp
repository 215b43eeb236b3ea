// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/testing/emulator.hpp>
#include <bedrock/testing/service_model.hpp>

#include "answer.hpp"
#include "control_plane.hpp"
#include "fault_book.hpp"
#include "http_request.hpp"
#include "invocation_log.hpp"
#include "question.hpp"
#include "reply.hpp"
#include "route.hpp"

/// From a request to the script of its answer: which region and operation, who calls, is there a fault, is it
/// valid, does the service take it, what is said. No socket here; the time is handed in.
namespace bedrock::testing::emulation {

struct now {
    std::chrono::system_clock::time_point wall{};
    service::moment model{};
};

/// What the service takes at most as a body.
inline constexpr std::size_t largest_body = 25'000'000;

class front {
 public:
    explicit front(emulator_options options, service::moment start = {});
    front(front const&) = delete;
    front& operator=(front const&) = delete;

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
    void set_limit(service::scope const& where, limit l) { model_.set_limit(where, l); }
    /// Background that begins so long after the moment.
    void set_capacity(std::string_view region, service::region_state, service::moment);
    void set_access(std::string_view region, std::string_view model, bool enabled) {
        model_.set_access(region, model, enabled);
    }
    void reset();

 private:
    /// A call that was accepted, until it can be logged.
    struct pending {
        invocation record{};
        accepted_question question{};
        bool streaming = false;
    };

    draft respond(http_request const&, route const&, received& note, now);
    std::expected<draft, refusal> perform(http_request const&, route const&, account const&,
                                          received const& note, now);
    std::expected<draft, refusal> infer(http_request const&, route const&, account const&,
                                        received const& note, now);
    /// The emulator's own path, `/_emulator`.
    draft steer(http_request const&, now);
    draft tell_about(http_request const&, now);
    draft tell_log(http_request const&, now);
    draft tell_faults(http_request const&, now);
    draft add_faults(http_request const&, now);
    draft clear_faults(http_request const&, now);
    draft change_limits(http_request const&, now);
    draft change_capacity(http_request const&, now);
    draft change_access(http_request const&, now);
    draft start_anew(http_request const&, now);
    invocation begin_record(http_request const&, route const&, account const&, received const& note,
                            now) const;
    received begin_note(http_request const&, route const&) const;
    void keep(received note);
    std::chrono::milliseconds skew(route const&);

    emulator_options options_;
    service_model model_;
    invocation_log invocations_;
    control_plane control_plane_{model_, invocations_};
    fault_book faults_;
    std::deque<received> log_;
    std::map<std::uint64_t, pending> pending_;  // by ticket; only while logs are written
};

}  // namespace bedrock::testing::emulation
