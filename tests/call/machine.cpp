// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/call/machine.hpp>

#include <catch2/catch.hpp>

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include <bedrock/call/durations.hpp>
#include <bedrock/core/cell.hpp>

using namespace std::chrono_literals;
using namespace bedrock;

namespace {

using log_lines = std::vector<std::string>;

/// The front of a list, or what stands for an empty one.
template <class T>
T take(std::deque<T>& from, T otherwise) {
    if (from.empty())
        return otherwise;
    auto first = std::move(from.front());
    from.pop_front();
    return first;
}

std::string in_ms(auto time) {
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(time).count()) + " ms";
}

// Policies that answer as the test says, in order, and note what they were asked and told.

struct told_region {
    using slot = region::slot;
    struct memory {
        std::deque<std::string> answers{};  // "" for none; then "a" for ever
        log_lines log{};
        std::vector<double> chances{};
    };
    result<place> choose(region::question const& q, memory& m, instant) const {
        m.chances.push_back(q.chance);
        m.log.push_back("choose after " + std::to_string(q.tried.size()));
        auto const chosen = take(m.answers, std::string{"a"});
        if (chosen.empty())
            return failure({.kind = error_kind::configuration, .message = "no region"});
        return place{.region = chosen, .model = q.model};
    }
    void failed(region::report const& r, memory& m, instant) const {
        m.log.push_back(r.place.region + " failed: " + std::string{to_string(r.cause)});
    }
    void succeeded(region::report const& r, memory& m, instant) const {
        m.log.push_back(r.place.region + " succeeded");
    }
};

struct told_quota {
    using slot = quota::slot;
    using ticket = int;
    using admission = quota::admission<ticket>;
    struct memory {
        std::deque<admission> answers{};  // then granted for ever
        quota::room room{};
        log_lines log{};
        std::vector<error_kind> causes{};  // of the settlements
        int tickets = 0;
    };
    admission admit(quota::demand const& d, memory& m, instant) const {
        m.log.push_back("admit to " + d.place.region);
        auto answer = take(m.answers, admission::granted(0));
        if (answer.what == quota::answer::granted)
            answer.ticket = ++m.tickets;
        return answer;
    }
    void settle(ticket t, quota::settlement const& s, memory& m, instant) const {
        m.causes.push_back(s.cause);
        m.log.push_back("settle " + std::to_string(t) +
                        (s.unsent    ? ": unsent"
                         : s.refused ? ": refused"
                                     : ": " + std::to_string(s.used.input) + "+" +
                                           std::to_string(s.used.output) + (s.estimated ? "?" : "")));
    }
    quota::room room(quota::demand const&, memory& m, instant) const { return m.room; }
    void leave(quota::demand const& d, memory& m) const { m.log.push_back("leave " + d.place.region); }
};

struct told_retry {
    using slot = retry::slot;
    struct memory {
        std::deque<retry::verdict> answers{};  // then stop for ever
        std::vector<retry::attempt> asked{};   // without the views
        std::vector<retry::attempt> succeeded{};
        int began = 0;
        std::vector<int> ended{};  // tries granted to each call that is over
    };
    bool fits = true;

    static retry::attempt owned(retry::attempt a) {
        a.code = a.message = {};
        return a;
    }
    retry::verdict decide(retry::attempt const& a, memory& m, instant) const {
        m.asked.push_back(owned(a));
        return take(m.answers, retry::verdict::stop());
    }
    void succeeded(retry::attempt const& a, memory& m, instant) const { m.succeeded.push_back(owned(a)); }
    void began(memory& m) const { ++m.began; }
    void ended(retry::attempt const& a, memory& m) const { m.ended.push_back(a.number); }
    result<void> check(bool adaptive) const {
        if (fits)
            return {};
        return failure({.kind = error_kind::configuration,
                        .message = adaptive ? "beside an adaptive rate" : "without an adaptive rate"});
    }
};

struct told_observer {
    using slot = observer::slot;
    log_lines* log;

    void on(observer::sending const& e) const { log->push_back("sending to " + std::string{e.region}); }
    void on(observer::waiting const& e) const {
        log->push_back((e.why == observer::waiting::reason::quota ? "waiting for quota " : "backing off ") +
                       in_ms(e.time));
    }
    void on(observer::failed const& e) const {
        log->push_back("failed: " + std::string{to_string(e.what.kind)});
    }
    void on(observer::finished const& e) const {
        log->push_back("finished: " + std::string{to_string(e.story.end)} +
                       (e.failure == nullptr ? "" : ", " + std::string{to_string(e.failure->kind)}));
    }
};

instant at(std::chrono::nanoseconds t) { return {steady_time{100h + t}, wall_time{}}; }

/// One call over such policies; what they are to answer is put into their memories first.
struct scene {
    using quota_policy = told_quota;
    using retry_policy = told_retry;

    log_lines observed{};
    detail::cell<told_region> region{told_region{}};
    detail::cell<told_quota> quota{told_quota{}};
    detail::cell<told_retry> retry;
    detail::cell<told_observer> observer{told_observer{&observed}};
    call::durations durations{};
    call::machine<scene> machine;

    explicit scene(steady_time deadline = bedrock::never, told_retry with = {}, bool metered = true,
                   bool streamed = false)
        : retry{with},
          machine{*this,
                  {.operation = "Converse",
                   .model = "m",
                   .asked = {.input_estimate = 10, .output_limit = 100},
                   .metered = metered,
                   .streamed = streamed,
                   .deadline = deadline,
                   .call = 1,
                   .seed = 5}} {}

    auto& regions() { return memory(region); }
    auto& quotas() { return memory(quota); }
    auto& retries() { return memory(retry); }

    std::string start(std::chrono::nanoseconds t = 0ms) { return say(machine.start(at(t))); }
    std::string wake(std::chrono::nanoseconds t, std::optional<tokens_used> seen = {}) {
        return say(machine.on_woken({.used = seen}, at(t)));
    }
    std::string fail(int attempt, call::failed_try f, std::chrono::nanoseconds t,
                     std::optional<tokens_used> seen = {}) {
        return say(machine.on_failed(attempt, f, seen, at(t)));
    }
    void accept(int attempt, std::chrono::nanoseconds t) {
        machine.on_accepted(attempt, {.status = 200, .request_id = "good"}, at(t));
    }
    std::string finish(int attempt, std::chrono::nanoseconds t) {
        return say(machine.on_finished(attempt, {.used = {.input = 11, .output = 22}}, at(t)));
    }
    std::string cancel(std::chrono::nanoseconds t, std::optional<tokens_used> seen = {}) {
        return say(machine.on_cancelled({.used = seen}, at(t)));
    }
    std::string unsent(int attempt, error_kind why, std::chrono::nanoseconds t) {
        return say(machine.on_unsent(attempt, {.kind = why}, at(t)));
    }

    error_kind failed_with() { return machine.failure() ? machine.failure()->kind : error_kind::none; }
    ending end() { return machine.failure() ? machine.failure()->story.end : machine.story().end; }
    std::vector<attempt_record> attempts() {
        auto const list =
            machine.failure() ? machine.failure()->story.attempts() : machine.story().attempts();
        return {list.begin(), list.end()};
    }

 private:
    template <class P>
    static typename P::memory& memory(detail::cell<P>& c) {
        return *c.ask([](auto&, auto& m) { return &m; });
    }

    /// A step as words: `send 1 to a; wake at 500 ms`.
    std::string say(call::step const& s) const {
        std::string text;
        for (auto const& c : s.commands) {
            if (!c)
                continue;
            text.append(text.empty() ? "" : ", ");
            if (auto const* what = std::get_if<call::send>(&*c))
                text.append("send ")
                    .append(std::to_string(what->attempt))
                    .append(" to ")
                    .append(machine.destination().region);
            else if (auto const* dropped = std::get_if<call::cancel>(&*c))
                text.append("cancel ").append(std::to_string(dropped->attempt));
            else
                text.append("finish");
        }
        if (s.wake != bedrock::never)
            text.append(text.empty() ? "" : "; ").append("wake at ").append(in_ms(s.wake - at(0ms).steady));
        return text;
    }
};

call::failed_try refusal(error_kind kind, std::string request_id = "bad") {
    return {.what = {.kind = kind,
                     .code = "Code",
                     .message = "words",
                     .status = 429,
                     .request_id = std::move(request_id)},
            .answered = true,
            .left_whole = true};
}

call::failed_try never_answered(bool left_whole, bool stale = false) {
    return {.what = {.kind = error_kind::network}, .left_whole = left_whole, .stale = stale};
}

auto const deadline_at_1s = at(1s).steady;
auto const room_in = [](auto t) { return told_quota::admission::wait_for(t); };
auto const again_after = [](auto t) { return retry::verdict::after(t, 5); };

}  // namespace

TEST_CASE("a call that goes well is sent, accepted and finished") {
    scene s;
    CHECK(s.start() == "send 1 to a");
    s.accept(1, 40ms);
    CHECK(s.finish(1, 90ms) == "finish");
    CHECK(s.failed_with() == error_kind::none);
    CHECK(s.end() == ending::succeeded);
    CHECK(s.attempts() ==
          std::vector<attempt_record>{
              {.number = 1, .region = "a", .duration = 40ms, .status = 200, .request_id = "good"}});
    CHECK(s.quotas().log == log_lines{"admit to a", "settle 1: 11+22"});
    CHECK(s.regions().log == log_lines{"choose after 0", "a succeeded"});
    CHECK(s.retries().succeeded.size() == 1);
    CHECK(s.observed == log_lines{"sending to a", "finished: succeeded"});
}

TEST_CASE("with a deadline the machine asks to be woken at it") {
    scene s{deadline_at_1s};
    CHECK(s.start() == "send 1 to a; wake at 1000 ms");
    CHECK(s.wake(400ms) == "wake at 1000 ms");
    s.accept(1, 500ms);
    CHECK(s.wake(600ms) == "wake at 1000 ms");
    CHECK(s.finish(1, 999ms) == "finish");
}

TEST_CASE(
    "a failed try is settled first, then the region slot is asked, then the retry slot, then the quota") {
    scene s;
    s.regions().answers = {"a", "b"};
    s.quotas().room = {.known = true};
    s.retries().answers = {again_after(0ms)};
    CHECK(s.start() == "send 1 to a");
    auto throttle = refusal(error_kind::throttled);
    throttle.server_hint = 70ms;
    CHECK(s.fail(1, throttle, 25ms) == "send 2 to b");
    CHECK(s.quotas().log == log_lines{"admit to a", "settle 1: refused", "admit to b"});
    CHECK(s.regions().log == log_lines{"choose after 0", "a failed: throttled", "choose after 1"});
    auto const& asked = s.retries().asked;
    CHECK(asked.size() == 1);
    if (asked.empty())
        return;
    CHECK(asked[0].kind == error_kind::throttled);
    CHECK(asked[0].status == 429);
    CHECK(asked[0].number == 1);
    CHECK(asked[0].elsewhere);
    CHECK(asked[0].room_there);
    CHECK(asked[0].answered);
    CHECK(asked[0].paid == 0);
    CHECK(asked[0].server_hint == 70ms);

    s.accept(2, 60ms);
    CHECK(s.finish(2, 60ms) == "finish");
    CHECK(s.retries().succeeded[0].number == 2);
    CHECK(s.retries().succeeded[0].paid == 5);  // so that the budget gets back what was taken
    CHECK(s.attempts() ==
          std::vector<attempt_record>{
              {.number = 1,
               .region = "a",
               .duration = 25ms,
               .cause = error_kind::throttled,
               .status = 429,
               .code = "Code",
               .request_id = "bad"},
              {.number = 2, .region = "b", .duration = 35ms, .status = 200, .request_id = "good"}});
}

TEST_CASE("the retry slot hears of no room where the quota slot counts nothing or is full") {
    for (auto const& room : {quota::room{}, quota::room{.known = true, .wait = 1ms}}) {
        scene s;
        s.quotas().room = room;
        s.start();
        s.fail(1, refusal(error_kind::throttled), 1ms);
        CHECK_FALSE(s.retries().asked[0].elsewhere);
        CHECK_FALSE(s.retries().asked[0].room_there);
    }
}

TEST_CASE("a back-off is waited out to the millisecond and stands in the story") {
    scene s;
    s.retries().answers = {again_after(340ms)};
    s.start();
    CHECK(s.fail(1, refusal(error_kind::unavailable), 20ms) == "wake at 360 ms");
    CHECK_FALSE(s.machine.queued());
    CHECK(s.wake(100ms) == "wake at 360 ms");  // early: allowed, and nothing comes of it
    CHECK(s.wake(359'999'999ns) == "wake at 360 ms");
    CHECK(s.wake(360ms) == "send 2 to a");
    CHECK(s.attempts()[1].backed_off == 340ms);
    CHECK(s.attempts()[1].queued == 0ms);
    CHECK(s.observed ==
          log_lines{"sending to a", "failed: service unavailable", "backing off 340 ms", "sending to a"});
}

TEST_CASE("a call that finds no room waits in line until it is let in") {
    scene s;
    s.quotas().answers = {room_in(500ms), room_in(300ms)};
    CHECK(s.start() == "wake at 500 ms");
    CHECK(s.machine.queued());
    CHECK(s.wake(100ms) == "wake at 400 ms");  // a settlement moved the line up
    CHECK(s.wake(250ms) == "send 1 to a");
    CHECK_FALSE(s.machine.queued());
    CHECK(s.attempts()[0].queued == 250ms);
    CHECK(s.attempts()[0].backed_off == 0ms);
    CHECK(s.observed == log_lines{"waiting for quota 500 ms", "sending to a"});
}

TEST_CASE("a wait for quota is offered to the region slot before it is taken, and whenever it goes on") {
    SECTION("which keeps the place") {
        scene s;
        s.quotas().answers = {room_in(500ms), room_in(500ms), room_in(500ms)};
        s.start();
        s.wake(500ms);
        s.wake(1s);
        CHECK(s.regions().log == log_lines(4, "choose after 0"));
        CHECK(s.quotas().log == log_lines{"admit to a", "admit to a", "admit to a"});
    }
    SECTION("which knows of room elsewhere: the place in the line is given up") {
        scene s;
        s.regions().answers = {"a", "b"};
        s.quotas().answers = {room_in(500ms)};
        CHECK(s.start() == "send 1 to b");
        CHECK(s.quotas().log == log_lines{"admit to a", "leave a", "admit to b"});
    }
    SECTION("and if that is full too, there the call waits") {
        scene s;
        s.regions().answers = {"a", "b", "c"};
        s.quotas().answers = {room_in(500ms), room_in(200ms)};
        CHECK(s.start() == "wake at 200 ms");
        CHECK(s.wake(200ms) == "send 1 to b");
    }
    SECTION("which has nothing to say: the call waits where it is") {
        scene s;
        s.regions().answers = {"a", ""};
        s.quotas().answers = {room_in(500ms)};
        CHECK(s.start() == "wake at 500 ms");
    }
    SECTION("and each try's wait anew") {
        scene s;
        s.quotas().answers = {room_in(10ms), told_quota::admission::granted(0), room_in(10ms)};
        s.retries().answers = {again_after(0ms)};
        s.start();
        s.wake(10ms);
        CHECK(s.fail(1, refusal(error_kind::throttled), 20ms) == "wake at 30 ms");
        CHECK(s.regions().log == log_lines{"choose after 0", "choose after 0", "a failed: throttled",
                                           "choose after 1", "choose after 1"});
    }
}

TEST_CASE("a cost that can never be admitted ends the call before anything is sent") {
    scene s;
    s.quotas().answers = {told_quota::admission::never(9'000, 4'000)};
    CHECK(s.start() == "finish");
    CHECK(s.failed_with() == error_kind::exceeds_quota);
    CHECK(s.end() == ending::refused_locally);
    CHECK(s.attempts().empty());
    CHECK(s.machine.failure()->message.find("9000 of at most 4000 that the quota policy allows in a") !=
          std::string::npos);
    CHECK_FALSE(s.machine.failure()->remedy.empty());
    CHECK(s.observed == log_lines{"finished: nothing was sent, larger than the quota"});
}

TEST_CASE("without a region the call ends with the region slot's own words") {
    scene s;
    s.regions().answers = {""};
    CHECK(s.start() == "finish");
    CHECK(s.end() == ending::nowhere_to_go);
    CHECK(s.machine.failure()->message == "no region");
    CHECK(s.quotas().log.empty());
}

TEST_CASE("without a region left the call ends with the try's failure") {
    scene s;
    s.regions().answers = {"a", ""};
    s.start();
    CHECK(s.fail(1, refusal(error_kind::throttled), 5ms) == "finish");
    CHECK(s.failed_with() == error_kind::throttled);
    CHECK(s.end() == ending::nowhere_to_go);
    CHECK(s.retries().asked.empty());
}

TEST_CASE("the retry slot's reason for a stop is the call's ending") {
    for (auto const why : {ending::not_retryable, ending::attempts_used_up, ending::retry_budget_empty,
                           ending::unsafe_to_repeat}) {
        scene s;
        s.retries().answers = {retry::verdict::stop(why)};
        s.start();
        CHECK(s.fail(1, refusal(error_kind::throttled), 5ms) == "finish");
        CHECK(s.end() == why);
        auto const& e = *s.machine.failure();
        CHECK(e.region == "a");
        CHECK(e.request_id == "bad");
        CHECK(e.message == "words");
        CHECK(e.story.attempts().size() == 1);
    }
}

TEST_CASE("a wait that the deadline would cut is not begun") {
    SECTION("for quota") {
        scene s{deadline_at_1s};
        s.quotas().answers = {room_in(1s)};  // at the deadline itself nothing can begin any more
        CHECK(s.start() == "finish");
        CHECK(s.failed_with() == error_kind::deadline);
        CHECK(s.end() == ending::deadline);
        CHECK(s.quotas().log == log_lines{"admit to a", "leave a"});
        CHECK(s.machine.failure()->message.find("has room in 1000 ms") != std::string::npos);
        CHECK(s.attempts().empty());
    }
    SECTION("for quota, just before it") {
        scene s{deadline_at_1s};
        s.quotas().answers = {room_in(999ms)};
        CHECK(s.start() == "wake at 999 ms");
        CHECK(s.wake(999ms) == "send 1 to a; wake at 1000 ms");
    }
    SECTION("for quota, when it has grown meanwhile") {
        scene s{deadline_at_1s};
        s.quotas().answers = {room_in(500ms), room_in(500ms)};
        CHECK(s.start() == "wake at 500 ms");
        CHECK(s.wake(500ms) == "finish");
        CHECK(s.quotas().log.back() == "leave a");
    }
    SECTION("after a failure") {
        scene s{deadline_at_1s};
        s.retries().answers = {again_after(900ms)};
        s.start();
        CHECK(s.fail(1, refusal(error_kind::unavailable), 100ms) == "finish");
        CHECK(s.failed_with() == error_kind::unavailable);  // what went wrong, rather than that time is short
        CHECK(s.end() == ending::deadline);
    }
    SECTION("after a failure, just before it") {
        scene s{deadline_at_1s};
        s.retries().answers = {again_after(899ms)};
        s.start();
        CHECK(s.fail(1, refusal(error_kind::unavailable), 100ms) == "wake at 999 ms");
    }
}

TEST_CASE("nothing is begun once the deadline has come") {
    scene s{at(0ms).steady};
    CHECK(s.start() == "finish");
    CHECK(s.failed_with() == error_kind::deadline);
    CHECK(s.end() == ending::deadline);
    CHECK(s.quotas().log.empty());
    CHECK(s.observed == log_lines{"finished: deadline, deadline exceeded"});
}

TEST_CASE("the deadline ends a call in whatever state it is") {
    SECTION("sent: what may have been used is settled") {
        scene s{deadline_at_1s};
        s.start();
        CHECK(s.wake(1s) == "cancel 1, finish");
        CHECK(s.quotas().log.back() == "settle 1: 10+100?");
        CHECK(s.attempts()[0].cause == error_kind::deadline);
        CHECK(s.attempts()[0].duration == 1s);
    }
    SECTION("accepted: what was seen is settled") {
        scene s{deadline_at_1s};
        s.start();
        s.accept(1, 300ms);
        CHECK(s.wake(1s, tokens_used{.input = 9, .output = 3}) == "cancel 1, finish");
        CHECK(s.quotas().log.back() == "settle 1: 9+3?");
        CHECK(s.attempts()[0].request_id == "good");
    }
    SECTION("backing off, of a driver that wakes late") {
        scene s{deadline_at_1s};
        s.retries().answers = {again_after(500ms)};
        s.start();
        s.fail(1, refusal(error_kind::unavailable), 0ms);
        CHECK(s.wake(1'200ms) == "finish");
        CHECK(s.attempts().size() == 1);
    }
    SECTION("queued, of a driver that wakes late") {
        scene s{deadline_at_1s};
        s.quotas().answers = {room_in(500ms)};
        s.start();
        CHECK(s.wake(1'200ms) == "finish");
        CHECK(s.quotas().log.back() == "leave a");
    }
}

TEST_CASE("a region whose stream does not begin, or that takes no request, until the deadline hears of it") {
    scene silent{deadline_at_1s, {}, true, true};
    silent.start();
    silent.wake(1s);
    CHECK(silent.regions().log.back() == "a failed: timeout");

    scene unreachable{deadline_at_1s};
    unreachable.start();
    unreachable.machine.on_woken({.sent = sent::nothing}, at(1s));
    CHECK(unreachable.regions().log.back() == "a failed: timeout");

    scene long_answer{deadline_at_1s};  // whole replies say nothing before they are done
    long_answer.start();
    long_answer.wake(1s);
    CHECK(long_answer.regions().log == log_lines{"choose after 0"});

    scene begun{deadline_at_1s};
    begun.start();
    begun.accept(1, 300ms);
    begun.wake(1s);
    CHECK(begun.regions().log.back() == "a succeeded");
}

TEST_CASE("a try that could not be sent is no attempt, costs nothing and ends the call") {
    SECTION("the first") {
        scene s;
        s.start();
        CHECK(s.unsent(1, error_kind::credentials, 1ms) == "finish");
        CHECK(s.quotas().log.back() == "settle 1: unsent");
        CHECK(s.attempts().empty());
        CHECK(s.retries().asked.empty());
        CHECK(s.regions().log == log_lines{"choose after 0"});
        CHECK(s.failed_with() == error_kind::credentials);
        CHECK(s.end() == ending::refused_locally);
        CHECK(s.machine.failure()->region == "a");
    }
    SECTION("a later one: what was sent before stays in the story") {
        scene s;
        s.retries().answers = {again_after(0ms)};
        s.start();
        s.fail(1, refusal(error_kind::throttled), 1ms);
        CHECK(s.unsent(2, error_kind::credentials, 2ms) == "finish");
        CHECK(s.attempts().size() == 1);
        CHECK(s.end() == ending::not_retryable);
    }
    SECTION("one that is no longer out") {
        scene s;
        s.start();
        CHECK(s.unsent(2, error_kind::credentials, 1ms) == "");
        CHECK(s.attempts().size() == 1);
    }
}

TEST_CASE("a dropped try costs what had left of it") {
    auto const settled = [](bedrock::sent sent) {
        scene s;
        s.start();
        s.machine.on_cancelled({.sent = sent}, at(1ms));
        return s.quotas().log.back();
    };
    CHECK(settled(sent::nothing) == "settle 1: unsent");
    CHECK(settled(sent::part) == "settle 1: refused");
    CHECK(settled(sent::whole) == "settle 1: 10+100?");
}

TEST_CASE("a call that is not metered asks no quota and settles none") {
    scene s{bedrock::never, {}, false};
    s.quotas().answers = {room_in(500ms)};
    CHECK(s.start() == "send 1 to a");
    s.accept(1, 10ms);
    CHECK(s.finish(1, 20ms) == "finish");
    CHECK(s.quotas().log.empty());
}

TEST_CASE("the caller can cancel in whatever state the call is") {
    auto const cancelled = [](scene& s) {
        CHECK(s.failed_with() == error_kind::cancelled);
        CHECK(s.end() == ending::cancelled);
        CHECK(s.observed.back() == "finished: cancelled, cancelled");
    };
    SECTION("sent") {
        scene s;
        s.start();
        CHECK(s.cancel(30ms) == "cancel 1, finish");
        CHECK(s.quotas().log.back() == "settle 1: 10+100?");
        CHECK(s.attempts()[0].cause == error_kind::cancelled);
        CHECK(s.attempts()[0].duration == 30ms);
        cancelled(s);
    }
    SECTION("accepted") {
        scene s;
        s.start();
        s.accept(1, 10ms);
        CHECK(s.cancel(30ms, tokens_used{.input = 8, .output = 2}) == "cancel 1, finish");
        CHECK(s.quotas().log.back() == "settle 1: 8+2?");
        cancelled(s);
    }
    SECTION("queued") {
        scene s;
        s.quotas().answers = {room_in(500ms)};
        s.start();
        CHECK(s.cancel(30ms) == "finish");
        CHECK(s.quotas().log == log_lines{"admit to a", "leave a"});
        cancelled(s);
    }
    SECTION("backing off") {
        scene s;
        s.retries().answers = {again_after(500ms)};
        s.start();
        s.fail(1, refusal(error_kind::throttled), 10ms);
        CHECK(s.cancel(30ms) == "finish");
        CHECK(s.quotas().log.back() == "settle 1: refused");
        CHECK(s.attempts()[0].cause == error_kind::throttled);
        cancelled(s);
    }
    SECTION("over: nothing happens") {
        scene s;
        s.start();
        s.accept(1, 10ms);
        s.finish(1, 20ms);
        CHECK(s.cancel(30ms) == "");
        CHECK(s.failed_with() == error_kind::none);
        CHECK(s.end() == ending::succeeded);
        CHECK(s.quotas().log.size() == 2);
    }
}

TEST_CASE("a failure after acceptance is the call's end, whatever the retry slot would say") {
    scene s;
    s.retries().answers = {again_after(0ms)};
    s.start();
    s.accept(1, 10ms);
    CHECK(s.fail(1, {.what = {.kind = error_kind::interrupted}}, 50ms,
                 tokens_used{.input = 7, .output = 4}) == "finish");
    CHECK(s.failed_with() == error_kind::interrupted);
    CHECK(s.end() == ending::delivered_in_part);
    CHECK(s.retries().asked.empty());
    CHECK(s.quotas().log.back() == "settle 1: 7+4?");
    CHECK(s.attempts()[0].request_id == "good");  // the failure brought none of its own
    CHECK(s.attempts()[0].duration == 50ms);
}

TEST_CASE("a failed try is settled at what it may have cost") {
    auto const settled = [](call::failed_try f, std::optional<tokens_used> seen = {}) {
        scene s;
        s.start();
        s.fail(1, f, 1ms, seen);
        return s.quotas().log.back();
    };
    // refused before any work, or never got whole: nothing
    for (auto const kind : {error_kind::throttled, error_kind::validation, error_kind::access_denied,
                            error_kind::unavailable, error_kind::internal})
        CHECK(settled(refusal(kind)) == "settle 1: refused");
    CHECK(settled(never_answered(false)) == "settle 1: refused");
    CHECK(settled(never_answered(true, true)) == "settle 1: refused");  // stale: it was not read
    // work was done, or may have been: what was seen, else what was asked
    CHECK(settled(never_answered(true)) == "settle 1: 10+100?");
    for (auto const kind : {error_kind::model_timeout, error_kind::model_error, error_kind::malformed_reply,
                            error_kind::reply_too_large, error_kind::interrupted}) {
        CHECK(settled(refusal(kind)) == "settle 1: 10+100?");
        CHECK(settled(refusal(kind), tokens_used{.input = 3}) == "settle 1: 3+0?");
    }
    call::failed_try broken{
        .what = {.kind = error_kind::network, .status = 200}, .answered = true, .left_whole = true};
    CHECK(settled(broken) == "settle 1: 10+100?");
}

TEST_CASE("the retry slot is told what is safe to repeat") {
    scene s;
    s.retries().answers = {again_after(0ms), again_after(0ms)};
    s.start();
    s.fail(1, never_answered(true), 1ms);
    s.fail(2, never_answered(true, true), 2ms);
    s.fail(3, never_answered(false), 3ms);
    auto const& asked = s.retries().asked;
    CHECK(asked.size() == 3);
    if (asked.size() != 3)
        return;
    CHECK((asked[0].left_whole && !asked[0].answered && !asked[0].stale));
    CHECK((asked[1].left_whole && asked[1].stale));
    CHECK_FALSE(asked[2].left_whole);
    CHECK(asked[2].number == 3);
    CHECK(asked[2].paid == 5);
}

TEST_CASE("reports of a try that is no longer out are passed over, and the wake-up stands") {
    scene s{deadline_at_1s};
    s.retries().answers = {again_after(200ms), again_after(0ms)};
    s.quotas().answers = {told_quota::admission::granted(0), room_in(100ms)};
    s.start();
    s.fail(1, refusal(error_kind::throttled), 10ms);
    CHECK(s.fail(1, refusal(error_kind::throttled), 20ms) == "wake at 210 ms");  // backing off
    CHECK(s.wake(210ms) == "wake at 310 ms");
    CHECK(s.fail(1, refusal(error_kind::throttled), 220ms) == "wake at 310 ms");  // queued
    CHECK(s.wake(310ms) == "send 2 to a; wake at 1000 ms");
    s.accept(1, 320ms);
    CHECK(s.finish(1, 320ms) == "wake at 1000 ms");  // sent
    CHECK(s.fail(1, refusal(error_kind::throttled), 330ms) == "wake at 1000 ms");
    CHECK(s.finish(2, 340ms) == "wake at 1000 ms");  // not accepted yet: no end
    s.accept(2, 350ms);
    CHECK(s.finish(1, 360ms) == "wake at 1000 ms");  // accepted
    CHECK(s.finish(2, 370ms) == "finish");
    CHECK(s.finish(2, 380ms) == "");
    CHECK(s.fail(2, refusal(error_kind::throttled), 380ms) == "");
    CHECK(s.wake(2s) == "");
    CHECK(s.end() == ending::succeeded);
    CHECK(s.quotas().log ==
          log_lines{"admit to a", "settle 1: refused", "admit to a", "admit to a", "settle 2: 11+22"});
}

TEST_CASE("a back-off and a wait for quota before the same try are told apart") {
    scene s;
    s.retries().answers = {again_after(200ms)};
    s.quotas().answers = {told_quota::admission::granted(0), room_in(50ms)};
    s.start();
    s.fail(1, refusal(error_kind::throttled), 0ms);
    CHECK(s.wake(200ms) == "wake at 250 ms");
    CHECK(s.wake(250ms) == "send 2 to a");
    CHECK(s.attempts()[1].backed_off == 200ms);
    CHECK(s.attempts()[1].queued == 50ms);
}

TEST_CASE("chance is drawn from the call's seed, in [0, 1) and each time anew") {
    scene one, same;
    for (auto* s : {&one, &same}) {
        s->retries().answers.assign(50, again_after(0ms));
        s->start();
        for (int i = 1; i <= 51; ++i)
            s->fail(i, refusal(error_kind::throttled), 1ms * i);
    }
    auto const& drawn = one.regions().chances;
    CHECK(drawn.size() == 52);
    CHECK(drawn == same.regions().chances);
    double least = 1, most = 0;
    for (auto const c : drawn) {
        least = std::min(least, c);
        most = std::max(most, c);
    }
    CHECK(least >= 0);
    CHECK(least < 0.2);
    CHECK(most > 0.8);
    CHECK(most < 1);
}

TEST_CASE("the retry slot hears once of each call's beginning and end, and of the tries it granted") {
    auto const ends_with = [](scene& s, std::vector<int> const& granted) {
        CHECK(s.retries().began == 1);
        CHECK(s.retries().ended == granted);
    };
    {
        scene s;
        s.start();
        s.accept(1, 1ms);
        ends_with(s, {});  // a stream that is being read is not over
        s.finish(1, 2ms);
        ends_with(s, {1});
        s.cancel(3ms);
        ends_with(s, {1});
    }
    {
        scene s;
        s.retries().answers = {again_after(10ms)};
        s.start();
        s.fail(1, refusal(error_kind::throttled), 1ms);
        s.wake(11ms);
        s.fail(2, refusal(error_kind::throttled), 12ms);
        ends_with(s, {2});
    }
    {
        scene s;
        s.retries().answers = {again_after(10ms)};
        s.start();
        s.fail(1, refusal(error_kind::throttled), 1ms);
        s.cancel(5ms);  // granted, and never made
        ends_with(s, {2});
    }
    {
        scene s{deadline_at_1s};
        s.retries().answers = {again_after(2s)};  // the machine does not take it
        s.start();
        s.fail(1, refusal(error_kind::throttled), 1ms);
        ends_with(s, {1});
    }
    {
        scene s;
        s.regions().answers = {""};
        s.start();
        ends_with(s, {1});
    }
}

TEST_CASE("a retry policy that does not fit ends a call before anything is asked or sent") {
    scene s{bedrock::never, {.fits = false}};
    CHECK(s.start() == "finish");
    CHECK(s.failed_with() == error_kind::configuration);
    CHECK(s.machine.failure()->message == "without an adaptive rate");
    CHECK(s.end() == ending::refused_locally);
    CHECK(s.attempts().empty());
    CHECK(s.regions().log.empty());
    CHECK(s.quotas().log.empty());
    CHECK(s.retries().ended == std::vector{1});
}

TEST_CASE("the quota slot hears why a try failed or was given up") {
    scene s;
    s.retries().answers = {again_after(0ms)};
    s.start();
    s.fail(1, refusal(error_kind::throttled), 1ms);
    s.cancel(2ms);
    CHECK(s.quotas().causes == std::vector{error_kind::throttled, error_kind::cancelled});
    scene good;
    good.start();
    good.accept(1, 1ms);
    good.finish(1, 2ms);
    CHECK(good.quotas().causes == std::vector{error_kind::none});
}

TEST_CASE("that a clock was corrected is a reason to try again once a call") {
    scene s;
    s.retries().answers = {again_after(0ms), again_after(0ms)};
    auto skewed = refusal(error_kind::clock_skew);
    skewed.clock_corrected = true;
    s.start();
    s.fail(1, skewed, 1ms);
    s.fail(2, skewed, 2ms);
    s.fail(3, refusal(error_kind::clock_skew), 3ms);
    auto const& asked = s.retries().asked;
    CHECK(asked.size() == 3);
    if (asked.size() != 3)
        return;
    CHECK(asked[0].clock_corrected);
    CHECK_FALSE(asked[1].clock_corrected);
    CHECK_FALSE(asked[2].clock_corrected);
}
