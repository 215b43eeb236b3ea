// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// What counting a call costs beside the lock that guards the counters.

#include <bedrock/quota/per_minute.hpp>

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "allocations.hpp"

namespace {

using namespace std::chrono_literals;
using bedrock::quota::per_minute;

constexpr char const* model = "us.anthropic.claude-3-5-sonnet-20240620-v1:0";

// Calls under way, one admitted and the oldest settled at each turn, 2 ms apart; `places` in turn.
template <std::size_t Places>
void admit_and_settle(benchmark::State& state) {
    constexpr std::size_t calls = 32;
    per_minute const policy{.requests = 40'000, .tokens = 60'000'000, .burndown = 5};
    per_minute::memory memory;
    std::vector<bedrock::place> where;
    for (std::size_t i = 0; i < Places; ++i)
        where.push_back({.region = "us-east-" + std::to_string(i), .model = model});
    std::vector<per_minute::ticket> under_way(calls);
    bedrock::instant now{.steady = bedrock::steady_time{1h}};
    std::uint64_t call = 0;
    std::size_t waits = 0;

    auto const turn = [&] {
        auto& ticket = under_way[call % calls];
        if (call++ >= calls)
            policy.settle(ticket, {.used = {.input = 1'000, .output = 50}}, memory, now);
        now.steady += 2ms;
        auto const admission = policy.admit(
            {where[call % Places], {.input_estimate = 1'000, .output_limit = 300}, call}, memory, now);
        waits += admission.what != bedrock::quota::answer::granted;
        ticket = admission.ticket;
    };
    for (int i = 0; i < 60'000; ++i)  // two minutes: windows are as full as they will be
        turn();
    auto const before = allocations::made;
    for (auto _ : state)
        turn();
    state.counters["allocations"] = benchmark::Counter(static_cast<double>(allocations::made - before),
                                                       benchmark::Counter::kAvgIterations);
    if (waits != 0)
        state.SkipWithError("a call had to wait");
}

// Uncontended, in a program that has threads: before the first of them starts, glibc leaves the atomics out.
void mutex_lock_and_unlock(benchmark::State& state) {
    std::thread{[] {}}.join();
    std::mutex mutex;
    for (auto _ : state) {
        std::lock_guard const lock{mutex};
        benchmark::DoNotOptimize(&mutex);
        benchmark::ClobberMemory();
    }
}

}  // namespace

BENCHMARK(admit_and_settle<1>)->Name("quota/admit_and_settle");
BENCHMARK(admit_and_settle<64>)->Name("quota/admit_and_settle_64");
BENCHMARK(mutex_lock_and_unlock)->Name("quota/mutex");
