// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/credentials/fixed.hpp>

#include <catch2/catch.hpp>

#include <string>

using bedrock::error_kind;
using bedrock::credentials::fixed;

TEST_CASE("credentials::fixed lends what it was given") {
    fixed const source{
        .access_key_id = "AKIA1", .secret_access_key = std::string{"key"}, .session_token = "token"};
    auto const keys = source.provide();
    CHECK((keys && keys->access_key_id == "AKIA1" && keys->secret_access_key == "key" &&
           keys->session_token == "token"));
}

TEST_CASE("credentials::fixed names the field at fault and hides its value") {
    auto const of = [](fixed const& source) {
        auto const keys = source.provide();
        return keys || keys.error().kind != error_kind::credentials ? std::string{} : keys.error().describe();
    };
    CHECK(of({}).find("fixed::access_key_id is empty") != std::string::npos);
    CHECK(of({.access_key_id = "a"}).find("fixed::secret_access_key is empty") != std::string::npos);
    auto const text = of({.access_key_id = "a", .secret_access_key = "sesame\n"});
    CHECK(text.find("fixed::secret_access_key is malformed") != std::string::npos);
    CHECK(text.find("sesame") == std::string::npos);
    CHECK_FALSE(of({.access_key_id = "a", .secret_access_key = "b", .session_token = " "}).empty());
}
