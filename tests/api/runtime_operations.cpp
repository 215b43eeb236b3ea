// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/api/count_tokens.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <variant>

#include <bedrock/api/apply_guardrail.hpp>
#include <bedrock/api/get_async_invoke.hpp>
#include <bedrock/api/invoke_guardrail_checks.hpp>
#include <bedrock/api/list_async_invokes.hpp>
#include <bedrock/api/pages.hpp>
#include <bedrock/api/start_async_invoke.hpp>

#include "wire.hpp"

// The runtime's operations beside inference.

using namespace bedrock::api;
using enum bedrock::error_kind;
using namespace std::chrono_literals;
using namespace wire;

namespace {

std::string counted(std::string_view model, bedrock::count_tokens_request const& request) {
    wire_request wire;
    auto const done = count_tokens::encode(model, request, wire);
    return done ? wire.path + " " + wire.body : done.error().describe();
}

}  // namespace

TEST_CASE("tokens are counted of a conversation or of a body, and no quota is asked") {
    STATIC_REQUIRE(model_operation<count_tokens>);
    STATIC_REQUIRE(!metered<count_tokens>);
    bedrock::converse_request const conversation{
        .messages = {bedrock::user("Hi")}, .system = {"Be brief."}, .inference_config = {.max_tokens = 7}};
    CHECK(counted("a.b-v1:0", {.input = conversation}) ==
          R"(/model/a.b-v1%3A0/count-tokens {"input":{"converse":{"messages":[{"role":"user","content":)"
          R"([{"text":"Hi"}]}],"system":[{"text":"Be brief."}]}}})");
    CHECK(counted("a.b", {.input = bedrock::invoke_model_tokens_request{.body = {"{}"}}}) ==
          R"(/model/a.b/count-tokens {"input":{"invokeModel":{"body":"e30="}}})");
    CHECK(contains(counted("a b", {}), "the model ID"));

    auto const answer = decoded<count_tokens>(R"({"inputTokens": 42, "cached": 1})");
    CHECK((answer && answer->input_tokens == 42));
    CHECK(!decoded<count_tokens>("{}"));
    CHECK(!decoded<count_tokens>(R"({"inputTokens": -1e99})"));
}

TEST_CASE("a guardrail is in the path, and what it judges in the body") {
    CHECK(
        sent<apply_guardrail>({.guardrail_identifier = "arn:aws:bedrock:us-east-1:123456789012:guardrail/gr1",
                               .guardrail_version = "3",
                               .source = bedrock::guardrail_content_source::output,
                               .content = {bedrock::guardrail_text{.text = "hello", .qualifiers = {"query"}},
                                           bedrock::guardrail_image{.format = bedrock::image_format::png,
                                                                    .source = {.bytes = {"png"}}}}}) ==
        "POST /guardrail/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aguardrail%2Fgr1/version/3/apply "
        R"(application/json {"source":"OUTPUT","content":[{"text":{"text":"hello","qualifiers":["query"]}},)"
        R"({"image":{"format":"png","source":{"bytes":"cG5n"}}}]})");
    CHECK(contains(refusal<apply_guardrail>({.guardrail_version = "DRAFT"}), "the guardrail is empty"));
    CHECK(contains(refusal<apply_guardrail>({.guardrail_identifier = "gr1"}), "version is empty"));
    CHECK(contains(refusal<apply_guardrail>({.guardrail_identifier = "gr1", .guardrail_version = ".."}),
                   "path"));
}

TEST_CASE("a guardrail's verdict is read, its assessments as they are") {
    auto const verdict = decoded<apply_guardrail>(
        R"({"usage": {"topicPolicyUnits": 1, "contentPolicyImageUnits": 2}, "action": "GUARDRAIL_INTERVENED",
            "outputs": [{"text": "Blocked."}], "assessments": [{"contentPolicy": {"filters": []}}]})");
    if (!verdict)
        FAIL(verdict.error().describe());
    CHECK(verdict->action == bedrock::guardrail_action::guardrail_intervened);
    CHECK(verdict->usage.topic_policy_units == 1);
    CHECK(verdict->usage.content_policy_image_units == 2);
    CHECK(verdict->outputs == std::vector<bedrock::guardrail_output>{{"Blocked."}});
    CHECK((verdict->assessments.size() == 1 &&
           verdict->assessments[0].text == R"({"contentPolicy": {"filters": []}})"));
    // Without it nobody could tell whether the text may be shown.
    CHECK(!decoded<apply_guardrail>(R"({"outputs": []})"));
}

TEST_CASE("guardrail checks are named one by one") {
    CHECK(sent<invoke_guardrail_checks>(
              {.messages = {{.role = bedrock::role::user, .content = {"hello"}}},
               .checks = {.content_filter = {{.categories = {{"HATE"}}}},
                          .sensitive_information = {{.entities = {{"EMAIL"}, {"PHONE"}}}}}}) ==
          "POST /guardrail-checks/invoke "
          R"(application/json {"messages":[{"role":"user","content":[{"text":"hello"}]}],"checks":)"
          R"({"contentFilter":{"categories":[{"category":"HATE"}]},)"
          R"("sensitiveInformation":{"entities":[{"type":"EMAIL"},{"type":"PHONE"}]}}})");
    auto const found = decoded<invoke_guardrail_checks>(
        R"({"results": {"contentFilter": {"results": [{"category": "HATE", "severityScore": 0.25}]},
            "sensitiveInformation": {"results": [{"type": "EMAIL", "confidenceScore": 1, "beginOffset": 3,
            "endOffset": 9, "messageIndex": 0, "contentIndex": 1}], "truncated": true}},
            "usage": {"contentFilter": {"textUnits": 2}}})");
    if (!found || !found->results.content_filter || !found->results.sensitive_information)
        FAIL("not read");
    CHECK(found->results.content_filter->results.front().severity_score == 0.25);
    CHECK(found->results.sensitive_information->results.front().end_offset == 9);
    CHECK(found->results.sensitive_information->truncated == true);
    CHECK(!found->results.prompt_attack);
    CHECK((found->usage.content_filter && found->usage.content_filter->text_units == 2));
    CHECK(!decoded<invoke_guardrail_checks>(R"({"usage": {}})"));
}

TEST_CASE("an asynchronous invocation is started, told and listed") {
    CHECK(
        sent<start_async_invoke>({.client_request_token = "t",
                                  .model_id = "a.b-v1:0",
                                  .model_input = {R"({"seed": 0})"},
                                  .output_data_config = bedrock::s3_output_data_config{.s3_uri = "s3://b/p"},
                                  .tags = {{"k", "v"}}}) ==
        R"(POST /async-invoke application/json {"clientRequestToken":"t","modelId":"a.b-v1:0",)"
        R"("modelInput":{"seed": 0},"outputDataConfig":{"s3OutputDataConfig":{"s3Uri":"s3://b/p"}},)"
        R"("tags":[{"key":"k","value":"v"}]})");
    CHECK(refusal<start_async_invoke>({.model_input = {"{"}}) != "sent");
    CHECK(!decoded<start_async_invoke>("{}"));

    CHECK(sent<get_async_invoke>({"arn:aws:bedrock:us-east-1:1:async-invoke/a"}) ==
          "GET /async-invoke/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aasync-invoke%2Fa");
    auto const one = decoded<get_async_invoke>(
        R"({"invocationArn": "arn:i", "status": "Completed", "submitTime": "2026-01-02T03:04:05.678Z",
            "outputDataConfig": {"glacier": {"vault": 1}}})");
    if (!one)
        FAIL(one.error().describe());
    CHECK((one->status && *one->status == bedrock::async_invoke_status::completed));
    CHECK(one->submit_time == bedrock::timestamp{1'767'323'045'678ms});
    CHECK(!one->end_time);
    CHECK(std::get_if<bedrock::json::unknown_member>(&one->output_data_config) != nullptr);

    CHECK(sent<list_async_invokes>({.submit_time_after = bedrock::timestamp{},
                                    .status_equals = bedrock::async_invoke_status::failed,
                                    .max_results = 5,
                                    .sort_by = bedrock::async_invocations_key::submission_time,
                                    .sort_order = bedrock::sort_order::ascending}) ==
          "GET /async-invoke?submitTimeAfter=1970-01-01T00%3A00%3A00Z&statusEquals=Failed&maxResults=5"
          "&sortBy=SubmissionTime&sortOrder=Ascending");
    STATIC_REQUIRE(paged_operation<list_async_invokes>);
    auto const page = decoded<list_async_invokes>(
        R"({"asyncInvokeSummaries": [{"invocationArn": "a"}], "nextToken": "t"})");
    CHECK((page && page->async_invoke_summaries.size() == 1 && page->next_token == "t"));
    CHECK((page && !page->async_invoke_summaries.front().status));
}
