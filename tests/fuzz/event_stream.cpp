// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Fuzz entry (libFuzzer): any bytes, in one piece and in small ones, must give the same messages and the same
// fault; what is accepted must be what our own encoder writes.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/event_stream/decoder.hpp>
#include <bedrock/event_stream/encoder.hpp>
#include <bedrock/event_stream/event.hpp>

namespace es = bedrock::event_stream;

namespace {

void require(bool held) {
    if (!held)
        std::abort();
}

/// Everything that was read, as text; the frames themselves are written again on the way.
std::string read(std::string_view bytes, std::size_t piece_size) {
    std::string told;
    es::decoder decoder;
    for (std::size_t at = 0; at < bytes.size(); at += piece_size) {
        auto piece = bytes.substr(at, piece_size);
        for (;;) {
            auto const next = decoder.next(piece);
            if (!next)
                return told.append("fault ").append(to_string(next.error()));
            if (!*next)
                break;
            auto const& m = **next;
            std::vector<es::header> headers;
            for (auto const& h : m.headers()) {
                headers.push_back(h);
                require(m.find(h.name) == h.value);
            }
            std::string again;
            require(es::encode(again, headers, m.payload()).has_value());
            require(again.size() == m.total_length());
            require(decoder.position() >= again.size());
            require(bytes.substr(decoder.position() - again.size(), again.size()) == again);
            told.append(again);
            if (auto const e = es::read_event(m))
                told.append(e->type);
        }
        require(piece.empty());
    }
    return told.append(decoder.incomplete() ? "incomplete" : "end");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string const given{reinterpret_cast<char const*>(data), size};
    auto const whole = read(given, given.size() + 1);
    require(read(given, 1) == whole);
    require(read(given, 7) == whole);

    // Checksums keep a fuzzer out, so also take the bytes as a block of headers in a frame that has them
    // right.
    auto const headers = given.substr(0, 1 + static_cast<std::size_t>(size > 0 ? data[0] : 0));
    std::string frame;
    es::detail::append_big_endian(frame, static_cast<std::uint32_t>(given.size() + 16));
    es::detail::append_big_endian(frame, static_cast<std::uint32_t>(headers.size()));
    es::detail::append_big_endian(frame, es::crc32(frame));
    frame.append(given);
    es::detail::append_big_endian(frame, es::crc32(frame));
    auto const framed = read(frame + given, frame.size() * 2);
    require(read(frame + given, 1) == framed);
    require(read(frame + given, 13) == framed);
    return 0;
}
