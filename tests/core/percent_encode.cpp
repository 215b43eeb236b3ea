// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/core/percent_encode.hpp>

#include <catch2/catch.hpp>

#include <string>

namespace {

std::string encoded(std::string_view text, std::string_view keep = {}) {
    std::string out;
    bedrock::append_percent_encoded(out, text, keep);
    return out;
}

std::string decoded(std::string_view text) {
    std::string out;
    bedrock::append_percent_decoded(out, text);
    return out;
}

}  // namespace

TEST_CASE("percent-encoding leaves the unreserved characters and nothing else") {
    CHECK(encoded("AZaz09-._~") == "AZaz09-._~");
    CHECK(encoded("") == "");
    CHECK(encoded("a:b/c d") == "a%3Ab%2Fc%20d");
    CHECK(encoded("%3A") == "%253A");
    CHECK(encoded("違") == "%E9%81%95");
    CHECK(encoded({"\0\r\n\x7f", 4}) == "%00%0D%0A%7F");
}

TEST_CASE("percent-encoding appends, and keeps what it is told to keep") {
    std::string out = "/model/";
    bedrock::append_percent_encoded(out, "arn:aws:x/y", "/");
    CHECK(out == "/model/arn%3Aaws%3Ax/y");
}

TEST_CASE("percent-decoding undoes the encoding of every byte") {
    std::string all;
    for (int i = 0; i < 256; ++i)
        all.push_back(static_cast<char>(i));
    CHECK(decoded(encoded(all)) == all);
}

TEST_CASE("percent-decoding leaves a percent sign alone that says nothing") {
    CHECK(decoded("100%") == "100%");
    CHECK(decoded("%4") == "%4");
    CHECK(decoded("%zz%4g") == "%zz%4g");
    CHECK(decoded("%2f%2F+") == "//+");
}
