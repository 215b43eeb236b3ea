// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// `bedrock logs` as a program: what it reads, what it prints, how it ends.

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "logs/samples.hpp"
#include "program.hpp"

namespace fs = std::filesystem;
using cli::ended;
using cli::program;

namespace {

/// A directory that is gone afterwards.
class scratch {
 public:
    scratch() {
        std::string name = (fs::temp_directory_path() / "bedrock-logs-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            std::abort();
        path_ = name;
    }
    scratch(scratch const&) = delete;
    scratch& operator=(scratch const&) = delete;
    ~scratch() { fs::remove_all(path_); }

    std::string path(std::string_view name = {}) const { return (path_ / name).string(); }

    std::string file(std::string_view name, std::string_view bytes) const {
        auto const p = path_ / name;
        fs::create_directories(p.parent_path());
        std::ofstream{p, std::ios::binary} << bytes;
        return p.string();
    }

 private:
    fs::path path_;
};

ended run(std::vector<std::string> arguments, std::string_view input = {}) {
    arguments.insert(arguments.begin(), "logs");
    return program{std::move(arguments), {{"TERM", "xterm"}}, input}.end();
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

std::string const both = std::string{sample::from_virginia} + "\n" + std::string{sample::from_paris} + "\n";

constexpr std::string_view throttled =
    R"({"schemaType":"ModelInvocationLog","region":"us-east-1","modelId":"m","errorCode":"ThrottlingException"})";

}  // namespace

TEST_CASE("logs: the article's records as a table") {
    auto const r = run({"-"}, both + std::string{throttled});
    CHECK(r.status == 0);
    CHECK(r.err.empty());
    CHECK(r.out ==
          "region     model                                         ran in        calls    share  mean ms    "
          "p50    p95  "
          "tokens in  cached  out\n"
          "eu-west-3  eu.anthropic.claude-3-5-sonnet-20240620-v1:0  eu-central-1      1  100.0 %     5995   "
          "5995   5995  "
          "       65       0  344\n"
          "us-east-1  us.anthropic.claude-3-sonnet-20240229-v1:0    us-west-2         1  100.0 %    11759  "
          "11759  11759  "
          "       65       0  560\n"
          "\n"
          "error                calls\n"
          "ThrottlingException      1\n"
          "\n"
          "3 records in 1 file\n");
}

TEST_CASE("logs: with --json one line that a program can read") {
    auto const r = run({"--json", "-"}, both + both + std::string{throttled} + "\n" + sample::small("x"));
    CHECK(r.status == 0);
    CHECK(std::count(r.out.begin(), r.out.end(), '\n') == 1);
    auto const told = nlohmann::json::parse(r.out, nullptr, false);
    if (!told.is_object()) {
        FAIL_CHECK(r.out);
        return;
    }
    CHECK(told["records"] == 6);
    CHECK(told["passedOver"] == 0);
    CHECK(told["errors"] == nlohmann::json::parse(R"([{"errorCode":"ThrottlingException","records":1}])"));
    CHECK(told["routes"].size() == 3);
    CHECK(told["routes"][0]["inferenceRegion"].is_null());
    CHECK(told["routes"][0]["latencyMs"].is_null());
    CHECK(told["routes"][1] == nlohmann::json::parse(R"({"region":"eu-west-3",
        "modelId":"eu.anthropic.claude-3-5-sonnet-20240620-v1:0","inferenceRegion":"eu-central-1","records":2,"share":1.0,
        "latencyMs":{"records":2,"mean":5995.0,"p50":5995,"p95":5995},"inputTokens":130,"cacheReadInputTokens":0,
        "cacheWriteInputTokens":0,"outputTokens":688})"));
}

TEST_CASE("logs: a directory is read as S3 lays it out, without what is no log") {
    scratch const s;
    std::string const hour = "p/AWSLogs/123456789012/BedrockModelInvocationLogs/us-east-1/2024/08/31/07/";
    s.file(hour + "a.json.gz", sample::gzip(both) + sample::gzip(both));
    s.file(hour + "b.json", both);
    s.file(hour + "amazon-bedrock-logs-permission-check", "no log");
    s.file(hour + "data/1_input.json.gz", sample::gzip("{}"));
    s.file("p/data/c.json", both);  // only an hour has bodies beside it
    fs::create_directory_symlink(s.path(), s.path("p/again"));
    auto const r = run({s.path()});
    CHECK(r.err.empty());
    CHECK(r.status == 0);
    CHECK(r.out.ends_with("8 records in 3 files\n"));
}

TEST_CASE("logs: --region and --model choose") {
    CHECK(run({"--region", "eu-west-3", "-"}, both).out.ends_with("1 record in 1 file\n"));
    CHECK(run({"--model=us.anthropic.claude-3-sonnet-20240229-v1:0", "-"}, both)
              .out.ends_with("1 record in 1 file\n"));
    CHECK(run({"--region", "eu-west-3", "--model", "m", "-"}, both).out == "0 records in 1 file\n");
}

TEST_CASE("logs: what is no record is told and passed over") {
    scratch const s;
    auto const path = s.file("bad.json", sample::small("a") + "\nrubbish \x1b[2J\n" + sample::small("b"));
    auto const r = run({path});
    CHECK(r.status == 9);
    CHECK(r.out.ends_with("2 records in 1 file; passed over: 1\n"));
    CHECK(r.err.starts_with("bedrock: " + path + ": reading an invocation log, record 2 (line 2, byte "));

    std::string many;
    for (int i = 0; i != 15; ++i)
        many += "{\"a\":}\n";
    auto const told = run({"-"}, many);
    CHECK(std::count(told.err.begin(), told.err.end(), '\n') == 11);
    CHECK(has(told.err, "standard input: and 5 more"));

    auto const zipped = sample::gzip(both);
    auto const cut = s.file("cut.json.gz", zipped.substr(0, zipped.size() - 4));
    CHECK(run({cut}).status == 9);
    CHECK(has(run({cut}).err, "within the gzip member"));
}

TEST_CASE("logs: nothing in a log steers the terminal, and colour is for terminals") {
    auto const r = run(
        {"-"}, R"({"schemaType":"ModelInvocationLog","modelId":"\u001b[2J違い\u202e","region":"\u0007"})");
    CHECK(has(r.out, "?[2J違い?"));
    CHECK_FALSE(has(r.out, "\x1b"));
    CHECK_FALSE(has(r.out, "\x07"));
}

TEST_CASE("logs: what cannot be opened is told, and the rest is read") {
    scratch const s;
    auto const good = s.file("good.json", both);
    auto const r = run({s.path("none.json"), good});
    CHECK(r.status == 10);
    CHECK(has(r.err, "none.json cannot be opened: No such file"));
    CHECK(r.out.ends_with("2 records in 1 file\n"));
}

TEST_CASE("logs: wrong usage is status 2 with a word, help is status 0") {
    for (auto const& arguments : std::vector<std::vector<std::string>>{
             {}, {"--region"}, {"--region=", "-"}, {"--json=1", "-"}, {"--stats", "-"}}) {
        auto const r = run(arguments);
        CHECK(r.status == 2);
        CHECK(r.err.starts_with("bedrock: "));
        CHECK(has(r.err, "bedrock logs --help"));
        CHECK(r.out.empty());
    }
    auto const help = run({"--help"});
    CHECK(help.status == 0);
    for (auto const* word : {"--region", "--model", "--json", "DIRECTORY", "exit status"})
        CHECK(has(help.out, word));
    program overview{{"--help"}, {}};
    CHECK(has(overview.end().out, "\n  logs "));
}
