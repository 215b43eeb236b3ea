// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Event-stream framing against zlib's crc32 called frame by frame: what a decoder over zlib would cost at
// least. Both take the same bytes, 190-byte frames of a Converse stream, in pieces of 16 KiB.

#include <benchmark/benchmark.h>
#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <bedrock/event_stream/decoder.hpp>
#include <bedrock/event_stream/encoder.hpp>

namespace {

constexpr std::size_t frame_size = 190, frames = 1000, piece_size = 16 * 1024;

std::string const& stream() {
    static std::string const bytes = [] {
        std::string out;
        for (std::size_t i = 0; i < frames; ++i) {
            std::string payload =
                R"({"contentBlockIndex":0,"delta":{"text":"word )" + std::to_string(i) + R"("},"p":")";
            constexpr std::size_t around = 16 + 87;  // prelude, checksum, and the three headers
            payload.append(frame_size - around - payload.size() - 2, 'a').append("\"}");
            (void)bedrock::event_stream::encode(out,
                                                {{":event-type", "contentBlockDelta"},
                                                 {":content-type", "application/json"},
                                                 {":message-type", "event"}},
                                                payload);
        }
        return out;
    }();
    return bytes;
}

void decode(benchmark::State& state) {
    auto const& bytes = stream();
    if (bytes.size() != frame_size * frames)
        state.SkipWithError("the frames are not of the size meant");
    for (auto _ : state) {
        bedrock::event_stream::decoder decoder;
        std::size_t seen = 0;
        for (std::size_t at = 0; at < bytes.size(); at += piece_size) {
            auto piece = std::string_view{bytes}.substr(at, piece_size);
            for (;;) {
                auto const next = decoder.next(piece);
                if (!next || !*next)
                    break;
                benchmark::DoNotOptimize((*next)->payload().data());
                ++seen;
            }
        }
        if (seen != frames)
            state.SkipWithError("a frame was not decoded");
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(frames));
}

void zlib_crc32_by_frame(benchmark::State& state) {
    auto const& bytes = stream();
    auto const crc = [](char const* p, std::size_t n) {
        return ::crc32(0, reinterpret_cast<Bytef const*>(p), static_cast<uInt>(n));
    };
    for (auto _ : state) {
        for (std::size_t at = 0; at < bytes.size(); at += frame_size) {
            benchmark::DoNotOptimize(crc(bytes.data() + at, 8));
            benchmark::DoNotOptimize(crc(bytes.data() + at, frame_size - 4));
        }
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(frames));
}

BENCHMARK(decode)->Name("event_stream/decode");
BENCHMARK(zlib_crc32_by_frame)->Name("event_stream/zlib_crc32_by_frame");

}  // namespace
