// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <optional>

#include "front.hpp"
#include "json_text.hpp"
#include "settings.hpp"

namespace bedrock::testing::emulation {

namespace {

/// Indented: people read it.
draft said(json const& value, int status = 200) {
    draft d{.status = status};
    d.body = value.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
    return d;
}

draft done() { return said(json::object()); }

draft wrong(int status, std::string why) { return said({{"error", std::move(why)}}, status); }

json as_json(received const& r) {
    json out{{"method", r.method},         {"target", r.target}, {"region", r.region},
             {"operation", r.operation},   {"model", r.model},   {"account", r.account},
             {"request_id", r.request_id}, {"status", r.status}, {"code", r.code},
             {"fault", r.fault},           {"tls", r.tls},       {"connection", r.connection},
             {"headers", json::array()},   {"body", r.body}};
    for (auto const& [name, value] : r.headers)
        out["headers"].push_back({{"name", name}, {"value", value}});
    return out;
}

/// What `read` makes of each member of an object; nothing if one of them is not understood.
template <class Value>
std::optional<std::vector<Value>> read_members(json const& object, auto const& read) {
    if (!object.is_object())
        return std::nullopt;
    std::vector<Value> out;
    for (auto const& [name, member] : object.items()) {
        std::optional<Value> value = read(name, member);
        if (!value)
            return std::nullopt;
        out.push_back(std::move(*value));
    }
    return out;
}
template <class Value>
std::optional<std::vector<Value>> read_members(std::string const& text, auto const& read) {
    return read_members<Value>(json::parse(text, nullptr, false), read);
}

}  // namespace

draft front::steer(http_request const& r, now t) {
    struct known {
        std::string_view method, path;
        draft (front::*answer)(http_request const&, now);
    };
    constexpr known paths[] = {{"GET", "", &front::tell_about},
                               {"GET", "/", &front::tell_about},
                               {"GET", "/log", &front::tell_log},
                               {"GET", "/faults", &front::tell_faults},
                               {"POST", "/faults", &front::add_faults},
                               {"DELETE", "/faults", &front::clear_faults},
                               {"POST", "/limits", &front::change_limits},
                               {"POST", "/capacity", &front::change_capacity},
                               {"POST", "/access", &front::change_access},
                               {"POST", "/reset", &front::start_anew}};
    auto const what = r.path().substr(emulator_path.size());
    for (auto const& [method, path, answer] : paths)
        if (r.method == method && what == path)
            return (this->*answer)(r, t);

    // Also where a followed redirect arrives: it must be seen in the log.
    auto note = begin_note(r, {});
    note.status = 404;
    keep(std::move(note));
    return wrong(
        404,
        "the control path has GET /_emulator, GET /_emulator/log, GET|POST|DELETE /_emulator/faults, POST "
        "/_emulator/limits, /_emulator/capacity, /_emulator/access and /_emulator/reset");
}

draft front::tell_about(http_request const&, now) {
    return said({{"service", "bedrock-emulator: no inference is done here"}, {"regions", options_.regions}});
}

draft front::tell_log(http_request const&, now) {
    auto list = json::array();
    for (auto const& note : log_)
        list.push_back(as_json(note));
    return said(list);
}

draft front::tell_faults(http_request const&, now) {
    auto list = json::array();
    for (auto const& f : faults_.waiting())
        list.push_back(json::parse(describe(f), nullptr, false));
    return said(list);
}

draft front::add_faults(http_request const& r, now) {
    auto more = parse_faults(r.body);
    if (!more)
        return wrong(400, std::move(more.error()));
    for (auto& f : *more)
        faults_.add(std::move(f));
    return said({{"added", more->size()}});
}

draft front::clear_faults(http_request const&, now) {
    faults_.clear();
    return done();
}

draft front::change_limits(http_request const& r, now) {
    using change = std::pair<service::scope, limit>;
    auto const changes = read_members<change>(r.body, [](std::string const& name, json const& value) {
        auto const where = name.empty() ? service::scope{} : parse_scope(name);
        auto const l = parse_limit(value);
        return where && l ? std::optional{change{*where, *l}} : std::nullopt;
    });
    if (!changes)
        return wrong(400, R"(limits are an object such as {"us-east-1":{"requests":2,"tokens":1000,)"
                          R"("tokens_per_day":null},"us-east-1/geographic":{"requests":4}})");
    for (auto const& [where, l] : *changes)
        model_.set_limit(where, l);
    return done();
}

draft front::change_capacity(http_request const& r, now t) {
    using change = std::pair<std::string, service::region_state>;
    auto changes = read_members<change>(r.body, [](std::string const& region, json const& value) {
        auto state = parse_capacity(value);
        return state ? std::optional{change{region, std::move(*state)}} : std::nullopt;
    });
    if (!changes)
        return wrong(400, R"(capacity is an object such as {"us-east-1":{"calls":10,"background":)"
                          R"([{"after":"30s","calls":4}],"slowdown":2,"failing":false}})");
    for (auto& [region, state] : *changes)
        set_capacity(region, std::move(state), t.model);
    return done();
}

draft front::change_access(http_request const& r, now) {
    using models = std::vector<std::pair<std::string, bool>>;
    using change = std::pair<std::string, models>;
    auto const changes = read_members<change>(r.body, [](std::string const& region, json const& value) {
        auto out = read_members<std::pair<std::string, bool>>(value, [](std::string const& model,
                                                                        json const& enabled) {
            return enabled.is_boolean() ? std::optional{std::pair{model, enabled.get<bool>()}} : std::nullopt;
        });
        return out ? std::optional{change{region, std::move(*out)}} : std::nullopt;
    });
    if (!changes)
        return wrong(400, R"(access is an object such as {"eu-central-1":{"anthropic.claude-v2":false}})");
    for (auto const& [region, enabled] : *changes)
        for (auto const& [model, is] : enabled)
            model_.set_access(region, model, is);
    return done();
}

draft front::start_anew(http_request const&, now) {
    reset();
    return done();
}

}  // namespace bedrock::testing::emulation
