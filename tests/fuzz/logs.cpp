// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Fuzz entry (libFuzzer; link zlib): any bytes as an invocation log, plain or compressed, in one piece and in small
// ones, must give the same records and faults, also without bodies.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <bedrock/json/writer.hpp>
#include <bedrock/logs/gzip.hpp>
#include <bedrock/logs/reader.hpp>

namespace logs = bedrock::logs;

namespace {

constexpr std::size_t largest = 200;

void require(bool held) {
    if (!held)
        std::abort();
}

/// Everything that was read, as text.
std::string read(std::string_view log, std::size_t piece, bool bodies) {
    logs::reader reader{{.largest = largest, .bodies = bodies}};
    std::string told;
    auto const drain = [&] {
        while (auto const next = reader.next()) {
            if (*next)
                require(bedrock::json::write(told, (*next)->record).has_value());
            else
                told.append(next->error().why.message);
            require(reader.at().offset <= log.size());
        }
    };
    for (std::size_t at = 0; at < log.size(); at += piece) {
        reader.feed(log.substr(at, piece));
        drain();
    }
    reader.finish();
    drain();
    require(reader.at().offset == log.size());
    return told;
}

std::string unpack(std::string_view bytes, std::size_t piece) {
    logs::gunzip gunzip;
    std::string told;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        auto front = bytes.substr(at, piece);
        while (auto const text = gunzip.next(front))
            told.append(*text ? **text : std::string_view{text->error().message});
        require(front.empty());
    }
    return told.append(gunzip.finish() ? "" : "cut");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string const log{reinterpret_cast<char const*>(data), size};
    auto const whole = read(log, size + 1, true);
    require(read(log, 1, true) == whole);
    require(read(log, 7, true) == whole);
    require(read(log, 1, false) == read(log, size + 1, false));
    auto const unpacked = unpack(log, size + 1);
    require(unpack(log, 1) == unpacked);
    return 0;
}
