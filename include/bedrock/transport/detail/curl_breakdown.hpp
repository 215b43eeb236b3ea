// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <curl/curl.h>

#include <bedrock/core/text.hpp>
#include <bedrock/transport/concept.hpp>

namespace bedrock::transport::detail {

/// How far an exchange had come.
enum class phase : std::uint8_t {
    connecting,  ///< name lookup, TCP, proxy, TLS
    sending,     ///< the connection stands, the request is leaving
    waiting,     ///< all of it has left, nothing has come back
    reading,     ///< a reply has begun
};

constexpr std::string_view to_string(phase p) {
    switch (p) {
        case phase::connecting:
            return "connecting";
        case phase::sending:
            return "sending the request";
        case phase::waiting:
            return "waiting for the reply";
        case phase::reading:
            return "reading the reply";
    }
    return "";
}

/// `host:port` of a URL: what an error may show of it (no credentials, no path, no query).
[[gnu::cold, gnu::noinline]] inline std::string host_and_port(std::string_view url) {
    auto const scheme = url.find("://");
    auto rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
    rest = rest.substr(0, rest.find_first_of("/?#"));
    if (auto const at = rest.rfind('@'); at != std::string_view::npos)
        rest.remove_prefix(at + 1);
    std::string text{rest};
    // A colon inside brackets belongs to an IPv6 address.
    if (auto const colon = rest.rfind(':');
        colon == std::string_view::npos || rest.find(']', colon) != std::string_view::npos)
        text.append(url.starts_with("http:") ? ":80" : ":443");
    return text;
}

/// What is known of an exchange when it breaks, beside libcurl's code.
struct curl_facts {
    std::string_view method{};
    std::string_view url{};
    detail::phase phase = detail::phase::connecting;
    std::string_view text{};  ///< libcurl's own words; may be empty
    bool streamed = false;
    bool headed = false;          ///< status and headers had come
    bool resend_refused = false;  ///< libcurl found the connection closed and wanted to send once more
    bool body_too_large = false;
    bool headers_too_large = false;
    long proxy_status = 0;  ///< what a proxy answered to CONNECT; 0: none asked, or no answer
    std::size_t reply_limit = 0;
};

/// Kind, message and remedy for a code of libcurl. What had been sent is for the caller to fill in.
[[gnu::cold, gnu::noinline]] inline breakdown curl_breakdown(CURLcode code, curl_facts const& f) {
    breakdown b;
    std::string_view to_do, what;  // what: in place of libcurl's words, where ours say more
    std::string_view const tls_remedy =
        "check the endpoint's host name and the clock; if a private or intercepting CA signed the "
        "certificate, "
        "name its PEM file in transport::curl::ca_file or in AWS_CA_BUNDLE";
    std::string_view const proxy_remedy =
        "check the proxy (transport::curl::proxy, else HTTPS_PROXY and NO_PROXY): it must allow CONNECT to "
        "this host";
    std::string_view const cut_remedy =
        "try again; if it repeats, something between here and the service closes connections";
    auto const is = [&](error_kind kind, std::string_view remedy, std::string_view words = {}) {
        b.kind = kind;
        to_do = remedy;
        what = words;
    };
    auto const cut = f.headed && f.streamed ? error_kind::interrupted : error_kind::network;
    bool const connected = f.phase != phase::connecting;

    if (f.resend_refused)
        is(error_kind::network, cut_remedy, "the connection was closed before a reply came");
    else if (f.body_too_large || code == CURLE_FILESIZE_EXCEEDED)
        is(error_kind::reply_too_large, "raise transport::curl::reply_limit if a reply may be that large");
    else if (f.headers_too_large)
        is(error_kind::malformed_reply, "check that the endpoint is the service's",
           "the reply's headers have no end");
    else
        switch (code) {
            case CURLE_UNSUPPORTED_PROTOCOL:
                if (connected)
                    is(error_kind::malformed_reply, "check that the endpoint is the service's",
                       "the answer is not HTTP/1");
                else
                    is(error_kind::configuration, "the endpoint must begin with https:// (or http://)");
                break;
            case CURLE_URL_MALFORMAT:
                is(error_kind::configuration, "check the endpoint: scheme, host and port",
                   "the URL cannot be used");
                break;
            case CURLE_FAILED_INIT:
            case CURLE_NOT_BUILT_IN:
            case CURLE_BAD_FUNCTION_ARGUMENT:
            case CURLE_UNKNOWN_OPTION:
                is(error_kind::configuration,
                   "check the settings of transport::curl and the libcurl installed");
                break;
            case CURLE_COULDNT_RESOLVE_PROXY:
            case CURLE_PROXY:
                if (f.text.starts_with(
                        "Unsupported proxy"))  // it goes on with the URL, and the password in it
                    is(error_kind::configuration, proxy_remedy, "the proxy's URL cannot be used");
                else
                    is(error_kind::network, proxy_remedy);
                break;
            case CURLE_COULDNT_RESOLVE_HOST:
                is(error_kind::network,
                   "check the region and the endpoint for a typing error, then DNS and the network");
                break;
            case CURLE_COULDNT_CONNECT:
                is(error_kind::network,
                   "check the endpoint's port, the network and, where one is set, the proxy");
                break;
            case CURLE_OPERATION_TIMEDOUT:
                is(error_kind::timeout, "check the network, or raise times::connect");
                break;
            case CURLE_SSL_CONNECT_ERROR:
                if (f.proxy_status != 0)
                    is(error_kind::tls, proxy_remedy);
                else
                    is(error_kind::tls, "check that the endpoint's port speaks TLS (https, not http)");
                break;
            case CURLE_PEER_FAILED_VERIFICATION:
            case CURLE_SSL_ISSUER_ERROR:
            case CURLE_SSL_CERTPROBLEM:
            case CURLE_SSL_INVALIDCERTSTATUS:
            case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            case CURLE_SSL_CLIENTCERT:
                is(error_kind::tls, tls_remedy);
                break;
            case CURLE_SSL_CACERT_BADFILE:
            case CURLE_SSL_CRL_BADFILE:
                is(error_kind::tls,
                   "transport::curl::ca_file (else AWS_CA_BUNDLE) must name a readable PEM file");
                break;
            case CURLE_SSL_ENGINE_NOTFOUND:
            case CURLE_SSL_ENGINE_SETFAILED:
            case CURLE_SSL_ENGINE_INITFAILED:
            case CURLE_SSL_CIPHER:
            case CURLE_USE_SSL_FAILED:
            case CURLE_SSL_SHUTDOWN_FAILED:
                is(error_kind::tls, "check the TLS library's configuration");
                break;
            case CURLE_WEIRD_SERVER_REPLY:
            case CURLE_BAD_CONTENT_ENCODING:
                is(error_kind::malformed_reply, "check that the endpoint is the service's");
                break;
            case CURLE_OUT_OF_MEMORY:
#if LIBCURL_VERSION_NUM >= 0x080600
            case CURLE_TOO_LARGE:
#endif
                // Before 8.6 also its word for a header line longer than it wants to keep.
                if (f.phase == phase::waiting || f.phase == phase::reading)
                    is(error_kind::malformed_reply, "check that the endpoint is the service's",
                       "a header line of the reply has no end");
                else
                    is(error_kind::network, "free some memory");
                break;
            case CURLE_RECV_ERROR:
                if (f.text.find("chunked-encoding") != std::string_view::npos)
                    is(error_kind::malformed_reply, "check that the endpoint is the service's");
                else if (!connected && f.proxy_status != 0)
                    is(error_kind::network, proxy_remedy);
                else
                    is(cut, cut_remedy);
                break;
            case CURLE_OK:  // content with half a header block
                is(error_kind::network, cut_remedy, "the connection was closed in the reply's headers");
                break;
            default:
                is(cut, cut_remedy);
        }

    using bedrock::detail::decimal, bedrock::detail::joined;
    std::string own, proxy, number;
    if (b.kind == error_kind::reply_too_large)
        what = own = joined({"the body is larger than ", decimal{f.reply_limit}, " bytes"});
    else if (code != CURLE_OK && !f.resend_refused && what.empty())
        number = joined({" (libcurl ", decimal{static_cast<int>(code)}, ")"});
    if (what.empty())  // no words with an @: whatever else they quote, it is no user and password
        what = f.text.empty() || f.text.find('@') != std::string_view::npos
                   ? std::string_view{curl_easy_strerror(code)}
                   : f.text;
    if (!connected && f.proxy_status != 0)
        proxy = joined({"; the proxy answered CONNECT with HTTP ", decimal{f.proxy_status}});
    b.message = joined({f.method, " to ", host_and_port(f.url), " failed while ", to_string(f.phase), ": ",
                        what, proxy, number});
    b.remedy = to_do;
    for (char& c : b.message)  // libcurl's words may quote the peer
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            c = '?';
    return b;
}

/// The breakdown for a time that ran out in our own loop.
[[gnu::cold, gnu::noinline]] inline breakdown time_breakdown(curl_facts const& f,
                                                             std::chrono::milliseconds limit) {
    breakdown b;
    b.kind = error_kind::timeout;
    std::string_view before, after, doing, remedy;
    switch (f.phase) {
        case phase::connecting:
            before = "no connection within ";
            remedy = "check the network, a firewall or the proxy, or raise times::connect";
            break;
        case phase::waiting:
            before = "no reply within ";
            after = " of the request's last byte";
            remedy = f.streamed ? "raise times::first_byte_stream, or ask for less"
                                : "raise times::first_byte, or ask for less";
            break;
        case phase::sending:
        case phase::reading:
            before = "nothing moved for ";
            after = " while ";
            doing = to_string(f.phase);
            remedy = "check the network, or raise times::between_bytes";
            break;
    }
    b.message = bedrock::detail::joined({f.method, " to ", host_and_port(f.url), " timed out: ", before,
                                         bedrock::detail::decimal{limit.count()}, " ms", after, doing});
    b.remedy = remedy;
    return b;
}

}  // namespace bedrock::transport::detail
