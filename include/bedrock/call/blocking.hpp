// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include <bedrock/api/detail/binding.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/api/service_error.hpp>
#include <bedrock/call/client_state.hpp>
#include <bedrock/call/machine.hpp>
#include <bedrock/core/text.hpp>
#include <bedrock/signing/concept.hpp>
#include <bedrock/times/times.hpp>
#include <bedrock/transport/concept.hpp>

namespace bedrock::call {

inline instant now() { return {std::chrono::steady_clock::now(), std::chrono::system_clock::now()}; }

/// Several regions behind one address would be one region in truth: refused, with a word.
template <class State>
result<void> check_addresses(State& state, std::string_view service) {
    auto const several = [&] {
        if constexpr (requires { state.region.policy().several(); })
            return state.region.policy().several();
        else
            return false;
    }();
    auto const distinguished = [&] {
        auto const& endpoint = state.endpoint.policy();
        if constexpr (requires { endpoint.distinguishes_regions(service); })
            return endpoint.distinguishes_regions(service);
        else
            return endpoint.distinguishes_regions();
    };
    if (!several || distinguished())
        return {};
    return failure(
        error_kind::configuration,
        {"the region policy has several regions, but the endpoint has the same address for all"},
        "put {region} into the address, give one address for each region (endpoint::url), or unset "
        "AWS_ENDPOINT_URL_BEDROCK_RUNTIME and AWS_ENDPOINT_URL");
}

/// What the service wants waited, where a reply says so: `x-amz-retry-after` in milliseconds, else
/// `Retry-After` in seconds.
[[gnu::cold]] inline std::optional<std::chrono::milliseconds> server_hint(header_list const& headers) {
    auto const number = [&](std::string_view name) -> std::optional<std::int64_t> {
        constexpr std::uint64_t any = std::numeric_limits<std::int64_t>::max(), a_day_in_ms = 86'400'000;
        std::uint64_t value = 0;
        if (!bedrock::detail::read_decimal(headers.find(name), any, value))
            return std::nullopt;
        return static_cast<std::int64_t>(std::min(value, a_day_in_ms));
    };
    if (auto const ms = number("x-amz-retry-after"))
        return std::chrono::milliseconds{*ms};
    if (auto const s = number("retry-after"))
        return std::chrono::milliseconds{std::min<std::int64_t>(*s, 86'400) * 1'000};
    return std::nullopt;
}

/// What became of the wait for more bytes of a stream.
enum class read_result : std::uint8_t {
    bytes,  ///< there are some
    end,    ///< the reply is complete
    over,   ///< this attempt is: it failed, or the deadline or the caller ended the call
};

/// Runs one call's machine on the caller's thread: sends what it says, waits as it says, tells it what came.
/// It decides nothing itself.
template <class State>
class blocking {
    using lease = decltype(std::declval<State&>().transport.ask(
        [](auto& p, auto&... memory) { return p.lease(memory...); }));

 public:
    using buffers_lease = detail::free_list<call::buffers>::lease;

    /// `buffers` hold the encoded request; a `stream`'s good reply is handed up at its head, any other whole.
    blocking(std::shared_ptr<State> state, buffers_lease buffers, facts f, std::string_view service,
             std::stop_token stop, bool stream)
        : state_{std::move(state)},
          buffers_{std::move(buffers)},
          machine_{*state_, f},
          service_{service},
          stop_{std::move(stop)},
          stream_{stream} {
        tell([&] { return machine_.start(now()); });
    }

    blocking(blocking&&) noexcept = default;
    blocking& operator=(blocking&&) noexcept = delete;

    /// Runs until a good reply has come, or the call is over: false, and `take_failure()` says why.
    bool await_reply();

    /// The good reply; views until the next call of a member.
    api::wire_reply reply() const {
        return {.status = exchange().status(), .headers = &exchange().headers(), .body = exchange().unread()};
    }

    /// The reply turned out to be what was asked for: from here on there is no other attempt.
    void accept() {
        auto const id = exchange().headers().find("x-amzn-requestid");
        machine_.on_accepted(attempt_, {.status = exchange().status(), .request_id = std::string{id}}, now());
    }

    /// It was read to its end. `reported`: what the service says it used; `otherwise`: an estimate.
    void finish(std::optional<tokens_used> const& reported, tokens_used const& otherwise) {
        tell([&] {
            return machine_.on_finished(
                attempt_, {.used = reported.value_or(otherwise), .estimated = !reported}, now());
        });
        release();
    }

    /// It turned out to be bad. After this `await_reply` says whether there is another attempt.
    void fail(error what, std::optional<tokens_used> const& seen) {
        failed_try failed{.what = std::move(what), .answered = true, .left_whole = true};
        failed.what.request_id = exchange().headers().find("x-amzn-requestid");
        exchange().cancel();
        report(failed, seen);
    }

    /// The caller wants no more of it.
    void cancel(std::optional<tokens_used> const& seen) {
        tell([&] { return machine_.on_cancelled(so_far(seen), now()); });
    }

    /// Of a stream: whether the caller's stop or the deadline ends it here. For each event, since a fast sender
    /// never lets `read` wait.
    bool ends_now(std::optional<tokens_used> const& seen) {
        if (stop_.stop_requested())
            cancel(seen);
        else if (next_.wake != never && std::chrono::steady_clock::now() >= next_.wake)
            wake_up(seen);
        return over();
    }

    /// Of a stream: waits for more bytes.
    read_result read(std::optional<tokens_used> const& seen);
    std::string_view unread() const { return exchange().unread(); }
    void consume(std::size_t n) { exchange().consume(n); }

    bool valid() const { return state_ != nullptr; }  ///< false once moved from
    bool over() const { return is_over_; }
    error take_failure() { return std::move(*machine_.failure()); }
    bedrock::story& story() { return machine_.story(); }
    bedrock::story const& story() const { return machine_.story(); }
    call::facts const& facts() const { return machine_.facts(); }
    tokens_used estimate() const { return machine_.estimate(); }  ///< where the service does not say

 private:
    auto& exchange() const { return **lease_; }

    template <class F>
    void tell(F&& news) {
        generation_ = state_->room.generation();
        follow(news());
    }
    [[gnu::noinline]] void follow(step const& next) {
        next_ = next;
        for (auto const& c : next_.commands) {
            if (c && std::get_if<call::cancel>(&*c) != nullptr && lease_)
                exchange().cancel();
            is_over_ = is_over_ || (c && std::get_if<call::finish>(&*c) != nullptr);
        }
        if (machine_.line_moved())
            state_->room.nudge();
        if (is_over_ && machine_.failure())
            release();
    }

    void wake_up(std::optional<tokens_used> const& seen) {
        tell([&] { return machine_.on_woken(so_far(seen), now()); });
    }

    progress so_far(std::optional<tokens_used> const& seen) const {
        return {.sent = lease_ ? exchange().sent() : sent::nothing, .used = seen};
    }

    void release() {
        lease_.reset();
        if (buffers_) {
            buffers_->shrink();
            buffers_.reset();
        }
    }

    bool try_once(send what);
    bool await_answer();
    [[gnu::cold, gnu::noinline]] void report(failed_try const& failed,
                                             std::optional<tokens_used> const& seen) {
        tell([&] { return machine_.on_failed(attempt_, failed, seen, now()); });
    }
    void fail_by(transport::breakdown const& b, std::optional<tokens_used> const& seen);
    void refuse(std::string_view in_place_of_words = {});
    result<void> prepare(place const& where);
    transport::limits limits() const;
    std::optional<steady_time> wake() const {
        return next_.wake == never ? std::nullopt : std::optional{next_.wake};
    }

    std::shared_ptr<State> state_;
    buffers_lease buffers_;
    std::optional<lease> lease_{};
    machine<State> machine_;
    std::string_view service_;
    std::stop_token stop_;
    step next_{};
    std::uint64_t generation_ = 0;
    int attempt_ = 0;
    bool stream_ = false;
    bool is_over_ = false;
};

template <class State>
bool blocking<State>::await_reply() {
    while (!over()) {
        if (auto const* what = next_.commands[0] ? std::get_if<send>(&*next_.commands[0]) : nullptr) {
            if (try_once(*what))
                return true;
        } else {
            state_->room.wait(next_.wake, stop_, machine_.queued(), generation_);
            if (stop_.stop_requested())
                cancel({});
            else
                wake_up({});
        }
    }
    return false;
}

template <class State>
bool blocking<State>::try_once(send what) {
    attempt_ = what.attempt;
    if (auto ready = prepare(machine_.destination()); !ready) {
        tell([&] { return machine_.on_unsent(attempt_, std::move(ready.error()), now()); });
        return false;
    }
    if (!lease_)
        lease_.emplace(state_->transport.ask([](auto& p, auto&... memory) { return p.lease(memory...); }));
    exchange().begin({.method = buffers_->wire.method,
                      .url = buffers_->url.c_str(),
                      .headers = &buffers_->headers,
                      .body = buffers_->wire.body},
                     limits());
    return await_answer();
}

// True when a good reply is there: a stream's head, any other whole.
template <class State>
bool blocking<State>::await_answer() {
    constexpr std::size_t enough_of_an_error = 32 * 1024;
    auto& refusal = buffers_->refusal;
    refusal.clear();
    for (;;) {
        auto const told = exchange().poll(wake(), stop_);
        auto const status = exchange().status();
        auto const good = status >= 200 && status < 300;
        switch (told) {
            case transport::news::head:
                if (stream_ && good)
                    return true;
                break;
            case transport::news::body:  // of an error in a stream's place; consumed, or its end is not told
                refusal.append(exchange().unread());
                exchange().consume(exchange().unread().size());
                if (refusal.size() < enough_of_an_error)
                    break;
                refuse();
                return false;
            case transport::news::finished:
                if (good)
                    return true;
                refuse();
                return false;
            case transport::news::failed:
                if (status >= 300)  // what matters has been said, though not to its end
                    refuse(exchange().failure().message);
                else
                    fail_by(exchange().failure(), {});
                return false;
            case transport::news::stopped:
                cancel({});
                return false;
            case transport::news::woken:
                wake_up({});
                if (over())
                    return false;
                break;
        }
    }
}

template <class State>
auto blocking<State>::read(std::optional<tokens_used> const& seen) -> read_result {
    while (!over()) {
        switch (exchange().poll(wake(), stop_)) {
            case transport::news::head:
                break;
            case transport::news::body:
                return read_result::bytes;
            case transport::news::finished:
                return read_result::end;
            case transport::news::failed:
                fail_by(exchange().failure(), seen);
                return read_result::over;
            case transport::news::stopped:
                cancel(seen);
                break;
            case transport::news::woken:
                wake_up(seen);
                break;
        }
    }
    return read_result::over;
}

template <class State>
void blocking<State>::fail_by(transport::breakdown const& b, std::optional<tokens_used> const& seen) {
    failed_try failed{.what = {.kind = b.kind, .message = b.message, .remedy = b.remedy},
                      .answered = exchange().status() != 0,
                      .left_whole = b.sent == transport::sent::whole,
                      .stale = b.stale};
    failed.what.status = exchange().status();
    failed.what.request_id = exchange().headers().find("x-amzn-requestid");
    report(failed, seen);
}

template <class State>
void blocking<State>::refuse(std::string_view in_place_of_words) {
    auto said = reply();
    if (stream_)
        said.body = buffers_->refusal;
    failed_try failed{.what = api::service_error(said),
                      .answered = true,
                      .left_whole = true,
                      .server_hint = server_hint(exchange().headers())};
    if (failed.what.message.empty())
        failed.what.message = in_place_of_words;
    state_->signing.ask([&](auto& p, auto&... memory) {
        if constexpr (requires(signing::refusal const& r) { p.learn(r, memory..., now()); })
            failed.clock_corrected = p.learn(
                {buffers_->host, failed.what.code, exchange().headers().find("date")}, memory..., now());
    });
    report(failed, {});
}

// Endpoint and signature of this attempt; the operation's own part was encoded once.
template <class State>
result<void> blocking<State>::prepare(place const& where) {
    auto& b = *buffers_;
    if (where.account != 0 && !signing::several_accounts<typename State::signing_policy>)
        return failure(error_kind::configuration,
                       {"the region policy chose account ", bedrock::detail::decimal{where.account},
                        ", and the signing policy has keys for one account only"},
                       "use a signing policy that takes signing::request::account and says so "
                       "(several_accounts)");
    if (auto found = state_->endpoint.ask([&](auto& p, auto&... memory) {
            return p.resolve(service_, where.region, memory..., b.address);
        });
        !found)
        return found;
    b.host.clear();
    b.address.append_host_header(b.host);
    b.path.assign(b.address.base_path);
    if (where.model == b.model)
        b.path.append(b.wire.path);
    else if (auto named = api::detail::append_path_with(where.model, b.wire, b.path); !named)
        return named;
    b.url.assign(b.address.scheme).append("://").append(b.host).append(b.path);
    if (!b.wire.query.empty())
        b.url.append(1, '?').append(b.wire.query);

    b.headers = b.wire.headers;
    signing::request const unsigned_request{.method = b.wire.method,
                                            .host = b.host,
                                            .path = b.path,
                                            .query = b.wire.query,
                                            .headers = &b.wire.headers,
                                            .body = b.wire.body,
                                            .service = b.address.signing_name,
                                            .region = b.address.signing_region,
                                            .account = where.account};
    return state_->signing.ask(
        [&](auto& p, auto&... memory) { return p.sign(unsigned_request, b.headers, memory..., now()); });
}

template <class State>
transport::limits blocking<State>::limits() const {
    constexpr std::size_t undecoded_of_a_stream = 64 * 1024;
    auto const& t = state_->times.policy();
    return {.connect = t.connect,
            .first_byte = stream_ ? t.first_byte_stream : t.first_byte,
            .between_bytes = t.between_bytes,
            .unread = stream_ ? undecoded_of_a_stream : 0};
}

}  // namespace bedrock::call
