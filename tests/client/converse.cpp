// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/client.hpp>

// The four operations over HTTPS, each way to authenticate, and what a reply carries.

#include <algorithm>
#include <catch2/catch.hpp>

#include "bed.hpp"
#include "support/environment.hpp"

using namespace bed;

namespace {

constexpr std::string_view question = "S3、EBS、EFS の違いは何ですか?";

std::string header_of(bedrock::testing::received const& r, std::string_view name) {
    for (auto const& [key, value] : r.headers)
        if (key == name)
            return value;
    return "";
}

}  // namespace

TEST_CASE("converse answers over HTTPS with SigV4, typed, with its story") {
    auto const service = start({.output_tokens = 40});
    auto const client = client_for(service);
    bedrock::converse_request const request{
        .messages = {bedrock::user(question)},
        .system = {bedrock::text_block{"Answer in Japanese."}},
        .inference_config = {.max_tokens = 30, .temperature = 0.5, .stop_sequences = {"終"}},
    };

    auto const answer = client.converse(model, request);

    if (!answer)
        FAIL(answer.error().describe());
    auto const& reply = **answer;
    CHECK(contains(reply.text(), "[emulator, no inference]"));
    CHECK(contains(reply.text(), "EFS の違い"));
    CHECK(reply.stop_reason == bedrock::stop_reason::max_tokens);
    CHECK(reply.usage.output_tokens == 30);
    CHECK(reply.usage.input_tokens > 0);
    CHECK(reply.usage.total_tokens == reply.usage.input_tokens + 30);

    auto const log = service.log();
    if (log.size() != 1)
        FAIL(log.size());
    CHECK(log[0].operation == "Converse");
    CHECK(log[0].tls);
    CHECK(log[0].region == "us-east-1");
    CHECK(log[0].model == model);
    CHECK(log[0].account == bedrock::testing::account{}.id);
    CHECK(contains(log[0].body, question));
    CHECK(contains(log[0].body, "Answer in Japanese."));
    CHECK(header_of(log[0], "content-type") == "application/json");
    CHECK(header_of(log[0], "expect").empty());

    auto const attempts = answer->story.attempts();
    if (attempts.size() != 1)
        FAIL(attempts.size());
    CHECK(answer->story.end == bedrock::ending::succeeded);
    CHECK(attempts[0].number == 1);
    CHECK(attempts[0].region == "us-east-1");
    CHECK(attempts[0].status == 200);
    CHECK(attempts[0].cause == error_kind::none);
    CHECK(attempts[0].duration.count() > 0);
    CHECK(attempts[0].request_id == log[0].request_id);
}

TEST_CASE("converse takes a text for the simple case") {
    auto const service = start();
    auto const answer = client_for(service).converse(model, question);
    if (!answer)
        FAIL(answer.error().describe());
    CHECK(contains((*answer)->text(), "EBS"));
}

TEST_CASE("an image travels whole") {
    auto const service = start();
    std::string image(3'000, '\0');
    for (std::size_t i = 0; i < image.size(); ++i)
        image[i] = static_cast<char>(i * 7);
    auto const answer = client_for(service).converse(
        model, {.messages = {bedrock::user("What does this show?",
                                           bedrock::image_block{.format = bedrock::image_format::png,
                                                                .source = {.bytes = {image}}})}});
    if (!answer)
        FAIL(answer.error().describe());
    auto const log = service.log();
    std::string sent;
    bedrock::json::append_base64(sent, image);
    CHECK(log.size() == 1);
    CHECK(contains(log[0].body, sent));
    CHECK(contains(log[0].body, R"("format":"png")"));
}

TEST_CASE("a conversation goes on with the model's own turn") {
    auto const service = start();
    auto const client = client_for(service);
    bedrock::converse_request request{.messages = {bedrock::user(question)}};
    auto const first = client.converse(model, request);
    if (!first)
        FAIL(first.error().describe());
    request.messages.push_back((*first)->output.message);
    request.messages.push_back(bedrock::user("続けて"));
    auto const second = client.converse(model, request);
    if (!second)
        FAIL(second.error().describe());
    CHECK(contains(service.log().back().body, (*first)->text()));
}

TEST_CASE("converse_stream gives the same answer token by token") {
    auto const service = start({.output_tokens = 40});
    auto const client = client_for(service);
    auto const whole = client.converse(model, question);
    auto stream = client.converse_stream(model, question);
    if (!whole || !stream)
        FAIL((whole ? stream.error() : whole.error()).describe());

    auto const told = read(*stream);

    CHECK_FALSE(told.error);
    CHECK(told.stopped);
    CHECK(told.pieces == 40);
    CHECK(told.text == (*whole)->text());
    CHECK(stream->used() == (*whole)->usage.used());
    CHECK(stream->story().end == bedrock::ending::succeeded);
    CHECK(stream->story().attempts().size() == 1);
    CHECK(stream->story().attempts()[0].request_id == service.log().back().request_id);
}

TEST_CASE("a stream is a range") {
    auto const service = start({.output_tokens = 10});
    auto stream = client_for(service).converse_stream(model, "count");
    if (!stream)
        FAIL(stream.error().describe());
    std::string text;
    std::optional<bedrock::stream_metadata> last;
    for (auto const& event : *stream) {
        if (!event)
            FAIL(event.error().describe());
        text += event->text();
        if (auto const* m = std::get_if<bedrock::stream_metadata>(&*event))
            last = *m;
    }
    CHECK_FALSE(text.empty());
    CHECK(last.has_value());
    CHECK(last->usage.output_tokens == 10);
}

TEST_CASE("invoke_model carries the model's own format and what the headers tell") {
    auto const service = start();
    auto const answer = client_for(service).invoke_model(model, claude_body());
    if (!answer)
        FAIL(answer.error().describe());
    CHECK(contains((*answer)->body, R"("role":"assistant")"));
    CHECK(contains((*answer)->content_type, "application/json"));
    CHECK((*answer)->output_token_count == 12);
    CHECK((*answer)->input_token_count.value_or(0) > 0);
    CHECK(answer->story.attempts().size() == 1);
    CHECK(service.log()[0].operation == "InvokeModel");
}

TEST_CASE("invoke_model_with_response_stream gives chunks and ends with the metrics") {
    auto const service = start();
    auto stream = client_for(service).invoke_model_with_response_stream(model, claude_body());
    if (!stream)
        FAIL(stream.error().describe());
    int deltas = 0;
    std::optional<bedrock::invocation_metrics> metrics;
    for (auto const& chunk : *stream) {
        if (!chunk)
            FAIL(chunk.error().describe());
        deltas += contains(chunk->text(), "content_block_delta");
        if (chunk->metrics)
            metrics = chunk->metrics;
    }
    CHECK(deltas == 12);
    CHECK(metrics.has_value());
    CHECK(metrics->output_token_count == 12);
    CHECK(stream->used().output == 12);
    CHECK(service.log()[0].operation == "InvokeModelWithResponseStream");
}

TEST_CASE("an empty conversation is the service's to refuse") {
    auto const service = start();
    auto const answer = client_for(service).converse(model, bedrock::converse_request{});
    if (answer)
        FAIL("accepted");
    CHECK(answer.error().kind == error_kind::validation);
    CHECK(answer.error().code == "ValidationException");
    CHECK(answer.error().status == 400);
    CHECK(answer.error().region == "us-east-1");
    CHECK(answer.error().request_id == service.log()[0].request_id);
    CHECK(answer.error().story.end == bedrock::ending::not_retryable);
    check_words(answer.error());
}

TEST_CASE("a temporary key is signed with its token") {
    auto const service = start({.accounts = {{.session_token = "HUSH-session-token-of-this-test"}}});
    auto key = keys();
    key.session_token = "HUSH-session-token-of-this-test";
    bedrock::client const client{bedrock::region::fixed<"us-east-1">{},
                                 bedrock::endpoint::url{service.url_template()}, trusting(service),
                                 bedrock::signing::sigv4{key}};
    auto const answer = client.converse(model, "hello");
    CHECK(answer.has_value());

    key.session_token = "HUSH-another-token";
    bedrock::client const stranger{bedrock::region::fixed<"us-east-1">{},
                                   bedrock::endpoint::url{service.url_template()}, trusting(service),
                                   bedrock::signing::sigv4{key}};
    auto const refused = stranger.converse(model, "hello");
    if (refused)
        FAIL("accepted");
    CHECK(refused.error().kind == error_kind::access_denied);
    check_words(refused.error());
}

TEST_CASE("a wrong secret is refused, and the error says what to check") {
    auto const service = start();
    auto key = keys();
    key.secret_access_key = "HUSH/that/is/not/the/accounts+00000000";
    bedrock::client const client{bedrock::region::fixed<"us-east-1">{},
                                 bedrock::endpoint::url{service.url_template()}, trusting(service),
                                 bedrock::signing::sigv4{key}};
    auto const answer = client.converse(model, "hello");
    if (answer)
        FAIL("accepted");
    CHECK(answer.error().kind == error_kind::access_denied);
    CHECK(answer.error().code == "InvalidSignatureException");
    CHECK(answer.error().story.attempts().size() == 1);
    check_words(answer.error());
}

TEST_CASE("anonymous is refused by the service") {
    auto const service = start();
    bedrock::client const client{bedrock::region::fixed<"us-east-1">{},
                                 bedrock::endpoint::url{service.url_template()}, trusting(service),
                                 bedrock::signing::anonymous{}};
    auto const answer = client.converse(model, "hello");
    if (answer)
        FAIL("accepted");
    CHECK(answer.error().kind == error_kind::access_denied);
    CHECK(answer.error().status == 403);
    CHECK(header_of(service.log()[0], "authorization").empty());
    check_words(answer.error());
}

TEST_CASE("a bearer key of the program's own is accepted, a wrong one refused") {
    auto const service = start();
    auto const with_key = [&](std::string_view key) {
        return bedrock::client{bedrock::region::fixed<"us-east-1">{},
                               bedrock::endpoint::url{service.url_template()}, trusting(service),
                               bedrock::signing::bearer{bedrock::token::fixed{.key = key}}};
    };
    auto const good = with_key(bedrock::testing::account{}.bearer_token).converse(model, "hello");
    CHECK(good.has_value());

    auto const bad = with_key("HUSH-key-that-nobody-knows").converse(model, "hello");
    if (bad)
        FAIL("accepted");
    CHECK(bad.error().kind == error_kind::access_denied);
    check_words(bad.error());
}

TEST_CASE("client<> takes everything from the environment, and a bearer key before access keys") {
    auto const service = start();
    bedrock::testing::account const known;
    support::environment variables{{"AWS_REGION", "us-west-2"},
                                   {"AWS_ENDPOINT_URL_BEDROCK_RUNTIME", service.url_template().c_str()},
                                   {"AWS_CA_BUNDLE", service.ca_file().c_str()},
                                   {"AWS_ACCESS_KEY_ID", known.access_key_id.c_str()},
                                   {"AWS_SECRET_ACCESS_KEY", known.secret_access_key.c_str()}};
    bedrock::client<> const client;

    CHECK(client.converse(model, "signed").has_value());
    CHECK(service.log().back().region == "us-west-2");

    // A key that is wrong shows which of the two was used.
    variables.set("AWS_BEARER_TOKEN_BEDROCK", "HUSH-wrong-bearer-key");
    auto const refused = client.converse(model, "bearer");
    if (refused)
        FAIL("the bearer key was not used");
    CHECK(refused.error().kind == error_kind::access_denied);
    check_words(refused.error());

    variables.set("AWS_AUTH_SCHEME_PREFERENCE", "sigv4");
    CHECK(client.converse(model, "signed again").has_value());
    variables.remove("AWS_AUTH_SCHEME_PREFERENCE");

    variables.set("AWS_BEARER_TOKEN_BEDROCK", known.bearer_token);
    variables.set("AWS_SECRET_ACCESS_KEY", "HUSH/not/used");
    CHECK(client.converse(model, "bearer").has_value());
}

TEST_CASE("the quota is told the input's tokens that the caller has counted, in place of an estimate") {
    auto const service = start();
    auto const client = client_for(service, {.tokens = 10'000});
    auto const held = [&](bedrock::call_options const& options) {
        auto const answer = client.converse(model, ask("hello", 100), options);
        return answer ? answer->story.attempts().front().held : -1;
    };
    CHECK(held({.input_tokens = 5'000}) == 5'100);
    CHECK(held({}) < 200);
    auto const refused = client.converse(model, ask("hello", 100), {.input_tokens = 10'000});
    CHECK(!refused);
    if (!refused)
        CHECK(refused.error().kind == bedrock::error_kind::exceeds_quota);
}
