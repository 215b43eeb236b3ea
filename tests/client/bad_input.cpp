// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/client.hpp>

// Requests that cannot be right and replies that are not: each a typed error that says what was tried, where, and what
// to do; none with a secret in it.

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "bed.hpp"
#include "support/environment.hpp"
#include "transport/raw_certificate.hpp"
#include "transport/raw_server.hpp"

using namespace bed;

namespace {

/// The error of a whole call and of a stream that meet the fault.
std::pair<bedrock::error, bedrock::error> both_ways(fault f, setup s = {}) {
    auto service = start();
    f.count = 0;
    service.inject(std::move(f));
    auto const client = client_for(service, std::move(s));
    auto whole = client.converse(model, "hello");
    auto stream = client.converse_stream(model, "hello");
    std::pair<bedrock::error, bedrock::error> errors;
    errors.first = whole ? bedrock::error{.kind = error_kind::none} : std::move(whole.error());
    if (!stream)
        errors.second = std::move(stream.error());
    else if (auto told = read(*stream); told.error)
        errors.second = std::move(*told.error);
    else
        errors.second = {.kind = error_kind::none};
    for (auto const* e : {&errors.first, &errors.second}) {
        check_words(*e);
        CHECK(e->region == "us-east-1");
    }
    return errors;
}

/// The error of a call to a server that answers with these bytes.
bedrock::error answered_with(std::string bytes, bedrock::transport::curl transport = {.proxy = ""}) {
    raw::server const server{[&bytes](raw::peer& p) {
        while (p.read_request())
            if (!p.send(bytes))
                return;
    }};
    auto answer = client_at(server.url(""), std::move(transport)).converse(model, "hello");
    if (answer)
        return {.kind = error_kind::none};
    check_words(answer.error());
    return std::move(answer.error());
}

std::string reply_of(std::string_view type, std::string_view body, std::string_view status = "200 OK") {
    return "HTTP/1.1 " + std::string{status} + "\r\nContent-Type: " + std::string{type} +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
}

bedrock::error refused_model(std::string_view id) {
    auto const service = start();
    auto answer = client_for(service).converse(id, "hello");
    if (answer)
        return {.kind = error_kind::none};
    check_words(answer.error());
    if (answer.error().kind == error_kind::refused_locally)
        CHECK(service.log().empty());
    return std::move(answer.error());
}

}  // namespace

TEST_CASE("no region") {
    support::environment const variables{{"AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"},
                                         {"AWS_SECRET_ACCESS_KEY", "HUSH-key"}};
    bedrock::client<> const client;
    auto const answer = client.converse(model, "hello");
    if (answer)
        FAIL("answered");
    CHECK(answer.error().kind == error_kind::configuration);
    CHECK(contains(answer.error().remedy, "AWS_REGION"));
    CHECK(answer.error().story.attempts().empty());
    check_words(answer.error());
}

TEST_CASE("a region that is no region") {
    for (auto const* region : {"us east 1", "us-east-1.evil.example/", "us-east-1.", "\xff"}) {
        support::environment const variables{{"AWS_REGION", region},
                                             {"AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"},
                                             {"AWS_SECRET_ACCESS_KEY", "HUSH-key"}};
        auto const answer = bedrock::client<>{}.converse(model, "hello");
        if (answer)
            FAIL("answered");
        CHECK(answer.error().kind == error_kind::configuration);
        check_words(answer.error());
    }
}

TEST_CASE("no credentials") {
    auto const service = start();
    support::environment const variables{{"AWS_REGION", "us-east-1"},
                                         {"AWS_ENDPOINT_URL", service.url_template().c_str()},
                                         {"AWS_CA_BUNDLE", service.ca_file().c_str()}};
    auto const answer = bedrock::client<>{}.converse(model, "hello");
    auto const stream = bedrock::client<>{}.converse_stream(model, "hello");
    if (answer || stream)
        FAIL("answered");
    CHECK(answer.error().kind == error_kind::credentials);
    CHECK(stream.error().kind == error_kind::credentials);
    CHECK(contains(answer.error().remedy, "AWS_ACCESS_KEY_ID"));
    CHECK(contains(answer.error().remedy, "AWS_BEARER_TOKEN_BEDROCK"));
    CHECK(service.log().empty());
    check_words(answer.error());
}

TEST_CASE("what could not be sent is no attempt and takes nothing of the quota") {
    support::environment const variables{{"AWS_REGION", "us-east-1"}};
    bedrock::client const client{bedrock::quota::per_minute{.requests = 1},
                                 bedrock::endpoint::url{"http://127.0.0.1:9"}};
    for (int i = 0; i < 3; ++i) {  // a second one would wait for a minute
        auto const answer = client.converse(model, "hello", {.deadline = std::chrono::seconds{1}});
        if (answer)
            FAIL("answered");
        CHECK(answer.error().kind == error_kind::credentials);
        CHECK(answer.error().region == "us-east-1");
        CHECK(answer.error().story.attempts().empty());
        CHECK(answer.error().story.end == bedrock::ending::refused_locally);
    }
}

TEST_CASE("an empty or malformed key") {
    struct bad {
        char const *id, *secret, *token, *bearer;
    };
    for (auto const& k : {bad{"", "HUSH-key", "", ""}, bad{"AKIAEXAMPLE", "", "", ""},
                          bad{"AKIA EXAMPLE", "HUSH-key", "", ""}, bad{"AKIAEXAMPLE\n", "HUSH-key", "", ""},
                          bad{"AKIAEXAMPLE", "HUSH-key\n", "", ""}, bad{"AKIAEXAMPLE", "HUSH-\tkey", "", ""},
                          bad{"AKIAEXAMPLE", "HUSH-key", "HUSH-\r\nX-Evil: 1", ""},
                          bad{"AKIAEXAMPLE", "HUSH-key", "HUSH-\x01", ""}, bad{"", "", "", "HUSH-bearer\n"},
                          bad{"", "", "", "HUSH-\r\nX-Evil: 1"}, bad{"", "", "", " "}}) {
        support::environment variables{
            {"AWS_REGION", "us-east-1"},    {"AWS_ENDPOINT_URL", "http://127.0.0.1:9"},
            {"AWS_ACCESS_KEY_ID", k.id},    {"AWS_SECRET_ACCESS_KEY", k.secret},
            {"AWS_SESSION_TOKEN", k.token}, {"AWS_BEARER_TOKEN_BEDROCK", k.bearer}};
        auto const answer = bedrock::client<>{}.converse(model, "hello");
        if (answer)
            FAIL("answered");
        CHECK(answer.error().kind == error_kind::credentials);
        check_words(answer.error());
    }
}

TEST_CASE("a model ID that cannot be one is refused before anything is sent") {
    CHECK(refused_model("").kind == error_kind::refused_locally);
    CHECK(refused_model("a model").kind == error_kind::refused_locally);
    CHECK(refused_model("model\r\nX-Evil: 1").kind == error_kind::refused_locally);
    CHECK(refused_model("model\n").kind == error_kind::refused_locally);
    CHECK(refused_model("..").kind == error_kind::refused_locally);
    CHECK(refused_model(std::string_view{"mo\0del", 6}).kind == error_kind::refused_locally);
    CHECK(refused_model("モデル").kind == error_kind::refused_locally);
    CHECK(refused_model(std::string(3'000, 'm')).kind == error_kind::refused_locally);
}

TEST_CASE("a model ID with slashes and colons arrives as it is, and is the service's to judge") {
    auto const service = start();
    auto const client = client_for(service);
    for (std::string_view const id : {"arn:aws:bedrock:us-east-1:123456789012:inference-profile/"
                                      "us.anthropic.claude-3-haiku-20240307-v1:0",
                                      "a/../b", "a%2Fb", "a?b=c#d", "model:0"}) {
        auto const answer = client.converse(id, "hello");
        INFO(id);
        auto const log = service.log();
        if (log.empty())
            FAIL("nothing was sent");
        CHECK(log.back().model == id);
        if (!answer) {
            CHECK(answer.error().kind != error_kind::access_denied);  // the signature held
            CHECK(answer.error().status >= 400);
            check_words(answer.error());
        }
    }
}

TEST_CASE("invalid UTF-8 in a prompt is refused before anything is sent") {
    auto const service = start();
    auto const client = client_for(service);
    for (std::string_view const text : {"\xff", "half \xe3\x81", "\xc0\x80", "\xed\xa0\x80 surrogate"}) {
        auto const answer = client.converse(model, text);
        auto const stream = client.converse_stream(model, text);
        if (answer || stream)
            FAIL("accepted");
        CHECK(answer.error().kind == error_kind::refused_locally);
        CHECK(stream.error().kind == error_kind::refused_locally);
        CHECK(contains(answer.error().message, "UTF-8"));
        check_words(answer.error());
    }
    auto const system = client.converse(
        model, {.messages = {bedrock::user("hello")}, .system = {bedrock::text_block{"\xff"}}});
    CHECK_FALSE(system.has_value());
    CHECK(service.log().empty());
}

TEST_CASE("control characters in a prompt are text like any other") {
    auto const service = start();
    CHECK(client_for(service).converse(model, std::string_view{"a\0b\x01\x7f\r\n", 7}).has_value());
}

TEST_CASE("a prompt of 20 MiB arrives whole, or is refused by the service with a word") {
    auto const service = start();
    auto const answer = client_for(service).converse(model, std::string(std::size_t{20} << 20, 'x'));
    CHECK(service.log().size() == 1);
    if (!answer) {
        INFO(answer.error().describe());
        CHECK((answer.error().kind == error_kind::validation || answer.error().status == 413));
        CHECK(answer.error().story.attempts().size() == 1);
        check_words(answer.error());
    }
}

TEST_CASE("control characters in a value that becomes a header are refused") {
    auto const service = start();
    auto const client = client_for(service);
    for (std::string_view const value : {"application/json\r\nX-Evil: 1", "a\nb", "a\x7f", "\x01"}) {
        auto const answer = client.invoke_model(model, {.body = "{}", .accept = std::string{value}});
        if (answer)
            FAIL("accepted");
        CHECK(answer.error().kind == error_kind::refused_locally);
        check_words(answer.error());
        auto const stream = client.invoke_model_with_response_stream(
            model, {.body = "{}", .content_type = std::string{value}});
        CHECK((!stream && stream.error().kind == error_kind::refused_locally));
    }
    CHECK(service.log().empty());
}

TEST_CASE("a user's document that is nested too deep is refused before it is written") {
    auto const service = start();
    auto request = ask("hello", 10);
    request.additional_model_request_fields =
        bedrock::json::raw{std::string(100'000, '[') + std::string(100'000, ']')};
    auto const answer = client_for(service).converse(model, request);
    if (answer)
        FAIL("accepted");
    CHECK(answer.error().kind == error_kind::refused_locally);
    CHECK(service.log().empty());
    check_words(answer.error());
}

TEST_CASE("a reply of another content type") {
    auto const [whole, stream] = both_ways({.kind = fault_kind::content_type});
    CHECK(whole.kind == error_kind::malformed_reply);
    CHECK(stream.kind == error_kind::malformed_reply);
    CHECK(contains(whole.message, "text/plain"));
    CHECK(whole.status == 200);
    CHECK(whole.story.attempts().size() == 1);
}

TEST_CASE("half a JSON") {
    auto const [whole, stream] = both_ways({.kind = fault_kind::half_json});
    CHECK(whole.kind == error_kind::malformed_reply);
    CHECK(stream.kind == error_kind::malformed_reply);
}

TEST_CASE("JSON that is nested 100,000 deep") {
    auto const [whole, stream] = both_ways({.kind = fault_kind::deep_json});
    CHECK(whole.kind == error_kind::malformed_reply);
    CHECK(stream.kind == error_kind::malformed_reply);
}

TEST_CASE("members of wrong types") {
    auto const [whole, stream] = both_ways({.kind = fault_kind::wrong_types});
    CHECK(whole.kind == error_kind::malformed_reply);
    CHECK(stream.kind == error_kind::malformed_reply);
}

TEST_CASE("a 200 with no body") {
    auto const [whole, stream] = both_ways({.kind = fault_kind::no_body});
    CHECK(whole.kind == error_kind::malformed_reply);
    CHECK((stream.kind == error_kind::malformed_reply || stream.kind == error_kind::interrupted));
}

TEST_CASE("a reply without end is stopped by a limit on its size") {
    auto service = start();
    service.inject({.kind = fault_kind::endless, .count = 0});
    auto transport = trusting(service);
    transport.reply_limit = std::size_t{1} << 20;
    bedrock::client const client{bedrock::region::fixed<"us-east-1">{}, transport,
                                 bedrock::endpoint::url{service.url_template()},
                                 bedrock::signing::sigv4{keys()}};
    auto const answer = client.converse(model, "hello");
    if (answer)
        FAIL("answered");
    CHECK(answer.error().kind == error_kind::reply_too_large);
    CHECK(contains(answer.error().message, "1048576"));
    CHECK(answer.error().story.attempts().size() == 1);
    check_words(answer.error());
}

TEST_CASE("a reply without end is stopped by the default limit") {
    auto service = start();
    service.inject({.kind = fault_kind::endless});
    auto const answer = client_for(service).converse(model, "hello");
    if (answer)
        FAIL("answered");
    CHECK(answer.error().kind == error_kind::reply_too_large);
}

TEST_CASE("a header block of 1 MiB") {
    auto const [whole, stream] = both_ways({.kind = fault_kind::big_header});
    CHECK(whole.kind == error_kind::malformed_reply);
    CHECK(stream.kind == error_kind::malformed_reply);
}

TEST_CASE("a redirect is not followed") {
    auto service = start();
    service.inject({.kind = fault_kind::redirect, .count = 0});
    auto const client = client_for(service);
    auto const answer = client.converse(model, "hello");
    auto const stream = client.converse_stream(model, "hello");
    if (answer || stream)
        FAIL("answered");
    CHECK(answer.error().status == 307);
    CHECK(contains(answer.error().message, "redirect"));
    CHECK(stream.error().status == 307);
    for (auto const& r : service.log())
        CHECK_FALSE(contains(r.target, "redirected"));
    check_words(answer.error());
}

TEST_CASE("a certificate for another host") {
    auto const service = start();
    auto const url = "https://127.0.0.1:" + std::to_string(service.port());
    raw::certificate const other{"DNS:somebody.else"};
    raw::server const server{[](raw::peer& p) { p.drain(); }, other.server_context()};
    auto const answer = client_at("https://localhost:" + std::to_string(server.port()),
                                  {.ca_file = other.file(), .proxy = ""})
                            .converse(model, "hello");
    if (answer)
        FAIL("answered");
    CHECK(answer.error().kind == error_kind::tls);
    CHECK(contains(answer.error().message, "localhost"));
    CHECK(answer.error().story.attempts().size() == 1);
    check_words(answer.error());
}

TEST_CASE("a certificate of an unknown authority") {
    auto const service = start();
    auto const answer = client_at(service.url_template()).converse(model, "hello");
    if (answer)
        FAIL("answered");
    CHECK(answer.error().kind == error_kind::tls);
    CHECK(contains(answer.error().message, "us-east-1.localhost"));
    CHECK(contains(answer.error().remedy, "AWS_CA_BUNDLE"));
    CHECK(service.log().empty());
    check_words(answer.error());
}

TEST_CASE("a trust file that is not there") {
    auto const service = start();
    auto const answer = client_at(service.url_template(), {.ca_file = "no/such/file.pem", .proxy = ""})
                            .converse(model, "hello");
    if (answer)
        FAIL("answered");
    CHECK((answer.error().kind == error_kind::tls || answer.error().kind == error_kind::configuration));
    check_words(answer.error());
}

TEST_CASE("a host that does not exist and a port nobody listens on") {
    auto const lost = client_at("https://no-such-host.invalid").converse(model, "hello");
    auto const closed = client_at("http://127.0.0.1:1").converse(model, "hello");
    if (lost || closed)
        FAIL("answered");
    CHECK(lost.error().kind == error_kind::network);
    CHECK(contains(lost.error().message, "no-such-host.invalid"));
    CHECK(closed.error().kind == error_kind::network);
    CHECK(closed.error().story.attempts().size() == 3);
    check_words(lost.error());
    check_words(closed.error());
}

TEST_CASE("a proxy that answers HTML") {
    auto const page =
        reply_of("text/html", "<html><body>Please <b>log in</b></body></html>", "403 Forbidden");
    raw::server const proxy{[&page](raw::peer& p) {
        while (p.read_request())
            p.send(page);
    }};
    auto const address = "http://user:HUSH-password@127.0.0.1:" + std::to_string(proxy.port());
    SECTION("to CONNECT") {
        auto const answer =
            client_at("https://us-east-1.localhost:1", {.proxy = address}).converse(model, "hello");
        if (answer)
            FAIL("answered");
        INFO(answer.error().describe());
        CHECK(answer.error().kind == error_kind::network);
        CHECK(contains(answer.error().message, "403"));
        check_words(answer.error());
    }
    SECTION("to the request itself") {
        auto const client = client_at("http://us-east-1.example:1", {.proxy = address});
        auto const answer = client.converse(model, "hello");
        auto const stream = client.converse_stream(model, "hello");
        if (answer || stream)
            FAIL("answered");
        CHECK(answer.error().kind == error_kind::access_denied);
        CHECK(stream.error().kind == error_kind::access_denied);
        CHECK(contains(answer.error().message, "log in"));
        check_words(answer.error());
    }
    SECTION("with 200") {
        auto const e = answered_with(reply_of("text/html", "<html>welcome</html>"));
        CHECK(e.kind == error_kind::malformed_reply);
        CHECK(contains(e.message, "welcome"));
    }
    SECTION("as the emulator does it") {
        auto const [whole, stream] = both_ways({.kind = fault_kind::proxy_html, .status = 404});
        CHECK(whole.kind == error_kind::not_found);
        CHECK(stream.kind == error_kind::not_found);
        CHECK(whole.status == 404);
    }
}

TEST_CASE("an error whose body breaks off is still the service's error") {
    raw::server const server{[](raw::peer& p) {
        if (p.read_request())
            p.send(
                "HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n"
                "x-amzn-ErrorType: AccessDeniedException\r\n\r\n{\"message\":\"half");
    }};
    auto const client = client_at(server.url(""));
    auto const answer = client.converse(model, "hello");
    auto const stream = client.converse_stream(model, "hello");
    if (answer || stream)
        FAIL("answered");
    for (auto const* e : {&answer.error(), &stream.error()}) {
        CHECK(e->kind == error_kind::access_denied);
        CHECK(e->code == "AccessDeniedException");
        CHECK(e->status == 403);
        CHECK(e->story.attempts().size() == 1);
        check_words(*e);
    }
}

TEST_CASE("an error body in place of a stream, large or endless, is read as far as it matters") {
    raw::server const server{[](raw::peer& p) {
        while (p.read_request()) {
            p.send("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\n\r\nno ");
            while (p.send(std::string(10'000, 'x'))) {
            }
        }
    }};
    auto const stream = client_at(server.url("")).converse_stream(model, "hello");
    if (stream)
        FAIL("opened");
    CHECK(stream.error().kind == error_kind::validation);
    CHECK(stream.error().message.size() < 5'000);
    check_words(stream.error());
}

TEST_CASE("what is no HTTP is a malformed reply or a broken connection") {
    CHECK(answered_with("SSH-2.0-OpenSSH_9.2\r\n\r\n\r\n").kind != error_kind::none);
    CHECK(answered_with("HTTP/1.1 200 OK\r\nContent-Length: nonsense\r\n\r\n{}").kind != error_kind::none);
    CHECK(answered_with(std::string(100'000, '\0')).kind != error_kind::none);
}

TEST_CASE("an error that echoes what we sent is blanked") {
    auto const e = answered_with(reply_of(
        "application/json",
        R"({"message":"bad header Authorization: AWS4-HMAC-SHA256 Credential=AKIAEMULATOREXAMPLE1/x, Signature=HUSH0123456789abcdef0123456789 end"})",
        "403 Forbidden"));
    CHECK(e.kind == error_kind::access_denied);
}

TEST_CASE("an address that cannot be used") {
    for (auto const* url : {"", "ftp://x", "https://", "https://user:HUSH@x.example",
                            "https://x.example/?a=b", "https://x.example:99999", "https://a b"}) {
        auto const answer = client_at(url).converse(model, "hello");
        if (answer)
            FAIL("answered");
        INFO(url);
        CHECK(answer.error().kind == error_kind::configuration);
        CHECK(answer.error().story.attempts().size() <= 1);
        check_words(answer.error());
    }
}
