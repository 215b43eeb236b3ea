// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "fault_book.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

namespace bedrock::testing::emulation {

namespace {

using json = nlohmann::ordered_json;

struct named_kind {
    fault_kind kind;
    std::string_view name;
};

constexpr std::array names{
    named_kind{fault_kind::error, "error"},
    named_kind{fault_kind::throttle, "throttle"},
    named_kind{fault_kind::too_many_tokens, "too-many-tokens"},
    named_kind{fault_kind::daily_limit, "daily-limit"},
    named_kind{fault_kind::internal, "internal"},
    named_kind{fault_kind::unavailable, "unavailable"},
    named_kind{fault_kind::access_denied, "access-denied"},
    named_kind{fault_kind::expired_token, "expired-token"},
    named_kind{fault_kind::model_not_ready, "model-not-ready"},
    named_kind{fault_kind::model_timeout, "model-timeout"},
    named_kind{fault_kind::model_error, "model-error"},
    named_kind{fault_kind::quota_exceeded, "quota-exceeded"},
    named_kind{fault_kind::stall, "stall"},
    named_kind{fault_kind::slow, "slow"},
    named_kind{fault_kind::clock_skew, "clock-skew"},
    named_kind{fault_kind::reset, "reset"},
    named_kind{fault_kind::close, "close"},
    named_kind{fault_kind::cut, "cut"},
    named_kind{fault_kind::no_stop_event, "no-stop-event"},
    named_kind{fault_kind::corrupt, "corrupt"},
    named_kind{fault_kind::exception, "exception"},
    named_kind{fault_kind::stream_error, "stream-error"},
    named_kind{fault_kind::unknown_event, "unknown-event"},
    named_kind{fault_kind::huge_frame, "huge-frame"},
    named_kind{fault_kind::content_type, "content-type"},
    named_kind{fault_kind::half_json, "half-json"},
    named_kind{fault_kind::deep_json, "deep-json"},
    named_kind{fault_kind::wrong_types, "wrong-types"},
    named_kind{fault_kind::no_body, "no-body"},
    named_kind{fault_kind::endless, "endless"},
    named_kind{fault_kind::big_header, "big-header"},
    named_kind{fault_kind::redirect, "redirect"},
    named_kind{fault_kind::proxy_html, "proxy-html"},
    named_kind{fault_kind::endless_pages, "endless-pages"},
};

template <class Number>
bool read_number(std::string_view text, Number& out) {
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc{} && end == text.data() + text.size();
}

/// A header's name or value that would not break out of its line.
bool harmless(std::string_view text) {
    return std::ranges::none_of(text,
                                [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// One setting, from either notation. False if it is not understood.
bool set(fault& f, std::string_view key, std::string_view value) {
    auto const duration = [value](auto& out) {
        auto const time = parse_duration(value);
        if (time)
            out = *time;
        return time.has_value();
    };
    auto const number = [value]<class T>(std::optional<T>& out) {
        T parsed{};
        auto const fine = read_number(value, parsed);
        if (fine)
            out = parsed;
        return fine;
    };
    if (key == "kind") {
        auto const kind = kind_named(value);
        if (kind)
            f.kind = *kind;
        return kind.has_value();
    }
    if (key == "region" || key == "operation" || key == "model") {
        (key == "region" ? f.region : key == "operation" ? f.operation : f.model) = value;
        return true;
    }
    if (key == "code" || key == "message") {
        (key == "code" ? f.code : f.message) = value;
        return harmless(value) || key == "message";
    }
    if (key == "skip")
        return read_number(value, f.skip) && f.skip >= 0;
    if (key == "count")
        return read_number(value, f.count) && f.count >= 0;
    if (key == "probability")
        return read_number(value, f.probability) && f.probability >= 0 && f.probability <= 1;
    if (key == "status")
        return read_number(value, f.status) && f.status >= 200 && f.status <= 999;
    if (key == "delay")
        return duration(f.delay);
    if (key == "retry_after")
        return duration(f.retry_after);
    if (key == "bytes")
        return number(f.bytes) && *f.bytes >= 0;
    if (key == "events")
        return number(f.events) && *f.events >= 0;
    if (key == "early") {
        f.early = value == "true" || value == "1";
        return f.early || value == "false" || value == "0";
    }
    if (key == "header") {
        auto const at = value.find(':');
        if (at == value.npos || at == 0 || !harmless(value))
            return false;
        auto content = value.substr(at + 1);
        while (content.starts_with(' '))
            content.remove_prefix(1);
        f.headers.emplace_back(value.substr(0, at), content);
        return true;
    }
    return false;
}

std::string misunderstood(std::string_view key, std::string_view value) {
    return "a fault's `" + std::string{key} + "` cannot be `" + std::string{value} +
           "`; see `bedrock-emulator --help` for kinds and settings";
}

std::expected<fault, std::string> from_json(json const& object) {
    if (!object.is_object())
        return std::unexpected{
            std::string{"a fault is an object such as {\"kind\":\"throttle\",\"count\":2}"}};
    fault f;
    for (auto const& [key, value] : object.items()) {
        if (key == "headers" && value.is_object()) {
            for (auto const& [name, content] : value.items())
                if (!content.is_string() || !set(f, "header", name + ":" + content.get<std::string>()))
                    return std::unexpected{misunderstood("headers." + name, content.dump())};
            continue;
        }
        auto const text = value.is_string() ? value.get<std::string>() : value.dump();
        if (!set(f, key, text))
            return std::unexpected{misunderstood(key, text)};
    }
    if (!object.contains("kind"))
        return std::unexpected{std::string{"a fault needs a `kind`"}};
    return f;
}

std::expected<fault, std::string> from_flag(std::string_view text) {
    fault f;
    for (bool first = true; first || !text.empty(); first = false) {
        auto const at = text.find(',');
        auto const part = text.substr(0, at);
        text = at == text.npos ? std::string_view{} : text.substr(at + 1);
        auto const equal = part.find('=');
        auto const key = first ? std::string_view{"kind"} : part.substr(0, equal);
        auto const value = first                ? part
                           : equal == part.npos ? std::string_view{"true"}
                                                : part.substr(equal + 1);
        if (!set(f, key, value))
            return std::unexpected{misunderstood(key, value)};
    }
    return f;
}

}  // namespace

std::string_view name_of(fault_kind kind) {
    auto const found = std::ranges::find(names, kind, &named_kind::kind);
    return found == names.end() ? "error" : found->name;
}

std::optional<fault_kind> kind_named(std::string_view name) {
    std::string dashed{name};
    std::ranges::replace(dashed, '_', '-');
    auto const found = std::ranges::find(names, dashed, &named_kind::name);
    return found == names.end() ? std::nullopt : std::optional{found->kind};
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    double factor = 1;
    for (auto const& [unit, worth] :
         {std::pair{"ms", 1.0}, {"s", 1000.0}, {"m", 60'000.0}, {"h", 3'600'000.0}})
        if (text.ends_with(unit)) {
            factor = worth;
            text.remove_suffix(std::string_view{unit}.size());
            break;
        }
    double value = 0;
    if (!read_number(text, value) || !(value > -1e9 && value < 1e9))
        return std::nullopt;
    return std::chrono::milliseconds{static_cast<std::int64_t>(value * factor)};
}

std::expected<std::vector<fault>, std::string> parse_faults(std::string_view text) {
    auto const start = text.find_first_not_of(" \t\r\n");
    if (start == text.npos)
        return std::unexpected{std::string{"an empty text is no fault"}};
    std::vector<fault> out;
    if (text[start] != '{' && text[start] != '[') {
        auto one = from_flag(text);
        if (!one)
            return std::unexpected{std::move(one.error())};
        out.push_back(std::move(*one));
        return out;
    }
    auto const document = json::parse(text, nullptr, false);
    if (document.is_discarded())
        return std::unexpected{std::string{"a fault that begins like JSON must be JSON"}};
    for (auto const& object : document.is_array() ? document : json::array({document})) {
        auto one = from_json(object);
        if (!one)
            return std::unexpected{std::move(one.error())};
        out.push_back(std::move(*one));
    }
    return out;
}

std::string describe(fault const& f) {
    static fault const usual{};
    json out{{"kind", name_of(f.kind)}};
    auto const put = [&out](char const* name, auto const& value, auto const& ordinary) {
        if (value != ordinary)
            out[name] = value;
    };
    put("region", f.region, usual.region);
    put("operation", f.operation, usual.operation);
    put("model", f.model, usual.model);
    put("skip", f.skip, usual.skip);
    put("count", f.count, usual.count);
    put("probability", f.probability, usual.probability);
    put("status", f.status, usual.status);
    put("code", f.code, usual.code);
    put("message", f.message, usual.message);
    if (f.delay.count() != 0)
        out["delay"] = std::to_string(f.delay.count()) + "ms";
    if (f.retry_after)
        out["retry_after"] = std::to_string(f.retry_after->count()) + "ms";
    if (f.bytes)
        out["bytes"] = *f.bytes;
    if (f.events)
        out["events"] = *f.events;
    if (f.early)
        out["early"] = true;
    for (auto const& [name, value] : f.headers)
        out["headers"][name] = value;
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<fault> fault_book::take(when time, std::string_view region, std::string_view operation,
                                      std::string_view model) {
    for (auto at = waiting_.begin(); at != waiting_.end(); ++at) {
        auto const& f = at->what;
        auto const its_time = f.kind == fault_kind::clock_skew ? when::clock
                              : f.early                        ? when::header
                                                               : when::whole;
        if (its_time != time || (!f.region.empty() && f.region != region) ||
            (!f.operation.empty() && f.operation != operation) || (!f.model.empty() && f.model != model))
            continue;
        if (at->passed < f.skip) {
            ++at->passed;
            continue;
        }
        if (f.probability < 1 && std::uniform_real_distribution{}(chance_) >= f.probability)
            continue;
        auto out = f;
        if (f.count > 0 && ++at->struck >= f.count)
            waiting_.erase(at);
        return out;
    }
    return std::nullopt;
}

std::vector<fault> fault_book::waiting() const {
    std::vector<fault> out;
    for (auto const& e : waiting_) {
        out.push_back(e.what);
        out.back().skip -= e.passed;
        if (out.back().count > 0)
            out.back().count -= e.struck;
    }
    return out;
}

}  // namespace bedrock::testing::emulation
