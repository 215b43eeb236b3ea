// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// A typed event of a Converse stream from its decoded frame, against nlohmann's accept, which builds nothing,
// of the same text.

#include <bedrock/api/converse_stream.hpp>

#include <benchmark/benchmark.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include <bedrock/event_stream/decoder.hpp>
#include <bedrock/event_stream/encoder.hpp>

#include "allocations.hpp"

namespace {

// As the service sends them, `p` is padding that hides the text's length; 79 bytes each. The first text fits
// into a std::string as it is, the second does not.
constexpr std::string_view short_text =
    R"({"contentBlockIndex":0,"delta":{"text":" storage"},"p":"abcdefghijklmnopqrstu"})";
constexpr std::string_view long_text =
    R"({"contentBlockIndex":0,"delta":{"text":" storage that several se"},"p":"abcde"})";
static_assert(short_text.size() == 79 && long_text.size() == 79);

void decode(benchmark::State& state, std::string_view payload) {
    std::string frame;
    (void)bedrock::event_stream::encode(frame,
                                        {{":event-type", "contentBlockDelta"},
                                         {":content-type", "application/json"},
                                         {":message-type", "event"}},
                                        payload);
    bedrock::event_stream::decoder decoder;
    std::string_view rest = frame;
    auto const message = decoder.next(rest);
    if (!message || !*message)
        return state.SkipWithError("the frame cannot be decoded");
    if (auto const event = bedrock::api::converse_stream::decode(**message);
        !event || !*event || !(*event)->text().starts_with(" storage"))
        return state.SkipWithError("the event cannot be read");

    auto const before = allocations::made;
    for (auto _ : state) {
        auto const event = bedrock::api::converse_stream::decode(**message);
        benchmark::DoNotOptimize(event.has_value());
    }
    state.counters["allocations"] = benchmark::Counter(static_cast<double>(allocations::made - before),
                                                       benchmark::Counter::kAvgIterations);
}

void nlohmann_accept(benchmark::State& state) {
    auto const before = allocations::made;
    for (auto _ : state)
        benchmark::DoNotOptimize(nlohmann::json::accept(short_text));
    state.counters["allocations"] = benchmark::Counter(static_cast<double>(allocations::made - before),
                                                       benchmark::Counter::kAvgIterations);
}

BENCHMARK_CAPTURE(decode, short_text, short_text)->Name("stream_event/decode");
BENCHMARK_CAPTURE(decode, long_text, long_text)->Name("stream_event/decode_long_text");
BENCHMARK(nlohmann_accept)->Name("stream_event/nlohmann_accept");

}  // namespace
