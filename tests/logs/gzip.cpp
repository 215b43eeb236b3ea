// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/logs/gzip.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "samples.hpp"

using bedrock::error_kind;

namespace {

struct unpacked {
    std::string text{};
    std::vector<bedrock::error> faults{};
    friend bool operator==(unpacked const& a, unpacked const& b) {
        return a.text == b.text && a.faults.size() == b.faults.size();
    }
};

unpacked unpack(std::string_view bytes, std::size_t piece = 1 << 16) {
    bedrock::logs::gunzip gunzip;
    unpacked made;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
        auto front = bytes.substr(0, piece);
        while (auto const text = gunzip.next(front))
            if (*text)
                made.text.append(**text);
            else
                made.faults.push_back(text->error());
    }
    if (auto const done = gunzip.finish(); !done)
        made.faults.push_back(done.error());
    return made;
}

std::string text_of(std::size_t lines) {
    std::string text;
    for (std::size_t i = 0; i != lines; ++i)
        text.append("line ").append(std::to_string(i * i)).append("\n");
    return text;
}

}  // namespace

TEST_CASE("plain text passes, gzip is undone, whatever stands behind what") {
    auto const a = text_of(10), b = text_of(20'000), c = std::string(5'000'000, 'c');
    auto const zip = sample::gzip;
    for (std::size_t const piece :
         {std::size_t{1}, std::size_t{2}, std::size_t{1'000}, std::size_t{1} << 20}) {
        CHECK(unpack("", piece) == unpacked{""});
        CHECK(unpack(a, piece) == unpacked{a});
        CHECK(unpack(zip(a), piece) == unpacked{a});
        CHECK(unpack(zip(""), piece) == unpacked{""});
        CHECK(unpack(zip(a) + zip(b) + zip(c), piece) == unpacked{a + b + c});
        CHECK(unpack(a + zip(b) + a + zip(c) + a, piece) == unpacked{a + b + a + c + a});
    }
}

TEST_CASE("the bytes of gzip's beginning are text where they begin none") {
    for (std::string const& text : {std::string{"\x1f"}.append("a"), std::string{"a\x1f\x8b"}.append("b"),
                                    std::string{"\x1f\x1f\x8b\x1f\x8b"}.append("c")})
        for (auto const piece : std::initializer_list<std::size_t>{1, 2, 100})
            CHECK(unpack(text, piece) == unpacked{text});
}

TEST_CASE("a member that is cut gives what it held, and an error") {
    auto const text = text_of(20'000);
    auto const zipped = sample::gzip(text);
    for (std::size_t const size : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{15},
                                   zipped.size() / 2, zipped.size() - 1}) {
        auto const r = unpack(zipped.substr(0, size));
        CHECK(text.starts_with(r.text));
        CHECK(r.faults.size() == 1);
        if (r.faults.size() == 1) {
            CHECK(r.faults[0].kind == error_kind::interrupted);
            CHECK(r.faults[0].message.find("byte " + std::to_string(size)) != std::string::npos);
        }
    }
    CHECK(unpack(zipped.substr(0, zipped.size() / 2)).text.size() > text.size() / 4);
}

TEST_CASE("a damaged member gives what it held, an error, and the next member") {
    auto const text = text_of(20'000);
    auto damaged = sample::gzip(text);
    damaged[damaged.size() - 6] ^= 1;  // its checksum
    auto const plain = text_of(5);
    for (std::size_t const piece : {std::size_t{1}, std::size_t{100}, std::size_t{1} << 20}) {
        auto const r = unpack(plain + damaged + "passed over" + sample::gzip("next"), piece);
        CHECK(r.text == plain + text + "next");
        CHECK(r.faults.size() == 1);
        if (r.faults.size() == 1) {
            CHECK(r.faults[0].kind == error_kind::malformed_reply);
            CHECK(r.faults[0].message.find("member at byte " + std::to_string(plain.size())) !=
                  std::string::npos);
        }
    }
    auto inside = sample::gzip(text);
    std::fill_n(inside.begin() + 1'000, 50, '\xff');
    auto const r = unpack(inside + sample::gzip("next"));
    CHECK(r.text.ends_with("next"));
    CHECK(r.faults.size() == 1);
    CHECK(unpack(std::string{"\x1f\x8b\x08"} + std::string(30, '\xff')).faults.size() == 1);
}
