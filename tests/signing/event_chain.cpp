// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/signing/event_chain.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

using namespace std::chrono_literals;

// The expected signatures were computed with a few lines of Python's hashlib and hmac, from the keys below.

TEST_CASE("each frame is signed over the signature of the one before, across midnight too") {
    bedrock::credentials::view const keys{.access_key_id = "AKIAOURTESTKEY000001",
                                          .secret_access_key = "our/test+secret/0123456789abcdefghijkl"};
    bedrock::wall_time const summer_night = std::chrono::sys_days{std::chrono::year{2026} / 7 / 4} + 24h - 1s;
    bedrock::signing::event_chain chain{std::string(64, '0'), "eu-west-3", "bedrock"};

    auto const first =
        chain.sign("first", keys, summer_night + 999ms);  // fractions of a second are not signed
    CHECK((first && *first == "6f7603510b0e27c04329e70d70d6bdd93ff9815b18f7e8bbf781d2b2c10a6b85"));
    auto const last = chain.sign("", keys, summer_night + 1s);
    CHECK((last && *last == "990f07abed0a050e193d8b8067ac60d66cc83ad95a88938f3c9eca16150861ef"));
    CHECK(chain.string_to_sign().find("6f7603510b0e27c04329e70d70d6bdd93ff9815b18f7e8bbf781d2b2c10a6b85") !=
          std::string_view::npos);
}
