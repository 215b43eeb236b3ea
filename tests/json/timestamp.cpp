// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/json/timestamp.hpp>

#include <catch2/catch.hpp>

#include <optional>
#include <string>
#include <vector>

#include <bedrock/json/reader.hpp>
#include <bedrock/json/writer.hpp>

using bedrock::timestamp;
namespace json = bedrock::json;
using namespace std::chrono_literals;

namespace {

struct visit {
    timestamp came{};
    std::optional<timestamp> left{};
    std::vector<timestamp> looked{};
};

constexpr auto describe(json::type<visit>) {
    return json::object(json::required{"came", &visit::came}, json::member{"left", &visit::left},
                        json::omit_empty{"looked", &visit::looked});
}

}  // namespace

TEST_CASE("times are read from strings and from seconds") {
    auto const read = json::read<visit>(
        R"({"came": "2024-08-26T00:00:00.5Z", "left": 1724630401.25, "looked": [1724630400, "1970-01-01T00:\u0030\u0030:00Z"]})");
    if (!read)
        FAIL(read.error().describe());
    CHECK(read->came == timestamp{1'724'630'400'500ms});
    CHECK(read->left == timestamp{1'724'630'401'250ms});
    CHECK(read->looked == std::vector{timestamp{1'724'630'400'000ms}, timestamp{}});
    CHECK(json::read<visit>(R"({"came": 0, "left": null})")->left == std::nullopt);
}

TEST_CASE("times are written as strings") {
    std::string text;
    CHECK(json::write(text, visit{.came = timestamp{1'724'630'400'500ms}, .looked = {timestamp{}}}));
    CHECK(text == R"({"came":"2024-08-26T00:00:00.500Z","looked":["1970-01-01T00:00:00Z"]})");
}

TEST_CASE("what is no time is an error that says where and what") {
    for (auto const* const bad : {R"("yesterday")", R"("")", "1e300", R"("NaN")", "true", "[]", "{}", "-"}) {
        CAPTURE(bad);
        auto const read = json::read<visit>(std::string{R"({"came": )"} + bad + "}");
        CHECK(!read);
        if (!read)
            CHECK(read.error().message.find("came") != std::string::npos);
    }
    auto const read = json::read<visit>(R"({"came": "yesterday"})");
    CHECK((!read && read.error().message.find("2024-08-26T00:00:00Z") != std::string::npos));
}

TEST_CASE("a time that has no text is not written") {
    std::string text = "before";
    CHECK(!json::write(text, visit{.came = timestamp::max()}));
    CHECK(text == "before");
}
