// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/json/reader.hpp>

#include <catch2/catch.hpp>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include <nlohmann/json.hpp>

#include <bedrock/json/writer.hpp>

#include "samples.hpp"

// Reader and writer against nlohmann_json, over texts that are generated and then damaged. Both must agree on
// what is JSON and on what it says. Meant differences, each decided below and nowhere else:
//   - nlohmann refuses a number beyond double anywhere; RFC 8259 does not, so in what is passed over we do
//   not either;
//   - nlohmann passes over a byte order mark (RFC 8259: "MAY ignore"); here it is an error;
//   - nlohmann takes a NUL byte between tokens for the end of the text;
//   - an integer here is exact, nlohmann's double rounds (1e-400 would be 0), so no such number is generated;
//   - nlohmann has no limit on depth (the generated texts stay below ours).

namespace json = bedrock::json;
using document = nlohmann::json;

namespace {

/// xorshift64*: the same texts on every machine and run.
class chance {
 public:
    explicit chance(std::uint64_t seed) : state_{seed} {}

    std::uint64_t below(std::uint64_t n) {
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        return (state_ * 0x2545f4914f6cdd1d >> 11) % n;
    }
    template <std::size_t N>
    std::string one_of(char const* const (&texts)[N]) {
        return texts[below(N)];
    }

 private:
    std::uint64_t state_;
};

std::string space(chance& c) { return c.one_of({"", "", "", "", " ", "\n\t", "\r"}); }

std::string string(chance& c) {
    std::string text = "\"";
    for (auto n = c.below(9); n != 0; --n)
        text += c.one_of({"a", "b", "plain words", "é", "日本", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\u0041",
                          "\\u00e9", "\\ud83d\\ude00", "\\u0000", "\x7f", "/", "{", "12345678"});
    return text + '"';
}

std::string number(chance& c) {
    return c.one_of({"0",
                     "-0",
                     "1",
                     "-17",
                     "2147483647",
                     "-2147483648",
                     "2147483648",
                     "9007199254740993",
                     "0.1",
                     "1.5",
                     "-2.0",
                     "1e3",
                     "25e-1",
                     "1E+2",
                     "0e-400",
                     "123456789012345678",
                     "9223372036854775807",
                     "9223372036854775808",
                     "3.141592653589793",
                     "1e308",
                     "1e309",
                     "-1e999"});
}

std::string value(chance& c, int room) {
    switch (c.below(room == 0 ? 5 : 7)) {
        case 0:
            return "null";
        case 1:
            return c.below(2) == 0 ? "true" : "false";
        case 2:
        case 3:
            return string(c);
        case 4:
            return number(c);
        default: {
            bool const array = c.below(2) == 0;
            std::string text = array ? "[" : "{";
            for (std::uint64_t i = 0, n = c.below(4); i != n; ++i) {
                text += i == 0 ? "" : ",";
                // A number keeps names apart: what a name given twice means has its own tests.
                if (!array)
                    text += space(c) + "\"" + std::to_string(i) + string(c).substr(1) + space(c) + ":";
                text += space(c) + value(c, room - 1) + space(c);
            }
            return text + space(c) + (array ? "]" : "}");
        }
    }
}

void damage(chance& c, std::string& text) {
    constexpr char odd[] = "{}[],:\"\\ \n0129.eE+-tfnu/xD\x01\x1f\x7f\x80\xbf\xc0\xc3\xe2\xed\xf0\xf4\xff";
    for (auto n = c.below(3) + 1; n != 0 && !text.empty(); --n) {
        auto const at = c.below(text.size());
        switch (c.below(4)) {
            case 0:
                text[at] = odd[c.below(sizeof odd)];
                break;
            case 1:
                text.insert(at, 1, odd[c.below(sizeof odd)]);
                break;
            case 2:
                text.erase(at, 1 + c.below(3));
                break;
            default:
                text.resize(at);
        }
    }
}

/// Remembers whether nlohmann stopped at a number that no double holds: id 406 in its list of errors.
struct judge : nlohmann::json_sax<document> {
    bool too_large = false;

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, string_t const&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return true; }
    bool key(string_t&) override { return true; }
    bool end_object() override { return true; }
    bool start_array(std::size_t) override { return true; }
    bool end_array() override { return true; }
    bool parse_error(std::size_t, std::string const&, nlohmann::detail::exception const& e) override {
        too_large = e.id == 406;
        return false;
    }
};

enum class verdict { good, bad, too_large };

verdict theirs(std::string const& text) {
    judge j;
    if (document::sax_parse(text, &j))
        return text.starts_with("\xef\xbb\xbf") || text.find('\0') != text.npos ? verdict::bad
                                                                                : verdict::good;
    return j.too_large ? verdict::too_large : verdict::bad;
}

/// What our reader makes of a member, done by hand from nlohmann's tree. False: the reader must refuse it.
struct interpreter {
    document const& whole;
    bool good = true;

    document const* member(char const* name) {
        if (!whole.is_object())
            return nullptr;
        auto const found = whole.find(name);
        return found == whole.end() || found->is_null() ? nullptr : &*found;
    }
    template <class Read>
    void with(char const* name, Read read) {
        if (auto const* m = member(name); m != nullptr && !read(*m))
            good = false;
    }
};

bool whole_number(document const& v, std::int64_t least, std::int64_t most, std::int64_t& to) {
    if (v.is_number_unsigned() &&
        v.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()})
        return false;
    if (v.is_number_integer())
        to = v.get<std::int64_t>();
    else if (v.is_number_float() && std::abs(v.get<double>()) < 9e15 &&
             std::trunc(v.get<double>()) == v.get<double>())
        to = static_cast<std::int64_t>(v.get<double>());
    else
        return false;
    return to >= least && to <= most;
}

bool text_of(document const& v, std::string& to) {
    if (v.is_string())
        to = v.get<std::string>();
    return v.is_string();
}

struct typed {
    bool flag = false;
    std::int32_t small = 0;
    double real = 0;
    std::string words{};
    std::optional<std::string> maybe{};
    std::vector<std::string> list{};
    json::raw document{};
    friend bool operator==(typed const&, typed const&) = default;
};
constexpr auto describe(json::type<typed>) {
    return json::object(json::member{"flag", &typed::flag}, json::member{"small", &typed::small},
                        json::member{"real", &typed::real}, json::member{"words", &typed::words},
                        json::member{"maybe", &typed::maybe}, json::member{"list", &typed::list},
                        json::omit_empty{"document", &typed::document});
}

/// Everything but `document`, which is compared as a tree.
std::optional<typed> interpreted(document const& whole) {
    typed t;
    interpreter in{whole, whole.is_object()};
    in.with("flag", [&](auto& v) { return v.is_boolean() && (t.flag = v.template get<bool>(), true); });
    in.with("small", [&](auto& v) {
        std::int64_t wide = 0;
        bool const fits = whole_number(v, std::numeric_limits<std::int32_t>::min(),
                                       std::numeric_limits<std::int32_t>::max(), wide);
        t.small = static_cast<std::int32_t>(wide);
        return fits;
    });
    in.with("real", [&](auto& v) { return v.is_number() && (t.real = v.template get<double>(), true); });
    in.with("words", [&](auto& v) { return text_of(v, t.words); });
    in.with("maybe", [&](auto& v) { return text_of(v, t.maybe.emplace()); });
    in.with("list", [&](auto& v) {
        for (auto const& element : v)
            if (!element.is_null() && !text_of(element, t.list.emplace_back()))
                return false;
        return v.is_array();
    });
    return in.good ? std::optional{t} : std::nullopt;
}

std::string typed_text(chance& c) {
    std::vector<std::string> members;
    auto const usual = [&](char const* name, auto make) {
        if (c.below(4) != 0)
            members.push_back('"' + std::string{name} + '"' + space(c) + ":" + space(c) +
                              (c.below(12) == 0 ? value(c, 1) : make()));
    };
    usual("flag", [&] { return std::string{c.below(2) == 0 ? "true" : "false"}; });
    usual("small", [&] { return number(c); });
    usual("real", [&] { return number(c); });
    usual("words", [&] { return string(c); });
    usual("maybe", [&] { return string(c); });
    usual("list", [&] { return "[" + string(c) + "," + space(c) + string(c) + "]"; });
    usual("document", [&] { return value(c, 3); });
    usual("unknown_here", [&] { return value(c, 3); });
    std::string text = "{";
    while (!members.empty()) {
        auto const at = static_cast<std::ptrdiff_t>(c.below(members.size()));
        text += members[static_cast<std::size_t>(at)] + space(c);
        members.erase(members.begin() + at);
        text += members.empty() ? "" : "," + space(c);
    }
    return text + "}";
}

}  // namespace

TEST_CASE("reader and nlohmann_json agree on what is JSON") {
    chance c{20261123};
    int good = 0, bad = 0;
    for (int i = 0; i != 40'000; ++i) {
        auto text = space(c) + value(c, 5) + space(c);
        if (i % 4 != 0)
            damage(c, text);
        auto const ours = json::read<json::raw>(text);
        switch (theirs(text)) {
            case verdict::good:
                ++good;
                if (!ours)
                    FAIL_CHECK(text << "\n" << ours.error().message);
                else if (document::parse(ours->text, nullptr, false) != document::parse(text, nullptr, false))
                    FAIL_CHECK(text << "\nkept as " << ours->text);
                break;
            case verdict::bad:
                ++bad;
                if (ours)
                    FAIL_CHECK(text << "\nread");
                break;
            case verdict::too_large:
                break;
        }
    }
    CHECK(good > 10'000);
    CHECK(bad > 10'000);
}

TEST_CASE("reader and nlohmann_json agree on what a struct's JSON says, and the writer says it again") {
    chance c{8259};
    int good = 0, bad = 0;
    for (int i = 0; i != 40'000; ++i) {
        auto text = typed_text(c);
        if (i % 3 == 0)
            damage(c, text);
        if (theirs(text) == verdict::too_large)
            continue;
        auto const tree = document::parse(text, nullptr, false);
        auto const expected = theirs(text) == verdict::bad ? std::nullopt : interpreted(tree);
        auto ours = json::read<typed>(text);
        if (ours.has_value() != expected.has_value()) {
            FAIL_CHECK(text << "\n" << (ours ? "read" : ours.error().message));
            continue;
        }
        if (!ours) {
            ++bad;
            continue;
        }
        ++good;
        auto const kept = tree.find("document");
        if ((kept == tree.end()) != ours->document.empty() ||
            (kept != tree.end() && *kept != document::parse(ours->document.text, nullptr, false)))
            FAIL_CHECK(text << "\nkept as " << ours->document.text);

        std::string again;
        if (auto const done = json::write(again, *ours); !done) {
            FAIL_CHECK(text << "\n" << done.error().message);
            continue;
        }
        auto const back = json::read<typed>(again);
        if (!back || *back != *ours)
            FAIL_CHECK(text << "\nwritten as " << again);
        auto const seen = interpreted(document::parse(again, nullptr, false));
        ours->document = {};
        if (*ours != *expected || seen != expected)
            FAIL_CHECK(text << "\nread as " << again);
    }
    CHECK(good > 5'000);
    CHECK(bad > 5'000);
}

TEST_CASE("strings and doubles are written as nlohmann_json reads them") {
    chance c{754};
    for (int i = 0; i != 20'000; ++i) {
        std::string text;
        for (auto n = c.below(12); n != 0; --n)
            text += c.below(3) == 0 ? std::string(1, static_cast<char>(c.below(128)))
                                    : c.one_of({"é", "日", "😀", "word"});
        std::string out;
        auto const bits = c.below(std::uint64_t{1} << 53) << 11 | c.below(2048);
        double real = 0;
        static_assert(sizeof real == sizeof bits);
        std::memcpy(&real, &bits, sizeof real);
        if (!std::isfinite(real))
            real = static_cast<double>(i) / 7;
        if (!json::write(out, text) || document::parse(out, nullptr, false) != text)
            FAIL_CHECK(out);
        out.clear();
        if (!json::write(out, real) || document::parse(out, nullptr, false) != real)
            FAIL_CHECK(out);
        auto const back = json::read<double>(out);
        if (!back || *back != real)
            FAIL_CHECK(out);
    }
}
