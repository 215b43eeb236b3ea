// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/api/invoke_model_with_response_stream.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <bedrock/event_stream/decoder.hpp>
#include <bedrock/event_stream/encoder.hpp>
#include <bedrock/json/base64.hpp>

#include <catch2/catch.hpp>

using bedrock::invoke_model_chunk;
using stream = bedrock::api::invoke_model_with_response_stream;

namespace {

bedrock::result<std::optional<invoke_model_chunk>> decoded_chunk(std::string_view type,
                                                                 std::string_view payload) {
    std::string frame;
    CHECK(bedrock::event_stream::encode(
        frame, {{":message-type", std::string_view{"event"}}, {":event-type", type}}, payload));
    auto const found = bedrock::event_stream::decode(frame);
    return stream::decode(found ? found->message : bedrock::event_stream::message{});
}

invoke_model_chunk chunk(std::string_view text) {
    auto got = decoded_chunk("chunk", R"({"bytes":")" + bedrock::json::to_base64(text) + R"(","p":"abc"})");
    CHECK((got && *got));
    return got && *got ? std::move(**got) : invoke_model_chunk{};
}

}  // namespace

TEST_CASE("a stream's wanted type travels in a header of its own") {
    bedrock::api::wire_request wire;
    CHECK(stream::encode("m", {.body = "{}", .accept = "application/json"}, wire));
    CHECK(wire.path == "/model/m/invoke-with-response-stream");
    CHECK(bedrock::api::detail::find_header(&wire.headers, "X-Amzn-Bedrock-Accept") == "application/json");
    CHECK(bedrock::api::detail::find_header(&wire.headers, "Accept").empty());
}

TEST_CASE("a chunk gives the model's own bytes") {
    auto const e = chunk(R"({"delta":{"text":"あ"}})");
    CHECK(e.text() == R"({"delta":{"text":"あ"}})");
    CHECK(stream::has_content(e));
    CHECK(!stream::is_stop(e));
    CHECK(!stream::used(e));
    CHECK(stream::output_size(e) == 3);
}

TEST_CASE("Claude's message_start is not content yet") {
    CHECK(!stream::has_content(chunk(R"({"type":"message_start","message":{}})")));
    CHECK(!stream::has_content(chunk(R"({"type": "message_start"})")));
    CHECK(
        stream::has_content(chunk(R"({"type":"content_block_delta","delta":{"text":"\"message_start\""}})")));
}

TEST_CASE("the chunk with the metrics at its top ends the stream and says what was used") {
    auto const last = chunk(
        R"({"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":65,"outputTokenCount":344,)"
        R"("invocationLatency":5995,"firstByteLatency":512,"cacheReadInputTokenCount":2}})");
    CHECK(stream::is_stop(last));
    CHECK(stream::used(last) == bedrock::tokens_used{.input = 65, .output = 344, .cache_read = 2});
    CHECK((last.metrics && last.metrics->first_byte_latency == 512));

    auto const strange = chunk(R"({"amazon-bedrock-invocationMetrics":[1]})");
    CHECK(stream::is_stop(strange));
    CHECK(!stream::used(strange));
}

TEST_CASE("a text that only mentions the metrics does not end the stream") {
    CHECK(!stream::is_stop(chunk(R"({"delta":{"text":"\"amazon-bedrock-invocationMetrics\""}})")));
    CHECK(!stream::is_stop(chunk(R"({"nested":{"amazon-bedrock-invocationMetrics":{}}})")));
    CHECK(!stream::is_stop(chunk(R"(no JSON, "amazon-bedrock-invocationMetrics")")));
}

TEST_CASE("the size of what is generated is found in each family's chunks") {
    CHECK(stream::output_size(
              chunk(R"({"type":"content_block_delta","delta":{"type":"text_delta","text":"Hello"}})")) == 5);
    CHECK(stream::output_size(chunk(R"({"generation":"ab\"c","prompt_token_count":3})")) == 5);
    CHECK(stream::output_size(chunk(R"({"outputText": "x","index":0})")) == 1);
    CHECK(stream::output_size(chunk(R"({"contentBlockDelta":{"delta":{"text":"nova"}}})")) == 4);
    CHECK(stream::output_size(chunk(R"({"type":"message_stop"})")) == 0);
    CHECK(stream::output_size(chunk(R"({"text":"cut\)")) == 4);
    CHECK(stream::output_size(chunk("")) == 0);
}

TEST_CASE("unknown events are passed over, and bytes that are no base64 are malformed") {
    auto const none = decoded_chunk("brandNew", "{}");
    CHECK((none && !*none));
    auto const bad = decoded_chunk("chunk", R"({"bytes":"%%%%"})");
    CHECK((!bad && bad.error().kind == bedrock::error_kind::malformed_reply));
}

TEST_CASE("the head of the stream says what the chunks are") {
    bedrock::header_list headers;
    CHECK(headers.add("X-Amzn-Bedrock-Content-Type", "application/json"));
    CHECK(headers.add("X-Amzn-Bedrock-PerformanceConfig-Latency", "optimized"));
    auto const head = stream::head({.status = 200, .headers = &headers, .body = {}});
    CHECK(head.content_type == "application/json");
    CHECK(
        (head.performance_config_latency && *head.performance_config_latency == bedrock::latency::optimized));
    CHECK(!head.service_tier);
}
