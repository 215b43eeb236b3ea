// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Suite sigv4: the published test suite of Signature Version 4, with headers, as a presigned query, and for
// the frames of an event stream.

#include <array>
#include <chrono>
#include <exception>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/credentials/fixed.hpp>
#include <bedrock/event_stream/encoder.hpp>
#include <bedrock/signing/event_chain.hpp>
#include <bedrock/signing/presign.hpp>
#include <bedrock/signing/sigv4.hpp>

#include "signing.hpp"
#include "suite.hpp"
#include "support.hpp"

namespace conformance {

namespace {

using json = nlohmann::ordered_json;
namespace signing = bedrock::signing;

/// A request as the suite writes it down: lines that end with a line feed, paths that may hold spaces.
struct raw_request {
    std::string method{}, path{}, query{}, host{}, body{};
    std::vector<std::pair<std::string, std::string>> lines{};  // the headers, with their own spelling

    explicit raw_request(std::string text) {
        std::erase(text, '\r');
        auto const head = std::min(text.find("\n\n"), text.size());
        if (head < text.size())
            body = text.substr(head + 2);
        text.resize(head);

        auto const first = text.substr(0, text.find('\n'));
        auto const space = first.find(' ');
        method = first.substr(0, space);
        auto target = first.substr(space + 1, first.rfind(' ') - space - 1);  // before HTTP/1.1
        auto const mark = std::min(target.find('?'), target.size());
        path = target.substr(0, mark);
        query = mark < target.size() ? target.substr(mark + 1) : std::string{};

        for (std::size_t at = first.size() + 1; at < text.size();) {
            auto const end = std::min(text.find('\n', at), text.size());
            auto const line = text.substr(at, end - at);
            at = end + 1;
            if (line.starts_with(' ') || line.starts_with('\t')) {  // goes on from the line before
                if (!lines.empty())
                    lines.back().second.append(1, ' ').append(line);
                continue;
            }
            auto const colon = std::min(line.find(':'), line.size());
            lines.emplace_back(line.substr(0, colon),
                               colon < line.size() ? line.substr(colon + 1) : std::string{});
            if (signing::detail::same_name(lines.back().first, "host"))
                host = lines.back().second;
        }
    }
};

struct context {
    bedrock::credentials::fixed keys{};
    std::string region{}, service{}, timestamp{};
    signing::path_rules rules{};
    bool sign_body = false;
    bool omit_session_token = false;
    int expires = 3600;
};

context context_of(json const& document) {
    auto const& keys = document.at("credentials");
    return {.keys = {.access_key_id = keys.at("access_key_id").get<std::string>(),
                     .secret_access_key = keys.at("secret_access_key").get<std::string>(),
                     .session_token = keys.value("token", std::string{})},
            .region = document.at("region").get<std::string>(),
            .service = document.at("service").get<std::string>(),
            .timestamp = document.at("timestamp").get<std::string>(),
            .rules = {.normalize = document.value("normalize", true)},
            .sign_body = document.value("sign_body", false),
            .omit_session_token = document.value("omit_session_token", false),
            .expires = document.value("expiration_in_seconds", 3600)};
}

std::string trimmed(std::string text) {
    while (text.ends_with('\n') || text.ends_with('\r'))
        text.pop_back();
    return text;
}

/// What a signer made of a case, each under the name of the file that says what it should be.
using outcome = std::vector<std::pair<std::string, std::string>>;

void expect_all(differences& found, outcome const& made, auto const& file_of) {
    for (auto const& [name, text] : made)
        if (auto const path = file_of(name); std::filesystem::exists(path))
            found.expect(name, trimmed(text), trimmed(read_file(path)));
}

/// The steps of signing with headers, and the same by the policy where it can say everything that the case
/// wants.
outcome with_headers(raw_request const& given, context const& c, differences& found) {
    auto const keys = c.keys.provide();
    if (!keys)
        return found.add(keys.error().message), outcome{};
    bedrock::header_list headers;
    for (auto const& [name, value] : given.lines)
        add_unsigned(headers, name, value);
    signing::detail::workbench bench;
    signing::request const request{.method = given.method,
                                   .host = given.host,
                                   .path = given.path,
                                   .query = given.query,
                                   .headers = &headers,
                                   .body = given.body,
                                   .service = c.service,
                                   .region = c.region};
    if (!bench.set_payload_hash(request))
        return found.add("no hashing"), outcome{};
    if (c.sign_body)
        add_unsigned(headers, "x-amz-content-sha256", bench.payload_hash);

    auto const now = to_time(c.timestamp);
    signing::detail::timestamp const time{now};
    std::vector<bedrock::header> added{{"x-amz-date", time.view()}};
    if (!keys->session_token.empty() && !c.omit_session_token)
        added.push_back({"x-amz-security-token", keys->session_token});
    bench.canonical.build(request, added, bench.payload_hash, c.rules);
    std::string signature;
    if (!bench.sign(*keys, time.view(), {time.date(), c.region, c.service}, signature))
        return found.add("no hashing"), outcome{};

    if (c.rules.normalize && !c.omit_session_token) {
        decltype(signing::sigv4{c.keys})::memory memory;
        bedrock::header_list by_policy;
        if (auto const done = signing::sigv4{c.keys}.sign(request, by_policy, memory, {.wall = now}); !done)
            found.add(done.error().describe());
        else if (!by_policy[by_policy.size() - 1].value.ends_with("Signature=" + signature))
            found.add("the policy signs something else");
    }
    return {{"canonical-request", std::string{bench.canonical.text()}},
            {"string-to-sign", bench.to_sign},
            {"signature", signature}};
}

outcome as_query(raw_request const& given, context const& c, differences& found) {
    auto keys = c.keys.provide();
    if (!keys)
        return found.add(keys.error().message), outcome{};
    auto const token = keys->session_token;
    if (c.omit_session_token)
        keys->session_token = {};
    bedrock::header_list headers;
    for (auto const& [name, value] : given.lines)
        add_unsigned(headers, name, value);
    signing::request request{.method = given.method,
                             .host = given.host,
                             .path = given.path,
                             .query = given.query,
                             .headers = &headers,
                             .body = given.body,
                             .service = c.service,
                             .region = c.region};
    auto const now = to_time(c.timestamp);
    auto query = signing::presign(request, *keys, now, std::chrono::seconds{c.expires}, c.rules);
    if (!query)
        return found.add(query.error().describe()), outcome{};

    constexpr std::string_view last = "&X-Amz-Signature=";
    auto const at = query->rfind(last);
    auto const signature = query->substr(at + last.size());
    // The steps are not handed out: the canonical request of the query without its signature is what was
    // signed.
    signing::detail::workbench bench;
    auto const unsigned_query = query->substr(0, at);
    request.query = unsigned_query;
    signing::detail::timestamp const time{now};
    std::string again;
    if (!bench.set_payload_hash(request))
        return found.add("no hashing"), outcome{};
    bench.canonical.build(request, {}, bench.payload_hash, c.rules);
    if (!bench.sign(*keys, time.view(), {time.date(), c.region, c.service}, again) || again != signature)
        found.add("the presigned query was signed otherwise");

    if (c.omit_session_token && !token.empty())
        bedrock::append_percent_encoded(query->append("&X-Amz-Security-Token="), token);
    auto whole = given.method + " " + given.path + "?" + *query + " HTTP/1.1\n";
    for (auto const& [name, value] : given.lines)
        whole.append(name).append(":").append(value).append("\n");
    whole.append("\n").append(given.body);
    return {{"canonical-request", std::string{bench.canonical.text()}},
            {"string-to-sign", bench.to_sign},
            {"signature", signature},
            {"signed-request", whole}};
}

std::string folder_difference(std::filesystem::path const& dir) {
    differences found;
    raw_request const given{read_file(dir / "request.txt")};
    auto const c = context_of(read_json(dir / "context.json"));
    auto made = with_headers(given, c, found);
    if (made.empty())
        return found.text();
    auto const header_file = [&dir](std::string const& name) { return dir / ("header-" + name + ".txt"); };
    if (auto const signed_file = header_file("signed-request"); std::filesystem::exists(signed_file)) {
        auto const expected = read_file(signed_file);
        if (expected.find("Signature=" + made.back().second + "\n") == std::string::npos)
            found.add("the signature " + made.back().second + " is not that of the signed request");
        // A canonical request recorded at another time than the signature (its context says so) shares only
        // the path.
        auto const canonical = header_file("canonical-request");
        if (std::filesystem::exists(canonical) &&
            read_file(canonical).find("\nx-amz-date:" +
                                      std::string{signing::detail::timestamp{to_time(c.timestamp)}.view()}) ==
                std::string::npos) {
            auto const first_two = [](std::string const& text) {
                return text.substr(0, text.find('\n', text.find('\n') + 1));
            };
            found.expect("canonical path", first_two(made.front().second), first_two(read_file(canonical)));
            made.erase(made.begin());
        }
    }
    expect_all(found, made, header_file);
    if (std::filesystem::exists(dir / "query-signature.txt"))
        expect_all(found, as_query(given, c, found),
                   [&dir](std::string const& name) { return dir / ("query-" + name + ".txt"); });
    return found.text();
}

/// A case of the older form: `name.req`, `.creq`, `.sts`, `.authz`, all with the keys that the suite's README
/// gives.
std::string older_difference(std::filesystem::path const& req) {
    differences found;
    context const c{.keys = {.access_key_id = "AKIDEXAMPLE",
                             .secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"},
                    .region = "us-east-1",
                    .service = "service",
                    .timestamp = "20150830T123600Z"};
    auto const made = with_headers(raw_request{read_file(req)}, c, found);
    auto const file = [&req](char const* extension) {
        return std::filesystem::path{req}.replace_extension(extension);
    };
    for (auto const& [name, text] : made) {
        if (name == "canonical-request")
            found.expect(name, trimmed(text), trimmed(read_file(file(".creq"))));
        if (name == "string-to-sign")
            found.expect(name, trimmed(text), trimmed(read_file(file(".sts"))));
        if (name == "signature" && !trimmed(read_file(file(".authz"))).ends_with("Signature=" + text))
            found.add("another signature: " + text);
    }
    return found.text();
}

/// A frame around `payload`, as the client sends it.
std::string framed(std::string_view payload, std::string_view signature, bedrock::wall_time now) {
    std::string bytes, frame;
    for (std::size_t i = 0; i + 1 < signature.size(); i += 2)
        bytes.push_back(static_cast<char>(std::stoi(std::string{signature.substr(i, 2)}, nullptr, 16)));
    namespace es = bedrock::event_stream;
    (void)es::encode(frame,
                     {{":date", es::timestamp{std::chrono::floor<std::chrono::seconds>(now)}},
                      {":chunk-signature", es::byte_array{bytes}}},
                     payload);
    return frame;
}

std::string event_difference(json const& document) {
    differences found;
    auto const region = document.at("region").get<std::string>();
    auto const service = document.at("service").get<std::string>();
    if (auto const events = document.find("events"); events != document.end()) {
        bedrock::credentials::view const keys{document.at("access_key_id").get_ref<std::string const&>(),
                                              document.at("secret_access_key").get_ref<std::string const&>(),
                                              {}};
        signing::event_chain chain{document.at("seed_signature").get<std::string>(), region, service};
        for (auto const& event : *events) {
            auto const now = to_time(event.at("timestamp").get<std::string>());
            auto const payload = from_base64(event.at("payload_base64").get<std::string>());
            auto const signature = chain.sign(payload, keys, now);
            if (!signature)
                return signature.error().describe();
            found.expect("string to sign", chain.string_to_sign(),
                         event.at("string_to_sign").get<std::string>());
            found.expect("signature", *signature, event.at("signature").get<std::string>());
            if (event.contains("signed_frame_base64"))
                found.expect("frame", to_base64(framed(payload, *signature, now)),
                             event.at("signed_frame_base64").get<std::string>());
        }
        return found.text();
    }

    // one message, described, of which only the string to sign is known
    auto const& message = document.at("inner_message");
    std::vector<bedrock::event_stream::header> headers;
    for (auto const& h : message.at("headers"))
        headers.push_back({h.at("name").get_ref<std::string const&>(),
                           std::string_view{h.at("value").get_ref<std::string const&>()}});
    std::string frame;
    if (!bedrock::event_stream::encode(frame, headers, message.at("payload_utf8").get<std::string>()))
        return "the message cannot be encoded";
    bedrock::wall_time const now{
        std::chrono::seconds{document.at("epoch_seconds").get<std::int64_t>()} +
        std::chrono::nanoseconds{document.value("subsecond_nanos_must_be_truncated", 0)}};
    signing::event_chain chain{document.at("prior_signature").get<std::string>(), region, service};
    if (auto const signature = chain.sign(frame, {"any", "any", {}}, now); !signature)
        return signature.error().describe();
    found.expect("string to sign", chain.string_to_sign(),
                 document.at("expected_string_to_sign").get<std::string>());
    return found.text();
}

void run(report& out, std::string const& name, auto const& difference) {
    try {
        out.finished(name, difference());
    } catch (std::exception const& e) {
        out.failed(name, e.what());
    }
}

void run_folder(std::filesystem::path const& dir, std::string const& name, report& out) {
    if (std::filesystem::exists(dir / "request.txt"))
        return run(out, name, [&] { return folder_difference(dir); });
    auto const below = [&name](std::filesystem::path const& p) {
        return name.empty() ? p.stem().string() : name + "/" + p.stem().string();
    };
    for (auto const& req : files(dir, ".req"))
        run(out, below(req), [&] { return older_difference(req); });
    for (auto const& path : files(dir, ".json"))
        run(out, below(path), [&] { return event_difference(read_json(path)); });
    std::vector<std::filesystem::path> folders;
    for (auto const& entry : std::filesystem::directory_iterator{dir})
        if (entry.is_directory())
            folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    for (auto const& folder : folders)
        run_folder(folder, below(folder), out);
}

}  // namespace

void sigv4(std::filesystem::path const& dir, report& out) { run_folder(dir, {}, out); }

}  // namespace conformance
