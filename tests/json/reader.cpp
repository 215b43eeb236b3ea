// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/json/reader.hpp>

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

#include "samples.hpp"
#include "support/contains.hpp"

namespace json = bedrock::json;
using bedrock::error_kind;
using support::contains;

namespace {

/// The message of the error, or "read" if there is none.
template <class T>
std::string refusal(std::string_view text, json::limits const& most = {}) {
    auto const value = json::read<T>(text, most);
    return value ? "read" : value.error().message;
}

template <class T>
bool reads_as(std::string_view text, T const& expected) {
    auto const value = json::read<T>(text);
    return value && *value == expected;
}

std::string nested(std::size_t levels, std::string_view open, std::string_view middle,
                   std::string_view close) {
    std::string text;
    for (std::size_t i = 0; i != levels; ++i)
        text += open;
    text += middle;
    for (std::size_t i = 0; i != levels; ++i)
        text += close;
    return text;
}

}  // namespace

TEST_CASE("a described struct is read member by member, in any order") {
    auto const value = json::read<sample::everything>(R"(
        {"document": {"any": [1, "thing"]}, "flag": true, "small": -7, "large": 9007199254740993, "real": 0.1,
         "words": "a b", "bytes": "AAEC", "maybe": "there", "list": ["x", "", "y"], "switches": [true, false],
         "counts": {"one": 1, "two": 2}, "places": {"b": {"x": 1}, "a": {"x": 2, "y": 3}}, "pitch": "high",
         "closed": "high", "where": {"y": 5, "x": 4},
         "figures": [{"text": "t"}, {"point": {"x": 8}}, {"marker": {}}]})");
    if (!value) {
        FAIL_CHECK(value.error().message);
        return;
    }
    sample::everything expected{.flag = true,
                                .small = -7,
                                .large = 9007199254740993,
                                .real = 0.1,
                                .words = "a b",
                                .bytes = {std::string{"\0\1\2", 3}},
                                .maybe = "there",
                                .list = {"x", "", "y"},
                                .switches = {true, false},
                                .counts = {{"one", 1}, {"two", 2}},
                                .places = {{"b", {1, {}}}, {"a", {2, 3}}},
                                .pitch = sample::tone::high,
                                .closed = sample::tone::high,
                                .where = {4, 5},
                                .figures = {sample::text{"t"}, sample::point{8, {}}, sample::marker{}},
                                .document = {R"({"any": [1, "thing"]})"}};
    CHECK(*value == expected);
}

TEST_CASE("members that are absent, null or unknown leave the default") {
    CHECK(reads_as<sample::everything>("{}", {}));
    CHECK(reads_as<sample::everything>(R"({"small": null, "maybe": null, "list": null, "where": null})", {}));
    CHECK(reads_as<sample::everything>(R"({"new": [{"a": null}, "\u0041", -1.5e-3], "": true})", {}));
    CHECK(reads_as<sample::everything>(R"({"document": null})", {.document = {"null"}}));
}

TEST_CASE("members that have no name are kept where there is a place for them") {
    CHECK(reads_as<sample::extensible>(
        R"({"a": [1, {"b" : 2}], "known": 3, "": null, "known": 4, "a": "\u0041"})",
        {.known = 4, .others = {{"a", {R"([1, {"b" : 2}])"}}, {"", {"null"}}, {"a", {R"("\u0041")"}}}}));
    CHECK(reads_as<sample::extensible>(R"({"known": null})", {}));
    CHECK(contains(refusal<sample::extensible>(R"({"a": {"b": tru}})"), "`a.b`"));
    CHECK(contains(refusal<sample::extensible>(R"({"a": 1, "b": 2, "c": 3})", {.elements = 2}), "`c`"));
}

TEST_CASE("a required member must be there and not null") {
    CHECK(reads_as<sample::point>(R"({"x": 1})", {1, {}}));
    CHECK(contains(refusal<sample::point>(R"({"y": 1})"), "`x`, byte 0: expected this member"));
    CHECK(contains(refusal<sample::point>(R"({"x": null})"), "`x`, byte 0: expected this member"));
    CHECK(contains(refusal<sample::everything>(R"({"where": {"y": 1}})"), "`where.x`, byte 10"));
}

TEST_CASE("of a member given twice the last one counts, whole") {
    CHECK(reads_as<sample::point>(R"({"x": 1, "x": 2})", {2, {}}));
    CHECK(reads_as<sample::everything>(R"({"where": {"x": 1, "y": 2}, "where": {"x": 3}})",
                                       {.where = {3, {}}}));
    CHECK(reads_as<sample::everything>(R"({"list": ["a", "b"], "list": ["c"]})", {.list = {"c"}}));
    CHECK(reads_as<sample::everything>(R"({"counts": {"a": 1, "a": 2}})", {.counts = {{"a", 2}}}));
    CHECK(reads_as<sample::everything>(R"({"places": {"a": {"x": 1}, "a": {"x": 2}}})",
                                       {.places = {{"a", {1, {}}}, {"a", {2, {}}}}}));
}

TEST_CASE("nulls are dropped from lists and maps, but kept where null is a value") {
    CHECK(reads_as<std::vector<std::string>>(R"(["a", null, "b"])", {"a", "b"}));
    CHECK(reads_as<std::map<std::string, bool>>(R"({"a": null, "b": true})", {{"b", true}}));
    CHECK(reads_as<std::vector<std::optional<bool>>>("[null, true]", {std::nullopt, true}));
    CHECK(reads_as<std::vector<json::raw>>("[null, [ 1 ]]", {{"null"}, {"[ 1 ]"}}));
}

TEST_CASE("a union is the one member that is not null") {
    using sample::figure;
    CHECK(reads_as<figure>(R"({"text": "a"})", sample::text{"a"}));
    CHECK(
        reads_as<figure>(R"({"__type": "x", "point": null, "text": "a", "other": null})", sample::text{"a"}));
    CHECK(reads_as<figure>(R"({"from": {"later": [1, 2.50]}})",
                           json::unknown_member{"from", {R"({"later": [1, 2.50]})"}}));
    CHECK(reads_as<figure>(R"({"\u0074ext": "a"})", sample::text{"a"}));
    CHECK(contains(refusal<figure>("{}"), "expected a union with one member"));
    CHECK(contains(refusal<figure>(R"({"text": null})"), "expected a union with one member"));
    CHECK(contains(refusal<figure>(R"({"text": "a", "point": {"x": 1}})"), "one member only"));
    CHECK(contains(refusal<figure>(R"({"text": "a", "later": 1})"), "one member only"));
    CHECK(contains(refusal<figure>(R"({"point": {"x": "a"}})"), "`point.x`, byte 16: expected an integer"));
}

TEST_CASE("a union may derive from its variant, and may refuse what it does not know") {
    auto const value = json::read<sample::narrow>(R"({"point": {"x": 3}})");
    CHECK((value && std::get_if<sample::point>(&*value) && std::get_if<sample::point>(&*value)->x == 3));
    CHECK(contains(refusal<sample::narrow>(R"({"circle": {}})"), "a member that is known"));
}

TEST_CASE("an open enum keeps a text it does not know, a plain one refuses it") {
    auto const value = json::read<json::open<sample::tone>>(R"("shrill")");
    CHECK((value && !value->known() && value->text() == "shrill" && !value->value()));
    CHECK((value && *value != sample::tone::low && *value != sample::tone::high));
    CHECK(reads_as<json::open<sample::tone>>(R"("\u006cow")", sample::tone::low));
    CHECK(contains(refusal<sample::tone>(R"("shrill")"), "byte 0: expected one of the texts that are known"));
    CHECK(contains(refusal<json::open<sample::tone>>("1"), "expected a string"));
}

TEST_CASE("integers are exact, in range, and may be written as JSON likes") {
    using limits = std::numeric_limits<std::int64_t>;
    CHECK(reads_as<std::int64_t>("9223372036854775807", limits::max()));
    CHECK(reads_as<std::int64_t>("-9223372036854775808", limits::min()));
    CHECK(reads_as<std::int64_t>("-9.223372036854775808e18", limits::min()));
    CHECK(reads_as<std::int64_t>("-0", 0));
    CHECK(reads_as<std::int64_t>("0e5", 0));
    CHECK(reads_as<std::int64_t>("0.000e-400", 0));
    CHECK(reads_as<std::int64_t>("0e99999999999999999999", 0));
    CHECK(reads_as<std::int64_t>("1.0", 1));
    CHECK(reads_as<std::int64_t>("1e3", 1000));
    CHECK(reads_as<std::int64_t>("12.50E+1", 125));
    CHECK(reads_as<std::int64_t>("1200e-2", 12));
    CHECK(reads_as<std::int64_t>("100000000000000000000000000000000e-32", 1));
    CHECK(reads_as<std::int32_t>("2147483647", 2147483647));
    CHECK(reads_as<std::uint32_t>("4294967295", 4294967295u));
    for (auto const* text : {"1.5", "1e-1", "0.1", "1200e-3", "1e-99999999999999999999", "10.01"}) {
        CAPTURE(text);
        CHECK(contains(refusal<std::int64_t>(text), "byte 0: expected an integer, found `"));
    }
    for (auto const* text : {"9223372036854775808", "-9223372036854775809", "1e19", "1e99999999999999999999",
                             "92233720368547758080e-1", "99999999999999999999"}) {
        CAPTURE(text);
        CHECK(contains(refusal<std::int64_t>(text),
                       "an integer from -9223372036854775808 to 9223372036854775807"));
    }
    CHECK(
        contains(refusal<std::int32_t>("2147483648"), "from -2147483648 to 2147483647, found `2147483648`"));
    CHECK(contains(refusal<std::uint32_t>("-1"), "from 0 to 4294967295"));
    CHECK(contains(refusal<std::int32_t>(R"("1")"), "expected an integer, found a string"));
}

TEST_CASE("doubles are the nearest, or one of the three names AWS writes") {
    CHECK(reads_as<double>("0.1", 0.1));
    CHECK(reads_as<double>("-1.7976931348623157e308", -std::numeric_limits<double>::max()));
    CHECK(reads_as<double>("5e-324", 5e-324));
    CHECK(reads_as<double>("1e-400", 0.0));
    CHECK(reads_as<double>("1422172800", 1422172800.0));
    CHECK(reads_as<double>(R"("Infinity")", std::numeric_limits<double>::infinity()));
    CHECK(reads_as<double>(R"("-Infinity")", -std::numeric_limits<double>::infinity()));
    auto const nan = json::read<double>(R"("NaN")");
    CHECK((nan && std::isnan(*nan)));
    auto const zero = json::read<double>("-0.0");
    CHECK((zero && std::signbit(*zero)));
    CHECK(contains(refusal<double>("1e309"), "a number that a double can hold"));
    CHECK(contains(refusal<double>(R"("nan")"), "expected a number, found a string"));
}

TEST_CASE("numbers that RFC 8259 does not know are refused") {
    for (auto const* text : {"01", "-01", "00", "+1", ".5", "1.", "1.e1", "1e", "1e+", "-", "--1", "0x10",
                             "1_000", "Infinity", "NaN", "-Infinity", "1.5.2", "1e5.5"}) {
        CAPTURE(text);
        CHECK(refusal<double>(text) != "read");
        CHECK(refusal<json::raw>(text) != "read");
    }
}

TEST_CASE("strings are unescaped, surrogate pairs joined") {
    CHECK(reads_as<std::string>(R"("")", ""));
    CHECK(reads_as<std::string>(R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t"));
    CHECK(reads_as<std::string>(R"("\u0041\u00e9\u20AC\uD83D\uDE00")", "Aé€😀"));
    CHECK(reads_as<std::string>(R"("a\u0000b")", std::string{"a\0b", 3}));
    CHECK(reads_as<std::string>(R"("日本語、long enough to be scanned by eights: é")",
                                "日本語、long enough to be scanned by eights: é"));
    CHECK(reads_as<std::string>("\"\x7f\"", "\x7f"));
    CHECK(reads_as<std::string>(R"("\uffff\uFFFE")", "\xef\xbf\xbf\xef\xbf\xbe"));
}

TEST_CASE("an odd byte is found at every place of a word") {
    using namespace std::string_view_literals;
    for (std::size_t length = 0; length != 20; ++length)
        for (std::size_t place = 0; place != length; ++place)
            for (auto const odd : {"\x1f"sv, "\0"sv, "\n"sv, "\x80"sv, "\xff"sv, "\""sv, "\\x"sv}) {
                auto const text = '"' + std::string(place, 'a') + std::string{odd} +
                                  std::string(length - place - 1, 'a') + '"';
                CAPTURE(text, place);
                CHECK_FALSE(json::read<std::string>(text));
                CHECK_FALSE(json::read<json::raw>(text));
            }
}

TEST_CASE("strings that are no JSON are refused, whether wanted or passed over") {
    for (std::string const text :
         {"\"", "\"abc", "\"a\nb\"", "\"a\tb\"", R"("\x")", R"("\")", R"("\u12")", R"("\u12g4")",
          R"("\uD800")", R"("\uDC00")", R"("\uD800\u0041")", R"("\uD800\uD800")", R"("\uD83D\n")",
          R"("\ud83d\ud")", R"('a')", "\"\\u00\"", "\"a\\"}) {
        CAPTURE(text);
        CHECK(refusal<std::string>(text) != "read");
        CHECK(refusal<json::raw>(text) != "read");
        CHECK(refusal<sample::marker>("{\"unknown\": " + text + "}") != "read");
        CHECK(refusal<sample::marker>("{" + text + ": 1}") != "read");
    }
}

TEST_CASE("bytes that are no UTF-8 are refused with their offset") {
    for (std::string const bytes :
         {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc3", "\xc3(", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xe2\x82",
          "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
          "\xf5\x80\x80\x80", "\xff", "\xfe", "\xf0\x9f\x98"}) {
        CAPTURE(bytes);
        CHECK(contains(refusal<std::string>("\"ok" + bytes + "\""), "byte 3: expected UTF-8, found byte 0x"));
        CHECK(contains(refusal<json::raw>("[\"ok" + bytes + "\"]"), "`[0]`, byte 4: expected UTF-8"));
    }
    CHECK(reads_as<std::string>("\"\xef\xbf\xbf\xf4\x8f\xbf\xbf\xed\x9f\xbf\xee\x80\x80\"",
                                "\xef\xbf\xbf\xf4\x8f\xbf\xbf\xed\x9f\xbf\xee\x80\x80"));
}

TEST_CASE("what is not one JSON value is refused") {
    for (std::string const text :
         {"",         " ",         "nul",        "nulL",        "True",           "tru",      "{",
          "[",        "{]",        "[}",         "[1,]",        "[,1]",           "[1 2]",    "[,]",
          R"({"a"})", R"({"a":})", R"({"a" 1})", R"({"a":1,})", R"({,})",         R"({a:1})", "{1:2}",
          "1 2",      "[] []",     "[]]",        "{}x",         "\xef\xbb\xbf{}", "// c\n1",  "[1/**/]",
          "<html>",   "\v1",       "\f1"}) {
        CAPTURE(text);
        CHECK(refusal<json::raw>(text) != "read");
        CHECK(refusal<sample::everything>(text) != "read");
        CHECK(refusal<std::vector<json::raw>>(text) != "read");
        CHECK(refusal<std::map<std::string, json::raw>>(text) != "read");
    }
    CHECK(refusal<json::raw>(std::string("1\0", 2)) != "read");
    CHECK(reads_as<json::raw>("\t\r\n [ 1 , 2 ] \n", {"[ 1 , 2 ]"}));
}

TEST_CASE("every beginning of a text is refused, and none read past") {
    std::string const whole =
        R"({"figures":[{"text":"a\u00e9é"},{"point":{"x":-1.0e0}}],"flag":true,"document":[null,{"a":"b"}]})";
    CHECK(refusal<sample::everything>(whole) == "read");
    for (std::size_t n = 0; n != whole.size(); ++n) {
        std::vector<char> const part(whole.begin(),
                                     whole.begin() + static_cast<std::ptrdiff_t>(n));  // own block for ASan
        CAPTURE(n);
        CHECK(refusal<sample::everything>({part.data(), n}) != "read");
        CHECK(refusal<json::raw>({part.data(), n}) != "read");
    }
}

TEST_CASE("an error says where, what was wanted and what was there, without spilling strings") {
    auto const value =
        json::read<sample::everything>(R"({"figures": [{"text": "fine"}, {"point": {"x": "secret"}}]})");
    if (value) {
        FAIL_CHECK("read");
        return;
    }
    CHECK(value.error().kind == error_kind::malformed_reply);
    CHECK(value.error().message ==
          "reading JSON failed at `figures[1].point.x`, byte 47: expected an integer, found a string");
    CHECK_FALSE(value.error().remedy.empty());
    CHECK(contains(refusal<sample::everything>("<html><body>"),
                   "byte 0: expected an object, found `<html><body>`"));
    CHECK(contains(refusal<sample::everything>(R"({"a\nb": tru})"),
                   "`a\\nb`, byte 9: expected a JSON value, found `tru`"));
    CHECK(contains(refusal<std::map<std::string, bool>>("{\"\xc3\xa9\": 1}"),
                   "`??`, byte 7: expected true or false"));
    auto const long_name = "{\"" + std::string(1000, 'n') + "\": x}";
    CHECK(refusal<sample::everything>(long_name).size() < 200);
    CHECK(contains(refusal<std::vector<bool>>("[true,"),
                   "`[1]`, byte 6: expected true or false, found the end of the text"));
    auto const other = json::read<bool>("1", {.kind = error_kind::configuration});
    CHECK((!other && other.error().kind == error_kind::configuration));
}

TEST_CASE("nesting ends at the limit, at 128 by default, however deep the text is") {
    CHECK(refusal<json::raw>(nested(128, "[", "", "]")) == "read");
    CHECK(contains(refusal<json::raw>(nested(129, "[", "", "]")), "byte 128: expected no deeper nesting"));
    CHECK(refusal<json::raw>(nested(128, "{\"a\":", "1", "}")) == "read");
    CHECK(contains(refusal<json::raw>(nested(129, "{\"a\":", "1", "}")), "no deeper nesting"));
    CHECK(refusal<sample::tree>(nested(64, R"({"children":[)", "", "]}")) == "read");
    CHECK(contains(refusal<sample::tree>(nested(65, R"({"children":[)", "", "]}")), "no deeper nesting"));
    CHECK(contains(refusal<json::raw>("[[]]", {.depth = 1}), "byte 1: expected no deeper nesting"));
    CHECK(contains(refusal<json::raw>(nested(600, "[", "", "]"), {.depth = 1'000'000}), "byte 512"));

    for (std::string const& deep :
         {nested(100'000, "[", "", "]"), nested(100'000, R"({"children":[)", "", ""),
          nested(100'000, R"({"document":)", "1", "}"), nested(100'000, "{\"a\":[", "", "")}) {
        CHECK(contains(refusal<json::raw>(deep), "no deeper nesting"));
        CHECK(refusal<sample::tree>(deep) != "read");
        CHECK(refusal<sample::everything>("{\"unknown\":" + deep) != "read");
        CHECK(refusal<sample::everything>("{\"document\":" + deep).size() < 400);
    }
}

TEST_CASE("elements of lists and maps are counted, so that a small text cannot ask for much memory") {
    CHECK(refusal<std::vector<bool>>("[true,true]", {.elements = 2}) == "read");
    CHECK(contains(refusal<std::vector<bool>>("[true,true,true]", {.elements = 2}), "fewer elements"));
    CHECK(contains(refusal<std::map<std::string, bool>>(R"({"a":true,"b":true})", {.elements = 1}),
                   "fewer elements"));
    CHECK(refusal<json::raw>("[1,2,3]", {.elements = 0}) == "read");
}

TEST_CASE("a string of 20 MiB is read, and refused if its last byte is bad") {
    std::string text = "\"" + std::string(20u << 20, 'a') + "\"";
    auto const value = json::read<std::string>(text);
    CHECK((value && value->size() == 20u << 20));
    text[text.size() - 2] = '\xff';
    CHECK(contains(refusal<std::string>(text), "byte 20971520: expected UTF-8, found byte 0xff"));
}

TEST_CASE("reading into a value that is there reuses what it holds") {
    sample::figure kept = sample::text{std::string(100, 'x')};
    auto const* before = std::get_if<sample::text>(&kept)->words.data();
    CHECK(
        json::read_into(kept, R"({"text": "a text that is longer than what a string holds within itself"})"));
    auto const* text = std::get_if<sample::text>(&kept);
    CHECK((text && text->words.data() == before && text->words.ends_with("within itself")));

    sample::everything value{.small = 3, .words = "kept", .list = {"a", "b"}};
    CHECK(json::read_into(value, R"({"list": ["c"]})"));
    CHECK(value == sample::everything{.small = 3, .words = "kept", .list = {"c"}});
}

TEST_CASE("base64 is decoded strictly, also with the escaped slash some writers like") {
    CHECK(reads_as<json::blob>(R"("/+8=")", {"\xff\xef"}));
    CHECK(reads_as<json::blob>(R"("\/+8=")", {"\xff\xef"}));
    CHECK(reads_as<json::blob>(R"("")", {}));
    CHECK(contains(refusal<json::blob>(R"("/+8")"), "expected base64, found a string"));
    CHECK(contains(refusal<json::blob>("1"), "expected a string"));
}
