// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "frames.hpp"

#include <zlib.h>

#include <cstdint>

namespace bedrock::testing::emulation {

namespace {

void put32(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        out.push_back(static_cast<char>(value >> shift & 0xff));
}

void put_checksum(std::string& out) {
    auto const sum =
        crc32(0, reinterpret_cast<unsigned char const*>(out.data()), static_cast<uInt>(out.size()));
    put32(out, static_cast<std::uint32_t>(sum));
}

}  // namespace

frame event_frame(std::string type, std::string json) {
    return {
        {{":event-type", std::move(type)}, {":content-type", "application/json"}, {":message-type", "event"}},
        std::move(json)};
}

frame exception_frame(std::string type, std::string json) {
    return {{{":exception-type", std::move(type)},
             {":content-type", "application/json"},
             {":message-type", "exception"}},
            std::move(json)};
}

frame error_frame(std::string code, std::string message) {
    return {{{":error-code", std::move(code)},
             {":error-message", std::move(message)},
             {":message-type", "error"}},
            {}};
}

std::string encode(frame const& f) {
    std::string headers;
    for (auto const& [name, value] : f.headers) {
        headers.push_back(static_cast<char>(name.size()));
        headers.append(name).push_back(7);  // a string
        headers.push_back(static_cast<char>(value.size() >> 8 & 0xff));
        headers.push_back(static_cast<char>(value.size() & 0xff));
        headers.append(value);
    }
    std::string out;
    out.reserve(16 + headers.size() + f.payload.size());
    put32(out, static_cast<std::uint32_t>(16 + headers.size() + f.payload.size()));
    put32(out, static_cast<std::uint32_t>(headers.size()));
    put_checksum(out);
    out.append(headers).append(f.payload);
    put_checksum(out);
    return out;
}

std::string huge_prelude() {
    std::string out;
    put32(out, 0xffff'ffff);
    put32(out, 0);
    put_checksum(out);
    return out;
}

}  // namespace bedrock::testing::emulation
