// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/testing/emulator.hpp>

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <thread>

#include "emulator_client.hpp"

using namespace std::chrono_literals;
using namespace bedrock::testing;
using nlohmann::json;

namespace {

constexpr auto model = "/model/us.anthropic.claude-3-haiku-20240307-v1%3A0/";
constexpr auto question =
    R"({"messages":[{"role":"user","content":[{"text":"違いは?"}]}],"inferenceConfig":{"maxTokens":12}})";
constexpr auto claude =
    R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":12,"messages":[{"role":"user","content":"Hi"}]})";

std::string to(std::string_view operation) { return std::string{model}.append(operation); }

/// One request on a connection of its own, over plain HTTP, where bytes are easy to look at.
struct exchange {
    std::string reply;
    raw::end ended = raw::end::open;
    std::chrono::milliseconds took{};

    int status() const { return raw::status_of(reply); }
    json body() const { return json::parse(raw::body_of(reply), nullptr, false); }
    bool says(std::string_view part) const { return reply.find(part) != reply.npos; }
};

exchange ask(emulator const& e, std::string const& request, std::chrono::milliseconds patience = 2s) {
    raw::connection c{e.port()};
    auto const begun = std::chrono::steady_clock::now();
    c.send(request);
    exchange out;
    out.reply = c.reply(patience);
    out.took =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
    out.ended = c.ended();
    return out;
}

exchange converse(emulator const& e, std::chrono::milliseconds patience = 2s) {
    return ask(e, raw::post(to("converse"), question), patience);
}
exchange stream(emulator const& e, std::chrono::milliseconds patience = 2s) {
    return ask(e, raw::post(to("converse-stream"), question), patience);
}

/// The payloads of a stream's frames, cut by their lengths alone.
std::vector<std::string> payloads(exchange const& x) {
    std::vector<std::string> out;
    auto const bytes = raw::unchunked(raw::body_of(x.reply));
    auto const number = [&bytes](std::size_t at) {
        std::uint32_t n = 0;
        for (std::size_t i = 0; i < 4; ++i)
            n = n << 8 | static_cast<unsigned char>(bytes[at + i]);
        return std::size_t{n};
    };
    for (std::size_t at = 0; at + 16 <= bytes.size();) {
        auto const total = number(at), headers = number(at + 4);
        if (total < 16 + headers || at + total > bytes.size())
            break;
        out.push_back(bytes.substr(at + 12 + headers, total - headers - 16));
        at += total;
    }
    return out;
}

}  // namespace

#define START(name, ...)                                \
    auto name##_started = emulator::start(__VA_ARGS__); \
    CHECK(name##_started);                              \
    if (!name##_started)                                \
        return;                                         \
    auto& name = *name##_started

TEST_CASE("an emulator listens, says where, and takes its certificate's file away in the end") {
    std::string file;
    {
        START(e);
        CHECK(e.port() != 0);
        CHECK(e.url("us-east-1") == "https://us-east-1.localhost:" + std::to_string(e.port()));
        CHECK(e.url_template() == "https://{region}.localhost:" + std::to_string(e.port()));
        CHECK(e.ca_pem().starts_with("-----BEGIN CERTIFICATE-----"));
        file = e.ca_file();
        struct stat found{};
        CHECK(::stat(file.c_str(), &found) == 0);
    }
    struct stat gone{};
    CHECK(::stat(file.c_str(), &gone) != 0);
}

TEST_CASE("what cannot be started is an error that says what to do") {
    START(e);
    auto const taken = emulator::start({.port = e.port()});
    CHECK_FALSE(taken);
    if (!taken) {
        CHECK(taken.error().message.find("cannot listen on 127.0.0.1:" + std::to_string(e.port())) !=
              std::string::npos);
        CHECK_FALSE(taken.error().remedy.empty());
    }
    CHECK_FALSE(emulator::start({.regions = {}}));
    CHECK_FALSE(emulator::start({.regions = {"us east"}}));
    CHECK_FALSE(emulator::start({.accounts = {}}));
    CHECK_FALSE(emulator::start({.limits = {{"eu-west-3", {.requests = 1}}}}));
    for (auto const* unwritable : {"/dev/null/invocations.json", "/dev/null/invocations"}) {
        auto const lost = emulator::start({.invocation_logs = unwritable});
        CHECK((!lost && lost.error().message.find(unwritable) != std::string::npos));
    }
}

TEST_CASE(
    "Converse answers over HTTPS, with a certificate that names each region, and keeps the connection") {
    START(e);
    for (auto const* name :
         {"localhost", "us-east-1.localhost", "us-west-2.localhost", "bedrock-runtime.us-east-1.localhost"}) {
        raw::connection c{e.port(), e.ca_pem(), name};
        CHECK(c.connected());
        CHECK(c.protocol() == "http/1.1");
        for (int i = 0; i < 2; ++i) {
            c.send(raw::post(to("converse"), question, name));
            auto const reply = c.reply();
            CHECK(raw::status_of(reply) == 200);
        }
    }
    raw::connection stranger{e.port(), e.ca_pem(), "eu-west-3.localhost"};
    CHECK_FALSE(stranger.connected());

    auto const log = e.log();
    CHECK(log.size() == 8);
    if (log.size() != 8)
        return;
    CHECK(log[0].tls);
    CHECK(log[0].connection == log[1].connection);
    CHECK(log[1].connection != log[2].connection);
    CHECK(log[4].region == "us-west-2");
    CHECK(log[6].region == "us-east-1");
    CHECK(log[0].operation == "Converse");
    CHECK(log[0].model == "us.anthropic.claude-3-haiku-20240307-v1:0");
    CHECK(log[0].account == "123456789012");
    CHECK(log[0].body == question);
    for (auto const& [name, value] : log[0].headers)
        CHECK(value.find("emulator-bearer-key") == std::string::npos);  // no secret in the log
}

TEST_CASE("a Converse reply has the service's members and headers, and its text says what it is") {
    START(e);
    auto const x = converse(e);
    CHECK(x.status() == 200);
    CHECK(x.says("Content-Type: application/json\r\n"));
    CHECK(x.says("\r\nx-amzn-RequestId: " + e.log().front().request_id + "\r\n"));
    CHECK(x.says("\r\nDate: "));
    auto const body = x.body();
    CHECK(body["output"]["message"]["role"] == "assistant");
    CHECK(body["output"]["message"]["content"][0]["text"] == "[emulator, no inference] 違いは? / 違");
    CHECK(body["stopReason"] == "max_tokens");
    CHECK(body["usage"] == json{{"inputTokens", 4}, {"outputTokens", 12}, {"totalTokens", 16}});
    CHECK(body["metrics"]["latencyMs"] == 0);
    CHECK_FALSE(x.says("us-east-1"));  // no answer names a region
}

TEST_CASE("InvokeModel speaks the model's own format, whole and as a stream") {
    START(e);
    auto const x = ask(e, raw::post(to("invoke"), claude));
    CHECK(x.status() == 200);
    CHECK(x.says("X-Amzn-Bedrock-Output-Token-Count: 12\r\n"));
    CHECK(x.body()["content"][0]["type"] == "text");
    CHECK(x.body()["stop_reason"] == "max_tokens");
    CHECK(x.body()["model"] == "claude-3-haiku-20240307");

    auto const s = ask(e, raw::post(to("invoke-with-response-stream"), claude));
    CHECK(s.says("Content-Type: application/vnd.amazon.eventstream\r\n"));
    CHECK(s.says("X-Amzn-Bedrock-Content-Type: application/json\r\n"));
    CHECK(payloads(s).size() == 12 + 5);

    auto const nova = ask(e, raw::post("/model/amazon.nova-lite-v1%3A0/invoke", question));
    CHECK(nova.body()["output"]["message"]["role"] == "assistant");
    auto const other =
        ask(e, raw::post("/model/meta.llama3-8b-instruct-v1%3A0/invoke", R"({"prompt":"Hi"})"));
    CHECK(other.status() == 400);
    CHECK(other.says("The emulator knows no InvokeModel format of this model"));
}

TEST_CASE("a stream's tokens come one by one, in their time") {
    START(e, {.latency = 50ms, .per_token = 10ms});
    auto const x = stream(e);
    CHECK(x.took >= 50ms + 11 * 10ms);
    CHECK(x.took < 1s);
    auto const all = payloads(x);
    CHECK(all.size() == 1 + 12 + 3);
    std::string text;
    for (auto const& payload : all) {
        auto const event = json::parse(payload, nullptr, false);
        CHECK_FALSE(event.is_discarded());
        if (event.contains("delta"))
            text += event["delta"]["text"].get<std::string>();
    }
    CHECK(text == "[emulator, no inference] 違いは? / 違");
}

TEST_CASE("many connections are served at once") {
    START(e, {.latency = 300ms});
    auto const begun = std::chrono::steady_clock::now();
    std::vector<std::thread> callers;
    std::vector<int> statuses(20);
    for (auto& status : statuses)
        callers.emplace_back([&e, &status] { status = converse(e).status(); });
    for (auto& caller : callers)
        caller.join();
    CHECK(statuses == std::vector<int>(20, 200));
    CHECK(std::chrono::steady_clock::now() - begun < 2s);
}

TEST_CASE("the region is the host's label, else the signature's scope, else the first") {
    START(e, {.regions = {"us-east-1", "eu-west-3"}, .authenticate = false});
    auto const scope =
        "Authorization: AWS4-HMAC-SHA256 "
        "Credential=AKIAEMULATOREXAMPLE1/20261124/eu-west-3/bedrock/aws4_request, "
        "SignedHeaders=host, Signature=0\r\n";
    ask(e, raw::post(to("converse"), question, "eu-west-3.localhost:1234"));
    ask(e, raw::post(to("converse"), question, "127.0.0.1", scope));
    ask(e, raw::post(to("converse"), question, "us-east-1.localhost", scope));
    ask(e, raw::post(to("converse"), question, "127.0.0.1", ""));
    std::vector<std::string> regions;
    for (auto const& r : e.log())
        regions.push_back(r.region);
    CHECK(regions == std::vector<std::string>{"eu-west-3", "eu-west-3", "us-east-1", "us-east-1"});
}

TEST_CASE("callers nobody knows, paths nobody serves and bodies that are wrong get the service's errors") {
    START(e);
    auto const unsigned_call = ask(e, raw::post(to("converse"), question, "localhost", ""));
    CHECK(unsigned_call.status() == 403);
    CHECK(unsigned_call.says("x-amzn-ErrorType: MissingAuthenticationTokenException:http"));
    CHECK(unsigned_call.body()["Message"] == "Missing Authentication Token");
    auto const wrong_key =
        ask(e, raw::post(to("converse"), question, "localhost", "Authorization: Bearer nobody\r\n"));
    CHECK(wrong_key.status() == 403);
    CHECK(wrong_key.says("x-amzn-ErrorType: AccessDeniedException"));

    CHECK(ask(e, raw::post(to("explain"), question)).status() == 404);
    CHECK(ask(e, raw::post("/", question)).status() == 404);
    CHECK(ask(e, raw::post("/model//converse", question)).status() == 404);
    auto const get = ask(e, "GET " + to("converse") + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(get.status() == 405);
    auto const bad_model = ask(e, raw::post("/model/no%20model/converse", question));
    CHECK(bad_model.status() == 400);
    CHECK(bad_model.body()["message"] == "The provided model identifier is invalid.");
    auto const bad_body = ask(e, raw::post(to("converse"), "{}"));
    CHECK(bad_body.says("x-amzn-ErrorType: ValidationException:"));
    CHECK(ask(e, "NOT HTTP AT ALL\r\n\r\n").status() == 400);
    CHECK(ask(e, "GET / HTTP/1.1\r\nX-Long: " + std::string(100'000, 'x') + "\r\n\r\n").status() == 400);
    auto const arn =
        ask(e, raw::post("/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2F"
                         "us.anthropic.claude-3-haiku-20240307-v1%3A0/converse",
                         question));
    CHECK(arn.status() == 200);
}

TEST_CASE("a body of 25,000,000 bytes is read, and one more is refused with 413") {
    START(e);
    auto const most = ask(e, raw::post(to("converse"), std::string(25'000'000, 'x')), 10s);
    CHECK(most.status() == 400);  // read, and found to be no JSON
    auto const more = ask(e, raw::post(to("converse"), std::string(25'000'001, ' ')), 10s);
    CHECK(more.status() == 413);

    // Without a length it shows only while it comes.
    raw::connection c{e.port()};
    c.send("POST " + to("converse") + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    std::string const chunk = "100000\r\n" + std::string(0x100000, ' ') + "\r\n";
    for (int i = 0; i < 24; ++i)
        c.send(chunk);
    CHECK(raw::status_of(c.reply(5s)) == 413);
}

TEST_CASE("limits refuse with the service's 429, per region, and settle with what was used") {
    START(e, {.limits = {{"us-east-1", {.requests = 2}}, {"us-west-2", {.tokens = 40}}}, .minute = 1h});
    CHECK(converse(e).status() == 200);
    CHECK(converse(e).status() == 200);
    auto const third = converse(e);
    CHECK(third.status() == 429);
    CHECK(third.body() == json{{"message", "Too many requests, please wait before trying again."}});
    CHECK(third.says("x-amzn-ErrorType: ThrottlingException:"));
    CHECK_FALSE(third.says("etry-"));  // it does not say when

    auto const west = [&](std::string_view body) {
        return ask(e, raw::post(to("converse"), body, "us-west-2.localhost"));
    };
    CHECK(west(question).status() == 200);  // 4 + 12 of 40
    CHECK(west(question).status() == 200);
    auto const tokens = west(question);
    CHECK(tokens.status() == 429);
    CHECK(tokens.body()["message"] == "Too many tokens, please wait before trying again.");
    e.set_limit("us-west-2", {});
    CHECK(west(question).status() == 200);
    e.reset();
    CHECK(converse(e).status() == 200);
    CHECK(e.log().size() == 1);
}

TEST_CASE("capacity, access and scoped limits can be told while it runs") {
    START(e, {.capacity = {{"us-east-1", {.calls = 0}}}});
    auto const plain = [&e] {
        return ask(e, raw::post("/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse", question))
            .status();
    };
    CHECK(plain() == 503);
    e.set_capacity("us-east-1", {});
    CHECK(plain() == 200);
    e.set_access("us-east-1", "anthropic.claude-3-haiku-20240307-v1:0", false);
    CHECK(plain() == 403);
    e.set_access("us-east-1", "anthropic.claude-3-haiku-20240307-v1:0", true);
    e.set_limit(service::scope{.kind = bedrock::quota::bucket_kind::on_demand}, {.requests = 0});
    CHECK(plain() == 429);
    CHECK(converse(e).status() == 200);  // a profile
}

TEST_CASE("a stream that its client leaves is settled with the tokens that were sent") {
    START(
        e,
        {.limits = {{"us-east-1", {.tokens = 1000}}}, .minute = 1h, .per_token = 20ms, .output_tokens = 900});
    auto const request = [](int max_tokens) {
        return raw::post(to("converse-stream"), R"({"messages":[{"role":"user","content":[{"text":"Hi"}]}],)"
                                                R"("inferenceConfig":{"maxTokens":)" +
                                                    std::to_string(max_tokens) + "}}");
    };
    {
        raw::connection c{e.port()};
        c.send(request(900));
        c.receive(2s, 400);
        CHECK(ask(e, request(300)).status() == 429);  // 901 are reserved
    }
    // Gone: the next writes fail, and most of the 901 comes back.
    for (int i = 0; i < 100; ++i) {
        std::this_thread::sleep_for(20ms);
        raw::connection c{e.port()};
        c.send(request(300));
        if (raw::status_of(c.receive(2s, 100)) == 200)
            return;
    }
    FAIL_CHECK("the reservation never came back");
}

TEST_CASE("errors on demand have the service's status, name and words, and can carry more") {
    struct expected {
        fault_kind kind;
        int status;
        char const* code;
    };
    START(e);
    for (auto const& [kind, status, code] :
         {expected{fault_kind::throttle, 429, "ThrottlingException"},
          {fault_kind::too_many_tokens, 429, "ThrottlingException"},
          {fault_kind::daily_limit, 429, "ThrottlingException"},
          {fault_kind::internal, 500, "InternalServerException"},
          {fault_kind::unavailable, 503, "ServiceUnavailableException"},
          {fault_kind::access_denied, 403, "AccessDeniedException"},
          {fault_kind::expired_token, 403, "ExpiredTokenException"},
          {fault_kind::model_not_ready, 429, "ModelNotReadyException"},
          {fault_kind::model_timeout, 408, "ModelTimeoutException"},
          {fault_kind::model_error, 424, "ModelErrorException"},
          {fault_kind::quota_exceeded, 400, "ServiceQuotaExceededException"}}) {
        e.inject({.kind = kind});
        auto const x = converse(e);
        CHECK(x.status() == status);
        CHECK(x.says(std::string{"x-amzn-ErrorType: "} + code + ":"));
        CHECK_FALSE(x.body()["message"].get<std::string>().empty());
        CHECK(e.log().back().code == code);
        CHECK(converse(e).status() == 200);  // one request met it
    }
    e.inject({.kind = fault_kind::error,
              .status = 529,
              .code = "overloaded_error",
              .message = "Overloaded",
              .retry_after = 1500ms,
              .headers = {{"Retry-After", "2"}}});
    auto const x = converse(e);
    CHECK(x.status() == 529);
    CHECK(x.says("x-amz-retry-after: 1500\r\n"));
    CHECK(x.says("Retry-After: 2\r\n"));
    CHECK(x.body()["message"] == "Overloaded");
}

TEST_CASE("connections break as asked: by reset, by close, before the reply or within it") {
    START(e);
    e.inject({.kind = fault_kind::reset});
    auto const reset = converse(e);
    CHECK(reset.reply.empty());
    CHECK(reset.ended == raw::end::reset);
    CHECK(e.log().back().status == 0);
    CHECK(e.log().back().fault == "reset");

    e.inject({.kind = fault_kind::close});
    auto const close = converse(e);
    CHECK(close.reply.empty());
    CHECK(close.ended == raw::end::closed);

    e.inject({.kind = fault_kind::reset, .bytes = 120});
    auto const within = converse(e);
    CHECK(within.reply.size() == 120);
    CHECK(within.ended == raw::end::reset);

    e.inject({.kind = fault_kind::cut});
    auto const half = converse(e);
    CHECK(half.status() == 200);
    CHECK(half.ended == raw::end::closed);
    CHECK(half.body().is_discarded());

    e.inject({.kind = fault_kind::cut, .events = 4});
    auto const cut = stream(e);
    CHECK(payloads(cut).size() == 4);
    CHECK(cut.ended == raw::end::closed);
    CHECK_FALSE(cut.reply.ends_with("\r\n0\r\n\r\n"));
}

TEST_CASE("over TLS a reset is a reset too, and a cut comes without a farewell") {
    START(e);
    e.inject({.kind = fault_kind::reset});
    raw::connection c{e.port(), e.ca_pem()};
    c.send(raw::post(to("converse"), question));
    CHECK(c.reply().empty());
    CHECK(c.ended() == raw::end::reset);
    e.inject({.kind = fault_kind::cut, .operation = "ConverseStream", .events = 2});
    raw::connection d{e.port(), e.ca_pem()};
    d.send(raw::post(to("converse-stream"), question));
    CHECK(raw::status_of(d.reply()) == 200);
    CHECK(d.ended() == raw::end::closed);
}

TEST_CASE("an early fault strikes before the body is there, and a kept connection goes on") {
    START(e);
    e.inject({.kind = fault_kind::throttle, .early = true});
    raw::connection c{e.port()};
    auto const request = raw::post(to("converse"), question);
    auto const head = request.find("\r\n\r\n") + 4;
    c.send(request.substr(0, head));
    CHECK(raw::status_of(c.reply()) == 429);
    c.send(request.substr(head));
    c.send(request);
    CHECK(raw::status_of(c.reply()) == 200);
    CHECK(e.log().size() == 2);

    e.inject({.kind = fault_kind::reset, .early = true});
    raw::connection d{e.port()};
    d.send(request.substr(0, head));
    CHECK(d.reply().empty());
    CHECK(d.ended() == raw::end::reset);
}

TEST_CASE("silence and slowness last as long as they should") {
    START(e);
    e.inject({.kind = fault_kind::stall, .delay = 200ms});
    CHECK(converse(e).took >= 200ms);
    e.inject({.kind = fault_kind::stall, .delay = 400ms, .events = 3});
    raw::connection c{e.port()};
    c.send(raw::post(to("converse-stream"), question));
    auto const before = c.receive(150ms);
    CHECK(c.ended() == raw::end::silent);
    CHECK(raw::status_of(before) == 200);
    CHECK(c.receive(600ms).ends_with("\r\n0\r\n\r\n"));
    e.inject({.kind = fault_kind::stall, .delay = 200ms, .bytes = 10});
    auto const middle = converse(e);
    CHECK(middle.took >= 200ms);
    CHECK_FALSE(middle.body().is_discarded());
    e.inject({.kind = fault_kind::slow, .bytes = 2000});
    auto const slow = converse(e);
    CHECK(slow.took >= 200ms);
    CHECK_FALSE(slow.body().is_discarded());
}

TEST_CASE("streams break as asked") {
    START(e);
    auto const with = [&e](fault f) {
        e.inject(std::move(f));
        return stream(e);
    };
    auto const unended = with({.kind = fault_kind::no_stop_event});
    CHECK(unended.reply.ends_with("\r\n0\r\n\r\n"));
    CHECK_FALSE(unended.says("messageStop"));
    auto const broken = with({.kind = fault_kind::exception,
                              .code = "modelStreamErrorException",
                              .message = "Oh no",
                              .events = 3});
    CHECK(broken.says("modelStreamErrorException"));
    CHECK(payloads(broken).size() == 4);
    CHECK(json::parse(payloads(broken).back())["message"] == "Oh no");
    CHECK(with({.kind = fault_kind::stream_error, .code = "InternalError"}).says(":error-code"));
    auto const surprise = with({.kind = fault_kind::unknown_event});
    CHECK((surprise.says("surpriseEvent") && surprise.says("messageStop")));
    auto const huge = raw::unchunked(raw::body_of(with({.kind = fault_kind::huge_frame}).reply));
    CHECK(huge.find("\xff\xff\xff\xff") != std::string::npos);
    CHECK(with({.kind = fault_kind::corrupt}).reply.size() == stream(e).reply.size());
    auto const half = payloads(with({.kind = fault_kind::half_json, .events = 2}));
    CHECK((half.size() == 16 && json::parse(half[1], nullptr, false).is_discarded()));
    auto const types = payloads(with({.kind = fault_kind::wrong_types, .events = 2}));
    CHECK((types.size() == 16 && json::parse(types[1])["contentBlockIndex"] == "first"));
}

TEST_CASE("answers are not what they should be, as asked") {
    START(e);
    auto const with = [&e](fault f) {
        e.inject(std::move(f));
        return converse(e);
    };
    CHECK(
        with({.kind = fault_kind::content_type, .message = "text/html"}).says("Content-Type: text/html\r\n"));
    auto const half = with({.kind = fault_kind::half_json});
    CHECK((half.status() == 200 && half.body().is_discarded()));
    CHECK(with({.kind = fault_kind::deep_json}).reply.size() > 200'000);
    CHECK(with({.kind = fault_kind::wrong_types}).body()["usage"].is_array());
    auto const nothing = with({.kind = fault_kind::no_body});
    CHECK((nothing.status() == 200 && nothing.says("Content-Length: 0\r\n")));
    auto const header = with({.kind = fault_kind::big_header});
    CHECK(header.reply.find("\r\n\r\n") > (1u << 20));
    auto const redirect = with({.kind = fault_kind::redirect});
    CHECK((redirect.status() == 307 && redirect.says("Location: /_emulator/redirected\r\n")));
    auto const page = with({.kind = fault_kind::proxy_html});
    CHECK((page.status() == 502 && page.says("Content-Type: text/html\r\n") && page.says("<html>")));
}

TEST_CASE("an endless reply goes on for as long as somebody reads, whole or streamed") {
    START(e);
    for (auto const* operation : {"converse", "converse-stream"}) {
        e.inject({.kind = fault_kind::endless});
        raw::connection c{e.port()};
        c.send(raw::post(to(operation), question));
        CHECK(c.receive(2s, 3'000'000).size() >= 3'000'000);
        CHECK(c.ended() == raw::end::open);
    }
    CHECK(converse(e).status() == 200);  // nobody else suffers from it
}

TEST_CASE("a clock that is ahead shows in Date") {
    START(e);
    auto const date = [](exchange const& x) {
        auto const at = x.reply.find("\r\nDate: ");
        return x.reply.substr(at + 8, 25);
    };
    e.inject({.kind = fault_kind::clock_skew, .count = 1, .delay = 48h});
    CHECK(date(converse(e)) != date(converse(e)));
}

TEST_CASE("a kept connection without a request is closed after a while") {
    START(e, {.idle_timeout = 100ms});
    raw::connection c{e.port()};
    c.send(raw::post(to("converse"), question));
    CHECK(raw::status_of(c.reply()) == 200);
    CHECK(c.receive(2s).empty());
    CHECK(c.ended() == raw::end::closed);
}

TEST_CASE("a client that wants the connection closed gets it closed, and is told") {
    START(e);
    raw::connection c{e.port(), e.ca_pem()};
    c.send(raw::post(to("converse"), question, "localhost",
                     "Authorization: Bearer emulator-bearer-key-EXAMPLE\r\nConnection: close\r\n"));
    auto const reply = c.receive();
    CHECK(raw::status_of(reply) == 200);
    CHECK(reply.find("\r\nConnection: close\r\n") != std::string::npos);
    CHECK(c.ended() == raw::end::closed);
}

TEST_CASE("requests in one piece are answered one after the other") {
    START(e);
    raw::connection c{e.port()};
    auto const request = raw::post(to("converse"), question);
    c.send(request + request);
    auto const both = c.receive(300ms);
    auto const second = both.find("HTTP/1.1 200 OK", 1);
    CHECK(second != std::string::npos);
    CHECK(e.log().size() == 2);
}

TEST_CASE("Expect: 100-continue is answered before the body comes") {
    START(e);
    raw::connection c{e.port()};
    auto const request =
        raw::post(to("converse"), question, "localhost",
                  "Authorization: Bearer emulator-bearer-key-EXAMPLE\r\nExpect: 100-continue\r\n");
    auto const head = request.find("\r\n\r\n") + 4;
    c.send(request.substr(0, head));
    CHECK(raw::status_of(c.receive(2s, 25)) == 100);
    c.send(request.substr(head));
    CHECK(raw::status_of(c.reply()) == 200);
}

TEST_CASE("the control path takes faults and limits, and shows what was received") {
    START(e);
    auto const add = [&e](std::string_view body) {
        return ask(e, raw::post("/_emulator/faults", body, "localhost", ""));
    };
    CHECK(add(R"({"kind":"unavailable","region":"us-east-1","count":2})").body()["added"] == 1);
    CHECK(add("[1]").status() == 400);
    CHECK(add("explode").status() == 400);
    CHECK(converse(e).status() == 503);
    auto const get = [&e](std::string_view path) {
        return ask(e, "GET " + std::string{path} + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    };
    CHECK(get("/_emulator/faults").body() == json::parse(R"([{"kind":"unavailable","region":"us-east-1"}])"));
    CHECK(ask(e, "DELETE /_emulator/faults HTTP/1.1\r\nHost: localhost\r\n\r\n").status() == 200);
    CHECK(converse(e).status() == 200);

    auto const limit_to = [&e](std::string_view body) {
        return ask(e, raw::post("/_emulator/limits", body)).status();
    };
    CHECK(limit_to(R"({"us-east-1":{"requests":1}})") == 200);
    CHECK(limit_to(R"({"us-east-1":{"requests":-1}})") == 400);
    CHECK(limit_to(R"({"us-east-1":{"colour":1}})") == 400);
    CHECK(limit_to("[]") == 400);
    CHECK(converse(e).status() == 429);

    auto const log = get("/_emulator/log").body();
    CHECK(log.size() == 3);
    CHECK(log[0]["fault"] == "unavailable");
    CHECK(log[0]["status"] == 503);
    CHECK(get("/_emulator/redirected").status() == 404);
    CHECK(e.log().back().target == "/_emulator/redirected");
    CHECK(ask(e, raw::post("/_emulator/reset", "")).status() == 200);
    CHECK(e.log().empty());
}

TEST_CASE("an emulator ends at once, also while clients wait for it") {
    auto e = emulator::start();
    CHECK(e);
    if (!e)
        return;
    e->inject({.kind = fault_kind::stall, .delay = 60s});
    raw::connection waiting{e->port()}, idle{e->port()};
    waiting.send(raw::post(to("converse"), question));
    std::this_thread::sleep_for(50ms);
    auto const begun = std::chrono::steady_clock::now();
    {
        auto const gone = std::move(*e);
    }
    CHECK(std::chrono::steady_clock::now() - begun < 2s);
    CHECK(waiting.receive(2s).empty());
}
