// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>

/// Types of every shape that JSON is described for, used by the tests of reader and writer.
namespace sample {

namespace json = bedrock::json;

enum class tone { low, high };
constexpr auto describe(json::type<tone>) {
    return json::names(json::name{tone::low, "low"}, json::name{tone::high, "high"});
}

struct text {
    std::string words{};
    friend bool operator==(text const&, text const&) = default;
};
constexpr auto describe(json::type<text>) { return json::transparent(&text::words); }

struct point {
    std::int32_t x = 0;
    std::optional<std::int32_t> y{};
    friend bool operator==(point const&, point const&) = default;
};
constexpr auto describe(json::type<point>) {
    return json::object(json::required{"x", &point::x}, json::member{"y", &point::y});
}

struct marker {
    friend bool operator==(marker const&, marker const&) = default;
};
constexpr auto describe(json::type<marker>) { return json::object(); }

using figure = std::variant<text, point, marker, json::unknown_member>;
constexpr auto describe(json::type<figure>) {
    return json::one_of(json::alternative<text>("text"), json::alternative<point>("point"),
                        json::alternative<marker>("marker"));
}

// A union that keeps nothing it does not know, and derives from its variant.
struct narrow : std::variant<point, text> {
    using variant::variant;
};
constexpr auto describe(json::type<narrow>) {
    return json::one_of(json::alternative<text>("text"), json::alternative<point>("point"));
}

struct tree {
    std::string name{};
    std::vector<tree> children{};
    friend bool operator==(tree const&, tree const&) = default;
};
constexpr auto describe(json::type<tree>) {
    return json::object(json::member{"name", &tree::name}, json::omit_empty{"children", &tree::children});
}

struct everything {
    bool flag = false;
    std::int32_t small = 0;
    std::int64_t large = 0;
    double real = 0;
    std::string words{};
    json::blob bytes{};
    std::optional<std::string> maybe{};
    std::vector<std::string> list{};
    std::vector<bool> switches{};
    std::map<std::string, std::int32_t> counts{};
    std::vector<std::pair<std::string, point>> places{};
    json::open<tone> pitch{};
    tone closed = tone::low;
    point where{};
    std::vector<figure> figures{};
    json::raw document{};
    friend bool operator==(everything const&, everything const&) = default;
};
constexpr auto describe(json::type<everything>) {
    using e = everything;
    return json::object(json::member{"flag", &e::flag}, json::member{"small", &e::small},
                        json::member{"large", &e::large}, json::member{"real", &e::real},
                        json::member{"words", &e::words}, json::omit_empty{"bytes", &e::bytes},
                        json::member{"maybe", &e::maybe}, json::omit_empty{"list", &e::list},
                        json::omit_empty{"switches", &e::switches}, json::omit_empty{"counts", &e::counts},
                        json::omit_empty{"places", &e::places}, json::member{"pitch", &e::pitch},
                        json::member{"closed", &e::closed}, json::member{"where", &e::where},
                        json::omit_empty{"figures", &e::figures}, json::omit_empty{"document", &e::document});
}

struct extensible {
    std::int32_t known = 0;
    std::vector<json::unknown_member> others{};
    friend bool operator==(extensible const&, extensible const&) = default;
};
constexpr auto describe(json::type<extensible>) {
    return json::object(json::member{"known", &extensible::known}, json::others{&extensible::others});
}

}  // namespace sample
