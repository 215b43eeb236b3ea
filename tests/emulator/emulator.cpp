// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/testing/emulator.hpp>

#include <openssl/ssl.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "certificate.hpp"
#include "front.hpp"
#include "invocation_log.hpp"
#include "session.hpp"

namespace bedrock::testing {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using emulation::http_request;
using emulation::script;

/// A name that can be a host's label: it ends up in the certificate and in addresses.
bool is_label(std::string_view text) {
    return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
           std::ranges::all_of(
               text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::vector<std::string> host_names(std::vector<std::string> const& regions) {
    std::vector<std::string> names;
    for (auto const& region : regions)
        for (auto const* service : {"", "bedrock-runtime.", "bedrock.", "servicequotas."})
            names.push_back(service + region + ".localhost");
    return names;
}

/// A client may offer HTTP/2 first; HTTP/1.1 is what is spoken here.
int choose_protocol(SSL*, unsigned char const** out, unsigned char* out_size, unsigned char const* offered,
                    unsigned offered_size, void*) {
    static constexpr unsigned char ours[] = "\x08http/1.1";
    auto* chosen = const_cast<unsigned char*>(*out);
    if (SSL_select_next_proto(&chosen, out_size, ours, sizeof ours - 1, offered, offered_size) !=
        OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

/// A file of a name nobody else has; empty if it cannot be.
std::string write_temporary(std::string const& text) {
    auto const* folder = std::getenv("TMPDIR");
    std::string name =
        std::string{folder != nullptr && *folder != '\0' ? folder : "/tmp"} + "/bedrock-emulator-ca-XXXXXX";
    auto const file = ::mkstemp(name.data());
    if (file < 0)
        return {};
    auto const written = ::write(file, text.data(), text.size());
    ::close(file);
    if (written == static_cast<ssize_t>(text.size()))
        return name;
    ::unlink(name.c_str());
    return {};
}

auto cannot_start(std::string what, std::string remedy) {
    return failure({.kind = error_kind::configuration,
                    .message = "bedrock::testing::emulator: " + std::move(what),
                    .remedy = std::move(remedy)});
}

}  // namespace

struct emulator::running {
    explicit running(emulator_options o) : options(o), front(std::move(o), started_wall.time_since_epoch()) {}
    running(running const&) = delete;
    running& operator=(running const&) = delete;

    ~running() {
        io.stop();
        if (thread.joinable())
            thread.join();
        if (!ca_file.empty())
            ::unlink(ca_file.c_str());
    }

    emulation::now now() const {
        auto const since = std::chrono::steady_clock::now() - started_steady;
        return {std::chrono::system_clock::now(), started_wall.time_since_epoch() + since};
    }

    void accept() {
        acceptor.async_accept([this](error_code failed, tcp::socket socket) {
            if (failed == asio::error::operation_aborted)
                return;
            if (!failed)
                emulation::open_channel(
                    std::move(socket), secure ? &*secure : nullptr,
                    [this, number = ++connections](std::unique_ptr<emulation::channel> c) {
                        emulation::serve(std::move(c), handler, number);
                    });
            accept();
        });
    }

    emulator_options options;
    std::uint16_t port = 0;
    std::string ca_pem, ca_file;

    // The model's clock: the wall's at the start, then steady. Fixed windows begin with the minute, and never
    // go back.
    std::chrono::steady_clock::time_point started_steady = std::chrono::steady_clock::now();
    std::chrono::system_clock::time_point started_wall = std::chrono::system_clock::now();

    std::mutex mutex;  // over `front`: the thread answers, others inject and look
    emulation::front front;
    emulation::handler handler;
    std::uint64_t connections = 0;

    std::optional<asio::ssl::context> secure;
    asio::io_context io{1};
    tcp::acceptor acceptor{io};
    std::thread thread;
};

result<emulator> emulator::start(emulator_options options) {
    if (options.regions.empty())
        return cannot_start("no region to serve", "name one at least, such as us-east-1");
    for (auto const& region : options.regions)
        if (!is_label(region))
            return cannot_start("`" + region + "` cannot be a region's name", "use one such as us-east-1");
    if (options.accounts.empty())
        return cannot_start("no account", "leave `accounts` out for the usual one");
    for (auto const& l : options.limits)
        if (std::ranges::find(options.regions, l.first) == options.regions.end())
            return cannot_start("a limit for `" + l.first + "`, which is not served",
                                "name it in `regions` too");
    if (!emulation::invocation_log{options.invocation_logs}.is_writable())
        return cannot_start("invocation logs cannot be written to " + options.invocation_logs,
                            "name a file or a folder that you may write to");

    auto made = std::make_unique<running>(std::move(options));
    auto& r = *made;
    if (r.options.tls) {
        auto const names = host_names(r.options.regions);
        auto const identity = emulation::make_certificate(names);
        if (!identity)
            return cannot_start("OpenSSL made no certificate", "check its configuration (OPENSSL_CONF)");
        error_code failed;
        r.secure.emplace(asio::ssl::context::tls_server);
        r.secure->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                              asio::ssl::context::no_tlsv1_1);
        r.secure->use_certificate(asio::buffer(identity->leaf), asio::ssl::context::pem, failed);
        if (!failed)
            r.secure->use_private_key(asio::buffer(identity->key), asio::ssl::context::pem, failed);
        if (failed)
            return cannot_start("OpenSSL refused its own certificate: " + failed.message(), "report this");
        SSL_CTX_set_alpn_select_cb(r.secure->native_handle(), choose_protocol, nullptr);
        r.ca_pem = identity->authority;
        r.ca_file = write_temporary(r.ca_pem);
        if (r.ca_file.empty())
            return cannot_start("its certificate could not be written to a temporary file",
                                "let TMPDIR name a folder that can be written");
    }

    error_code failed;
    tcp::endpoint const where{asio::ip::address_v4::loopback(), r.options.port};
    r.acceptor.open(where.protocol(), failed);
    if (!failed)
        r.acceptor.set_option(tcp::acceptor::reuse_address{true}, failed);
    if (!failed)
        r.acceptor.bind(where, failed);
    if (!failed)
        r.acceptor.listen(asio::socket_base::max_listen_connections, failed);
    if (failed)
        return cannot_start(
            "cannot listen on 127.0.0.1:" + std::to_string(r.options.port) + ": " + failed.message(),
            "choose another port, or 0 for a free one");
    r.port = r.acceptor.local_endpoint(failed).port();

    r.handler = {
        .on_header =
            [&r](http_request const& asked, std::optional<std::uint64_t> length) {
                std::scoped_lock const lock{r.mutex};
                return r.front.on_header(asked, length, r.now());
            },
        .on_request =
            [&r](http_request const& asked) {
                std::scoped_lock const lock{r.mutex};
                return r.front.on_request(asked, r.now());
            },
        .too_large =
            [&r](http_request const& asked) {
                std::scoped_lock const lock{r.mutex};
                return r.front.too_large(asked, r.now());
            },
        .on_end =
            [&r](script const& played, std::int64_t tokens) {
                std::scoped_lock const lock{r.mutex};
                r.front.on_end(played, tokens, r.now());
            },
        .largest_body = emulation::largest_body,
        .idle = r.options.idle_timeout,
    };
    r.accept();
    r.thread = std::thread{[&r] { r.io.run(); }};
    return emulator{std::move(made)};
}

emulator::emulator(std::unique_ptr<running> r) : running_(std::move(r)) {}
emulator::emulator(emulator&&) noexcept = default;
emulator& emulator::operator=(emulator&&) noexcept = default;
emulator::~emulator() = default;

std::uint16_t emulator::port() const { return running_->port; }

std::string emulator::url(std::string_view region) const {
    return std::string{running_->secure ? "https://" : "http://"}.append(region).append(".localhost:") +
           std::to_string(running_->port);
}

std::string emulator::url_template() const { return url("{region}"); }
std::string const& emulator::ca_pem() const { return running_->ca_pem; }
std::string const& emulator::ca_file() const { return running_->ca_file; }

std::vector<received> emulator::log() const {
    std::scoped_lock const lock{running_->mutex};
    return running_->front.log();
}

void emulator::inject(fault f) {
    std::scoped_lock const lock{running_->mutex};
    running_->front.inject(std::move(f));
}

void emulator::set_limit(std::string_view region, limit l) {
    set_limit(service::scope{.region = std::string{region}}, l);
}

void emulator::set_limit(service::scope where, limit l) {
    std::scoped_lock const lock{running_->mutex};
    running_->front.set_limit(where, l);
}

void emulator::set_capacity(std::string_view region, service::region_state state) {
    std::scoped_lock const lock{running_->mutex};
    running_->front.set_capacity(region, std::move(state), running_->now().model);
}

void emulator::set_access(std::string_view region, std::string_view model, bool enabled) {
    std::scoped_lock const lock{running_->mutex};
    running_->front.set_access(region, model, enabled);
}

void emulator::reset() {
    std::scoped_lock const lock{running_->mutex};
    running_->front.reset();
}

}  // namespace bedrock::testing
