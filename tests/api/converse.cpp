// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/api/converse.hpp>

#include <limits>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "support/contains.hpp"

using bedrock::api::converse;
using bedrock::api::wire_reply;
using bedrock::api::wire_request;
using enum bedrock::error_kind;
using support::contains;

namespace {

constexpr std::string_view model = "us.anthropic.claude-3-haiku-20240307-v1:0";

/// A request whose members not named are default compiles without a complaint: part of the test.
bedrock::converse_request question(std::string text) {
    return {.messages = {bedrock::user(std::move(text))}};
}

std::string body_of(bedrock::converse_request const& request) {
    wire_request wire;
    auto const done = converse::encode(model, request, wire);
    return done ? wire.body : "refused: " + done.error().describe();
}

bedrock::result<bedrock::converse_response> decoded(std::string_view body,
                                                    std::string_view type = "application/json") {
    bedrock::header_list headers;
    CHECK(headers.add("x-amzn-RequestId", "r-1"));
    if (!type.empty())
        CHECK(headers.add("Content-Type", type));
    return converse::decode({.status = 200, .headers = &headers, .body = body});
}

constexpr std::string_view answer =
    R"({"metrics":{"latencyMs":1234},"output":{"message":{"role":"assistant","content":[{"text":"Bon"},)"
    R"({"reasoningContent":{"reasoningText":{"text":"hm"}}},{"text":"jour"}]}},"stopReason":"end_turn",)"
    R"("usage":{"inputTokens":10,"outputTokens":5,"totalTokens":15,"cacheReadInputTokens":7}})";

}  // namespace

TEST_CASE("a converse request goes to the model's path as JSON") {
    wire_request wire;
    CHECK(converse::encode(model, question("Hello"), wire));
    CHECK(wire.method == "POST");
    CHECK(wire.path == "/model/us.anthropic.claude-3-haiku-20240307-v1%3A0/converse");
    CHECK(wire.query.empty());
    CHECK(wire.headers.size() == 1);
    CHECK(std::string{wire.headers.line(0)} == "Content-Type: application/json");
    CHECK(wire.body == R"({"messages":[{"role":"user","content":[{"text":"Hello"}]}]})");
}

TEST_CASE("encoding anew leaves nothing of the request before") {
    wire_request wire;
    CHECK(converse::encode("a", question("a long, long text that is longer than the next"), wire));
    CHECK(converse::encode("b", question("x"), wire));
    CHECK(wire.path == "/model/b/converse");
    CHECK(wire.headers.size() == 1);
    CHECK(wire.body == R"({"messages":[{"role":"user","content":[{"text":"x"}]}]})");
}

TEST_CASE("system prompt, settings and images are written as the service has them") {
    CHECK(
        body_of({
            .messages = {bedrock::user("What is it?",
                                       bedrock::image_block{.format = bedrock::image_format::png,
                                                            .source = {.bytes = {"\x89PNG"}}}),
                         bedrock::assistant("A")},
            .system = {"Be terse.", bedrock::cache_point{}},
            .inference_config = {.max_tokens = 200, .temperature = 0.5, .stop_sequences = {"###"}},
            .additional_model_request_fields = bedrock::json::raw{R"({"top_k": 5})"},
            .request_metadata = {{"team", "blue"}},
            .performance_config = bedrock::performance_config{.latency = bedrock::latency::optimized},
        }) ==
        R"({"messages":[{"role":"user","content":[{"text":"What is it?"},{"image":{"format":"png","source":)"
        R"({"bytes":"iVBORw=="}}}]},{"role":"assistant","content":[{"text":"A"}]}],)"
        R"("system":[{"text":"Be terse."},{"cachePoint":{"type":"default"}}],)"
        R"("inferenceConfig":{"maxTokens":200,"temperature":0.5,"stopSequences":["###"]},)"
        R"("additionalModelRequestFields":{"top_k": 5},"requestMetadata":{"team":"blue"},)"
        R"("performanceConfig":{"latency":"optimized"}})");
}

TEST_CASE("a block of a kind that is not typed can be sent, and one that came is kept") {
    constexpr std::string_view document = R"({"format":"txt","name":"n","source":{"text":"t"}})";
    CHECK(contains(
        body_of({.messages = {bedrock::user(
                     "Sum up", bedrock::json::unknown_member{"document", {std::string{document}}})}}),
        R"({"document":{"format":"txt","name":"n","source":{"text":"t"}}})"));

    auto const reply =
        decoded(R"({"output":{"message":{"role":"assistant","content":[{"hologram":{"x":1}},{"text":"t"}]}},)"
                R"("stopReason":"some_future_reason","brandNew":true})");
    CHECK(reply);
    if (!reply || reply->output.message.content.size() != 2)
        return;
    auto const* kept = std::get_if<bedrock::json::unknown_member>(&reply->output.message.content[0]);
    CHECK((kept && kept->name == "hologram" && kept->value.text == R"({"x":1})"));
    CHECK(!reply->stop_reason.known());
    CHECK(reply->stop_reason.text() == "some_future_reason");
    CHECK(reply->text() == "t");
}

TEST_CASE("a reply is read into its struct, and its texts are joined") {
    auto const reply = decoded(answer, "application/json; charset=utf-8");
    CHECK(reply);
    if (!reply)
        return;
    CHECK(reply->text() == "Bonjour");
    CHECK(reply->output.message.role == bedrock::role::assistant);
    CHECK(reply->stop_reason == bedrock::stop_reason::end_turn);
    CHECK(reply->metrics.latency_ms == 1234);
    CHECK(reply->usage.total_tokens == 15);
    CHECK(converse::used(*reply) == bedrock::tokens_used{.input = 10, .output = 5, .cache_read = 7});
}

TEST_CASE("a model ID that cannot be one is refused before anything is sent") {
    wire_request wire;
    for (std::string_view const bad :
         {"", "a b", "a\nb", "a\r\nHost: evil", "tab\t", "\x7f", "モデル", ".", ".."}) {
        CAPTURE(bad);
        auto const done = converse::encode(bad, question("x"), wire);
        CHECK(!done);
        if (done)
            continue;
        CHECK(done.error().kind == refused_locally);
        CHECK(contains(done.error().message, "model ID"));
        CHECK(contains(done.error().remedy, "nothing was sent"));
        CHECK(done.error().describe().find('\r') == std::string::npos);
    }
    CHECK(!converse::encode(std::string(2049, 'a'), question("x"), wire));
    CHECK(converse::encode(std::string(2048, 'a'), question("x"), wire));
    CHECK(!converse::encode(std::string_view{"nul\0", 4}, question("x"), wire));
}

TEST_CASE("an ARN is one segment of the path, and a path in a model ID stays in it") {
    wire_request wire;
    CHECK(converse::encode("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.m-v1:0",
                           question("x"), wire));
    CHECK(wire.path ==
          "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.m-v1%3A0/converse");
    CHECK(converse::encode("../../x?y#z%2e", question("x"), wire));
    CHECK(wire.path == "/model/..%2F..%2Fx%3Fy%23z%252e/converse");
}

TEST_CASE("a prompt that is not UTF-8 is refused with the place") {
    auto const refusal = [](bedrock::converse_request const& request) {
        wire_request wire;
        auto const done = converse::encode(model, request, wire);
        CHECK(!done);
        if (done)
            return std::string{};
        CHECK(done.error().kind == refused_locally);
        CHECK(!done.error().remedy.empty());
        return done.error().message;
    };
    auto const text = refusal(question("good \xff bad"));
    CHECK(contains(text, "messages[0].content[0].text"));
    CHECK(contains(text, "5"));
    CHECK(
        contains(refusal({.messages = {bedrock::user("x")}, .system = {"\xed\xa0\x80"}}), "system[0].text"));
}

TEST_CASE("what is no JSON, or nested too deep, is refused where it should be a document") {
    auto const refused = [](std::string document) {
        wire_request wire;
        auto request = question("x");
        request.additional_model_request_fields = bedrock::json::raw{std::move(document)};
        auto const done = converse::encode(model, request, wire);
        return !done && done.error().kind == refused_locally &&
               contains(done.error().message, "additionalModelRequestFields");
    };
    CHECK(refused("{"));
    CHECK(refused("{} {}"));
    CHECK(refused(R"({"a":"b"},"modelId":"x")"));
    CHECK(refused(std::string(100'000, '[') + std::string(100'000, ']')));
    CHECK(!refused(R"({"a":[1,2.5,null]})"));
}

TEST_CASE("20 MiB of prompt are encoded and estimated") {
    auto const request = question(std::string(20u << 20, 'a'));
    wire_request wire;
    CHECK(converse::encode(model, request, wire));
    CHECK(wire.body.size() > (20u << 20));
    CHECK(converse::asked(request, wire).input_estimate == (5 << 20) + 4);
}

TEST_CASE("the tokens asked follow the script of the text, and the limit is the request's") {
    auto const estimate = [](bedrock::converse_request const& request) {
        return converse::asked(request, {}).input_estimate;
    };
    constexpr std::int64_t turn = 4;
    CHECK(estimate(question("")) == turn);
    CHECK(estimate(question("abcd efgh ijkl m")) == turn + 4);
    CHECK(estimate(question("日本語の質問")) == turn + 6);
    CHECK(estimate(question("привет")) == turn + 3);
    CHECK(estimate(question("abcd")) == turn + 1);
    CHECK(estimate({.messages = {bedrock::user(bedrock::image_block{})}}) == turn + 1'600);
    CHECK(estimate({.messages = {bedrock::user("x")}, .system = {"abcdefgh"}}) == turn + 3);

    CHECK(!converse::asked(question("x"), {}).output_limit);
    CHECK(converse::asked({.messages = {}, .inference_config = {.max_tokens = 50}}, {}).output_limit == 50);
}

TEST_CASE("a 200 that is no answer is malformed, and the error says what came") {
    struct expectation {
        std::string_view what;
        std::string body;
        std::string_view type;
        std::string_view told;
    };
    for (auto const& [what, body, type, told] : {
             expectation{"HTML", "<html>\n<h1>Log in</h1>", "text/html",
                         "beginning with: <html> <h1>Log in</h1>"},
             expectation{"no type", std::string{answer}, "", "missing"},
             expectation{"no body", "", "application/json", "no body"},
             expectation{"half a JSON", std::string{answer.substr(0, 100)}, "application/json", "100 bytes"},
             expectation{"something after it", std::string{answer} + "x", "application/json", "expected"},
             expectation{"wrong type", R"({"output":{"message":{"content":"text"}}})", "application/json",
                         "output.message.content"},
             expectation{"another service's", R"({"status":"ok"})", "application/json", "output"},
             expectation{"100,000 deep", std::string(100'000, '['), "application/json", "expected"},
             expectation{"deep where nobody looks", R"({"x":)" + std::string(100'000, '['),
                         "application/json", "x"},
             expectation{"an event stream", "\0\0\0", "application/vnd.amazon.eventstream", "eventstream"},
         }) {
        CAPTURE(what);
        auto const reply = decoded(body, type);
        CHECK(!reply);
        if (reply)
            continue;
        CAPTURE(reply.error().message);
        CHECK(reply.error().kind == malformed_reply);
        CHECK(contains(reply.error().message, told));
        CHECK(contains(reply.error().remedy, "proxy"));
        CHECK(reply.error().message.size() < 600);
        CHECK(reply.error().request_id == "r-1");
        CHECK(reply.error().status == 200);
    }
}
