// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/json/writer.hpp>

#include <catch2/catch.hpp>

#include <limits>

#include <bedrock/json/reader.hpp>

#include "samples.hpp"
#include "support/contains.hpp"

namespace json = bedrock::json;
using bedrock::error_kind;
using support::contains;

namespace {

/// The JSON, or the message of the error.
template <class T>
std::string written(T const& value) {
    std::string out;
    auto const done = json::write(out, value);
    return done ? out : done.error().message;
}

}  // namespace

TEST_CASE("members are written in the order of the description, empty optionals not at all") {
    CHECK(written(sample::point{1, {}}) == R"({"x":1})");
    CHECK(written(sample::point{1, -2}) == R"({"x":1,"y":-2})");
    CHECK(
        written(sample::everything{}) ==
        R"({"flag":false,"small":0,"large":0,"real":0,"words":"","pitch":"low","closed":"low","where":{"x":0}})");
    sample::everything const full{.flag = true,
                                  .bytes = {"abcd"},
                                  .maybe = "",
                                  .list = {"a", "b"},
                                  .switches = {true, false},
                                  .counts = {{"k", 1}, {"l", 2}},
                                  .places = {{"z", {}}, {"a", {}}},
                                  .figures = {sample::text{"t"}, sample::marker{}},
                                  .document = {"[ 1 ]"}};
    CHECK(written(full) ==
          R"({"flag":true,"small":0,"large":0,"real":0,"words":"","bytes":"YWJjZA==","maybe":"",)"
          R"("list":["a","b"],"switches":[true,false],"counts":{"k":1,"l":2},)"
          R"("places":{"z":{"x":0},"a":{"x":0}},"pitch":"low","closed":"low","where":{"x":0},)"
          R"("figures":[{"text":"t"},{"marker":{}}],"document":[ 1 ]})");
    CHECK(written(sample::marker{}) == "{}");
    CHECK(written(std::vector<int>{}) == "[]");
    CHECK(written(std::vector<std::optional<bool>>{true, std::nullopt}) == "[true,null]");
}

TEST_CASE("only what must be is escaped") {
    CHECK(written(std::string{"a\"b\\c/d\b\f\n\r\t\x01\x1f\x7f"}) ==
          "\"a\\\"b\\\\c/d\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"");
    CHECK(written(std::string{"日本語 é 😀 and enough ASCII to be scanned by eights"}) ==
          "\"日本語 é 😀 and enough ASCII to be scanned by eights\"");
    CHECK(written(std::string{"\0", 1}) == R"("\u0000")");
    CHECK(written(std::map<std::string, int>{{"a\"\n", 1}}) == R"({"a\"\n":1})");
}

TEST_CASE("numbers are the shortest that read back the same") {
    CHECK(written(0.1) == "0.1");
    CHECK(written(1e22) == "1e+22");
    CHECK(written(-0.0) == "-0");
    CHECK(written(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    CHECK(written(std::numeric_limits<double>::infinity()) == R"("Infinity")");
    CHECK(written(-std::numeric_limits<double>::infinity()) == R"("-Infinity")");
    CHECK(written(std::numeric_limits<double>::quiet_NaN()) == R"("NaN")");
}

TEST_CASE("what was not known when it was read is written back as it came") {
    std::string const text = R"([{"later":{"a": [1,  2.50]}},{"text":"t"}])";
    auto const figures = json::read<std::vector<sample::figure>>(text);
    CHECK((figures && written(*figures) == text));
    auto const pitch = json::read<json::open<sample::tone>>(R"("shrill \"")");
    CHECK((pitch && written(*pitch) == R"("shrill \"")"));
}

TEST_CASE("members that had no name are written behind the others") {
    std::string text;
    CHECK(json::write(text, sample::extensible{.known = 1, .others = {{"a", {"[1, 2]"}}, {"\"", {"null"}}}}));
    CHECK(text == R"({"known":1,"a":[1, 2],"\"":null})");
    auto const refused = json::write(text, sample::extensible{.others = {{"a", {"[1,"}}}});
    CHECK_FALSE(refused);
    if (!refused)
        CHECK(refused.error().message.find("`a[1]`") != std::string::npos);
}

TEST_CASE("a union that derives from its variant is written by the alternative it holds") {
    CHECK(written(sample::narrow{sample::text{"a"}}) == R"({"text":"a"})");
    CHECK(written(sample::narrow{sample::point{}}) == R"({"point":{"x":0}})");
}

TEST_CASE("text that is no UTF-8 is refused with its path, and the output is as before") {
    std::string out = "before";
    sample::everything value{.figures = {sample::marker{}, sample::text{"abc\xe9 d"}}};
    auto done = json::write(out, value);
    if (done) {
        FAIL_CHECK(out);
        return;
    }
    CHECK(out == "before");
    CHECK(done.error().kind == error_kind::refused_locally);
    CHECK(done.error().message ==
          "writing JSON failed at `figures[1].text`, byte 3: expected UTF-8, found byte 0xe9");
    CHECK_FALSE(done.error().remedy.empty());
    CHECK(contains(written(std::map<std::string, int>{{"\xff", 1}}), "at `?`, byte 0: expected UTF-8"));
    for (std::string const bad : {"\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "12345678\x80"})
        CHECK(contains(written(bad), "expected UTF-8"));
}

TEST_CASE("free-form JSON is checked before it is written") {
    auto const refused = [](std::string text) {
        return written(sample::everything{.document = {std::move(text)}});
    };
    CHECK(contains(refused("{"), "`document`, byte 1"));
    CHECK(contains(refused("1 2"), "`document`, byte 2: expected nothing after the value"));
    CHECK(contains(refused("\"\xff\""), "`document`, byte 1: expected UTF-8"));
    CHECK(contains(refused("[[[1,]]]"), "`document[0][0]`, byte 5"));
    CHECK(contains(written(json::raw{}), "found the end of the text"));
    CHECK(contains(written(sample::figure{json::unknown_member{"a", {"}"}}}),
                   "`a`, byte 0: expected a JSON value"));
}

TEST_CASE("no more than 128 levels are written, those of free-form JSON included") {
    auto const grown = [](std::size_t levels) {
        sample::tree tree;
        for (std::size_t i = 1; i < levels; ++i) {
            sample::tree parent;
            parent.children.push_back(std::move(tree));
            tree = std::move(parent);
        }
        return tree;
    };
    // Each level is an object in an array; the innermost is an object alone.
    CHECK(json::read<sample::tree>(written(grown(64))));
    CHECK(contains(written(grown(65)), "at most 128 levels"));
    auto const nested = [](std::size_t n) { return json::raw{std::string(n, '[') + std::string(n, ']')}; };
    CHECK(written(nested(128)) == nested(128).text);
    CHECK(contains(written(nested(129)), "no deeper nesting"));
    CHECK(json::read<json::raw>(written(std::vector<json::raw>{nested(127)})));
    CHECK(contains(written(std::vector<json::raw>{nested(128)}), "`[0][0]"));
    CHECK(contains(written(nested(100'000)), "no deeper nesting"));
}

TEST_CASE("an enumerator without a text is refused") {
    CHECK(contains(written(static_cast<sample::tone>(7)), "expected an enumerator that has a text"));
}

TEST_CASE("20 MiB of text are written") {
    std::string const text(20u << 20, 'a');
    CHECK(written(text).size() == text.size() + 2);
}
