// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <stdlib.h>
#include <zlib.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "emulator_front.hpp"

using namespace std::chrono_literals;
using namespace bedrock::testing;
using fronts::at_launch;
using fronts::bench;
using nlohmann::json;
using ordered = nlohmann::ordered_json;

namespace {

constexpr auto eu_sonnet = "eu.anthropic.claude-3-5-sonnet-20240620-v1:0";
constexpr auto haiku = "anthropic.claude-3-haiku-20240307-v1:0";
constexpr auto hour_in_paris =
    "AWSLogs/123456789012/BedrockModelInvocationLogs/eu-west-3/2024/08/31/07/"
    "20240831T070000000Z_emulator.json.gz";

struct folder {
    std::string path = "/tmp/bedrock-logs-test-XXXXXX";
    folder() { CHECK(::mkdtemp(path.data()) != nullptr); }
    folder(folder const&) = delete;
    folder& operator=(folder const&) = delete;
    ~folder() { std::filesystem::remove_all(path); }
};

/// Also of a file that is not compressed: zlib passes it through.
std::string content(std::string const& file) {
    std::string out, buffer(1 << 16, '\0');
    auto* const in = gzopen(file.c_str(), "rb");
    if (in == nullptr)
        return out;
    for (int n = 0; (n = gzread(in, buffer.data(), static_cast<unsigned>(buffer.size()))) > 0;)
        out.append(buffer, 0, static_cast<std::size_t>(n));
    gzclose(in);
    return out;
}

std::vector<ordered> records(std::string const& file) {
    std::vector<ordered> out;
    std::string rest = content(file);
    while (!rest.empty()) {
        auto const end = rest.find('\n');
        out.push_back(ordered::parse(rest.substr(0, end), nullptr, false));
        rest.erase(0, end == rest.npos ? rest.size() : end + 1);
    }
    return out;
}

emulator_options logging_to(std::string const& where) {
    auto options = at_launch();
    options.invocation_logs = where;
    return options;
}

std::vector<std::string> members(ordered const& object) {
    std::vector<std::string> names;
    for (auto const& item : object.items())
        names.push_back(item.key());
    return names;
}

}  // namespace

TEST_CASE(
    "a record has the article's members in its order, and tells in the source region where the call ran") {
    folder f;
    auto const file = f.path + "/log.json";
    bench b{logging_to(file)};
    b.at.wall += 36min + 29s;
    auto const answer = b.converse(eu_sonnet, "eu-west-3");
    CHECK(records(file).empty());  // it runs still
    b.end(answer);
    auto const all = records(file);
    CHECK(all.size() == 1);
    if (all.size() != 1)
        return;
    auto const& r = all[0];
    CHECK(members(r) == std::vector<std::string>{"schemaType", "schemaVersion", "timestamp", "accountId",
                                                 "identity", "region", "requestId", "operation", "modelId",
                                                 "input", "output", "inferenceRegion"});
    CHECK(r["schemaType"] == "ModelInvocationLog");
    CHECK(r["schemaVersion"] == "1.0");
    CHECK(r["timestamp"] == "2024-08-31T07:36:29Z");
    CHECK(r["accountId"] == "123456789012");
    CHECK(r["identity"]["arn"] == "arn:aws:iam::123456789012:user/emulator");
    CHECK(r["region"] == "eu-west-3");
    CHECK(answer.bytes.find("x-amzn-RequestId: " + r["requestId"].get<std::string>()) != std::string::npos);
    CHECK(r["operation"] == "Converse");
    CHECK(r["modelId"] == eu_sonnet);
    CHECK(members(r["input"]) ==
          std::vector<std::string>{"inputContentType", "inputBodyJson", "inputTokenCount"});
    CHECK(r["input"]["inputBodyJson"]["messages"][0]["content"][0]["text"] == "Hi");
    CHECK(members(r["output"]) ==
          std::vector<std::string>{"outputContentType", "outputBodyJson", "outputTokenCount"});
    CHECK(r["output"]["outputBodyJson"] == ordered::parse(answer.text));
    CHECK(r["output"]["outputTokenCount"] == 5);
    CHECK(r["inferenceRegion"] == "eu-central-1");
}

TEST_CASE("a plain model's record names no inference region, and a refused call's an error and no output") {
    folder f;
    auto const file = f.path + "/log.json.gz";
    bench b{logging_to(file)};
    b.end(b.converse(haiku));
    b.front().set_limit({}, {.requests = 0});
    b.converse(haiku);
    auto const all = records(file);
    CHECK(all.size() == 2);
    if (all.size() != 2)
        return;
    CHECK_FALSE(all[0].contains("inferenceRegion"));
    CHECK_FALSE(all[0].contains("errorCode"));
    CHECK(all[1]["errorCode"] == "ThrottlingException");
    CHECK_FALSE(all[1].contains("output"));
}

TEST_CASE("a stream is logged as one object, or as its events, as far as it was sent") {
    folder f;
    auto const file = f.path + "/log.json";
    bench b{logging_to(file)};
    b.end(b.converse(haiku, "us-east-1", "converse-stream"), 3);
    auto const ask =
        b.ask("POST", "/model/" + emulation::percent_encoded(haiku) + "/invoke-with-response-stream",
              R"({"anthropic_version":"x","max_tokens":5,"messages":[{"role":"user","content":"Hi"}]})",
              "us-east-1", {{"x-amzn-bedrock-request-metadata", R"({"team":"a"})"}});
    b.end(ask);
    auto const all = records(file);
    CHECK(all.size() == 2);
    if (all.size() != 2)
        return;
    CHECK(all[0]["output"]["outputBodyJson"]["output"]["message"]["content"][0]["text"] == "[emulator, n");
    CHECK(all[0]["output"]["outputTokenCount"] == 3);
    CHECK(all[1]["requestMetadata"] == ordered{{"team", "a"}});
    CHECK(all[1]["output"]["outputBodyJson"].is_array());
    CHECK(all[1]["output"]["outputBodyJson"][0]["type"] == "message_start");
}

TEST_CASE("a folder is filled as a bucket is, a member a record") {
    folder f;
    bench b{logging_to(f.path)};
    b.end(b.converse(eu_sonnet, "eu-west-3"));
    b.end(b.converse(eu_sonnet, "eu-west-3"));
    CHECK(records(f.path + "/" + hour_in_paris).size() == 2);
    std::ifstream in{f.path + "/" + hour_in_paris, std::ios::binary};
    CHECK((in.get() == 0x1f && in.get() == 0x8b));
}

TEST_CASE("the logging configuration says where, whether, and whether with bodies") {
    folder f;
    bench b{logging_to(f.path)};
    auto const ask = [&b](char const* method, std::string const& body = "") {
        return b.ask(method, "/logging/modelinvocations", body, "eu-west-3");
    };
    CHECK(ask("GET").body() == json::object());
    auto const config = json::parse(
        R"({"loggingConfig":{"s3Config":{"bucketName":"my-logs","keyPrefix":"ai"},"textDataDeliveryEnabled":false}})");
    CHECK(ask("PUT", config.dump()).status == 200);
    CHECK(ask("GET").body() == config);
    CHECK(b.ask("GET", "/logging/modelinvocations").body() == json::object());  // another region
    b.end(b.converse(eu_sonnet, "eu-west-3"));
    auto const all = records(f.path + "/my-logs/ai/" + hour_in_paris);
    CHECK(all.size() == 1);
    CHECK((!all.empty() && !all[0]["input"].contains("inputBodyJson") &&
           all[0]["input"]["inputTokenCount"] == 1));

    CHECK(ask("DELETE").status == 200);
    CHECK(ask("GET").body() == json::object());
    b.end(b.converse(eu_sonnet, "eu-west-3"));
    CHECK(records(f.path + "/my-logs/ai/" + hour_in_paris).size() == 1);
    CHECK_FALSE(std::filesystem::exists(f.path + "/" + hour_in_paris));
}

TEST_CASE("a logging configuration that names no place, or one outside the folder, is refused") {
    bench b;
    for (auto const* body :
         {"", "{}", R"({"loggingConfig":7})", R"({"loggingConfig":{}})",
          R"({"loggingConfig":{"s3Config":{"bucketName":".."}}})",
          R"({"loggingConfig":{"s3Config":{"bucketName":"a/b/c"}}})",
          R"({"loggingConfig":{"s3Config":{"bucketName":"logs","keyPrefix":"../../etc"}}})",
          R"({"loggingConfig":{"s3Config":{"bucketName":"logs","keyPrefix":"/etc"}}})",
          R"({"loggingConfig":{"cloudWatchConfig":{"logGroupName":"/aws/../x","roleArn":"r"}}})",
          R"({"loggingConfig":{"cloudWatchConfig":{"logGroupName":"/aws/bedrock"}}})"}) {
        auto const r = b.ask("PUT", "/logging/modelinvocations", body);
        CHECK(r.status == 400);
        CHECK(r.bytes.find("ValidationException") != std::string::npos);
    }
    CHECK(
        b.ask(
             "PUT", "/logging/modelinvocations",
             R"({"loggingConfig":{"cloudWatchConfig":{"logGroupName":"/aws/bedrock","roleArn":"arn:aws:iam::1:role/r"}}})")
            .status == 200);
}
