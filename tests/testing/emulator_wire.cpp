// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "../emulator/answer.hpp"
#include "../emulator/fault_book.hpp"
#include "../emulator/frames.hpp"
#include "../emulator/question.hpp"
#include "../emulator/reply.hpp"
#include "../emulator/times.hpp"
#include "../emulator/tokens.hpp"

using namespace std::chrono_literals;
using namespace bedrock::testing;
using namespace bedrock::testing::emulation;
using nlohmann::json;

namespace {

std::string joined(std::vector<std::string> const& pieces) {
    std::string all;
    for (auto const& piece : pieces)
        all += piece;
    return all;
}

std::string refused(dialect form, std::string_view body, service::model_facts facts = {}) {
    auto const answer = read_question(form, body, facts);
    return answer ? "" : answer.error().message;
}

draft a_stream(dialect form = dialect::converse, std::int64_t tokens = 5) {
    return answer({{.form = form, .prompt = "Hi", .input_tokens = 3},
                   {.ticket = 9, .output_tokens = tokens, .cut = true, .first = 100ms, .each = 10ms},
                   "anthropic.claude-3-haiku-20240307-v1:0",
                   "1d8c0d9c-0000-4000-8000-000000000000"},
                  true);
}

std::vector<std::string> event_types(draft const& d) {
    std::vector<std::string> out;
    for (auto const& e : d.events)
        out.push_back(e.raw.empty() ? e.what.headers.front().second : "raw");
    return out;
}

std::string bytes(script const& s) {
    std::string all;
    for (auto const& part : s.steps)
        all += part.bytes;
    return all;
}

}  // namespace

TEST_CASE("a frame is what the specification computes by hand") {
    // The smallest message there is: no header, no payload. Its checksums are known.
    auto const empty = encode({});
    CHECK(empty == std::string("\x00\x00\x00\x10\x00\x00\x00\x00\x05\xc2\x48\xeb\x7d\x98\xc8\xff", 16));
    auto const one = encode(event_frame("chunk", "{}"));
    CHECK(one.size() == 16 + 2 + (1 + 11 + 3 + 5) + (1 + 13 + 3 + 16) + (1 + 13 + 3 + 5));
    CHECK(static_cast<std::size_t>(static_cast<unsigned char>(one[3])) == one.size());
}

TEST_CASE("tokens are four ASCII characters or one other character, and answers divide none") {
    CHECK(count_tokens("") == 0);
    CHECK(count_tokens("abcd") == 1);
    CHECK(count_tokens("abcde") == 2);
    CHECK(count_tokens("違いは?") == 4);
    CHECK(count_tokens("S3、EBS") == 3);
    for (std::int64_t n : {0, 1, 7, 8, 9, 30, 500}) {
        auto const pieces = make_answer("S3、EBS、EFS の違いは? 😀", n);
        CHECK(static_cast<std::int64_t>(pieces.size()) == n);
        CHECK(count_tokens(joined(pieces)) == n);
        CHECK_FALSE(
            json(joined(pieces)).dump(-1, ' ', false, json::error_handler_t::strict).empty());  // is UTF-8
    }
    CHECK(joined(make_answer("Hi", 10)).starts_with("[emulator, no inference] Hi"));
    CHECK(make_answer("", 20).size() == 20);
    CHECK(make_answer(std::string(5'000'000, 'x') + "違", 100).size() == 100);
}

TEST_CASE("requests are refused in the service's words") {
    auto const converse = [](std::string_view body) {
        return refused(dialect::converse, body, {4096, 1, true});
    };
    CHECK(converse(R"({"messages":[{"role":"user","content":[{"text":"Hi"}]}]})").empty());
    CHECK(converse("{") == "Unable to parse request body.");
    CHECK(converse("[]").find("must be an object") != std::string::npos);
    CHECK(converse("{}") ==
          "1 validation error detected: Value null at 'messages' failed to satisfy constraint: "
          "Member must not be null");
    CHECK(converse(R"({"messages":[]})").starts_with("A conversation must start with a user message."));
    CHECK(converse(R"({"messages":[{"role":"assistant","content":[{"text":"Hi"}]}]})")
              .starts_with("A conversation must start with a user message."));
    CHECK(
        converse(
            R"({"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"user","content":[{"text":"b"}]}]})")
            .starts_with("A conversation must alternate between user and assistant roles."));
    CHECK(converse(R"({"messages":[{"role":"user","content":[{"text":" \n"}]}]})") ==
          "The text field in the ContentBlock object at messages.0.content.0 is blank. Add text to the text "
          "field, and "
          "try again.");
    CHECK(converse(R"({"messages":[{"role":"user","content":[]}]})")
              .starts_with("The content field in the Message object"));
    CHECK_FALSE(converse(R"({"messages":[{"role":"user","content":"Hi"}]})").empty());
    CHECK_FALSE(converse(R"({"messages":[{"role":"system","content":[{"text":"a"}]}]})").empty());
    CHECK_FALSE(converse(R"({"messages":[7,"x",null]})").empty());
    auto const with = [&](std::string settings) {
        return converse(R"({"messages":[{"role":"user","content":[{"text":"Hi"}]}],"inferenceConfig":)" +
                        settings + "}");
    };
    CHECK(with(R"({"maxTokens":4096,"temperature":0.5,"topP":1})").empty());
    CHECK(with(R"({"maxTokens":0})").find("greater than or equal to 1") != std::string::npos);
    CHECK(with(R"({"maxTokens":-9223372036854775808})").find("greater than or equal to 1") !=
          std::string::npos);
    CHECK(with(R"({"maxTokens":4097})")
              .starts_with("The maximum tokens you requested exceeds the model limit of 4096"));
    CHECK(with(R"({"maxTokens":18446744073709551615})")
              .starts_with("The maximum tokens you requested exceeds"));
    CHECK_FALSE(with(R"({"maxTokens":"7"})").empty());
    CHECK_FALSE(with(R"({"temperature":1.5})").empty());
    CHECK(converse(std::string(100'000, '[') + std::string(100'000, ']')).find("nested deeper") !=
          std::string::npos);
    CHECK(converse("{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"\xff\"}]}]}") ==
          "Unable to parse request body.");

    auto const claude = [](std::string_view body) { return refused(dialect::anthropic, body); };
    CHECK(
        claude(
            R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":5,"messages":[{"role":"user","content":"Hi"}]})")
            .empty());
    CHECK(claude(R"({"max_tokens":5,"messages":[]})") == "anthropic_version: Field required");
    CHECK(claude(R"({"anthropic_version":"x","messages":[]})") == "max_tokens: Field required");
}

TEST_CASE("a question keeps the last user's text, all input's weight and a wanted length") {
    auto const q = read_question(dialect::converse,
                                 R"({"messages":[{"role":"user","content":[{"text":"abcd"}]},
            {"role":"assistant","content":[{"text":"abcd"}]},
            {"role":"user","content":[{"text":"違い"},{"image":{"format":"png","source":{"bytes":"AAAA"}}}]}],
            "system":[{"text":"be kind!"}],
            "additionalModelRequestFields":{"emulator":{"outputTokens":7}}})",
                                 {});
    CHECK(q);
    if (!q)
        return;
    CHECK(q->prompt == "違い");
    CHECK(q->input_tokens == 1 + 1 + 2 + 1 + 2);  // the image is small
    CHECK(q->length == 7);
    CHECK_FALSE(q->max_tokens);
}

TEST_CASE("a Converse stream has the service's events in order, padded, and its usage") {
    auto const d = a_stream();
    CHECK(event_types(d) == std::vector<std::string>{"messageStart", "contentBlockDelta", "contentBlockDelta",
                                                     "contentBlockDelta", "contentBlockDelta",
                                                     "contentBlockDelta", "contentBlockStop", "messageStop",
                                                     "metadata"});
    auto const last = json::parse(d.events.back().what.payload);
    CHECK(last["usage"] == json{{"inputTokens", 3}, {"outputTokens", 5}, {"totalTokens", 8}});
    CHECK(last["metrics"]["latencyMs"] == 140);
    CHECK(last["p"].get<std::string>().starts_with("a"));
    CHECK(json::parse(d.events[7].what.payload)["stopReason"] == "max_tokens");
    CHECK(d.wait == 100ms);
    CHECK(d.events[1].wait == 0ms);
    CHECK(d.events[2].wait == 10ms);
}

TEST_CASE("an InvokeModel stream wraps the model's own events in chunks, with the metrics in the last") {
    auto const d = a_stream(dialect::anthropic);
    CHECK(event_types(d) == std::vector<std::string>(5 + 5, "chunk"));
    CHECK(d.events.back().what.payload.find("\"bytes\":\"") != std::string::npos);
    std::string const outer = d.events.back().what.payload;
    auto const inner = json::parse(outer)["bytes"].get<std::string>();
    CHECK(inner.size() % 4 == 0);
}

TEST_CASE("each fault changes a good stream as it says, and nothing else") {
    auto const with = [](fault f) {
        auto d = a_stream();
        apply(f, d);
        return d;
    };
    CHECK(event_types(with({.kind = fault_kind::cut, .events = 2})) ==
          std::vector<std::string>{"messageStart", "contentBlockDelta"});
    CHECK(event_types(with({.kind = fault_kind::no_stop_event})).back() == "contentBlockDelta");
    CHECK(event_types(with({.kind = fault_kind::no_stop_event, .events = 8})).back() == "messageStop");
    CHECK(event_types(with({.kind = fault_kind::exception})).back() == "throttlingException");
    CHECK(event_types(with({.kind = fault_kind::exception, .code = "modelStreamErrorException"})).back() ==
          "modelStreamErrorException");
    CHECK(event_types(with({.kind = fault_kind::stream_error, .code = "Odd"})).back() == "Odd");
    CHECK(event_types(with({.kind = fault_kind::unknown_event}))[1] == "surpriseEvent");
    CHECK(event_types(with({.kind = fault_kind::unknown_event})).size() == 10);
    CHECK(event_types(with({.kind = fault_kind::huge_frame})).back() == "raw");
    CHECK(with({.kind = fault_kind::stall, .delay = 3s, .events = 2}).events[2].wait == 3s + 10ms);
    CHECK(with({.kind = fault_kind::stall, .delay = 3s}).wait == 3s + 100ms);
    CHECK(with({.kind = fault_kind::stall, .delay = 3s, .events = 999}).wait == 3s + 100ms);
    CHECK(with({.kind = fault_kind::content_type}).content_type == "text/plain");

    auto const whole = bytes(lay_out(a_stream(), {}));
    auto const spoiled = bytes(lay_out(with({.kind = fault_kind::corrupt}), {}));
    CHECK(whole.size() == spoiled.size());
    int bits = 0;
    for (std::size_t i = 0; i < std::min(whole.size(), spoiled.size()); ++i)
        bits += std::popcount(static_cast<unsigned char>(whole[i] ^ spoiled[i]));
    CHECK(bits == 1);
    CHECK(whole.ends_with("\r\n0\r\n\r\n"));
    CHECK_FALSE(bytes(lay_out(with({.kind = fault_kind::cut}), {})).ends_with("0\r\n\r\n"));
    CHECK(bytes(lay_out(with({.kind = fault_kind::reset, .bytes = 100}), {})) == whole.substr(0, 100));
    CHECK(bytes(lay_out(with({.kind = fault_kind::reset}), {})).empty());
}

TEST_CASE("a slow line sends the same bytes, in the time they take") {
    auto d = a_stream();
    apply({.kind = fault_kind::slow, .bytes = 1000}, d);
    auto const plain = bytes(lay_out(a_stream(), {}));
    auto const slow = lay_out(std::move(d), {});
    CHECK(bytes(slow) == plain);
    std::chrono::nanoseconds all{};
    std::int64_t tokens = 0;
    for (auto const& s : slow.steps) {
        CHECK(s.bytes.size() <= 50);
        all += s.wait;
        tokens += s.tokens;
    }
    CHECK(all == 140ms + std::chrono::milliseconds{plain.size()});
    CHECK(tokens == 5);
}

TEST_CASE("faults are written as flags or as JSON, and both mean the same") {
    auto const flag =
        parse_faults("throttle,region=us-east-1,count=2,retry_after=1.5s,header=Retry-After: 2,early");
    auto const text = parse_faults(
        R"([{"kind":"throttle","region":"us-east-1","count":2,"retry_after":1500,"headers":{"Retry-After":"2"},"early":true}])");
    CHECK((flag && text && flag->size() == 1 && text->size() == 1));
    if (!flag || !text)
        return;
    CHECK(describe(flag->front()) == describe(text->front()));
    CHECK(flag->front().retry_after == 1500ms);
    CHECK(flag->front().headers == std::vector<std::pair<std::string, std::string>>{{"Retry-After", "2"}});
    CHECK(parse_faults("no_stop_event")->front().kind == fault_kind::no_stop_event);
    for (auto const* bad :
         {"", "explode", "throttle,count=-1", "throttle,colour=red", "stall,delay=soon", "{", "[7]",
          R"({"count":2})", R"({"kind":7})", "throttle,header=a:b\r\nc: d", "throttle,probability=2"})
        CHECK_FALSE(parse_faults(bad));
}

TEST_CASE("a request meets the first fault that fits it, as often as it says") {
    fault_book book{1};
    book.add({.kind = fault_kind::reset, .region = "us-west-2"});
    book.add({.kind = fault_kind::throttle, .skip = 1, .count = 2});
    book.add({.kind = fault_kind::internal, .operation = "InvokeModel", .count = 0});
    auto const next = [&book](std::string_view region, std::string_view operation) {
        auto const f = book.take(fault_book::when::whole, region, operation, "m");
        return f ? name_of(f->kind) : "none";
    };
    CHECK(next("us-east-1", "Converse") == "none");  // skipped
    CHECK(next("us-east-1", "Converse") == "throttle");
    CHECK(next("us-west-2", "Converse") == "reset");
    CHECK(book.waiting().size() == 2);
    CHECK(next("us-west-2", "Converse") == "throttle");
    CHECK(next("us-west-2", "Converse") == "none");
    CHECK(next("us-west-2", "InvokeModel") == "internal");
    CHECK(next("us-west-2", "InvokeModel") == "internal");
    book.clear();
    CHECK(next("us-west-2", "InvokeModel") == "none");

    book.add({.kind = fault_kind::throttle, .count = 0, .probability = 0.25});
    int struck = 0;
    for (int i = 0; i < 1000; ++i)
        struck += next("us-east-1", "Converse") == "throttle" ? 1 : 0;
    CHECK((struck > 200 && struck < 300));
}

TEST_CASE("dates are written as HTTP wants them") {
    CHECK(http_date(std::chrono::sys_days{std::chrono::year{2024} / 8 / 31} + 7h + 36min + 9s) ==
          "Sat, 31 Aug 2024 07:36:09 GMT");
}
