// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/api/invoke_model.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

#include <bedrock/json/base64.hpp>

#include <catch2/catch.hpp>

using bedrock::api::invoke_model;
using bedrock::api::wire_request;
using enum bedrock::error_kind;

namespace {

constexpr std::string_view llama = "meta.llama3-1-70b-instruct-v1:0";

bedrock::result<bedrock::invoke_model_response> decoded(std::initializer_list<bedrock::header> headers,
                                                        std::string_view body) {
    bedrock::header_list list;
    for (auto const& h : headers)
        CHECK(list.add(h.name, h.value));
    return invoke_model::decode({.status = 200, .headers = &list, .body = body});
}

std::string_view header_of(wire_request const& wire, std::string_view name) {
    return bedrock::api::detail::find_header(&wire.headers, name);
}

bedrock::tokens_asked asked(std::string body) { return invoke_model::asked({.body = std::move(body)}, {}); }

}  // namespace

TEST_CASE("an invocation's settings travel in headers, and the body as it is") {
    wire_request wire;
    CHECK(invoke_model::encode(llama,
                               {.body = R"({"prompt":"hi"})",
                                .accept = "application/json",
                                .trace = "ENABLED_FULL",
                                .guardrail_identifier = "gr1",
                                .guardrail_version = "DRAFT",
                                .performance_config_latency = bedrock::latency::optimized,
                                .service_tier = bedrock::service_tier_type::flex,
                                .request_metadata = R"({"team":"blue"})"},
                               wire));
    CHECK(wire.path == "/model/meta.llama3-1-70b-instruct-v1%3A0/invoke");
    CHECK(wire.body == R"({"prompt":"hi"})");
    CHECK(wire.headers.size() == 8);
    CHECK(header_of(wire, "content-type") == "application/json");
    CHECK(header_of(wire, "accept") == "application/json");
    CHECK(header_of(wire, "x-amzn-bedrock-trace") == "ENABLED_FULL");
    CHECK(header_of(wire, "x-amzn-bedrock-guardrailidentifier") == "gr1");
    CHECK(header_of(wire, "x-amzn-bedrock-guardrailversion") == "DRAFT");
    CHECK(header_of(wire, "x-amzn-bedrock-performanceconfig-latency") == "optimized");
    CHECK(header_of(wire, "x-amzn-bedrock-service-tier") == "flex");
    CHECK(header_of(wire, "x-amzn-bedrock-request-metadata") == R"({"team":"blue"})");
}

TEST_CASE("what is not set is not sent") {
    wire_request wire;
    CHECK(invoke_model::encode(llama, {.body = "{}"}, wire));
    CHECK(wire.headers.size() == 1);
}

TEST_CASE("a control character in a value that becomes a header is refused, not sent") {
    wire_request wire;
    for (auto const& request : {
             bedrock::invoke_model_request{.body = "{}", .accept = "a\r\nAuthorization: evil"},
             bedrock::invoke_model_request{.body = "{}", .trace = "ENABLED\n"},
             bedrock::invoke_model_request{.body = "{}", .guardrail_identifier = std::string{"a\0b", 3}},
             bedrock::invoke_model_request{.body = "{}", .request_metadata = "{\"a\":\n\"b\"}"},
         }) {
        auto const done = invoke_model::encode(llama, request, wire);
        CHECK(!done);
        if (done)
            continue;
        CHECK(done.error().kind == refused_locally);
        CHECK(done.error().message.find("control character") != std::string::npos);
        CHECK(done.error().message.find('\n') == std::string::npos);
    }
    CHECK(!invoke_model::encode("a b", {.body = "{}"}, wire));
}

TEST_CASE("the tokens asked are estimated from the body, and the limit found where the families have it") {
    CHECK(asked(R"({"max_tokens":10,"messages":[]})").output_limit == 10);
    CHECK(asked(R"({"messages":[{"role":"user"}],"max_gen_len":512})").output_limit == 512);
    CHECK(asked(R"({"inferenceConfig":{"maxTokens":7}})").output_limit == 7);
    CHECK(asked(R"({"inputText":"x","textGenerationConfig":{"maxTokenCount":9}})").output_limit == 9);
    CHECK(!asked(R"({"inputText":"x"})").output_limit);
    CHECK(!asked(R"({"max_tokens":"many"})").output_limit);
    CHECK(!asked(R"({"messages":[{"max_tokens":3}]})").output_limit);
    CHECK(!asked("not JSON").output_limit);

    CHECK(asked(std::string(4'000, ' ')).input_estimate == 1'000);
    auto const image = R"({"data":")" + bedrock::json::to_base64(std::string(1 << 20, 'x')) + R"("})";
    CHECK(asked(image).input_estimate > 1'600);
    CHECK(asked(image).input_estimate < 1'610);
}

TEST_CASE("an answer is kept byte for byte, with what the headers say") {
    auto const reply = decoded({{"Content-Type", "application/json"},
                                {"X-Amzn-Bedrock-PerformanceConfig-Latency", "standard"},
                                {"X-Amzn-Bedrock-Service-Tier", "moonlight"},
                                {"X-Amzn-Bedrock-Input-Token-Count", "12"},
                                {"X-Amzn-Bedrock-Output-Token-Count", "34"},
                                {"X-Amzn-Bedrock-Invocation-Latency", "not a number"}},
                               "  {\"completion\":\"ok\"}\n");
    CHECK(reply);
    if (!reply)
        return;
    CHECK(reply->body == "  {\"completion\":\"ok\"}\n");
    CHECK(reply->content_type == "application/json");
    CHECK((reply->performance_config_latency &&
           *reply->performance_config_latency == bedrock::latency::standard));
    CHECK((reply->service_tier && reply->service_tier->text() == "moonlight"));
    CHECK(!reply->invocation_latency_ms);
    CHECK(invoke_model::used(*reply) == bedrock::tokens_used{.input = 12, .output = 34});
    CHECK(!invoke_model::used({}));
}

TEST_CASE("an answer need not be JSON, but it must be one") {
    CHECK(decoded({{"Content-Type", "image/png"}}, "\x89PNG"));
    struct bad {
        std::string_view type;
        std::string body;
    };
    for (auto const& [type, body] :
         {bad{"application/json", ""}, bad{"application/json", R"({"half":)"}, bad{"text/html", "<html>"},
          bad{"application/json", std::string(100'000, '[')}, bad{"", "{}"}}) {
        CAPTURE(type, body.substr(0, 20));
        auto const reply = type.empty() ? decoded({}, body) : decoded({{"Content-Type", type}}, body);
        CHECK(!reply);
        if (!reply)
            CHECK(reply.error().kind == malformed_reply);
    }
}
