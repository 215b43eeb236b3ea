// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/signing/detail/sha256.hpp>

#include <catch2/catch.hpp>

#include <string>

using namespace bedrock::signing::detail;

namespace {

std::string hex(digest const& d) {
    std::string out;
    append_hex(out, d);
    return out;
}

}  // namespace

TEST_CASE("sha256 hashes one text after the other") {
    sha256 sha;
    digest d{};
    CHECK(sha.hash("abc", d));
    CHECK(hex(d) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha.hash("", d));
    CHECK(hex(d) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("sha256 makes any number of HMACs from a prepared key, short or longer than a block") {
    sha256 sha;
    hmac_key shorter, longer;
    CHECK(sha.prepare("key", shorter));
    CHECK(sha.prepare(std::string(100, 'k'), longer));
    digest d{};
    for (int i = 0; i < 2; ++i) {
        CHECK(sha.hmac(shorter, "message", d));
        CHECK(hex(d) == "6e9ef29b75fffc5b7abae527d58fdadb2fe42e7219011976917343065f58ed4a");
        CHECK(sha.hmac(longer, "message", d));
        CHECK(hex(d) == "1c28735416d320163f56f81bdbb83d651eed508d184e6b8b03662740a533293e");
    }
    CHECK_FALSE(sha.hmac(hmac_key{}, "message", d));
}
