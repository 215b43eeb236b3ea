// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "settings.hpp"

#include <charconv>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "fault_book.hpp"

namespace bedrock::testing::emulation {

namespace {

using json = nlohmann::ordered_json;

/// What comes before the next separator, taken off the front of the rest.
std::string_view next_part(std::string_view& rest, char separator) {
    auto const at = rest.find(separator);
    auto const part = rest.substr(0, at);
    rest = at == rest.npos ? std::string_view{} : rest.substr(at + 1);
    return part;
}

template <class Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value >= 0 ? std::optional{value}
                                                                                  : std::nullopt;
}

/// A whole number that an `int64_t` holds.
std::optional<std::int64_t> count(json const& value) {
    bool const too_large =
        value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{INT64_MAX};
    if (!value.is_number_integer() || too_large || value.get<std::int64_t>() < 0)
        return std::nullopt;
    return value.get<std::int64_t>();
}

/// `count`, or null for none; false for anything else.
bool read_count(json const& value, std::optional<std::int64_t>& out) {
    out = count(value);
    return out || value.is_null();
}

bool set_slowdown(service::region_state& state, double factor) {
    constexpr double most = 1'000;  // times stay far from what their types hold
    if (!(factor >= 0 && factor <= most))
        return false;
    state.slowdown = factor;
    return true;
}

bool add_load(service::region_state& state, std::string_view after, std::int64_t calls) {
    auto const from = parse_duration(after);
    if (!from || from->count() < 0)
        return false;
    // In the order of time: the later one counts.
    if (!state.background.empty() && state.background.back().from > *from)
        return false;
    state.background.push_back({*from, calls});
    return true;
}

bool set_capacity(service::region_state& state, std::string_view name, std::string_view value) {
    if (name == "calls")
        return (state.calls = number<std::int64_t>(value)).has_value();
    if (name == "load") {
        auto const from_start = value.find('@') == value.npos;
        auto const calls = number<std::int64_t>(next_part(value, '@'));
        return calls && add_load(state, from_start ? "0s" : value, *calls);
    }
    if (name == "slowdown") {
        auto const factor = number<double>(value);
        return factor && set_slowdown(state, *factor);
    }
    state.failing = true;
    return name == "failing" && value.empty();
}

bool add_background(service::region_state& state, json const& steps) {
    for (auto const& step : steps) {
        auto const after = step.is_object() ? step.value("after", json("0s")) : json();
        auto const calls = count(step.is_object() ? step.value("calls", json()) : json());
        if (!after.is_string() || !calls || !add_load(state, after.get<std::string>(), *calls))
            return false;
    }
    return steps.is_array();
}

bool set_capacity(service::region_state& state, std::string_view name, json const& value) {
    if (name == "calls")
        return read_count(value, state.calls);
    if (name == "slowdown")
        return value.is_number() && set_slowdown(state, value.get<double>());
    if (name == "background")
        return add_background(state, value);
    state.failing = value == true;
    return name == "failing" && value.is_boolean();
}

}  // namespace

std::optional<service::scope> parse_scope(std::string_view text) {
    service::scope out;
    auto const region = next_part(text, '/'), kind = next_part(text, '/');
    if (region.empty())
        return std::nullopt;
    if (region != "*")
        out.region = region;
    if (kind == "on-demand" || kind == "on_demand")
        out.kind = quota::bucket_kind::on_demand;
    else if (kind == "geographic")
        out.kind = quota::bucket_kind::geographic;
    else if (kind == "global")
        out.kind = quota::bucket_kind::global;
    else if (!kind.empty() && kind != "*")
        return std::nullopt;
    if (text != "*")
        out.model = text;
    return out;
}

std::optional<limit> parse_limit(std::string_view text) {
    limit out;
    while (!text.empty()) {
        auto value = next_part(text, ',');
        auto const name = next_part(value, ':');
        auto* const amount = name == "rpm"   ? &out.requests
                             : name == "tpm" ? &out.tokens
                             : name == "tpd" ? &out.tokens_per_day
                                             : nullptr;
        if (amount == nullptr || !(*amount = number<std::int64_t>(value)))
            return std::nullopt;
    }
    return out;
}

std::optional<limit> parse_limit(json const& value) {
    if (!value.is_object())
        return std::nullopt;
    limit out;
    for (auto const& [name, n] : value.items()) {
        auto* const amount = name == "requests"         ? &out.requests
                             : name == "tokens"         ? &out.tokens
                             : name == "tokens_per_day" ? &out.tokens_per_day
                                                        : nullptr;
        if (amount == nullptr || !read_count(n, *amount))
            return std::nullopt;
    }
    return out;
}

std::optional<service::region_state> parse_capacity(std::string_view text) {
    service::region_state out;
    while (!text.empty()) {
        auto value = next_part(text, ',');
        auto const name = next_part(value, ':');
        if (!set_capacity(out, name, value))
            return std::nullopt;
    }
    return out;
}

std::optional<service::region_state> parse_capacity(json const& value) {
    if (!value.is_object())
        return std::nullopt;
    service::region_state out;
    for (auto const& [name, v] : value.items())
        if (!set_capacity(out, name, v))
            return std::nullopt;
    return out;
}

std::optional<std::vector<std::pair<std::string, std::uint32_t>>> parse_weights(std::string_view text) {
    std::vector<std::pair<std::string, std::uint32_t>> out;
    while (!text.empty()) {
        auto value = next_part(text, ',');
        auto const region = next_part(value, ':');
        auto const weight = number<std::uint32_t>(value);
        if (region.empty() || !weight)
            return std::nullopt;
        out.emplace_back(region, *weight);
    }
    return out;
}

}  // namespace bedrock::testing::emulation
