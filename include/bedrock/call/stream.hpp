// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <bedrock/api/operation.hpp>
#include <bedrock/api/reply_head.hpp>
#include <bedrock/call/blocking.hpp>
#include <bedrock/core/pull_iterator.hpp>
#include <bedrock/event_stream/decoder.hpp>

namespace bedrock {

/// A reply that comes event by event, read when asked for: a pull range of `result<event>`.
///
///     auto answer = client.converse_stream(model, "…");
///     if (!answer) return complain(answer.error());
///     for (auto& event : *answer) {
///         if (!event) return complain(event.error());   // always the last element
///         print(event->text());
///     }
///
/// The range ends after a proper end of the reply, or after one error: an exception event, a cut, a bad
/// checksum, an end without its stop event, silence, the deadline or a stop. What came before stays with the
/// reader. At most 64 KiB are held undecoded, then the sender is stopped. Dropping a stream cancels it. It
/// shares what it needs of its client and may outlive it. Not to be used from two threads at once.
template <api::stream_operation O, class State>
class stream {
 public:
    using event = typename O::event;

    stream(stream&&) noexcept = default;
    stream& operator=(stream&&) noexcept = delete;
    ~stream() { cancel(); }

    /// The next event; or an error, which is the last word; or nothing after a proper end.
    std::optional<result<event>> next();

    /// Ends the reply here; its connection is given up.
    void cancel() {
        if (call_.valid() && state_ == state::reading)
            call_.cancel(used());
        else if (call_.valid() && state_ == state::ended)  // a reply without content ends while it is opened
            call_.finish(reported_, estimate());
        state_ = state::done;
        told_ = held_.size();
    }

    /// What the call used: as the service says, or (until it has said) an estimate that is never zero.
    tokens_used used() const { return reported_ ? *reported_ : estimate(); }

    /// The attempts that led to this reply. After an error the error has the story.
    bedrock::story const& story() const { return call_.story(); }

    auto begin() { return pull_iterator{*this}; }
    std::default_sentinel_t end() const { return {}; }

    /// For `client`: waits for the reply's first event with content; until then a failure may be tried again.
    static result<stream> open(call::blocking<State> call) {
        stream s{std::move(call)};
        while (s.call_.await_reply())
            if (s.open_reply())
                return s;
        s.state_ = state::done;
        return failure(s.call_.take_failure());
    }

 private:
    enum class state : std::uint8_t { reading, ended, failed, done };

    explicit stream(call::blocking<State> call) : call_{std::move(call)} {}

    bool open_reply();
    std::optional<event> pull();
    std::optional<event> decode();
    void end_of_bytes();
    void fail(error what);

    tokens_used estimate() const {
        constexpr std::size_t bytes_per_token = 4;
        return {.input = call_.facts().asked.input_estimate,
                .output = static_cast<std::int64_t>((output_bytes_ + bytes_per_token - 1) / bytes_per_token)};
    }

    call::blocking<State> call_;
    event_stream::decoder decoder_{};
    std::vector<event> held_{};  // what came up to the first event with content
    std::size_t told_ = 0;       // of those held
    std::optional<tokens_used> reported_{};
    std::size_t output_bytes_ = 0;
    bool stop_seen_ = false;
    state state_ = state::reading;
};

template <api::stream_operation O, class State>
bool stream<O, State>::open_reply() {
    decoder_ = {};
    held_.clear();
    reported_.reset();
    output_bytes_ = 0;
    stop_seen_ = false;
    state_ = state::reading;
    if (auto const head = api::check_stream_head(call_.reply()); !head) {
        fail(head.error());
        return false;
    }
    while (auto e = pull()) {
        held_.push_back(std::move(*e));
        if (O::has_content(held_.back())) {
            call_.accept();
            return true;
        }
    }
    if (state_ == state::failed)
        return false;
    call_.accept();
    return true;
}

template <api::stream_operation O, class State>
auto stream<O, State>::next() -> std::optional<result<event>> {
    if (told_ < held_.size())
        return result<event>{std::move(held_[told_++])};
    if (state_ == state::reading)
        if (auto e = pull())
            return result<event>{std::move(*e)};
    switch (std::exchange(state_, state::done)) {
        case state::ended:
            call_.finish(reported_, estimate());
            break;
        case state::failed:
            return result<event>{failure(call_.take_failure())};
        case state::reading:
        case state::done:
            break;
    }
    return std::nullopt;
}

// The next event of the reply; none: it has ended or failed, as `state_` says.
template <api::stream_operation O, class State>
auto stream<O, State>::pull() -> std::optional<event> {
    while (state_ == state::reading) {
        if (call_.ends_now(used())) {
            state_ = state::failed;
            break;
        }
        if (auto e = decode())
            return e;
        if (state_ != state::reading)
            break;
        switch (call_.read(used())) {
            case call::read_result::bytes:
                break;
            case call::read_result::end:
                end_of_bytes();
                break;
            case call::read_result::over:
                state_ = state::failed;
                break;
        }
    }
    return std::nullopt;
}

// The next event among the bytes that are there.
template <api::stream_operation O, class State>
auto stream<O, State>::decode() -> std::optional<event> {
    for (;;) {
        auto const unread = call_.unread();
        auto rest = unread;
        auto const message = decoder_.next(rest);
        if (!message) {
            fail(event_stream::explain(message.error(), decoder_.position()));
            return std::nullopt;
        }
        if (!*message) {
            call_.consume(unread.size());
            return std::nullopt;
        }
        auto e = O::decode(**message);
        call_.consume(unread.size() -
                      rest.size());  // late on purpose: the message is a view into these bytes
        if (!e) {
            fail(std::move(e.error()));
            return std::nullopt;
        }
        if (!*e)
            continue;
        if (auto const reported = O::used(**e))
            reported_ = reported;
        output_bytes_ += O::output_size(**e);
        stop_seen_ = stop_seen_ || O::is_stop(**e);
        return std::move(*e);
    }
}

template <api::stream_operation O, class State>
void stream<O, State>::end_of_bytes() {
    if (decoder_.incomplete())
        fail({.kind = error_kind::interrupted,
              .message = "the stream was cut inside a frame, " + std::to_string(decoder_.missing()) +
                         " or more bytes before its end",
              .remedy = "what came before is whole; ask again for the rest"});
    else if (!stop_seen_)
        fail({.kind = error_kind::interrupted,
              .message = "the stream ended without its stop event",
              .remedy = "what came before is whole; ask again for the rest"});
    else
        state_ = state::ended;
}

template <api::stream_operation O, class State>
void stream<O, State>::fail(error what) {
    state_ = state::failed;
    call_.fail(std::move(what), used());
}

}  // namespace bedrock
