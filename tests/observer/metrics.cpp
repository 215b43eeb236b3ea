// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/observer/metrics.hpp>

#include <catch2/catch.hpp>

#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <bedrock/quota/per_minute.hpp>
#include <bedrock/region/failover.hpp>
#include <bedrock/retry/standard.hpp>
#include <bedrock/testing/virtual_driver.hpp>

using namespace std::chrono_literals;
using bedrock::error_kind;
using bedrock::observer::metrics;
using bedrock::testing::scripted_answer;
using bedrock::testing::scripted_try;
using bedrock::testing::virtual_driver;

namespace {

/// Name and labels → value, of a text that is well-formed line by line.
std::map<std::string, std::string> samples(std::string const& text) {
    std::map<std::string, std::string> all;
    std::istringstream lines{text};
    std::string metric;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("# HELP ")) {
            metric = line.substr(7, line.find(' ', 7) - 7);
            continue;
        }
        if (line.starts_with("# TYPE ")) {
            CHECK(line.starts_with("# TYPE " + metric + " "));
            continue;
        }
        CHECK(line.starts_with(metric));
        auto const end = line.rfind("} ");
        REQUIRE(end != std::string::npos);
        CHECK(all.emplace(line.substr(0, end + 1), line.substr(end + 2)).second);  // each once
    }
    return all;
}

bedrock::story one_attempt(std::string region, std::chrono::milliseconds taken) {
    bedrock::story s;
    s.add({.number = 1, .region = std::move(region), .duration = taken});
    s.end = bedrock::ending::succeeded;
    return s;
}

}  // namespace

TEST_CASE("metrics count what happened to calls, by operation and region") {
    metrics const numbers;
    virtual_driver d{bedrock::region::failover{"us-east-1", "us-west-2"},
                     bedrock::quota::per_minute{.tokens = 100'000, .window = bedrock::quota::window::sliding},
                     bedrock::retry::standard{}, numbers};
    d.script([](scripted_try const& t) -> scripted_answer {
        if (t.where.region == "us-east-1")
            return scripted_answer::refusal(error_kind::throttled, 20ms, 429);
        return {.latency = 400ms, .used = bedrock::tokens_used{.input = 100, .output = 50}};
    });
    d.start({.model = "m", .asked = {.input_estimate = 100, .output_limit = 1'000}});
    CHECK(d.run());

    auto const all = samples(numbers.prometheus());
    auto const at = [&](std::string const& name) {
        INFO(name);
        auto const found = all.find(name);
        CHECK(found != all.end());
        return found == all.end() ? "" : found->second;
    };
    std::string const east = "operation=\"Converse\",region=\"us-east-1\"",
                      west = "operation=\"Converse\",region=\"us-west-2\"";
    CHECK(at("bedrock_calls_total{operation=\"Converse\",end=\"succeeded\"}") == "1");
    CHECK(at("bedrock_attempts_total{" + east + ",outcome=\"throttled\"}") == "1");
    CHECK(at("bedrock_attempts_total{" + west + ",outcome=\"ok\"}") == "1");
    CHECK(at("bedrock_attempt_duration_seconds_bucket{" + west + ",le=\"0.250\"}") == "0");
    CHECK(at("bedrock_attempt_duration_seconds_bucket{" + west + ",le=\"0.500\"}") == "1");
    CHECK(at("bedrock_attempt_duration_seconds_bucket{" + west + ",le=\"+Inf\"}") == "1");
    CHECK(at("bedrock_attempt_duration_seconds_sum{" + west + "}") == "0.400");
    CHECK(at("bedrock_attempt_duration_seconds_count{" + east + "}") == "1");
    CHECK(at("bedrock_quota_held_tokens_total{" + west + "}") == "1100");
    CHECK(at("bedrock_quota_counted_tokens_total{" + west + "}") == "150");
    CHECK(at("bedrock_quota_counted_tokens_total{" + east + "}") == "0");
    CHECK(at("bedrock_quota_surprises_total{" + east + "}") == "1");
    CHECK(at("bedrock_quota_surprises_total{" + west + "}") == "0");
}

TEST_CASE("metrics keep a fixed number of rows, and any name in one line") {
    metrics const numbers;
    numbers.on({.operation = "Converse", .story = one_attempt("a\"b\\c\nd", 5ms)});
    for (int i = 0; i < 1'000; ++i)
        numbers.on({.operation = "Converse", .story = one_attempt("region-" + std::to_string(i), 3h)});
    auto const text = numbers.prometheus();
    auto const all = samples(text);
    CHECK(all.count(
              "bedrock_attempts_total{operation=\"Converse\",region=\"a\\\"b\\\\c\\nd\",outcome=\"ok\"}") ==
          1);
    CHECK(all.at("bedrock_attempts_total{operation=\"other\",region=\"other\",outcome=\"ok\"}") == "953");
    CHECK(all.at("bedrock_attempt_duration_seconds_bucket{operation=\"other\",region=\"other\",le=\"3600."
                 "000\"}") == "0");
    CHECK(
        all.at("bedrock_attempt_duration_seconds_bucket{operation=\"other\",region=\"other\",le=\"+Inf\"}") ==
        "953");
    CHECK(all.at("bedrock_calls_total{operation=\"Converse\",end=\"succeeded\"}") == "1001");
}

TEST_CASE("metrics lose nothing between threads, copies count together") {
    metrics const numbers;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([copy = numbers, t] {
                for (int i = 0; i < 5'000; ++i)
                    copy.on({.operation = "Converse",
                             .story = one_attempt("r" + std::to_string((t + i) % 7), 1ms)});
            });
    }
    auto const all = samples(numbers.prometheus());
    int sum = 0;
    for (int r = 0; r < 7; ++r)
        sum += std::stoi(all.at("bedrock_attempts_total{operation=\"Converse\",region=\"r" +
                                std::to_string(r) + "\",outcome=\"ok\"}"));
    CHECK(sum == 20'000);
}
