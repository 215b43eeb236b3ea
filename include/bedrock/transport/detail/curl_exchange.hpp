// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include <curl/curl.h>

#include <bedrock/core/error_kind.hpp>
#include <bedrock/core/http.hpp>
#include <bedrock/core/time.hpp>
#include <bedrock/transport/concept.hpp>
#include <bedrock/transport/detail/curl_breakdown.hpp>
#include <bedrock/transport/detail/curl_departure.hpp>
#include <bedrock/transport/detail/curl_handle.hpp>
#include <bedrock/transport/detail/curl_reply.hpp>
#include <bedrock/transport/detail/curl_request.hpp>

namespace bedrock::transport::detail {

/// One exchange after the other over a handle pair.
///
/// Theory of operation. `begin` puts the request on the easy handle and the easy handle on its multi handle.
/// `poll` runs `curl_multi_perform` until libcurl's callbacks have left something to tell, and sleeps in
/// `curl_multi_poll` until the nearest of: socket, `wake`, a time limit, the stop token. An exchange ends by
/// libcurl's message, by a limit of ours, or by `cancel`; then the easy handle is taken off the multi handle,
/// and libcurl closes the connection unless the reply had been read to its end.
///
/// `curl_departure` knows how much of the request has left, `curl_reply` what has come back.
class curl_exchange {
 public:
    curl_exchange() {
        if (handle_.usable())
            install();
    }

    curl_exchange(curl_exchange const&) = delete;
    curl_exchange& operator=(curl_exchange const&) = delete;

    /// For options that stay; null when libcurl gave no handle.
    CURL* easy() const { return handle_.usable() ? handle_.easy() : nullptr; }

    /// Bytes of body a whole reply may have.
    void limit_reply(std::size_t bytes) { reply_.limit(bytes); }

    void begin(request const& r, limits const& l);
    news poll(std::optional<steady_time> wake, std::stop_token const& stop);

    int status() const { return reply_.status(); }
    header_list const& headers() const { return reply_.headers(); }
    std::string_view unread() const { return reply_.unread(); }
    void consume(std::size_t n) { reply_.consume(n); }
    breakdown const& failure() const { return failure_; }
    transport::sent sent() const { return departure_.sent(); }

    void cancel() {
        if (state_ == state::running)
            cancel_running();
    }

    /// Ready for the free list: no transfer, no large buffer.
    void rest() {
        cancel();
        state_ = state::idle;
        reply_.shrink();
        request_ = {};
    }

 private:
    enum class state : std::uint8_t { idle, running, finished, failed };
    using clock = std::chrono::steady_clock;

    // The reply is here, but the request is still leaving: how long its rest may stand still before the reply
    // is worth more than the connection.
    static constexpr std::chrono::milliseconds unfinished_request{1'000};
    static constexpr std::chrono::milliseconds stale_within{1'000};

    struct waker {
        CURLM* multi;
        void operator()() const noexcept { curl_multi_wakeup(multi); }
    };

    struct due {
        steady_time at;
        std::chrono::milliseconds limit;
    };

    void install();
    void step();
    void finish(CURLcode code);
    void fail(breakdown b);
    void fail(CURLcode code);
    void cancel_running();
    void time_out(std::chrono::milliseconds limit);
    std::optional<news> to_tell(bool after_io);
    due nearest_limit() const;
    curl_facts facts() const;
    void leave() { curl_multi_remove_handle(handle_.multi(), handle_.easy()); }

    bool streamed() const { return limits_.unread != 0; }
    bool reply_is_whole() const;

    phase where() const {
        return reply_.begun()           ? phase::reading
               : departure_.whole()     ? phase::waiting
               : departure_.connected() ? phase::sending
                                        : phase::connecting;
    }

    // What libcurl calls.
    static curl_exchange& self(void* p) { return *static_cast<curl_exchange*>(p); }
    static std::size_t on_header(char* text, std::size_t, std::size_t size, void* p);
    static std::size_t on_body(char* bytes, std::size_t, std::size_t size, void* p);

    curl_request put_;
    curl_departure departure_;
    curl_reply reply_;

    request request_{};
    limits limits_{};
    std::chrono::milliseconds connect_set_{-1};
    state state_ = state::idle;

    bool paused_ = false;
    bool moved_ = false;  // something of the reply came since the last look
    bool body_too_large_ = false;
    bool headers_too_large_ = false;
    bool head_told_ = false;
    bool body_news_ = false;

    steady_time begun_{};
    steady_time quiet_since_{};  // since when nothing has moved, times between polls left out
    steady_time left_poll_{};

    breakdown failure_;
    std::array<char, CURL_ERROR_SIZE> text_{};

    curl_handle handle_;  // the last, so the first to go: its end may still call the others
};

inline void curl_exchange::install() {
    auto* const easy = handle_.easy();
    // Several threads use libcurl: no signals. Its sockets are written with MSG_NOSIGNAL.
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    // An early 429 would cost the connection otherwise.
    curl_easy_setopt(easy, CURLOPT_KEEP_SENDING_ON_ERROR, 1L);
    // Without it the end of an exchange waits for a name lookup that hangs.
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, text_.data());

    departure_.install(easy);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);

    // Several regions may be called in turn, and each keeps its connection.
    curl_multi_setopt(handle_.multi(), CURLMOPT_MAXCONNECTS, 8L);
}

inline void curl_exchange::begin(request const& r, limits const& l) {
    cancel();
    request_ = r;
    limits_ = l;
    paused_ = moved_ = false;
    body_too_large_ = headers_too_large_ = head_told_ = body_news_ = false;
    departure_.clear(r.body.size());
    reply_.clear(l.unread);
    text_[0] = '\0';
    begun_ = quiet_since_ = left_poll_ = clock::now();

    if (!handle_.usable())
        return fail(CURLE_FAILED_INIT);
    if (connect_set_ != l.connect) {
        // Known to libcurl too, so that it goes on to the host's next address in time. 0 would mean 300 s to
        // it.
        constexpr std::chrono::milliseconds day{86'400'000};
        auto const given = l.connect.count() <= 0 ? day : std::min(l.connect, day);
        curl_easy_setopt(handle_.easy(), CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(given.count()));
        connect_set_ = l.connect;
    }
    if (auto const rc = put_.put(handle_.easy(), request_); rc != CURLE_OK)
        return fail(rc);
    if (curl_multi_add_handle(handle_.multi(), handle_.easy()) != CURLM_OK)
        return fail(CURLE_FAILED_INIT);
    state_ = state::running;
}

inline news curl_exchange::poll(std::optional<steady_time> wake, std::stop_token const& stop) {
    if (stop.stop_requested())
        return news::stopped;
    if (auto const known = to_tell(false))
        return *known;

    auto now = clock::now();
    quiet_since_ += now - left_poll_;
    auto const done = [&](news n) {
        left_poll_ = now;
        return n;
    };

    std::optional<std::stop_callback<waker>> on_stop;
    for (;;) {
        step();
        now = clock::now();
        bool const went = departure_.moved(), came = std::exchange(moved_, false);
        if (went || came)
            quiet_since_ = now;
        if (auto const n = to_tell(true))
            return done(*n);
        auto const limit = nearest_limit();
        if (now >= limit.at) {
            if (reply_is_whole()) {
                leave();
                state_ = state::finished;
            } else {
                time_out(limit.limit);
            }
            continue;
        }
        if (wake && now >= *wake)
            return done(news::woken);
        if (stop.stop_possible() && !on_stop)
            on_stop.emplace(stop, waker{handle_.multi()});
        if (stop.stop_requested())
            return done(news::stopped);

        auto const until = wake ? std::min(*wake, limit.at) : limit.at;
        // Rounded up: waking early would mean going round for nothing.
        auto const wait = std::chrono::ceil<std::chrono::milliseconds>(
            std::min<clock::duration>(until - now, std::chrono::hours{1}));
        curl_multi_poll(handle_.multi(), nullptr, 0, static_cast<int>(wait.count()), nullptr);
        if (stop.stop_requested()) {
            now = clock::now();
            return done(news::stopped);
        }
    }
}

inline void curl_exchange::step() {
    if (state_ != state::running)
        return;
    if (paused_ && reply_.has_room()) {
        paused_ = false;
        // Hands over what libcurl holds, which may pause it again; if it fails, so does the transfer.
        static_cast<void>(curl_easy_pause(handle_.easy(), CURLPAUSE_CONT));
    }
    int running = 0;
    curl_multi_perform(handle_.multi(), &running);
    if (running != 0)
        return;
    int left = 0;
    while (auto const* const message = curl_multi_info_read(handle_.multi(), &left))
        if (message->msg == CURLMSG_DONE)
            return finish(message->data.result);
}

[[gnu::noinline]] inline void curl_exchange::finish(CURLcode code) {
    // An early reply may have come whole although the rest of the request could not be sent any more.
    if ((code == CURLE_OK && reply_.headed()) || (code == CURLE_SEND_ERROR && reply_is_whole())) {
        leave();
        state_ = state::finished;
        return;
    }
    // libcurl knows the time for connecting too, and may notice first that it is over.
    if (code == CURLE_OPERATION_TIMEDOUT && !departure_.connected() && limits_.connect.count() > 0)
        return time_out(limits_.connect);
    auto b = curl_breakdown(code, facts());
    leave();
    fail(std::move(b));
}

[[gnu::cold, gnu::noinline]] inline void curl_exchange::time_out(std::chrono::milliseconds limit) {
    auto b = time_breakdown(facts(), limit);
    leave();
    fail(std::move(b));
}

[[gnu::cold, gnu::noinline]] inline void curl_exchange::fail(breakdown b) {
    b.sent = departure_.sent();
    b.reused = departure_.reused();
    b.stale = b.reused && !reply_.begun() && b.kind == error_kind::network &&
              (!departure_.whole() || clock::now() - departure_.whole_since() <= stale_within);
    failure_ = std::move(b);
    state_ = state::failed;
}

[[gnu::cold, gnu::noinline]] inline void curl_exchange::fail(CURLcode code) {
    fail(curl_breakdown(code, facts()));
}

[[gnu::cold, gnu::noinline]] inline void curl_exchange::cancel_running() {
    leave();
    fail({.kind = error_kind::cancelled,
          .message = bedrock::detail::joined({request_.method, " to ", host_and_port(request_.url),
                                              " was cancelled while ", to_string(where())})});
}

[[gnu::noinline]] inline std::optional<news> curl_exchange::to_tell(bool after_io) {
    if (reply_.headed() && !head_told_) {
        head_told_ = true;
        return news::head;
    }
    if (streamed()) {
        bool const all = state_ == state::finished && !unread().empty();
        // A paused sender brings nothing more until something is consumed: better say so than wait for ever.
        bool const full = after_io && paused_ && !unread().empty();
        if (body_news_ || all || full) {
            body_news_ = false;
            return news::body;
        }
    }
    if (state_ == state::finished)
        return news::finished;
    if (state_ == state::failed || state_ == state::idle)
        return news::failed;
    return std::nullopt;
}

inline curl_exchange::due curl_exchange::nearest_limit() const {
    due next{steady_time::max(), {}};
    auto const at = [&next](steady_time from, std::chrono::milliseconds limit) {
        if (limit.count() > 0 && limit < steady_time::max() - from)  // 0: no limit
            next = {from + limit, limit};
    };
    switch (where()) {
        case phase::connecting:
            at(begun_, limits_.connect);
            break;
        case phase::waiting:
            at(departure_.whole_since(), limits_.first_byte);
            break;
        case phase::sending:
            at(quiet_since_, limits_.between_bytes);
            break;
        case phase::reading:
            at(quiet_since_, limits_.between_bytes);
            if (!departure_.whole() && reply_is_whole() && quiet_since_ + unfinished_request < next.at)
                at(quiet_since_, unfinished_request);
            break;
    }
    return next;
}

inline bool curl_exchange::reply_is_whole() const {
    if (!reply_.headed() || departure_.whole() || state_ != state::running)
        return false;
    curl_off_t length = -1;
    curl_easy_getinfo(handle_.easy(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    return length >= 0 && reply_.received() >= static_cast<std::size_t>(length);
}

[[gnu::cold, gnu::noinline]] inline curl_facts curl_exchange::facts() const {
    curl_facts f{.method = request_.method,
                 .url = request_.url == nullptr ? std::string_view{} : std::string_view{request_.url},
                 .phase = where(),
                 .text = text_.data(),
                 .streamed = streamed(),
                 .headed = reply_.headed(),
                 .resend_refused = departure_.refused(),
                 .body_too_large = body_too_large_,
                 .headers_too_large = headers_too_large_,
                 .reply_limit = reply_.limit()};
    if (handle_.usable() && !departure_.connected())
        curl_easy_getinfo(handle_.easy(), CURLINFO_HTTP_CONNECTCODE, &f.proxy_status);
    return f;
}

inline std::size_t curl_exchange::on_header(char* text, std::size_t, std::size_t size, void* p) {
    auto& x = self(p);
    x.moved_ = true;
    if (x.reply_.add_line({text, size}, x.handle_.easy()) == curl_reply::verdict::kept)
        return size;
    x.headers_too_large_ = true;
    return 0;
}

inline std::size_t curl_exchange::on_body(char* bytes, std::size_t, std::size_t size, void* p) {
    auto& x = self(p);
    switch (x.reply_.add_body({bytes, size})) {
        case curl_reply::verdict::full:
            x.paused_ = true;
            return CURL_WRITEFUNC_PAUSE;
        case curl_reply::verdict::too_large:
            x.body_too_large_ = true;
            return 0;
        case curl_reply::verdict::kept:
            break;
    }
    x.moved_ = x.body_news_ = true;
    return size;
}

static_assert(exchange<curl_exchange>);

}  // namespace bedrock::transport::detail
