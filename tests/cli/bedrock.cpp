// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// bin/bedrock as a program: every flag, the exit statuses, its streams, signals. It is run against the emulator.

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <bedrock/testing/emulator.hpp>

#include "on_emulator.hpp"
#include "support/contains.hpp"

using namespace std::chrono_literals;
using bedrock::testing::emulator;
using bedrock::testing::emulator_options;
using bedrock::testing::fault;
using bedrock::testing::fault_kind;
using cli::ended;
using cli::environment;
using cli::program;
using cli::run;
using cli::start;
using support::contains;

namespace {

constexpr char const* model = "us.anthropic.claude-3-5-sonnet-20240620-v1:0";
constexpr std::string_view no_inference = "[emulator, no inference]";

/// `bedrock <command> --model … <more>`
std::vector<std::string> line(std::string command, std::vector<std::string> more = {}) {
    std::vector<std::string> all{std::move(command), "--model", model};
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

/// The exit status of a call that meets the fault; always with words on stderr, and no secret in them.
int status_with(fault f, std::string const& command = "converse", std::vector<std::string> more = {"hello"}) {
    auto e = start();
    f.count = 0;
    e.inject(std::move(f));
    auto const r = run(e, line(command, std::move(more)));
    INFO(r.err);
    CHECK(r.err.starts_with("bedrock: "));
    CHECK(contains(r.err, "us-east-1"));
    CHECK(contains(r.err, "what to do: "));
    CHECK_FALSE(contains(r.err, bedrock::testing::account{}.secret_access_key));
    return r.status;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> all;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        all.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return all;
}

constexpr char const* claude_body = R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":12,)"
                                    R"("messages":[{"role":"user","content":"Hello"}]})";

}  // namespace

TEST_CASE("converse prints the answer and nothing else") {
    auto const e = start();
    auto const r = run(e, line("converse", {"S3、EBS、EFS の違いは?"}));
    CHECK(r.status == 0);
    CHECK(r.out.starts_with(no_inference));
    CHECK(r.out.ends_with("\n"));
    CHECK(contains(r.out, "違い"));
    CHECK(r.err.empty());
}

TEST_CASE("stream prints the same") {
    auto const e = start();
    auto const whole = run(e, line("converse", {"hello"}));
    auto const streamed = run(e, line("stream", {"hello"}));
    CHECK(streamed.status == 0);
    CHECK(streamed.out == whole.out);
    CHECK(streamed.err.empty());
}

TEST_CASE("invoke prints the model's own format") {
    auto const e = start();
    auto const r = run(e, line("invoke", {claude_body}));
    CHECK(r.status == 0);
    auto const document = nlohmann::json::parse(r.out, nullptr, false);
    CHECK_FALSE(document.is_discarded());
    CHECK(contains(r.out, "\"role\":\"assistant\""));
}

TEST_CASE("the prompt comes from standard input where none is given") {
    auto const e = start({.output_tokens = 30});
    CHECK(contains(run(e, line("converse"), "from the pipe").out, "from the pipe"));
    CHECK(contains(run(e, line("stream", {"--", "--not-a-flag"})).out, "--not-a-flag"));
}

TEST_CASE("a prompt that is not UTF-8 is wrong usage, and nothing is sent") {
    auto const e = start();
    for (auto const& r : {run(e, line("converse"), "half \xe3\x81"), run(e, line("stream", {"\xff"})),
                          run(e, line("invoke"), "\xff")}) {
        CHECK(r.status == 2);
        CHECK(contains(r.err, "UTF-8"));
        CHECK(r.out.empty());
    }
    CHECK(e.log().empty());
}

TEST_CASE("the flags go where they should") {
    auto const e = start({.output_tokens = 100});
    auto const r =
        run(e, line("converse", {"--system", "Answer in Japanese.", "--max-tokens=7", "--region", "us-west-2",
                                 "--timeout", "30", "--idle-timeout", "20.5", "hello"}));
    INFO(r.err);
    CHECK(r.status == 0);
    auto const log = e.log();
    if (log.size() != 1)
        FAIL(log.size());
    CHECK(log[0].region == "us-west-2");
    CHECK(contains(log[0].body, R"("system":[{"text":"Answer in Japanese."}])"));
    CHECK(contains(log[0].body, R"("maxTokens":7)"));
    CHECK(r.out.size() <= 4 * 7 + 1);
}

TEST_CASE("the address and the authority can be given as flags, before the environment") {
    auto const e = start();
    auto bare = environment(e);
    bare["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] = "http://127.0.0.1:1";
    bare.erase("AWS_CA_BUNDLE");
    auto const flags = [&](std::vector<std::string> more) {
        auto all = line("converse", {"--endpoint-url", e.url_template()});
        all.insert(all.end(), more.begin(), more.end());
        all.emplace_back("hello");
        return program{all, bare}.end();
    };
    CHECK(flags({"--ca-file", e.ca_file()}).status == 0);
    CHECK(flags({"--insecure"}).status == 0);
    auto const untrusted = flags({});
    CHECK(untrusted.status == 7);
    CHECK(contains(untrusted.err, "TLS"));
}

TEST_CASE("several regions are a failover in their order, and --stats tells it") {
    auto e = start();
    e.inject({.kind = fault_kind::throttle, .region = "us-west-2", .count = 0});
    auto const r =
        run(e, line("stream", {"--region", "us-west-2", "--region", "us-east-1", "--stats", "hello"}));
    CHECK(r.status == 0);
    CHECK(r.out.starts_with(no_inference));
    CHECK(contains(r.err, "attempt 1 in us-west-2: failed after "));
    CHECK(contains(r.err, "attempt 2 in us-east-1: paused "));
    CHECK(contains(r.err, "tokens: "));
    CHECK(contains(r.err, "64 out"));
    CHECK(contains(r.err, e.log().back().request_id));
    CHECK(contains(run(e, line("converse", {"--stats", "hello"})).err, "64 out"));
    CHECK(contains(run(e, line("invoke", {"--stats", claude_body})).err, "12 out"));
}

TEST_CASE("with --json it prints lines that are JSON") {
    auto const e = start({.output_tokens = 10});
    auto const whole = run(e, line("converse", {"--json", "hello"}));
    CHECK(lines_of(whole.out).size() == 1);
    auto const document = nlohmann::json::parse(whole.out, nullptr, false);
    CHECK(document.is_object());
    CHECK(document.value("/usage/outputTokens"_json_pointer, 0) == 10);

    auto const streamed = run(e, line("stream", {"--json", "hello"}));
    CHECK(streamed.status == 0);
    auto const lines = lines_of(streamed.out);
    CHECK(lines.size() == 14);
    for (auto const& one : lines) {
        auto const event = nlohmann::json::parse(one, nullptr, false);
        CHECK(event.is_object());
        CHECK(event.size() == 1);
    }
    CHECK(contains(lines.front(), "messageStart"));
    CHECK(contains(lines.back(), "metadata"));
}

TEST_CASE("a clock that is ten minutes off is no failure: the service's is learned from its refusal") {
    auto e = start();
    e.inject({.kind = fault_kind::clock_skew, .count = 0, .delay = 10min});
    CHECK(run(e, line("converse", {"hello"})).status == 0);
    CHECK(e.log().size() == 2);
}

TEST_CASE("each kind of failure has its exit status") {
    CHECK(status_with({.kind = fault_kind::throttle}) == 3);
    CHECK(status_with({.kind = fault_kind::daily_limit}) == 3);
    CHECK(status_with({.kind = fault_kind::quota_exceeded}) == 3);
    CHECK(status_with({.kind = fault_kind::error, .status = 400, .code = "ValidationException"}) == 4);
    CHECK(status_with({.kind = fault_kind::error, .status = 404, .code = "ResourceNotFoundException"}) == 4);
    CHECK(status_with({.kind = fault_kind::access_denied}) == 5);
    CHECK(status_with({.kind = fault_kind::expired_token}) == 5);
    // refused although the clock is right
    CHECK(status_with({.kind = fault_kind::error, .status = 403, .code = "InvalidSignatureException"}) == 5);
    CHECK(status_with({.kind = fault_kind::internal}) == 6);
    CHECK(status_with({.kind = fault_kind::unavailable}) == 6);
    CHECK(status_with({.kind = fault_kind::model_timeout}) == 6);
    CHECK(status_with({.kind = fault_kind::model_error}) == 6);
    CHECK(status_with({.kind = fault_kind::model_not_ready}) == 6);
    CHECK(status_with({.kind = fault_kind::reset}) == 7);
    CHECK(status_with({.kind = fault_kind::stall, .delay = 60s}, "converse", {"--timeout", "0.3", "hello"}) ==
          8);
    CHECK(status_with({.kind = fault_kind::stall, .delay = 60s, .events = 5}, "stream",
                      {"--idle-timeout", "0.3", "hello"}) == 8);
    CHECK(status_with({.kind = fault_kind::half_json}) == 9);
    CHECK(status_with({.kind = fault_kind::cut}, "stream") == 9);
    CHECK(status_with({.kind = fault_kind::no_stop_event}, "stream") == 9);
    CHECK(status_with({.kind = fault_kind::corrupt}, "stream") == 9);
    CHECK(status_with({.kind = fault_kind::exception, .events = 5}, "stream") == 3);
}

TEST_CASE("an error names code, message, region, request ID and what to do") {
    auto e = start();
    e.inject({.kind = fault_kind::access_denied});
    auto const r = run(e, line("converse", {"hello"}));
    CHECK(r.status == 5);
    CHECK(r.out.empty());
    CHECK(contains(r.err, "AccessDeniedException"));
    CHECK(contains(r.err, "You don't have access to the model"));
    CHECK(contains(r.err, "us-east-1"));
    CHECK(contains(r.err, e.log().back().request_id));
    CHECK(contains(r.err, "what to do: "));
}

TEST_CASE("without region or credentials it says what to set") {
    auto const e = start();
    auto without = environment(e);
    without.erase("AWS_REGION");
    auto const region = program{line("converse", {"hello"}), without}.end();
    CHECK(region.status == 10);
    CHECK(contains(region.err, "AWS_REGION"));
    without = environment(e);
    without.erase("AWS_SECRET_ACCESS_KEY");
    auto const key = program{line("converse", {"hello"}), without}.end();
    CHECK(key.status == 5);
    CHECK(contains(key.err, "AWS_SECRET_ACCESS_KEY"));
    auto const nonsense = run(e, line("converse", {"--endpoint-url", "not an address", "hello"}));
    CHECK(nonsense.status == 10);
    auto const several = run(e, line("converse", {"--endpoint-url", e.url("us-east-1"), "--region", "a-1",
                                                  "--region", "b-1", "hello"}));
    CHECK(several.status == 10);
    CHECK(contains(several.err, "{region}"));
}

TEST_CASE("wrong usage is status 2 with a word; help is status 0") {
    auto const e = start();
    std::vector<std::vector<std::string>> const wrong{
        {},
        {"converse"},
        {"talk", "--model", model, "x"},
        line("converse", {"a", "b"}),
        line("converse", {"--no-such-flag", "x"}),
        line("converse", {"--region"}),
        line("converse", {"--region", "", "x"}),
        line("converse", {"--max-tokens", "0", "x"}),
        line("converse", {"--max-tokens", "7x", "x"}),
        line("converse", {"--timeout", "-1", "x"}),
        line("converse", {"--timeout", "nan", "x"}),
        line("converse", {"--idle-timeout", "soon", "x"}),
        line("invoke", {"--system", "s", "{}"}),
        line("invoke", {"--max-tokens", "3", "{}"}),
    };
    for (auto const& arguments : wrong) {
        auto const r = run(e, arguments);
        INFO(r.err);
        CHECK(r.status == 2);
        CHECK(r.err.starts_with("bedrock: "));
        CHECK(contains(r.err, "--help"));
        CHECK(r.out.empty());
    }
    auto const help = run(e, {"--help"});
    CHECK(help.status == 0);
    CHECK(help.err.empty());
    for (auto const* flag : {"--region", "--model", "--system", "--max-tokens", "--timeout", "--idle-timeout",
                             "--endpoint-url", "--ca-file", "--insecure", "--json", "--stats", "exit status"})
        CHECK(contains(help.out, flag));
    CHECK(e.log().empty());
}

TEST_CASE("Ctrl-C cancels a stream; what was printed stays") {
    auto const e = start({.per_token = 20ms, .output_tokens = 4'000});
    for (int const signal : {SIGINT, SIGTERM}) {
        program p{line("stream", {"hello"}), environment(e)};
        p.await_output(no_inference.size());
        p.signal(signal);
        auto const r = p.end();
        CHECK(r.status == 130);
        CHECK(r.out.starts_with(no_inference));
        CHECK(r.out.ends_with("\n"));
        CHECK(contains(r.err, "cancelled"));
    }
}

TEST_CASE("Ctrl-C cancels a call that waits") {
    auto const e = start({.latency = 60s});
    program p{line("converse", {"hello"}), environment(e)};
    // Once the emulator has seen the request, or after ten seconds, when the rest will say what is wrong.
    for (int i = 0; i < 2'000 && e.log().empty(); ++i)
        std::this_thread::sleep_for(5ms);
    p.signal(SIGINT);
    auto const r = p.end();
    CHECK(r.status == 130);
    CHECK(r.out.empty());
}

TEST_CASE("an output that nobody reads is status 1, and the call ends") {
    auto const e = start({.per_token = 5ms, .output_tokens = 4'000});
    program p{line("stream", {"hello"}), environment(e)};
    p.await_output(4);
    p.close_output();
    CHECK(p.end().status == 1);

    auto const quick = start();
    program q{line("converse", {"hello"}), environment(quick)};
    q.close_output();
    CHECK(q.end().status == 1);
}

TEST_CASE("a stream's text before an error stays, and ends its line") {
    auto e = start();
    e.inject({.kind = fault_kind::cut, .events = 9});
    auto const r = run(e, line("stream", {"hello"}));
    CHECK(r.status == 9);
    CHECK(r.out.starts_with(no_inference));
    CHECK(r.out.ends_with("\n"));
    CHECK(contains(r.err, "interrupted"));
}

TEST_CASE("a bearer key comes before access keys") {
    auto const e = start();
    auto both = environment(e);
    both["AWS_BEARER_TOKEN_BEDROCK"] = bedrock::testing::account{}.bearer_token;
    both["AWS_SECRET_ACCESS_KEY"] = "wrong";
    CHECK(program{line("converse", {"hello"}), both}.end().status == 0);
}
