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

/// What a break is, as far as it is known without its words.
struct curl_cause {
    error_kind kind;
    char const* remedy;
    char const* words = nullptr;  ///< in place of libcurl's, where ours say more
};

[[gnu::cold, gnu::noinline]] inline curl_cause curl_cause_of(CURLcode code, curl_facts const& f) {
    constexpr auto tls_remedy =
        "check the endpoint's host name and the clock; if a private or intercepting CA signed the "
        "certificate, name its PEM file in transport::curl::ca_file or in AWS_CA_BUNDLE";
    constexpr auto proxy_remedy =
        "check the proxy (transport::curl::proxy, else HTTPS_PROXY and NO_PROXY): it must allow CONNECT to "
        "this host";
    constexpr auto cut_remedy =
        "try again; if it repeats, something between here and the service closes connections";
    constexpr auto endpoint_remedy = "check that the endpoint is the service's";
    auto const cut = f.headed && f.streamed ? error_kind::interrupted : error_kind::network;
    bool const connected = f.phase != phase::connecting;

    if (f.resend_refused)
        return {error_kind::network, cut_remedy, "the connection was closed before a reply came"};
    if (f.body_too_large)
        code = CURLE_FILESIZE_EXCEEDED;
    else if (f.headers_too_large)
        return {error_kind::malformed_reply, endpoint_remedy, "the reply's headers have no end"};
    switch (code) {
        case CURLE_FILESIZE_EXCEEDED:
            return {error_kind::reply_too_large,
                    "raise transport::curl::reply_limit if a reply may be that large"};
        case CURLE_UNSUPPORTED_PROTOCOL:
            if (connected)
                return {error_kind::malformed_reply, endpoint_remedy, "the answer is not HTTP/1"};
            return {error_kind::configuration, "the endpoint must begin with https:// (or http://)"};
        case CURLE_URL_MALFORMAT:
            return {error_kind::configuration, "check the endpoint: scheme, host and port",
                    "the URL cannot be used"};
        case CURLE_FAILED_INIT:
        case CURLE_NOT_BUILT_IN:
        case CURLE_BAD_FUNCTION_ARGUMENT:
        case CURLE_UNKNOWN_OPTION:
            return {error_kind::configuration,
                    "check the settings of transport::curl and the libcurl installed"};
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_PROXY:
            if (f.text.starts_with("Unsupported proxy"))  // it goes on with the URL, and the password in it
                return {error_kind::configuration, proxy_remedy, "the proxy's URL cannot be used"};
            return {error_kind::network, proxy_remedy};
        case CURLE_COULDNT_RESOLVE_HOST:
            return {error_kind::network,
                    "check the region and the endpoint for a typing error, then DNS and the network"};
        case CURLE_COULDNT_CONNECT:
            return {error_kind::network,
                    "check the endpoint's port, the network and, where one is set, the proxy"};
        case CURLE_OPERATION_TIMEDOUT:
            return {error_kind::timeout, "check the network, or raise times::connect"};
        case CURLE_SSL_CONNECT_ERROR:
            return {error_kind::tls, f.proxy_status != 0
                                         ? proxy_remedy
                                         : "check that the endpoint's port speaks TLS (https, not http)"};
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_INVALIDCERTSTATUS:
        case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
        case CURLE_SSL_CLIENTCERT:
            return {error_kind::tls, tls_remedy};
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_CRL_BADFILE:
            return {error_kind::tls,
                    "transport::curl::ca_file (else AWS_CA_BUNDLE) must name a readable PEM file"};
        case CURLE_SSL_ENGINE_NOTFOUND:
        case CURLE_SSL_ENGINE_SETFAILED:
        case CURLE_SSL_ENGINE_INITFAILED:
        case CURLE_SSL_CIPHER:
        case CURLE_USE_SSL_FAILED:
        case CURLE_SSL_SHUTDOWN_FAILED:
            return {error_kind::tls, "check the TLS library's configuration"};
        case CURLE_WEIRD_SERVER_REPLY:
        case CURLE_BAD_CONTENT_ENCODING:
            return {error_kind::malformed_reply, endpoint_remedy};
        case CURLE_OUT_OF_MEMORY:
#if LIBCURL_VERSION_NUM >= 0x080600
        case CURLE_TOO_LARGE:
#endif
            // Before 8.6 also its word for a header line longer than it wants to keep.
            if (f.phase == phase::waiting || f.phase == phase::reading)
                return {error_kind::malformed_reply, endpoint_remedy,
                        "a header line of the reply has no end"};
            return {error_kind::network, "free some memory"};
        case CURLE_RECV_ERROR:
            if (f.text.find("chunked-encoding") != std::string_view::npos)
                return {error_kind::malformed_reply, endpoint_remedy};
            if (!connected && f.proxy_status != 0)
                return {error_kind::network, proxy_remedy};
            return {cut, cut_remedy};
        case CURLE_OK:  // content with half a header block
            return {error_kind::network, cut_remedy, "the connection was closed in the reply's headers"};
        default:
            return {cut, cut_remedy};
    }
}

/// Kind, message and remedy for a code of libcurl. What had been sent is for the caller to fill in.
[[gnu::cold, gnu::noinline]] inline breakdown curl_breakdown(CURLcode code, curl_facts const& f) {
    auto const cause = curl_cause_of(code, f);
    bool const too_large = cause.kind == error_kind::reply_too_large;
    bool const by_proxy = f.phase == phase::connecting && f.proxy_status != 0;
    bool const numbered = code != CURLE_OK && !f.resend_refused && !too_large && cause.words == nullptr;
    // No words with an @: whatever else they quote, it is no user and password.
    bool const quotable = !f.text.empty() && f.text.find('@') == std::string_view::npos;
    std::string_view const what = too_large                ? "the body is larger than "
                                  : cause.words != nullptr ? cause.words
                                  : quotable               ? f.text
                                                           : curl_easy_strerror(code);
    using bedrock::detail::decimal;
    decimal const number{static_cast<int>(code)}, limit{f.reply_limit}, status{f.proxy_status};
    std::string_view const none;
    breakdown b{.kind = cause.kind,
                .message = bedrock::detail::joined(
                    {f.method, " to ", host_and_port(f.url), " failed while ", to_string(f.phase), ": ", what,
                     too_large ? limit : none, too_large ? " bytes" : none,
                     by_proxy ? "; the proxy answered CONNECT with HTTP " : none, by_proxy ? status : none,
                     numbered ? " (libcurl " : none, numbered ? number : none, numbered ? ")" : none}),
                .remedy = cause.remedy};
    bedrock::detail::hide_controls(b.message);  // libcurl's words may quote the peer
    return b;
}

/// The breakdown for a time that ran out in our own loop.
[[gnu::cold, gnu::noinline]] inline breakdown time_breakdown(curl_facts const& f,
                                                             std::chrono::milliseconds limit) {
    static constexpr struct {
        char const *before, *after, *remedy;
    } words[] = {
        // by phase
        {"no connection within ", "", "check the network, a firewall or the proxy, or raise times::connect"},
        {"nothing moved for ", " while sending the request",
         "check the network, or raise times::between_bytes"},
        {"no reply within ", " of the request's last byte", "raise times::first_byte, or ask for less"},
        {"nothing moved for ", " while reading the reply",
         "check the network, or raise times::between_bytes"},
    };
    auto const& say = words[static_cast<std::size_t>(f.phase)];
    bool const late_stream = f.phase == phase::waiting && f.streamed;
    return {.kind = error_kind::timeout,
            .message =
                bedrock::detail::joined({f.method, " to ", host_and_port(f.url), " timed out: ", say.before,
                                         bedrock::detail::decimal{limit.count()}, " ms", say.after}),
            .remedy = late_stream ? "raise times::first_byte_stream, or ask for less" : say.remedy};
}

}  // namespace bedrock::transport::detail
