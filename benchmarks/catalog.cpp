// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Taking a model's ARN apart, against finding the same text in a std::unordered_map<std::string>; and the profiles that
// a catalogue knows for a model and a region.

#include <bedrock/core/model_id.hpp>

#include <benchmark/benchmark.h>

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>

#include <bedrock/catalog/current.hpp>

#include "allocations.hpp"

namespace {

// As many as a program may know, of which each look-up takes the next.
std::array<std::string, 64> const arns = [] {
    std::array<std::string, 64> made;
    for (std::size_t i = 0; i != made.size(); ++i)
        made[i] = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-" +
                  std::to_string(20'250'000 + i) + "-v1:0";
    return made;
}();

void count(benchmark::State& state, std::size_t before) {
    state.counters["allocations"] = benchmark::Counter(static_cast<double>(allocations::made - before),
                                                       benchmark::Counter::kAvgIterations);
}

void parse_arn(benchmark::State& state) {
    if (bedrock::model_id::parse(arns[0]).kind != bedrock::model_kind::system_profile)
        return state.SkipWithError("the ARN cannot be parsed");
    std::size_t next = 0;
    auto const before = allocations::made;
    for (auto _ : state) {
        auto id = bedrock::model_id::parse(arns[next++ % arns.size()]);
        benchmark::DoNotOptimize(id);
    }
    count(state, before);
}

void map_look_up(benchmark::State& state) {
    std::unordered_map<std::string, int> map;
    for (auto const& arn : arns)
        map.emplace(arn, 1);
    std::size_t next = 0;
    for (auto _ : state) {
        auto found = map.find(arns[next++ % arns.size()]);
        benchmark::DoNotOptimize(found);
    }
}

void serving(benchmark::State& state) {
    auto const before = allocations::made;
    for (auto _ : state)
        for (auto const& profile :
             bedrock::catalog::current.serving("anthropic.claude-sonnet-4-6", "eu-west-3"))
            benchmark::DoNotOptimize(profile.id.data());
    count(state, before);
}

BENCHMARK(parse_arn)->Name("catalog/parse_arn");
BENCHMARK(map_look_up)->Name("catalog/unordered_map");
BENCHMARK(serving)->Name("catalog/serving");

}  // namespace
