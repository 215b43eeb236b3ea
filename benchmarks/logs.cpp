// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Invocation logs, with their bodies and without, against nlohmann's accept, which builds nothing, of the same text.

#include <bedrock/logs/reader.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace {

// A record as the service writes it, of 7.3 KB, English and Japanese.
std::string const& record() {
    static std::string const made = [] {
        std::string prompt, answer;
        for (int i = 0; i != 20; ++i) {
            prompt += R"(Compare these storage services, \"briefly\", in a table.\n)";
            answer +=
                "S3、EBS、EFS の違いは何ですか? Amazon S3 is object storage that scales; EBS is a block "
                "device.\\n";
        }
        return R"({"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"2024-08-31T07:36:29Z",)"
               R"("accountId":"123456789012","identity":{"arn":"arn:aws:sts::123456789012:assumed-role/a/b"},)"
               R"("region":"us-east-1","requestId":"bcde8c84-5d18-4016-ad13-36f5b3811e83","operation":"Converse",)"
               R"("modelId":"us.anthropic.claude-3-sonnet-20240229-v1:0","input":{"inputContentType":)"
               R"("application/json","inputBodyJson":{"messages":[{"role":"user","content":[{"text":")" +
               prompt + prompt +
               R"("}]}]},"inputTokenCount":650},"output":{"outputContentType":"application/json",)" +
               R"("outputBodyJson":{"output":{"message":{"role":"assistant","content":[{"text":")" + answer +
               answer +
               R"("}]}},"stopReason":"end_turn","metrics":{"latencyMs":11759},"usage":{"inputTokens":650,)" +
               R"("outputTokens":560,"totalTokens":1210}},"outputTokenCount":560},"inferenceRegion":"us-west-2"})";
    }();
    return made;
}

std::string const& log() {
    static std::string const made = [] {
        std::string text;
        for (int i = 0; i != 200; ++i)
            text.append(record()).append("\n");
        return text;
    }();
    return made;
}

void read(benchmark::State& state, bool bodies) {
    constexpr std::size_t piece = std::size_t{64} << 10;
    for (auto _ : state) {
        bedrock::logs::reader reader{{.bodies = bodies}};
        std::size_t records = 0;
        for (std::string_view rest = log(); !rest.empty(); rest.remove_prefix(std::min(piece, rest.size()))) {
            reader.feed(rest.substr(0, piece));
            while (auto const next = reader.next())
                records += *next && (*next)->latency;
        }
        if (records != 200)
            return state.SkipWithError("not all records were read");
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * log().size()));
}

void nlohmann_accept(benchmark::State& state) {
    for (auto _ : state)
        for (int i = 0; i != 200; ++i)
            benchmark::DoNotOptimize(nlohmann::json::accept(record()));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * log().size()));
}

BENCHMARK_CAPTURE(read, all, true)->Name("logs/read");
BENCHMARK_CAPTURE(read, without_bodies, false)->Name("logs/read_without_bodies");
BENCHMARK(nlohmann_accept)->Name("logs/nlohmann_accept");

}  // namespace
