// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace conformance {

/// The whole file as bytes; throws if it cannot be read.
inline std::string read_file(std::filesystem::path const& path) {
    std::ifstream in{path, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    if (!in.is_open() || in.bad())
        throw std::runtime_error{"cannot read " + path.string()};
    return bytes;
}

/// The file as JSON, its members in their order; throws if it is none.
inline nlohmann::ordered_json read_json(std::filesystem::path const& path) {
    return nlohmann::ordered_json::parse(read_file(path));
}

/// Files right in `dir` whose names end so, in the order of their names; none if there is no such folder.
inline std::vector<std::filesystem::path> files(std::filesystem::path const& dir,
                                                std::string_view extension) {
    std::vector<std::filesystem::path> found;
    if (std::filesystem::is_directory(dir))
        for (auto const& entry : std::filesystem::directory_iterator{dir})
            if (entry.is_regular_file() && entry.path().extension() == extension)
                found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

/// The bytes that `text` stands for; throws if it is no base64.
inline std::string from_base64(std::string_view text) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    unsigned held = 0, bits = 0;
    while (!text.empty() && text.back() == '=')
        text.remove_suffix(1);
    for (char const c : text) {
        auto const value = alphabet.find(c);
        if (value == std::string_view::npos)
            throw std::runtime_error{"not base64"};
        held = (held << 6 | static_cast<unsigned>(value)) & 0xFFFFFF;
        if ((bits += 6) >= 8)
            bytes.push_back(static_cast<char>(held >> (bits -= 8) & 0xFF));
    }
    return bytes;
}

inline std::string to_base64(std::string_view bytes) {
    constexpr char const* alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        auto const at = [&](std::size_t k) {
            return i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u;
        };
        unsigned const three = at(0) << 16 | at(1) << 8 | at(2);
        for (unsigned k = 0; k < 4; ++k)
            text.push_back(i + k <= bytes.size() ? alphabet[three >> (18 - 6 * k) & 63] : '=');
    }
    return text;
}

inline std::string to_hex(std::string_view bytes) {
    std::string text;
    for (char const c : bytes) {
        text.push_back("0123456789abcdef"[static_cast<unsigned char>(c) >> 4]);
        text.push_back("0123456789abcdef"[static_cast<unsigned char>(c) & 15]);
    }
    return text;
}

}  // namespace conformance
