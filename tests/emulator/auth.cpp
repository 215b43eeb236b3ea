// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "auth.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <vector>

#include "hashing.hpp"
#include "times.hpp"

namespace bedrock::testing::emulation {

namespace {

using std::chrono::system_clock;
using namespace std::chrono_literals;

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view key_prefix = "bedrock-api-key-";

std::unexpected<refusal> refuse(int status, std::string code, std::string message) {
    return std::unexpected{refusal{status, std::move(code), std::move(message)}};
}

auto invalid_token() {
    return refuse(403, "UnrecognizedClientException",
                  "The security token included in the request is invalid.");
}

auto expired_token() {
    return refuse(403, "ExpiredTokenException", "The security token included in the request is expired");
}

auto wrong_signature(
    std::string message =
        "The request signature we calculated does not match the signature you provided. Check your "
        "AWS Secret Access Key and signing method. Consult the service documentation for details.") {
    return refuse(403, "InvalidSignatureException", std::move(message));
}

auto incomplete(std::string message) {
    return refuse(400, "IncompleteSignatureException", std::move(message));
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        auto const at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == text.npos)
            return parts;
        text.remove_prefix(at + 1);
    }
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

/// Trimmed, and each run of blanks inside one space.
std::string folded(std::string_view value) {
    std::string out;
    for (char c : trimmed(value)) {
        if (c == '\t')
            c = ' ';
        if (c != ' ' || out.empty() || out.back() != ' ')
            out.push_back(c);
    }
    return out;
}

/// The path without empty, `.` and `..` segments, as RFC 3986 removes them.
std::string normalised(std::string_view path) {
    std::vector<std::string_view> kept;
    for (auto const segment : split(path, '/')) {
        if (segment.empty() || segment == ".")
            continue;
        if (segment != "..")
            kept.push_back(segment);
        else if (!kept.empty())
            kept.pop_back();
    }
    std::string out;
    for (auto const segment : kept)
        out.append("/").append(segment);
    if (out.empty() || path.ends_with('/'))
        out.push_back('/');
    return out;
}

std::string canonical_query(std::string_view query, std::string_view left_out = {}) {
    if (query.empty())
        return {};
    std::vector<std::pair<std::string, std::string>> pairs;
    for (auto const part : split(query, '&')) {
        auto const at = part.find('=');
        auto name = percent_decoded(part.substr(0, at));
        if (part.empty() || (!left_out.empty() && name == left_out))
            continue;
        auto const value = at == part.npos ? std::string{} : percent_decoded(part.substr(at + 1));
        pairs.emplace_back(percent_encoded(name), percent_encoded(value));
    }
    std::ranges::sort(pairs);
    std::string out;
    for (auto const& [name, value] : pairs)
        out.append(out.empty() ? "" : "&").append(name).append("=").append(value);
    return out;
}

/// `20260523T072540Z`; nothing if it is not a time.
std::optional<system_clock::time_point> parse_time(std::string_view text) {
    if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z')
        return std::nullopt;
    auto const number = [text](std::size_t at, std::size_t length) {
        int value = -1;
        auto const end = text.data() + at + length;
        auto const [stopped, error] = std::from_chars(text.data() + at, end, value);
        return error == std::errc{} && stopped == end ? value : -1;
    };
    auto const date = std::chrono::year{number(0, 4)} / number(4, 2) / number(6, 2);
    auto const hour = number(9, 2), minute = number(11, 2), second = number(13, 2);
    // Other years do not fit into nanoseconds since the epoch.
    if (!date.ok() || date.year() < std::chrono::year{1970} || date.year() > std::chrono::year{2200} ||
        hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return std::nullopt;
    return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second};
}

struct scope {
    std::string key_id, date, region, service;
    std::string text;  // date/region/service/aws4_request
};

std::optional<scope> parse_credential(std::string_view credential) {
    auto const parts = split(credential, '/');
    if (parts.size() != 5 || parts[4] != "aws4_request" ||
        std::ranges::any_of(parts, [](std::string_view part) { return part.empty(); }))
        return std::nullopt;
    return scope{std::string{parts[0]}, std::string{parts[1]}, std::string{parts[2]}, std::string{parts[3]},
                 std::string{credential.substr(parts[0].size() + 1)}};
}

struct authorization {
    std::string_view credential, signed_headers, signature;
};

authorization parse_authorization(std::string_view value) {
    authorization found;
    for (auto part : split(value.substr(algorithm.size()), ',')) {
        part = trimmed(part);
        for (auto const& [name, target] : {std::pair{"Credential=", &found.credential},
                                           {"SignedHeaders=", &found.signed_headers},
                                           {"Signature=", &found.signature}})
            if (part.starts_with(name))
                *target = part.substr(std::string_view{name}.size());
    }
    return found;
}

std::string signature_of(std::string_view canonical, scope const& s, std::string_view time,
                         std::string_view secret) {
    std::string to_sign{algorithm};
    to_sign.append("\n").append(time).append("\n").append(s.text).append("\n").append(
        hex(as_text(sha256(canonical))));
    auto key = hmac_sha256("AWS4" + std::string{secret}, s.date);
    for (std::string_view part : {std::string_view{s.region}, std::string_view{s.service}, {"aws4_request"}})
        key = hmac_sha256(as_text(key), part);
    return hex(as_text(hmac_sha256(as_text(key), to_sign)));
}

account const* find_key(std::span<account const> accounts, std::string_view key_id) {
    auto const found = std::ranges::find(accounts, key_id, &account::access_key_id);
    return found == accounts.end() || key_id.empty() ? nullptr : &*found;
}

std::expected<account const*, refusal> check_scope(scope const& s, gate const& g) {
    auto const* const who = find_key(g.accounts, s.key_id);
    if (who == nullptr)
        return invalid_token();
    if (s.region != g.region)
        return wrong_signature("Credential should be scoped to a valid region.");
    if (s.service != g.service)
        return wrong_signature("Credential should be scoped to correct service: '" + std::string{g.service} +
                               "'.");
    return who;
}

std::expected<account const*, refusal> check_sigv4(http_request const& r, gate const& g) {
    auto const value = r.header("authorization");
    auto const [credential, signed_headers, signature] = parse_authorization(value);
    auto const date = r.header("x-amz-date");

    std::string missing;
    for (auto const& [name, part] :
         {std::pair{"Credential", credential}, {"Signature", signature}, {"SignedHeaders", signed_headers}})
        if (part.empty())
            missing.append("Authorization header requires '").append(name).append("' parameter. ");
    if (date.empty())
        missing.append(
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
    // The service repeats the header's value, with a signature in it; a test's log is no place for that.
    if (!missing.empty())
        return incomplete(missing + "(The value of Authorization is left out here.)");

    auto const s = parse_credential(credential);
    if (!s)
        return incomplete(
            "Credential must have exactly 5 slash-delimited elements, e.g. "
            "keyid/date/region/service/term.");
    auto const who = check_scope(*s, g);
    if (!who)
        return who;

    auto const when = parse_time(date);
    if (!when)
        return incomplete("Date must be in ISO-8601 'basic format'. Got '" + std::string{date} +
                          "'. See http://en.wikipedia.org/wiki/ISO_8601");
    if (s->date != date.substr(0, 8))
        return wrong_signature(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
            "HTTP: '" +
            s->date + "' != '" + std::string{date.substr(0, 8)} + "', from '" + std::string{date} + "'.");
    auto const now = std::chrono::floor<std::chrono::seconds>(g.now);  // as fine as the header is
    if (*when < now - 5min)
        return wrong_signature("Signature expired: " + std::string{date} + " is now earlier than " +
                               basic_time(now - 5min) + " (" + basic_time(now) + " - 5 min.)");
    if (*when > now + 5min)
        return wrong_signature("Signature not yet current: " + std::string{date} + " is still later than " +
                               basic_time(now + 5min) + " (" + basic_time(now) + " + 5 min.)");

    auto const names = split(signed_headers, ';');
    auto const is_signed = [&names](std::string_view name) {
        return std::ranges::find(names, name) != names.end();
    };
    if (!std::ranges::is_sorted(names))
        return incomplete("SignedHeaders must be in order.");
    // All that begins with x-amz- must be signed: an unsigned session token could be swapped on the way.
    for (auto const& [name, unused] : r.headers)
        if ((name == "host" || (name.starts_with("x-amz-") && !name.starts_with("x-amzn-"))) &&
            !is_signed(name))
            return wrong_signature("'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
    for (auto const name : names)
        if (!r.has(name))
            return wrong_signature();

    auto const hash = hex(as_text(sha256(r.body)));
    if (auto const claimed = r.header("x-amz-content-sha256"); !claimed.empty() && claimed != hash)
        return wrong_signature(
            "The provided 'x-amz-content-sha256' header does not match what was computed.");
    auto const expected =
        signature_of(canonical_request(r, signed_headers, hash), *s, date, (*who)->secret_access_key);
    if (!same_secret(expected, signature))
        return wrong_signature();

    if (!same_secret(r.header("x-amz-security-token"), (*who)->session_token))
        return invalid_token();
    return (*who)->expired ? std::expected<account const*, refusal>{expired_token()} : who;
}

auto wrong_key() {
    return refuse(403, "AccessDeniedException",
                  "Authentication failed: Please make sure your API Key is valid.");
}

/// A short-term key is a presigned request, without its scheme, in base64.
std::expected<account const*, refusal> check_short_term(std::string_view key, gate const& g) {
    auto const url = from_base64(key.substr(key_prefix.size()));
    constexpr std::string_view start = "bedrock.amazonaws.com/";
    if (!url || !url->starts_with(start))
        return wrong_key();

    http_request presigned{.method = "POST", .target = url->substr(start.size() - 1)};
    presigned.headers.emplace_back("host", "bedrock.amazonaws.com");
    // The version was appended when the signature was there already.
    constexpr std::string_view version = "&Version=1";
    if (!presigned.target.ends_with(version))
        return wrong_key();
    presigned.target.resize(presigned.target.size() - version.size());

    std::string action, credential, date, expires, headers, token, signature;
    for (auto const part : split(presigned.query(), '&')) {
        auto const at = part.find('=');
        for (auto const& [name, target] : {std::pair{"Action", &action},
                                           {"X-Amz-Credential", &credential},
                                           {"X-Amz-Date", &date},
                                           {"X-Amz-Expires", &expires},
                                           {"X-Amz-SignedHeaders", &headers},
                                           {"X-Amz-Security-Token", &token},
                                           {"X-Amz-Signature", &signature}})
            if (at != part.npos && part.substr(0, at) == name)
                *target = percent_decoded(part.substr(at + 1));
    }
    auto const s = parse_credential(credential);
    auto const when = parse_time(date);
    int seconds = 0;
    auto const [end, error] = std::from_chars(expires.data(), expires.data() + expires.size(), seconds);
    if (!s || !when || action != "CallWithBearerToken" || headers != "host" || error != std::errc{} ||
        end != expires.data() + expires.size() || seconds < 1 || seconds > 43'200 ||
        s->date != date.substr(0, 8))
        return wrong_key();
    auto const who = check_scope(*s, g);
    if (!who || !same_secret(token, (*who)->session_token))
        return wrong_key();

    std::string canonical = "POST\n/\n" + canonical_query(presigned.query(), "X-Amz-Signature") +
                            "\nhost:bedrock.amazonaws.com\n\nhost\n" + hex(as_text(sha256({})));
    if (!same_secret(signature_of(canonical, *s, date, (*who)->secret_access_key), signature))
        return wrong_key();
    if ((*who)->expired || g.now > *when + std::chrono::seconds{seconds} || g.now < *when - 5min)
        return expired_token();
    return who;
}

std::expected<account const*, refusal> check_bearer(std::string_view key, gate const& g) {
    if (key.starts_with(key_prefix))
        return check_short_term(key, g);
    for (auto const& a : g.accounts)
        if (!key.empty() && same_secret(key, a.bearer_token)) {
            if (a.expired)
                return expired_token();
            return &a;
        }
    return wrong_key();
}

}  // namespace

std::string percent_decoded(std::string_view text) {
    auto const digit = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
            out.push_back(static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])));
            i += 2;
        } else {
            out.push_back(text[i]);
        }
    }
    return out;
}

std::string percent_encoded(std::string_view text, bool keep_slash) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (char c : text) {
        auto const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '-' || c == '.' || c == '_' || c == '~' || (keep_slash && c == '/');
        if (plain) {
            out.push_back(c);
            continue;
        }
        auto const value = static_cast<unsigned char>(c);
        out.push_back('%');
        out.push_back(digits[value >> 4]);
        out.push_back(digits[value & 15]);
    }
    return out;
}

std::string http_request::query_value(std::string_view name) const {
    for (auto const part : split(query(), '&'))
        if (auto const at = part.find('='); at != part.npos && percent_decoded(part.substr(0, at)) == name)
            return percent_decoded(part.substr(at + 1));
    return {};
}

std::string canonical_request(http_request const& r, std::string_view signed_headers,
                              std::string_view payload_hash) {
    std::string out = r.method;
    out.append("\n").append(percent_encoded(normalised(r.path()), true));
    out.append("\n").append(canonical_query(r.query())).append("\n");
    for (auto const name : split(signed_headers, ';')) {
        std::string values;
        for (auto const& [key, value] : r.headers)
            if (key == name)
                values.append(values.empty() ? "" : ",").append(folded(value));
        out.append(name).append(":").append(values).append("\n");
    }
    return out.append("\n").append(signed_headers).append("\n").append(payload_hash);
}

std::string signed_region(http_request const& r) {
    auto const value = r.header("authorization");
    if (!value.starts_with(algorithm))
        return {};
    auto const s = parse_credential(parse_authorization(value).credential);
    return s ? s->region : std::string{};
}

std::expected<account const*, refusal> authenticate(http_request const& r, gate const& g) {
    auto const value = r.header("authorization");
    constexpr std::string_view bearer = "Bearer ";
    auto const is_key = value.starts_with(bearer);
    if (is_key && g.service == "bedrock")
        return check_bearer(trimmed(value.substr(bearer.size())), g);
    if (value.empty() || is_key)
        return refuse(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    if (!value.starts_with(algorithm))
        return incomplete("Authorization header requires 'AWS4-HMAC-SHA256' or 'Bearer'.");
    return check_sigv4(r, g);
}

}  // namespace bedrock::testing::emulation
