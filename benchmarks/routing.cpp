// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Choosing among eight regions, all of which have to be looked at, against one look-up of a region in a
// std::unordered_map<std::string>. The names are as long as AWS's get: they fit into a std::string as it is.

#include <bedrock/region/by_capacity.hpp>

#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <bedrock/quota/per_minute.hpp>

#include "allocations.hpp"

namespace {

using bedrock::region::by_capacity;
using bedrock::region::room;

std::vector<std::string> const names{"us-isof-south-1", "ap-southeast-2", "ap-northeast-1", "eu-central-1",
                                     "ap-southeast-1",  "us-gov-west-1",  "eu-isoe-west-1", "eusc-de-east-1"};

void count_allocations(benchmark::State& state, std::size_t before) {
    state.counters["allocations"] = benchmark::Counter(static_cast<double>(allocations::made - before),
                                                       benchmark::Counter::kAvgIterations);
}

void choose(benchmark::State& state, bedrock::region::room_view rooms) {
    by_capacity const policy{names};
    by_capacity::memory memory;
    bedrock::region::question const asked{.model = "anthropic.claude-3-haiku-20240307-v1:0", .room = rooms};
    bedrock::instant const now{bedrock::steady_time{std::chrono::hours{1}}, {}};
    if (auto const chosen = policy.choose(asked, memory, now); !chosen || chosen->region == names[0])
        return state.SkipWithError("not all regions were looked at");
    auto const before = allocations::made;
    for (auto _ : state) {
        auto const chosen = policy.choose(asked, memory, now);
        benchmark::DoNotOptimize(chosen->region.data());
    }
    count_allocations(state, before);
}

// Rooms that cost nothing to tell; the first region, whose name is the longest, has none, so that all are looked
// at.
void choose_among_8(benchmark::State& state) {
    choose(state, {nullptr, [](void const*, std::string_view region) {
                       return room{.known = true,
                                   .wait = std::chrono::nanoseconds{region.size() == 15},
                                   .calls = static_cast<std::int64_t>(region.size())};
                   }});
}

// The same with the rooms of a quota policy that counts, lock and all left out.
void choose_among_8_with_quota(benchmark::State& state) {
    struct counted {
        bedrock::quota::per_minute policy{.requests = 50, .tokens = 400'000};
        bedrock::quota::per_minute::memory memory{};
        bedrock::instant now{bedrock::steady_time{std::chrono::hours{1}}, {}};
    } quota;
    choose(state, {&quota, [](void const* in, std::string_view region) {
                       auto& q = *static_cast<counted*>(const_cast<void*>(in));
                       bedrock::place const there{.region = std::string{region},
                                                  .model = "anthropic.claude-3-haiku-20240307-v1:0"};
                       auto r = q.policy.room({.place = there, .asked = {1'000, 500}}, q.memory, q.now);
                       if (region == "us-isof-south-1")
                           r.wait = std::chrono::nanoseconds{1};
                       return r;
                   }});
}

void look_up(benchmark::State& state) {
    std::unordered_map<std::string, int> map;
    for (auto const& name : names)
        map.emplace(name, 1);
    auto const before = allocations::made;
    std::size_t i = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(map.find(names[++i % names.size()]));
    count_allocations(state, before);
}

BENCHMARK(choose_among_8)->Name("routing/choose_among_8");
BENCHMARK(choose_among_8_with_quota)->Name("routing/choose_among_8_with_quota");
BENCHMARK(look_up)->Name("routing/look_up");

}  // namespace
