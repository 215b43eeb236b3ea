// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Suite sigv4-bedrock: one JSON document a case, from the raw label values of a path to the Authorization
// header.

#include <algorithm>
#include <array>
#include <cstddef>
#include <exception>
#include <span>
#include <string>
#include <string_view>

#include <bedrock/core/percent_encode.hpp>
#include <bedrock/credentials/fixed.hpp>
#include <bedrock/endpoint/url.hpp>
#include <bedrock/signing/sigv4.hpp>

#include "signing.hpp"
#include "suite.hpp"
#include "support.hpp"

namespace conformance {

namespace {

using json = nlohmann::ordered_json;

/// A string member; one that is missing or null is empty.
std::string text(json const& object, char const* name) {
    auto const found = object.find(name);
    return found == object.end() || found->is_null() ? std::string{} : found->get<std::string>();
}

std::string body_of(json const& request) {
    if (auto const repeat = request.find("body_repeat"); repeat != request.end()) {
        auto body = text(*repeat, "prefix");
        for (auto n = repeat->at("count").get<std::size_t>(); n > 0; --n)
            body.append(text(*repeat, "repeat"));
        return body.append(text(*repeat, "suffix"));
    }
    return request.contains("body_base64") ? from_base64(text(request, "body_base64"))
                                           : text(request, "body_utf8");
}

/// The URI template with its labels filled in, as it goes on the wire.
std::string bound_path(json const& binding) {
    std::string path;
    std::string const uri = text(binding, "uri_template");
    for (std::size_t at = 0; at < uri.size();) {
        auto const brace = std::min(uri.find('{', at), uri.size());
        path.append(uri, at, brace - at);
        if (brace == uri.size())
            break;
        auto const end = uri.find('}', brace);
        auto name = uri.substr(brace + 1, end - brace - 1);
        bool const greedy = name.ends_with('+');
        if (greedy)
            name.pop_back();
        bedrock::append_percent_encoded(path, binding.at("labels").at(name).get<std::string>(),
                                        greedy ? "/" : "");
        at = end + 1;
    }
    return path;
}

std::string difference(json const& document) {
    differences found;
    auto const& given = document.at("request");
    auto const& expected = document.at("expected");
    auto const path = text(given, "path_on_the_wire");
    auto const query = text(given, "query_on_the_wire");
    auto const body = body_of(given);
    auto const region = text(document, "region");

    if (auto const binding = document.find("label_binding");
        binding != document.end() && !binding->is_null()) {
        auto const bound = bound_path(*binding);
        if (!path.ends_with(bound))  // a base path of the endpoint may stand before it
            found.expect("path on the wire", bound, path);
    }

    bedrock::endpoint::address address;
    auto const resolved = bedrock::endpoint::url{text(given, "scheme") + "://" + text(given, "host")}.resolve(
        "bedrock-runtime", region, address);
    if (!resolved)
        return resolved.error().describe();
    std::string host;
    address.append_host_header(host);
    found.expect("host header", host, text(expected, "host_header"));

    bedrock::header_list headers;
    for (auto const& line : given.at("headers"))
        add_unsigned(headers, line.at(0).get<std::string>(), line.at(1).get<std::string>());
    auto const& keys = document.at("credentials");
    bedrock::signing::sigv4 const policy{
        bedrock::credentials::fixed{.access_key_id = text(keys, "access_key_id"),
                                    .secret_access_key = text(keys, "secret_access_key"),
                                    .session_token = text(keys, "session_token")}};
    auto const method = text(given, "method");
    auto const service = text(document, "service");
    auto const timestamp = text(document, "timestamp");
    bedrock::signing::request const request{.method = method,
                                            .host = host,
                                            .path = path,
                                            .query = query,
                                            .headers = &headers,
                                            .body = body,
                                            .service = service,
                                            .region = region};

    // the policy as a client uses it
    decltype(policy)::memory memory;
    bedrock::header_list added;
    if (auto const done = policy.sign(request, added, memory, {.wall = to_time(timestamp)}); !done)
        return done.error().describe();
    auto const authorization = std::string{added[added.size() - 1].value};
    found.expect("authorization", authorization, text(expected, "authorization"));
    found.expect("x-amz-date", added[0].value, timestamp);
    if (added.size() == 3)
        found.expect("x-amz-security-token", added[1].value, text(keys, "session_token"));

    // its steps, one by one
    auto const lent = policy.credentials.provide();
    bedrock::signing::detail::workbench bench;
    if (!lent || !bench.set_payload_hash(request))
        return "no keys, or no hashing";
    found.expect("payload hash", bench.payload_hash, text(expected, "payload_hash"));
    std::array<bedrock::header, 2> const ours{
        {{"x-amz-date", timestamp}, {"x-amz-security-token", lent->session_token}}};
    bench.canonical.build(request, std::span{ours.data(), lent->session_token.empty() ? 1u : 2u},
                          bench.payload_hash);
    found.expect("canonical URI", bench.canonical.uri(), text(expected, "canonical_uri"));
    found.expect("canonical query", bench.canonical.query(), text(expected, "canonical_query"));
    found.expect("signed headers", bench.canonical.signed_headers(), text(expected, "signed_headers"));
    found.expect("canonical request", bench.canonical.text(), text(expected, "canonical_request"));
    std::string signature;
    if (!bench.sign(*lent, timestamp, {std::string_view{timestamp}.substr(0, 8), region, service}, signature))
        return "no hashing";
    found.expect("string to sign", bench.to_sign, text(expected, "string_to_sign"));
    found.expect("signature", signature, text(expected, "signature"));
    return found.text();
}

}  // namespace

void sigv4_bedrock(std::filesystem::path const& dir, report& out) {
    for (auto const& path : files(dir, ".json")) {
        auto const name = path.stem().string();
        try {
            out.finished(name, difference(read_json(path)));
        } catch (std::exception const& e) {
            out.failed(name, e.what());
        }
    }
}

}  // namespace conformance
