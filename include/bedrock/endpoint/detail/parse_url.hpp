// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <bedrock/core/percent_encode.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/text.hpp>
#include <bedrock/endpoint/concept.hpp>

namespace bedrock::endpoint::detail {

/// The longest URL that is looked at; also the room for a template that is filled in.
inline constexpr std::size_t longest_url = 2047;

constexpr bool digit(char c) { return c >= '0' && c <= '9'; }
using bedrock::detail::lower;
constexpr bool host_sign(char c) {
    return digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '_';
}
constexpr bool hex(char c) { return digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }

/// A URL as it may be shown: one line, not too long, without what could be a password or a key.
[[gnu::cold]] inline std::string shown(std::string_view url) {
    auto const authority = std::min(url.find("://"), url.size());
    auto const from = std::min(authority + 3, url.size());
    auto const end = std::min(url.find_first_of("/?#\\", from), url.size());
    auto const at = url.substr(0, end).rfind('@');
    auto const rest = url.substr(end);
    auto const query = std::min(rest.find_first_of("?#"), rest.size());
    bool const user = at != std::string_view::npos;
    auto text =
        bedrock::detail::joined({user && at >= from ? url.substr(0, from) : std::string_view{},
                                 user ? "…@" : "", url.substr(user ? at + 1 : 0, end - (user ? at + 1 : 0)),
                                 rest.substr(0, query), query < rest.size() ? "?…" : ""});
    if (text.size() > 200)
        text.resize(200);
    bedrock::detail::hide_controls(text);
    return text;
}

/// What is wrong with a host, or nothing.
inline std::string_view host_fault(std::string_view host) {
    if (host.starts_with('[')) {
        in6_addr parsed;
        std::array<char, INET6_ADDRSTRLEN> inside{};
        auto const text = host.substr(1, std::max<std::size_t>(host.size(), 2) - 2);
        // The C function would stop at a NUL; hex digits, colons and dots are all that an address has.
        bool const plain = text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
        if (plain && text.size() < inside.size())
            text.copy(inside.data(), text.size());
        return host.ends_with(']') && inet_pton(AF_INET6, inside.data(), &parsed) == 1
                   ? std::string_view{}
                   : "what is in brackets is no IPv6 address";
    }
    if (host.empty())
        return "it has no host";
    if (host.size() > 253)
        return "its host is longer than 253 characters";
    for (std::size_t at = 0; at <= host.size();) {
        auto const end = std::min(host.find('.', at), host.size());
        auto const label = host.substr(at, end - at);
        at = end + 1;
        if (label.empty() || label.size() > 63)
            return "a label of its host is empty or longer than 63 characters";
        for (char const c : label)
            if (!host_sign(c))
                return "its host has a character that no host name has";
        if (label.starts_with('-') || label.ends_with('-'))
            return "a label of its host begins or ends with a hyphen";
    }
    return {};
}

/// Nothing, `.` or `..`, however it is written (longer runs of dots are no trick, but no loss either).
constexpr bool dots_only(std::string_view segment) {
    while (!segment.empty()) {
        std::size_t const dot = segment.front() == '.'                                     ? 1
                                : segment.starts_with("%2e") || segment.starts_with("%2E") ? 3
                                                                                           : 0;
        if (dot == 0)
            return false;
        segment.remove_prefix(dot);
    }
    return true;
}

/// What is wrong with a path that stands before those of the operations, or nothing.
inline std::string_view path_fault(std::string_view path) {
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i] == '%') {
            if (i + 2 >= path.size() || !hex(path[i + 1]) || !hex(path[i + 2]))
                return "its path has a % that two hexadecimal digits do not follow";
            i += 2;
        } else if (!bedrock::detail::unreserved(static_cast<unsigned char>(path[i])) &&
                   std::string_view{"/!$&'()*+,;=:@"}.find(path[i]) == std::string_view::npos) {
            return "its path has a character that must be percent-encoded";
        }
    }
    for (std::size_t at = 1; !path.empty() && at <= path.size();) {
        auto const end = std::min(path.find('/', at), path.size());
        auto const segment = path.substr(at, end - at);
        at = end + 1;
        // A signature covers the path without them; what a proxy makes of them is anybody's guess.
        if (dots_only(segment))
            return "its path has an empty segment, or one that is . or ..";
    }
    return {};
}

/// What is wrong with a URL, or nothing; then scheme, host, port and base path of `out` are filled.
///
/// Strict on purpose: this comes from environments and configuration files, and what two parsers read
/// differently (user names, backslashes, ports out of range) is how a request ends up at somebody else's
/// host.
inline std::string_view parse_url(std::string_view url, address& out) {
    if (url.size() > longest_url)
        return "it is longer than 2,047 characters";
    for (char const c : url)
        if (c <= ' ' || c == 0x7f)
            return "it has a space, a control character or one outside ASCII";
    auto const colon = std::min(url.find("://"), url.size());
    out.scheme.assign(url.substr(0, colon));
    for (char& c : out.scheme)
        c = lower(c);
    if (colon == url.size() || (out.scheme != "https" && out.scheme != "http"))
        return "it does not begin with https:// or http://";
    url.remove_prefix(colon + 3);

    if (url.find_first_of("?#") != std::string_view::npos)
        return "it has a query or a fragment";
    auto const slash = std::min(url.find('/'), url.size());
    auto authority = url.substr(0, slash);
    auto path = url.substr(slash);
    if (authority.find('@') != std::string_view::npos)
        return "it has a user name";

    auto const bracket = authority.rfind(']');
    auto const port_colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    out.port = out.scheme == "https" ? 443 : 80;
    if (port_colon != std::string_view::npos) {
        std::uint64_t port = 0;
        if (!bedrock::detail::read_decimal(authority.substr(port_colon + 1), 65'535, port) || port == 0)
            return "its port is no number from 1 to 65535";
        out.port = static_cast<std::uint16_t>(port);
        authority = authority.substr(0, port_colon);
    }
    if (auto const fault = host_fault(authority); !fault.empty())
        return fault;
    out.host.assign(authority);
    for (char& c : out.host)
        c = lower(c);

    if (path.ends_with('/'))
        path.remove_suffix(1);
    out.base_path.assign(path);
    return path_fault(path);
}

/// Fills in `{service}` and `{region}`, and reads the URL that results. `source` says where the text is from.
inline result<void> fill_in(std::string_view text, std::string_view source, std::string_view service,
                            std::string_view region, address& out) {
    std::array<char, longest_url> buffer;
    std::size_t size = 0;
    auto const put = [&](std::string_view piece) {
        bool const fits = piece.size() <= buffer.size() - size;
        if (fits)
            size += piece.copy(buffer.data() + size, piece.size());
        return fits;
    };
    std::string_view fault;
    for (std::size_t at = 0; at < text.size() && fault.empty();) {
        auto const rest = text.substr(at);
        bool fits = true;
        if (rest.starts_with("{service}")) {
            fits = put(service);
            at += 9;
        } else if (rest.starts_with("{region}")) {
            if (region.empty())
                fault = "it asks for the region, and there is none";
            fits = put(region);
            at += 8;
        } else if (rest.front() == '{' || rest.front() == '}') {
            fault = "it has a placeholder other than {service} and {region}";
        } else {
            auto const end = std::min(text.find_first_of("{}", at), text.size());
            fits = put(text.substr(at, end - at));
            at = end;
        }
        if (!fits)
            fault = "it is longer than 2,047 characters";
    }
    if (fault.empty())
        fault = parse_url({buffer.data(), size}, out);
    if (fault.empty())
        return {};
    return failure(error_kind::configuration, {source, " cannot be used: ", fault, ": ", shown(text)},
                   "write it as https://host, https://host:port or https://host/path; it may hold "
                   "{service} and {region}",
                   region);
}

}  // namespace bedrock::endpoint::detail
