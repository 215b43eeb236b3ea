// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <bedrock/call/client_state.hpp>
#include <bedrock/call/durations.hpp>
#include <bedrock/call/machine.hpp>
#include <bedrock/call/slots.hpp>
#include <bedrock/retry/standard.hpp>
#include <bedrock/testing/script.hpp>

namespace bedrock::testing {

/// Many calls at once, in virtual time: the very machine and policies of `client`, on one queue of events. No thread, no sleep, no real clock and no network; exact, and the same at each run.
///
///     testing::virtual_driver d{region::failover{"us-east-1", "us-west-2"}, retry::standard{}};
///     d.script([](testing::scripted_try const& t) -> testing::scripted_answer {
///         if (t.where.region == "us-east-1")
///             return testing::scripted_answer::refusal(error_kind::throttled, 20ms, 429);
///         return {.latency = 800ms, .used = tokens_used{.input = 12, .output = 300}};
///     });
///     auto const call = d.start({.at = 1s, .deadline = 30s});
///     if (auto const done = d.run(); !done) …        // a policy that never comes to an end
///     d.outcome(call).ended;                         // 1s + 20ms + back-off + 800ms
///
/// Takes the list of policies that a client takes; signing, endpoint and transport are not asked. Without a
/// script each try succeeds at once. Events of one moment happen in the order in which they were arranged.
template <class... Ps>
class virtual_driver {
 public:
    explicit virtual_driver(Ps... policies) : policies_{std::move(policies)...} { clients(1); }

    virtual_driver(virtual_driver const&) = delete;  // machines refer to the slots
    virtual_driver& operator=(virtual_driver const&) = delete;

    /// From here on `answer(scripted_try const&)` says what becomes of each try. If it has them,
    /// `answer.ended(call, now)` hears that the call's try is over or dropped, and `answer.over(call, outcome)`
    /// that the call is.
    template <class F>
    void script(F answer) {
        script_ = std::make_unique<detail::script_of<F>>(std::move(answer));
    }

    /// Makes it so many clients, each with its own memories; before any call is started. There is one.
    void clients(std::size_t number) {
        clients_.clear();
        while (clients_.size() < number)
            clients_.emplace_back(policies_);
    }

    /// Calls that are over are not kept: there is no `outcome` of them but that which the script hears.
    void forget_calls() { forgetful_ = true; }

    /// Arranges a call, which is known by the number returned; a time that is over is now.
    std::size_t start(scripted_call options);

    /// Runs until nothing is left to happen. More than `most` steps at it are taken for a policy that never
    /// comes to an end: an error that says where it stands.
    result<void> run(std::size_t most = default_steps) { return run_until(furthest, most); }

    /// The same, as far as what happens at `time`; then it is that time.
    result<void> run_until(std::chrono::nanoseconds time, std::size_t most = default_steps);

    std::chrono::nanoseconds now() const { return now_; }
    scripted_outcome const& outcome(std::size_t call) const { return at(call).outcome; }

    /// The cells of a client's policies, to look into their memories: `d.policies().retry.ask(…)`.
    auto& policies(std::size_t client = 0) { return clients_[client].slots; }

    static constexpr std::size_t default_steps = 10'000'000;

 private:
    static_assert(bedrock::detail::composable<Ps...>());

    struct slots {
        using quota_policy = bedrock::detail::quota_in<Ps...>;
        using retry_policy = bedrock::detail::retry_in<Ps...>;

        explicit slots(call::given<Ps...> policies)
            : region{policies.template take<bedrock::detail::region_in<Ps...>>()},
              quota{policies.template take<bedrock::detail::quota_in<Ps...>>()},
              retry{policies.template take<bedrock::detail::retry_in<Ps...>>()},
              observer{policies.template take<bedrock::detail::observer_in<Ps...>>()},
              times{policies.template take<bedrock::detail::times_in<Ps...>>()} {}

        bedrock::detail::cell<bedrock::detail::region_in<Ps...>> region;
        bedrock::detail::cell<bedrock::detail::quota_in<Ps...>> quota;
        bedrock::detail::cell<bedrock::detail::retry_in<Ps...>> retry;
        bedrock::detail::cell<bedrock::detail::observer_in<Ps...>> observer;
        bedrock::detail::cell<bedrock::detail::times_in<Ps...>> times;
        [[no_unique_address]] call::durations_for<quota_policy> durations{};
    };

    static constexpr std::chrono::nanoseconds furthest = std::chrono::nanoseconds::max();

    // Calls of a client that wait for quota in one place for one tenant, in the order in which they came to the client, as quota
    // policies serve them. One that waits no more is passed over when it comes to the front.
    struct line {
        struct entry {
            std::size_t call = 0;
            std::uint64_t joined = 0;
        };
        std::string region{};
        std::string model{};
        std::uint32_t account = 0;
        std::uint64_t tenant = 0;
        std::deque<entry> waiting{};
        std::uint64_t refused_at = 0;  // news at which its first was told to wait
    };

    struct one_client {
        explicit one_client(call::given<Ps...> const& policies) : slots{policies} {}

        virtual_driver::slots slots;
        std::vector<line> lines{};
        std::uint64_t begun = 0;  // calls
        std::uint64_t news = 0;   // the quota's books may have changed so often …
        std::uint64_t heard = 0;  // … and so many of them who waits has heard of
    };

    struct running {
        explicit running(scripted_call o) : options{std::move(o)} {}

        scripted_call options;                          // holds the model's name that the machine views
        std::optional<call::machine<slots>> machine{};  // from the call's beginning on
        scripted_answer answer{};                       // to the try that is out, …
        int attempt = 0;                                // … which is this; 0: none is
        std::uint64_t timer = 0;                        // the wake-up that counts; earlier ones were replaced
        std::chrono::nanoseconds due = furthest;        // when that is; `furthest`: there is none
        std::uint64_t joined = 0;                       // when it came into its line; 0: it is in none
        std::optional<tokens_used> seen{};
        scripted_outcome outcome{};
    };

    enum class what : std::uint8_t { start, cancel, wake, content, end };
    struct event {
        std::chrono::nanoseconds at{};
        std::uint64_t number = 0;  // of its arrangement
        std::size_t call = 0;
        what kind{};
        std::uint64_t which = 0;  // attempt or timer

        friend bool operator<(event const& a, event const& b) {  // of a heap: the later is the smaller
            return a.at != b.at ? a.at > b.at : a.number > b.number;
        }
    };

    // A time that no clock can show does not come.
    static std::chrono::nanoseconds later(std::chrono::nanoseconds from, std::chrono::milliseconds time) {
        return time < std::chrono::duration_cast<std::chrono::milliseconds>(furthest - from) ? from + time
                                                                                             : furthest;
    }

    instant clock() const {
        constexpr std::chrono::seconds some_day{1'767'225'600};
        return {steady_time{now_},
                wall_time{some_day + std::chrono::duration_cast<wall_time::duration>(now_)}};
    }

    void arrange(std::chrono::nanoseconds at, std::size_t call, what kind, std::uint64_t which = 0) {
        if (at != furthest)
            events_.push({std::max(at, now_), ++arranged_, call, kind, which});
    }

    running& at(std::size_t call) { return calls_[call - forgotten_]; }
    running const& at(std::size_t call) const { return calls_[call - forgotten_]; }

    bool counts(event const& e) const;
    void happen(event const& e);
    void begin(std::size_t call);
    void perform(std::size_t call, call::step const& next, bool news);
    void send_try(std::size_t call, call::send what);
    void drop_try(std::size_t call);
    void end_call(std::size_t call);
    void keep_in_line(std::size_t call);
    line* longest_waiting(one_client& client);
    void nudge(one_client& client);
    void forget_oldest();
    error endless(std::size_t most) const;

    call::given<Ps...> policies_;
    std::deque<one_client> clients_{};
    std::unique_ptr<detail::script> script_{};
    std::deque<running> calls_{};  // never moved: machines are pointed to
    std::size_t forgotten_ = 0;    // calls before these
    bool forgetful_ = false;
    std::priority_queue<event> events_{};
    std::chrono::nanoseconds now_{};
    std::uint64_t arranged_ = 0;
    std::size_t steps_ = 0;
    std::size_t most_steps_ = 0;
};

template <class... Ps>
virtual_driver(Ps...) -> virtual_driver<Ps...>;

template <class... Ps>
std::size_t virtual_driver<Ps...>::start(scripted_call options) {
    auto const id = forgotten_ + calls_.size();
    auto const at = std::max(later({}, options.at), now_);
    auto& c = calls_.emplace_back(std::move(options));
    c.outcome.begun = at;
    arrange(at, id, what::start);
    if (c.options.cancel_at)
        arrange(std::max(later({}, *c.options.cancel_at), at), id, what::cancel);
    return id;
}

template <class... Ps>
result<void> virtual_driver<Ps...>::run_until(std::chrono::nanoseconds time, std::size_t most) {
    steps_ = 0;
    most_steps_ = most;
    while (!events_.empty() && events_.top().at <= time) {
        auto const e = events_.top();
        events_.pop();
        if (!counts(e))
            continue;
        now_ = e.at;
        happen(e);
        nudge(clients_[at(e.call).options.client]);
        forget_oldest();
        if (steps_ > most_steps_)
            return failure(endless(most));
    }
    if (time != furthest)
        now_ = std::max(now_, time);
    return {};
}

// A wake-up that was replaced and the end of a try that was dropped do not happen.
template <class... Ps>
bool virtual_driver<Ps...>::counts(event const& e) const {
    if (e.call < forgotten_)
        return false;
    auto const& c = at(e.call);
    switch (e.kind) {
        case what::start:
        case what::cancel:
            return !c.outcome.over;
        case what::wake:
            return !c.outcome.over && e.which == c.timer;
        case what::content:
        case what::end:
            return e.which == static_cast<std::uint64_t>(c.attempt);
    }
    return false;
}

// A client numbers its calls as they come.
template <class... Ps>
void virtual_driver<Ps...>::begin(std::size_t call) {
    auto& c = at(call);
    auto& own = clients_[c.options.client];
    auto const deadline = c.options.deadline ? c.options.deadline : own.slots.times.policy().deadline;
    c.machine.emplace(own.slots,
                      call::facts{.operation = "Converse",
                                  .model = c.options.model,
                                  .asked = c.options.asked,
                                  .deadline = deadline ? steady_time{later(now_, *deadline)} : never,
                                  .call = ++own.begun,
                                  .seed = c.options.seed.value_or(call + 1),
                                  .session = c.options.session,
                                  .tenant = c.options.tenant});
}

template <class... Ps>
void virtual_driver<Ps...>::happen(event const& e) {
    auto& c = at(e.call);
    auto const began = [&] {
        c.machine->on_accepted(c.attempt, {.request_id = c.answer.request_id}, clock());
        c.seen = c.answer.used;
    };
    switch (e.kind) {
        case what::start:
            begin(e.call);
            return perform(e.call, c.machine->start(clock()), true);
        case what::cancel:
            return perform(e.call, c.machine->on_cancelled({.used = c.seen}, clock()), true);
        case what::wake:
            c.due = furthest;
            return perform(e.call, c.machine->on_woken({.used = c.seen}, clock()), false);
        case what::content:
            return began();
        case what::end:
            break;
    }
    auto const attempt = c.attempt;
    drop_try(e.call);
    if (c.answer.failed)
        return perform(e.call, c.machine->on_failed(attempt, *c.answer.failed, c.answer.used, clock()), true);
    if (!c.answer.first_content)
        c.machine->on_accepted(attempt, {.request_id = c.answer.request_id}, clock());
    auto const& used = c.answer.used;
    perform(e.call,
            c.machine->on_finished(
                attempt, {.used = used.value_or(c.machine->estimate()), .estimated = !used}, clock()),
            true);
}

// Does what the machine says. `news`: what it was told may have changed the quota's books.
template <class... Ps>
void virtual_driver<Ps...>::perform(std::size_t call, call::step const& next, bool news) {
    auto& c = at(call);
    ++steps_;
    for (auto const& command : next.commands) {
        if (!command)
            continue;
        news = true;
        if (auto const* const sent = std::get_if<call::send>(&*command))
            send_try(call, *sent);
        else if (std::holds_alternative<call::cancel>(*command))
            drop_try(call);
        else
            end_call(call);
    }
    clients_[c.options.client].news += news;
    if (auto const due = next.wake.time_since_epoch(); due != c.due) {
        c.due = due;
        arrange(due, call, what::wake, ++c.timer);
    }
    keep_in_line(call);
}

template <class... Ps>
void virtual_driver<Ps...>::send_try(std::size_t call, call::send sent) {
    auto& c = at(call);
    c.attempt = sent.attempt;
    c.seen.reset();
    scripted_try const asked{.where = c.machine->destination(),
                             .call = call,
                             .attempt = sent.attempt,
                             .now = now_,
                             .asked = c.options.asked,
                             .client = c.options.client};
    c.answer = script_ ? (*script_)(asked) : scripted_answer{};
    auto const which = static_cast<std::uint64_t>(sent.attempt);
    if (c.answer.first_content)
        arrange(later(now_, std::min(*c.answer.first_content, c.answer.latency)), call, what::content, which);
    arrange(later(now_, c.answer.latency), call, what::end, which);
}

// The try that is out, if one is, is out no more.
template <class... Ps>
void virtual_driver<Ps...>::drop_try(std::size_t call) {
    if (std::exchange(at(call).attempt, 0) != 0 && script_)
        script_->ended(call, now_);
}

template <class... Ps>
void virtual_driver<Ps...>::end_call(std::size_t call) {
    auto& c = at(call);
    c.outcome.over = true;
    c.outcome.ended = now_;
    c.outcome.failure = std::move(c.machine->failure());
    c.outcome.story = c.outcome.failure ? c.outcome.failure->story : std::move(c.machine->story());
    if (script_)
        script_->over(call, c.outcome);
}

template <class... Ps>
void virtual_driver<Ps...>::forget_oldest() {
    for (; forgetful_ && !calls_.empty() && calls_.front().outcome.over; ++forgotten_)
        calls_.pop_front();
}

template <class... Ps>
void virtual_driver<Ps...>::keep_in_line(std::size_t call) {
    auto& c = at(call);
    if (!c.machine->queued()) {
        c.joined = 0;
    } else if (c.joined == 0) {
        auto& lines = clients_[c.options.client].lines;
        auto const& where = c.machine->destination();
        auto mine = std::ranges::find_if(lines, [&](line const& l) {
            return l.region == where.region && l.model == where.model && l.account == where.account &&
                   l.tenant == c.options.tenant;
        });
        if (mine == lines.end())
            mine = lines.insert(mine, {.region = where.region,
                                       .model = std::string{where.model},
                                       .account = where.account,
                                       .tenant = c.options.tenant});
        c.joined = ++arranged_;
        auto place = mine->waiting.end();
        while (place != mine->waiting.begin() && call < std::prev(place)->call)
            --place;
        mine->waiting.insert(place, {call, c.joined});
    }
}

// The line whose first came before those of the others; none if all have heard the news.
template <class... Ps>
auto virtual_driver<Ps...>::longest_waiting(one_client& client) -> line* {
    line* found = nullptr;
    for (auto& l : client.lines) {
        auto const waits_no_more = [&](typename line::entry const& e) {
            return e.call < forgotten_ || at(e.call).joined != e.joined;
        };
        while (!l.waiting.empty() && waits_no_more(l.waiting.front()))
            l.waiting.pop_front();
        if (!l.waiting.empty() && l.refused_at != client.news &&
            (found == nullptr || l.waiting.front().call < found->waiting.front().call))
            found = &l;
    }
    return found;
}

// As the blocking driver's waiting room does: who waits for quota may ask again, the first to come first. Those
// behind one who has to wait on have to wait on too.
template <class... Ps>
void virtual_driver<Ps...>::nudge(one_client& client) {
    if (std::exchange(client.heard, client.news) == client.news)
        return;
    while (auto* const l = longest_waiting(client)) {
        if (steps_ > most_steps_)
            return;
        auto const first = l->waiting.front();
        perform(first.call, at(first.call).machine->on_woken({}, clock()), false);
        if (at(first.call).joined == first.joined)
            l->refused_at = client.news;
    }
    client.heard = client.news;
}

template <class... Ps>
error virtual_driver<Ps...>::endless(std::size_t most) const {
    std::size_t open = 0, first = 0;
    for (std::size_t i = calls_.size(); i-- > 0;)
        if (!calls_[i].outcome.over) {
            ++open;
            first = i;
        }
    auto const tries =
        open == 0 || !calls_[first].machine ? 0 : calls_[first].machine->story().attempts().size();
    return {.kind = error_kind::configuration,
            .message = "after " + std::to_string(most) + " steps, at " +
                       std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(now_).count()) +
                       " ms, " + std::to_string(open) + " calls are not over; the first, " +
                       std::to_string(forgotten_ + first) + ", has made " + std::to_string(tries) + " tries",
            .remedy = "bound the policies' tries and waits, or allow the run more steps"};
}

}  // namespace bedrock::testing
