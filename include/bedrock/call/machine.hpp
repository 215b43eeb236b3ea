// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

// Theory of operation
//
// One machine runs one call. It is told what happened and answers what to do; it never sees a byte of a body,
// never waits, reads no clock and opens no socket. A driver (blocking, in virtual time, or many calls on one
// thread) performs what it says.
//
//   start ─▶ choose (region slot) ─▶ admit (quota slot) ─▶ send … on_accepted … on_finished ─▶ finish
//                 ▲                     │ wait: offered to the region slot once, then `queued` until woken
//                 │                     │ never: finish
//                 │                     ▼
//                 └── decide (retry) ◀─ on_failed: settle, tell the region slot     on_unsent ─▶ finish
//                       │ wait: `backing_off` until woken, then admit
//                       ▼ stop: finish
//
// Nothing is begun that cannot end before the deadline: a wait that would pass it ends the call at once.
// After `on_accepted` the caller has got something, so a failure is the call's end.

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include <bedrock/call/commands.hpp>
#include <bedrock/call/quota_errors.hpp>
#include <bedrock/call/try_cost.hpp>
#include <bedrock/core/place.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/splitmix.hpp>
#include <bedrock/core/time.hpp>
#include <bedrock/core/tokens.hpp>
#include <bedrock/observer/concept.hpp>
#include <bedrock/quota/concept.hpp>
#include <bedrock/region/concept.hpp>
#include <bedrock/retry/concept.hpp>

namespace bedrock::call {

/// The state machine of one call over the policies in `Slots`: cells named `region`, `quota`, `retry` and
/// `observer`, `durations` (see call/durations.hpp), types `quota_policy` and `retry_policy`.
template <class Slots>
class machine {
 public:
    machine(Slots& slots, call::facts facts) : slots_{&slots}, facts_{facts}, dice_{facts.seed} {}

    step start(instant now);

    /// A good reply began: for a stream, its first event with content was decoded.
    void on_accepted(int attempt, reply_began head, instant now);

    /// The reply ended well, and this is what it cost.
    step on_finished(int attempt, quota::settlement const& cost, instant now);

    /// A try failed. `seen`: what had been used as far as can be told, of a reply that had begun.
    step on_failed(int attempt, failed_try failed, std::optional<tokens_used> const& seen, instant now);

    /// A try could not be sent: no address, no credentials. It is no attempt and cost nothing; the call ends.
    step on_unsent(int attempt, error why, instant now);

    /// The caller wants no more. `so_far` is of the try that is out, if one is.
    step on_cancelled(progress const& so_far, instant now) {
        return abandon({.kind = error_kind::cancelled, .message = "the call was cancelled by the caller"},
                       ending::cancelled, so_far, now);
    }

    /// The time asked for has come, or something else may have changed (a settlement made room).
    step on_woken(progress const& so_far, instant now);

    /// After `finish`: nothing for a success, else why.
    std::optional<error>& failure() { return failure_; }

    /// The story so far; after a failure it is in the error.
    bedrock::story& story() { return failure_ ? failure_->story : story_; }
    bedrock::story const& story() const { return failure_ ? failure_->story : story_; }
    call::facts const& facts() const { return facts_; }

    /// Where the try goes that is to be sent, or would go if there were room.
    place const& destination() const { return next_; }

    /// What the call may have used where nobody says.
    tokens_used estimate() const {
        return {.input = facts_.asked.input_estimate, .output = facts_.asked.output_limit.value_or(0)};
    }

    /// Whether the quota's books changed since this was asked last: who waits for quota may then ask again.
    bool line_moved() { return std::exchange(line_moved_, false); }

    /// Waits for quota rather than for a time: a settlement of another call may let it go earlier.
    bool queued() const { return state_ == state::queued; }

 private:
    using ticket = typename Slots::quota_policy::ticket;
    using retry_policy = typename Slots::retry_policy;
    static constexpr bool may_wait = !quota::never_waits<typename Slots::quota_policy>;
    enum class state : std::uint8_t { idle, queued, backing_off, sent, accepted, done };

    struct outstanding {
        int attempt = 0;
        place where{};
        ticket held{};
        steady_time since{};
    };

    double chance() {
        return bedrock::detail::in_unit(bedrock::detail::scrambled(dice_ += bedrock::detail::splitmix_step));
    }

    step choose_and_admit(instant now);
    step admit(instant now);
    step not_admitted(quota::admission<ticket> const& admission, instant now);
    step wait_for_quota(quota::admission<ticket> const& told, instant now);
    bool broke_there(place const& there) const;
    steady_time latest_start(steady_time now) const;
    step too_late(std::chrono::nanoseconds soonest, instant now);
    void learn_duration(instant now);
    step dispatch(ticket held, instant now);
    step back_off(retry::verdict const& verdict, instant now);
    step abandon(error why, ending end, progress const& so_far, instant now);
    step fail(error what, ending end);
    step done(ending end);

    result<place> choose(instant now);
    region::room room_at(place const& there, instant now);
    static bool same_place(place const& a, place const& b) {
        return a.region == b.region && a.account == b.account && a.model == b.model;
    }
    quota::demand demand(place const& where) const {
        return {where, facts_.asked, facts_.call, facts_.tenant};
    }
    void leave_line();
    void settle(quota::settlement const& s, instant now);
    void record_failure(error const& what, instant now);
    void tell_region(error_kind cause, instant now);
    step as_before() const;  // nothing to do, and when to be woken all the same

    Slots* slots_;
    call::facts facts_;
    std::uint64_t dice_;
    bedrock::story story_{};
    std::optional<error> failure_{};

    state state_ = state::idle;
    int attempts_ = 0;
    int retries_ = 0;               // granted, made or not
    int paid_ = 0;                  // by the last retry, from the shared budget
    bool clock_corrected_ = false;  // once a call
    place next_{};                  // where the next try goes
    bool line_moved_ = false;
    bool offered_ = false;                       // this wait for quota was offered to the region slot
    std::optional<steady_time> queued_since_{};  // waiting in the quota's line
    steady_time latest_start_{};                 // to end before the deadline
    std::chrono::milliseconds backed_off_{};     // before the next try
    steady_time resume_{};                       // end of the back-off, or when to ask the quota again
    outstanding try_{};
};

template <class Slots>
step machine<Slots>::start(instant now) {
    if constexpr (retry::told_of_calls<retry_policy>)
        slots_->retry.ask([](auto& p, auto& memory) { p.began(memory); });
    if constexpr (retry::checked<retry_policy>) {
        constexpr bool adaptive = quota::has_adaptive_rate<typename Slots::quota_policy>;
        if (auto fit = slots_->retry.policy().check(adaptive); !fit)
            return fail(std::move(fit.error()), ending::refused_locally);
    }
    return now.steady < facts_.deadline ? choose_and_admit(now) : on_woken({}, now);
}

template <class Slots>
step machine<Slots>::choose_and_admit(instant now) {
    auto chosen = choose(now);
    if (!chosen)
        return fail(std::move(chosen.error()), ending::nowhere_to_go);
    next_ = std::move(*chosen);
    return admit(now);
}

template <class Slots>
step machine<Slots>::admit(instant now) {
    using enum quota::answer;
    if (!facts_.metered)
        return dispatch({}, now);
    auto const admission =
        slots_->quota.ask([&](auto& p, auto&... memory) { return p.admit(demand(next_), memory..., now); });
    if constexpr (may_wait)
        if (admission.what != granted)
            return not_admitted(admission, now);
    return dispatch(admission.ticket, now);
}

template <class Slots>
step machine<Slots>::not_admitted(quota::admission<ticket> const& admission, instant now) {
    using enum quota::answer;
    if (admission.what == wait)
        return wait_for_quota(admission, now);
    return fail(admission.what == spent ? spent_for_today(next_.region, admission.wait)
                                        : larger_than_quota(next_.region, admission.cost, admission.limit),
                ending::refused_locally);
}

template <class Slots>
step machine<Slots>::wait_for_quota(quota::admission<ticket> const& told, instant now) {
    if (!offered_) {
        offered_ = true;
        if (auto other = choose(now); other && !same_place(*other, next_) && !broke_there(*other)) {
            leave_line();
            next_ = std::move(*other);
            return admit(now);
        }
    }
    if (!queued_since_)
        latest_start_ = latest_start(now.steady);
    if (after(now.steady, told.soonest) >= latest_start_)
        return too_late(told.soonest, now);
    if (!queued_since_) {
        queued_since_ = now.steady;
        observer::tell(slots_->observer.policy(),
                       observer::waiting{facts_.operation, next_.region, observer::waiting::reason::quota,
                                         std::chrono::ceil<std::chrono::milliseconds>(told.wait)});
    }
    state_ = state::queued;
    resume_ = std::min(after(now.steady, told.wait), latest_start_);
    return as_before();
}

// Whether a try of this call broke in that region: it is not for those who wait elsewhere to find out whether it is
// well again, with the few tries that they have.
template <class Slots>
bool machine<Slots>::broke_there(place const& there) const {
    using enum error_kind;
    for (auto const& a : story_.attempts())
        if (a.region == there.region &&
            (a.cause == network || a.cause == timeout || a.cause == internal || a.cause == unavailable))
            return true;
    return false;
}

// When a call that has to wait must be sent at the latest to end in time: what calls of its model take is left of
// its time, but no more than half of it, since a wait has to be allowed at all.
template <class Slots>
steady_time machine<Slots>::latest_start(steady_time now) const {
    if (facts_.deadline == never)
        return never;
    auto const takes = slots_->durations.expected(facts_.model);
    return facts_.deadline - std::min(takes, (facts_.deadline - now) / 2);
}

template <class Slots>
step machine<Slots>::too_late(std::chrono::nanoseconds soonest, instant now) {
    leave_line();
    return fail(no_time_for_quota(next_.region, soonest, facts_.deadline - now.steady,
                                  facts_.deadline - latest_start_),
                ending::deadline);
}

template <class Slots>
void machine<Slots>::learn_duration(instant now) {
    if constexpr (may_wait)
        if (facts_.metered)
            slots_->durations.learn(facts_.model, now.steady - try_.since);
}

template <class Slots>
step machine<Slots>::dispatch(ticket held, instant now) {
    auto const queued = queued_since_ ? now.steady - *queued_since_ : std::chrono::nanoseconds{};
    ++attempts_;
    line_moved_ = true;
    story_.add({.number = attempts_,
                .region = next_.region,
                .queued = std::chrono::duration_cast<std::chrono::milliseconds>(queued),
                .backed_off = std::exchange(backed_off_, {})});
    queued_since_.reset();
    offered_ = false;
    try_ = {.attempt = attempts_, .where = next_, .held = std::move(held), .since = now.steady};
    state_ = state::sent;
    observer::tell(slots_->observer.policy(),
                   observer::sending{facts_.operation, next_.model, next_.region, attempts_});
    return {.commands = {send{attempts_}}, .wake = facts_.deadline};
}

template <class Slots>
void machine<Slots>::on_accepted(int attempt, reply_began head, instant now) {
    if (state_ != state::sent || attempt != try_.attempt)
        return;
    state_ = state::accepted;
    auto& record = story_.last();
    record.duration = std::chrono::duration_cast<std::chrono::microseconds>(now.steady - try_.since);
    record.status = head.status;
    record.request_id = std::move(head.request_id);
    slots_->region.ask([&](auto& p, auto&... memory) {
        if constexpr (requires(region::report const& r) { p.succeeded(r, memory..., now); })
            p.succeeded(region::report{try_.where, error_kind::none, chance(), try_.since}, memory..., now);
    });
    slots_->retry.ask([&](auto& p, auto&... memory) {
        if constexpr (requires(retry::attempt const& a) { p.succeeded(a, memory..., now); })
            p.succeeded(retry::attempt{.number = attempts_, .paid = paid_}, memory..., now);
    });
}

template <class Slots>
step machine<Slots>::on_finished(int attempt, quota::settlement const& cost, instant now) {
    if (state_ != state::accepted || attempt != try_.attempt)
        return as_before();
    settle(cost, now);
    learn_duration(now);
    return done(ending::succeeded);
}

template <class Slots>
step machine<Slots>::on_failed(int attempt, failed_try failed, std::optional<tokens_used> const& seen,
                               instant now) {
    if ((state_ != state::sent && state_ != state::accepted) || attempt != try_.attempt)
        return as_before();
    failed.what.region = try_.where.region;
    settle(cost_of(failed, seen, estimate(), state_ == state::accepted), now);
    record_failure(failed.what, now);
    tell_region(failed.what.kind, now);
    if (state_ == state::accepted)
        return fail(failed.what, ending::delivered_in_part);

    auto chosen = choose(now);
    if (!chosen)
        return fail(failed.what, ending::nowhere_to_go);
    next_ = std::move(*chosen);
    auto const room = room_at(next_, now);
    auto const newly_corrected = failed.clock_corrected && !std::exchange(clock_corrected_, true);
    auto const verdict = slots_->retry.ask([&](auto& p, auto&... memory) {
        return p.decide(
            retry::attempt{.kind = failed.what.kind,
                           .status = failed.what.status,
                           .code = failed.what.code,
                           .message = failed.what.message,
                           .number = attempts_,
                           .chance = chance(),
                           .answered = failed.answered,
                           .left_whole = failed.left_whole,
                           .stale = failed.stale,
                           .clock_corrected = newly_corrected,
                           .elsewhere = !same_place(next_, try_.where),
                           .room_there = room.known && room.wait <= std::chrono::nanoseconds::zero(),
                           .time_left = facts_.deadline - now.steady,
                           .paid = paid_,
                           .server_hint = failed.server_hint},
            memory..., now);
    });
    if (!verdict.again)
        return fail(failed.what, verdict.why);
    if (after(now.steady, verdict.wait) >= facts_.deadline)
        return fail(failed.what, ending::deadline);
    return back_off(verdict, now);
}

template <class Slots>
step machine<Slots>::on_unsent(int attempt, error why, instant now) {
    if (state_ != state::sent || attempt != try_.attempt)
        return as_before();
    settle({.unsent = true}, now);
    story_.drop_last();
    why.region = try_.where.region;
    observer::tell(slots_->observer.policy(),
                   observer::failed{facts_.operation, why.region, try_.attempt, why});
    return fail(std::move(why), story_.attempts().empty() ? ending::refused_locally : ending::not_retryable);
}

template <class Slots>
step machine<Slots>::back_off(retry::verdict const& verdict, instant now) {
    ++retries_;
    paid_ = verdict.paid;
    backed_off_ = verdict.wait;
    if (verdict.wait <= std::chrono::milliseconds::zero())
        return admit(now);
    state_ = state::backing_off;
    resume_ = after(now.steady, verdict.wait);
    observer::tell(
        slots_->observer.policy(),
        observer::waiting{facts_.operation, next_.region, observer::waiting::reason::backoff, verdict.wait});
    return as_before();
}

template <class Slots>
step machine<Slots>::as_before() const {
    switch (state_) {
        case state::queued:
        case state::backing_off:
            return {.wake = std::min(resume_, facts_.deadline)};
        case state::sent:
        case state::accepted:
            return {.wake = facts_.deadline};
        case state::idle:
        case state::done:
            break;
    }
    return {};
}

template <class Slots>
step machine<Slots>::on_woken(progress const& so_far, instant now) {
    if (state_ != state::done && now.steady >= facts_.deadline)
        return abandon(
            {.kind = error_kind::deadline,
             .message = state_ == state::queued
                            ? "the call's deadline passed while it waited for quota in " + next_.region
                            : "the call's deadline has passed",
             .remedy = "allow more time (call_options::deadline, times::deadline)"},
            ending::deadline, so_far, now);
    if constexpr (may_wait)
        if (state_ == state::queued) {
            if (now.steady >= latest_start_)
                return too_late({}, now);
            offered_ = false;  // another region may have room by now
            return admit(now);
        }
    if (state_ == state::backing_off && now.steady >= resume_)
        return admit(now);
    return as_before();
}

template <class Slots>
step machine<Slots>::abandon(error why, ending end, progress const& so_far, instant now) {
    auto const before = state_;
    if (before == state::done)
        return {};
    if (before == state::queued)
        leave_line();
    if (before != state::sent && before != state::accepted)
        return fail(std::move(why), end);

    settle(cost_of(so_far, estimate(), why.kind), now);
    if (end == ending::deadline)
        learn_duration(now);  // it takes at least so long
    why.region = try_.where.region;
    why.request_id = story_.last().request_id;
    record_failure(why, now);
    // A stream would have begun by now, and a request would have left; a whole reply may just be long.
    if (before == state::sent && end == ending::deadline && (facts_.streamed || so_far.sent != sent::whole))
        tell_region(error_kind::timeout, now);
    auto last = fail(std::move(why), end);
    last.commands = {cancel{try_.attempt}, finish{}};
    return last;
}

template <class Slots>
step machine<Slots>::fail(error what, ending end) {
    if (what.region.empty())
        what.region = next_.region;
    story_.end = end;
    what.story = std::move(story_);
    failure_ = std::move(what);
    return done(end);
}

template <class Slots>
step machine<Slots>::done(ending end) {
    state_ = state::done;
    if (!failure_)
        story_.end = end;
    if constexpr (retry::told_of_calls<retry_policy>)
        slots_->retry.ask([&](auto& p, auto& memory) { p.ended({.number = 1 + retries_}, memory); });
    observer::tell(slots_->observer.policy(),
                   observer::finished{facts_.operation, failure_ ? failure_->story : story_,
                                      failure_ ? &*failure_ : nullptr});
    return {.commands = {finish{}}};
}

template <class Slots>
result<place> machine<Slots>::choose(instant now) {
    struct context {
        call::machine<Slots>* machine;
        instant now;
    } const look{this, now};
    region::question const q{
        .model = facts_.model,
        .tried = story_.attempts(),
        .room = {&look,
                 [](void const* c, std::string_view region) {
                     auto const& in = *static_cast<context const*>(c);
                     return in.machine->room_at(
                         {.region = std::string{region}, .model = in.machine->facts_.model}, in.now);
                 }},
        .chance = chance(),
        .session = facts_.session,
        .call = facts_.call};
    return slots_->region.ask([&](auto& p, auto&... memory) { return p.choose(q, memory..., now); });
}

template <class Slots>
region::room machine<Slots>::room_at(place const& there, instant now) {
    if (!facts_.metered)
        return {};
    return slots_->quota.ask([&](auto& p, auto&... memory) -> region::room {
        if constexpr (requires { p.room(demand(there), memory..., now); })
            return p.room(demand(there), memory..., now);
        else
            return {};
    });
}

template <class Slots>
void machine<Slots>::leave_line() {
    line_moved_ = true;
    slots_->quota.ask([&](auto& p, auto&... memory) {
        if constexpr (requires { p.leave(demand(next_), memory...); })
            p.leave(demand(next_), memory...);
    });
}

template <class Slots>
void machine<Slots>::settle(quota::settlement const& s, instant now) {
    if (!facts_.metered)
        return;
    line_moved_ = true;
    auto const told = slots_->quota.ask([&](auto& p, auto&... memory) -> std::optional<quota::receipt> {
        if constexpr (std::is_void_v<decltype(p.settle(try_.held, s, memory..., now))>) {
            p.settle(try_.held, s, memory..., now);
            return std::nullopt;
        } else {
            return p.settle(try_.held, s, memory..., now);
        }
    });
    if (!told)
        return;
    story_.last().held = told->held;
    story_.last().counted = told->counted;
    story_.output_limit = facts_.asked.output_limit.value_or(0);
    story_.output = s.as_held || s.refused ? 0 : s.used.output;
    observer::tell(slots_->observer.policy(),
                   observer::settled{facts_.operation, try_.where.model, try_.where.region, told->held,
                                     told->counted, s.cause, told->held_back});
}

template <class Slots>
void machine<Slots>::record_failure(error const& what, instant now) {
    auto& record = story_.last();
    record.duration = std::chrono::duration_cast<std::chrono::microseconds>(now.steady - try_.since);
    record.cause = what.kind;
    if (what.status != 0)
        record.status = what.status;  // else that of the good reply which broke
    record.code = what.code;
    if (!what.request_id.empty())
        record.request_id = what.request_id;
    observer::tell(slots_->observer.policy(),
                   observer::failed{facts_.operation, try_.where.region, try_.attempt, what});
}

template <class Slots>
void machine<Slots>::tell_region(error_kind cause, instant now) {
    slots_->region.ask([&](auto& p, auto&... memory) {
        if constexpr (requires(region::report const& r) { p.failed(r, memory..., now); })
            p.failed(region::report{try_.where, cause, chance(), try_.since}, memory..., now);
    });
}

}  // namespace bedrock::call
