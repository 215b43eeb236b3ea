// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/json/document.hpp>

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

namespace json = bedrock::json;
using bedrock::error_kind;

namespace {

nlohmann::json nested(int levels) {
    nlohmann::json value = nlohmann::json::array();
    for (int i = 1; i < levels; ++i) {
        auto outer = nlohmann::json::array();
        outer.push_back(std::move(value));
        value = std::move(outer);
    }
    return value;
}

std::string refusal(nlohmann::json const& document) {
    auto const text = json::to_raw(document);
    return text ? text->text : text.error().message;
}

}  // namespace

TEST_CASE("a document becomes text and again a document") {
    nlohmann::json const document{
        {"top_k", 200}, {"stop", {"a", "é\n"}}, {"deep", {{"x", nullptr}, {"y", 1.5}}}};
    auto const text = json::to_raw(document);
    CHECK((text && text->text == R"({"deep":{"x":null,"y":1.5},"stop":["a","é\n"],"top_k":200})"));
    auto const back = json::to_document(text ? *text : json::raw{});
    CHECK((back && *back == document));
}

TEST_CASE("a document that cannot be JSON text is refused, with the place") {
    auto const bad = json::to_raw({{"a", {1, {{"b", "x\xff"}}}}});
    CHECK((!bad && bad.error().kind == error_kind::refused_locally));
    CHECK((!bad && bad.error().message.find("`a[1].b`") != std::string::npos));
    CHECK(refusal({{"\xff", 1}}).find("a name in UTF-8") != std::string::npos);
    CHECK(refusal(std::numeric_limits<double>::quiet_NaN()).find("a finite number") != std::string::npos);
    CHECK(refusal(std::numeric_limits<double>::infinity()).find("a finite number") != std::string::npos);
    CHECK(refusal(nlohmann::json::binary({1, 2})).find("binary") != std::string::npos);
    CHECK(refusal(nlohmann::json(nlohmann::json::value_t::discarded)).find("discarded") != std::string::npos);
}

TEST_CASE("a document of 128 levels is written, one of 100,000 refused without harm") {
    CHECK(json::to_raw(nested(128)));
    CHECK(refusal(nested(129)).find("128 levels") != std::string::npos);
    CHECK(refusal(nested(100'000)).find("128 levels") != std::string::npos);
}

TEST_CASE("a text that is no document is refused") {
    for (std::string const text : {"", "{", "1 2", "\"\xff\"", "1e999"}) {
        CAPTURE(text);
        auto const document = json::to_document({text});
        CHECK((!document && document.error().kind == error_kind::malformed_reply));
    }
    CHECK_FALSE(json::to_document({std::string(100'000, '[')}));
    auto const asked = json::to_document({"{"}, error_kind::refused_locally);
    CHECK((!asked && asked.error().kind == error_kind::refused_locally));
}
