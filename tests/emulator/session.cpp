// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "session.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <limits>
#include <string>

namespace bedrock::testing::emulation {

namespace {

// One request after the other, each in these states:
//
//   read ──header──▶ asked? ──early answer──▶ play, read the body out, next request
//                      │ no
//                      ▼
//   read ──body─────▶ asked ────────────────▶ play ──▶ next request, or the end that the script wants
//
// Beast parses; reading and writing are ours, so that an answer can be any bytes at any time.

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

class session : public std::enable_shared_from_this<session> {
 public:
    session(std::unique_ptr<channel> c, handler const& h, std::uint64_t number)
        : channel_(std::move(c)),
          handler_(h),
          number_(number),
          timer_(channel_->socket().get_executor()),
          idle_(channel_->socket().get_executor()) {}

    void next_request() {
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(buffer_.size()));
        // Ours is looked at as the body grows, so that the log has the request. (No limit at all is not an
        // option: Boost 1.74 compares with `boost::none`, and everything is larger than that.)
        parser_->body_limit(std::numeric_limits<std::uint64_t>::max());
        asked_ = {};
        header_seen_ = answered_ = false;
        await_bytes();
    }

 private:
    void await_bytes() {
        if (filled_ > 0 && feed())
            return;
        if (filled_ == buffer_.size())  // a header larger than is taken
            return end_with(bad_request());
        idle_.expires_after(handler_.idle);
        idle_.async_wait([self = weak_from_this()](error_code stopped) {
            if (auto const me = self.lock(); me && !stopped)
                me->close();
        });
        channel_->read_some(asio::buffer(buffer_.data() + filled_, buffer_.size() - filled_),
                            [me = shared_from_this()](error_code failed, std::size_t got) {
                                me->idle_.cancel();
                                if (failed)
                                    return me->close();
                                me->filled_ += got;
                                me->await_bytes();
                            });
    }

    /// Gives the parser what there is. True if something else goes on from here and reading must wait.
    bool feed() {
        for (;;) {
            if (header_seen_ && parser_->is_done()) {
                on_whole();
                return true;
            }
            if (filled_ == 0)
                return false;
            error_code wrong;
            auto const used = parser_->put(asio::buffer(buffer_.data(), filled_), wrong);
            consume(used);
            if (wrong && wrong != http::error::need_more) {
                end_with(bad_request());
                return true;
            }
            if (parser_->get().body().size() > handler_.largest_body) {
                end_with(answered_ ? script{.end = ending::close} : handler_.too_large(asked_));
                return true;
            }
            if (parser_->is_header_done() && !header_seen_) {
                header_seen_ = true;
                if (on_header())
                    return true;
            } else if (used == 0) {
                return false;
            }
        }
    }

    void consume(std::size_t used) {
        std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(used),
                  buffer_.begin() + static_cast<std::ptrdiff_t>(filled_), buffer_.begin());
        filled_ -= used;
    }

    bool on_header() {
        auto const& message = parser_->get();
        asked_.method = std::string{message.method_string()};
        asked_.target = std::string{message.target()};
        for (auto const& field : message) {
            std::string name{field.name_string()};
            std::ranges::transform(name, name.begin(), [](char c) {
                return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c;
            });
            asked_.headers.emplace_back(std::move(name), std::string{field.value()});
        }
        asked_.tls = channel_->secure();
        asked_.connection = number_;
        keep_alive_ = message.keep_alive();

        auto const length = parser_->content_length();
        auto early =
            handler_.on_header(asked_, length ? std::optional<std::uint64_t>{*length} : std::nullopt);
        if (early) {
            if (early->end != ending::keep) {
                end_with(std::move(*early));
                return true;
            }
            answered_ = true;
            play(std::move(*early), [this] { read_on(); });
            return true;
        }
        if (asked_.header("expect") == "100-continue" && !parser_->is_done()) {
            play({.steps = {{{}, "HTTP/1.1 100 Continue\r\n\r\n"}}}, [this] { read_on(); });
            return true;
        }
        return false;
    }

    void read_on() {
        if (parser_->is_done())
            on_whole();
        else
            await_bytes();
    }

    void on_whole() {
        if (answered_) {
            after_answer();
            return;
        }
        answered_ = true;
        asked_.body = std::move(parser_->get().body());
        auto answer = handler_.on_request(asked_);
        if (answer.end != ending::keep)
            return end_with(std::move(answer));
        play(std::move(answer), [this] { after_answer(); });
    }

    void after_answer() {
        if (keep_alive_)
            next_request();
        else
            channel_->finish([me = shared_from_this()] { me->close(); });
    }

    /// The last script of this connection.
    void end_with(script last) {
        auto const how = last.end;
        auto const whole = parser_->is_done();
        play(std::move(last), [this, how, whole] {
            if (how == ending::reset)
                reset();
            else if (whole)
                close();  // no farewell in TLS: it is a cut
            else
                let_it_finish_sending();
        });
    }

    /// Closing while the other side still sends would reset the connection and might take our answer with it.
    void let_it_finish_sending() {
        channel_->socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored_);
        timer_.expires_after(std::chrono::seconds{5});
        timer_.async_wait([self = weak_from_this()](error_code stopped) {
            if (auto const me = self.lock(); me && !stopped)
                me->close();
        });
        drain();
    }

    void drain() {
        channel_->read_some(asio::buffer(buffer_), [me = shared_from_this()](error_code failed, std::size_t) {
            if (failed)
                me->close();
            else
                me->drain();
        });
    }

    static script bad_request() {
        draft d{.status = 400, .content_type = "text/plain"};
        d.body = "Bad Request";
        d.end = ending::close;
        return lay_out(std::move(d), std::chrono::system_clock::now());
    }

    /// `then` must not own the session, which would own itself with it: each pending operation does.
    void play(script s, std::function<void()> then) {
        playing_ = std::move(s);
        then_ = std::move(then);
        position_ = 0;
        tokens_ = 0;
        due_ = std::chrono::steady_clock::now();
        out_.clear();
        play_on();
    }

    void play_on() {
        if (position_ >= playing_.steps.size()) {
            if (!playing_.endless || playing_.steps.empty())
                return played();
            position_ = playing_.steps.size() - 1;
        }
        auto const wait = playing_.steps[position_].wait;
        if (wait <= wait.zero())
            return write_steps();
        // From when the step before was due, so that the pauses of many small steps do not add up their
        // overhead.
        auto const now = std::chrono::steady_clock::now();
        due_ = std::max(due_, now - std::chrono::milliseconds{5}) + wait;
        timer_.expires_at(due_);
        timer_.async_wait([me = shared_from_this()](error_code stopped) {
            if (!stopped)
                me->write_steps();
        });
    }

    /// This step, and what follows it without a pause, in one piece.
    void write_steps() {
        constexpr std::size_t enough = 16 * 1024;
        out_.clear();
        do {
            auto& s = playing_.steps[position_];
            tokens_ += s.tokens;
            s.tokens = 0;
            out_ += s.bytes;
            ++position_;
        } while (position_ < playing_.steps.size() && out_.size() < enough &&
                 playing_.steps[position_].wait <= std::chrono::nanoseconds{});
        if (out_.empty())
            return play_on();
        channel_->write(asio::buffer(out_), [me = shared_from_this()](error_code failed, std::size_t) {
            if (!failed)
                return me->play_on();
            me->report_end();
            me->close();
        });
    }

    void played() {
        report_end();
        playing_ = {};
        auto const then = std::exchange(then_, nullptr);
        then();
    }

    void report_end() { handler_.on_end(playing_, tokens_); }

    void reset() {
        // What was written shall arrive before the reset does away with it.
        timer_.expires_after(std::chrono::milliseconds{out_.empty() ? 0 : 20});
        timer_.async_wait([me = shared_from_this()](error_code) {
            me->channel_->socket().set_option(asio::socket_base::linger{true, 0}, me->ignored_);
            me->close();
        });
    }

    void close() {
        idle_.cancel();
        timer_.cancel();
        channel_->socket().close(ignored_);
    }

    std::unique_ptr<channel> channel_;
    handler const& handler_;
    std::uint64_t number_;
    asio::steady_timer timer_;
    asio::steady_timer idle_;
    error_code ignored_;

    std::array<char, 64 * 1024> buffer_{};
    std::size_t filled_ = 0;
    std::optional<http::request_parser<http::string_body>> parser_;
    http_request asked_;
    bool header_seen_ = false;
    bool answered_ = false;  // early; what comes is only read out
    bool keep_alive_ = true;

    script playing_;
    std::function<void()> then_;
    std::size_t position_ = 0;
    std::int64_t tokens_ = 0;
    std::chrono::steady_clock::time_point due_{};
    std::string out_;
};

}  // namespace

void serve(std::unique_ptr<channel> c, handler const& h, std::uint64_t connection_number) {
    std::make_shared<session>(std::move(c), h, connection_number)->next_request();
}

}  // namespace bedrock::testing::emulation
