// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/json/base64.hpp>

#include <catch2/catch.hpp>

using bedrock::json::from_base64;
using bedrock::json::to_base64;

TEST_CASE("the test vectors of RFC 4648 hold both ways") {
    for (auto const& [bytes, text] : {std::pair{"", ""},
                                      {"f", "Zg=="},
                                      {"fo", "Zm8="},
                                      {"foo", "Zm9v"},
                                      {"foob", "Zm9vYg=="},
                                      {"fooba", "Zm9vYmE="},
                                      {"foobar", "Zm9vYmFy"}}) {
        CHECK(to_base64(bytes) == text);
        std::string back = "old";
        CHECK(from_base64(text, back));
        CHECK(back == bytes);
    }
}

TEST_CASE("all bytes and lengths survive the way there and back") {
    std::string bytes;
    for (int i = 0; i != 600; ++i) {
        bytes += static_cast<char>(i * 7);
        std::string back;
        CHECK((from_base64(to_base64(bytes), back) && back == bytes));
    }
    std::string const large((3u << 20) * 2 + 1, '\xfe');  // more than one piece of the encoder
    std::string back;
    CHECK((from_base64(to_base64(large), back) && back == large));
}

TEST_CASE("appending leaves what was there") {
    std::string out = "x";
    bedrock::json::append_base64(out, "foo");
    CHECK(out == "xZm9v");
}

TEST_CASE("what is not padded standard base64 is refused") {
    std::string bytes;
    for (std::string const text :
         {"Z", "Zg", "Zg=", "Zm9", "Zm9v=", "Zg==Zg==", "Zm=v", "=m9v", "====", "Zm9v\n", "Zm9 ", "Zm-v",
          "Zm_v", "Z===", " Zg==", "Zg==\n\n\n\n", "Zm9\xff"}) {
        CAPTURE(text);
        CHECK_FALSE(from_base64(text, bytes));
    }
    CHECK_FALSE(from_base64(std::string("Zm\0v", 4), bytes));
    CHECK(from_base64("Zh==", bytes));  // bits left over: AWS ignores them
    CHECK(bytes == "f");
}
