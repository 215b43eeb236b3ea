// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <nlohmann/json.hpp>

#include "front.hpp"
#include "settings.hpp"

namespace bedrock::testing::emulation {

namespace {

using json = nlohmann::ordered_json;

std::string json_text(json const& value) {
    return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

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

/// Each member of an object through `read`, all of them or none; false if one is not understood.
template <class Value>
bool read_members(std::string_view text, std::vector<std::pair<std::string, Value>>& out, auto const& read) {
    auto const document = json::parse(text, nullptr, false);
    if (!document.is_object())
        return false;
    for (auto const& [name, member] : document.items()) {
        auto value = read(name, member);
        if (!value)
            return false;
        out.emplace_back(name, std::move(*value));
    }
    return true;
}

}  // namespace

draft front::steer(http_request const& r, now t) {
    draft d;
    auto const wrong = [&d](int status, std::string why) {
        d.status = status;
        d.body = json_text({{"error", std::move(why)}});
    };
    auto const done = [&d] { d.body = "{}\n"; };
    auto const what = r.path().substr(emulator_path.size());
    auto const is = [&](std::string_view method, std::string_view path) {
        return r.method == method && what == path;
    };

    if (is("GET", "") || is("GET", "/")) {
        d.body = json_text(
            {{"service", "bedrock-emulator: no inference is done here"}, {"regions", options_.regions}});
    } else if (is("GET", "/log")) {
        auto list = json::array();
        for (auto const& note : log_)
            list.push_back(as_json(note));
        d.body = json_text(list);
    } else if (is("GET", "/faults")) {
        auto list = json::array();
        for (auto const& f : faults_.waiting())
            list.push_back(json::parse(describe(f), nullptr, false));
        d.body = json_text(list);
    } else if (is("POST", "/faults")) {
        auto more = parse_faults(r.body);
        if (!more)
            return wrong(400, std::move(more.error())), d;
        for (auto& f : *more)
            faults_.add(std::move(f));
        d.body = json_text({{"added", more->size()}});
    } else if (is("DELETE", "/faults")) {
        faults_.clear();
        done();
    } else if (is("POST", "/limits")) {
        std::vector<std::pair<std::string, std::pair<service::scope, limit>>> changes;
        auto const read = [](std::string const& name,
                             json const& value) -> std::optional<std::pair<service::scope, limit>> {
            auto const where = name.empty() ? service::scope{} : parse_scope(name);
            auto const l = parse_limit(value);
            return where && l ? std::optional{std::pair{*where, *l}} : std::nullopt;
        };
        if (!read_members(r.body, changes, read))
            return wrong(400, R"(limits are an object such as {"us-east-1":{"requests":2,"tokens":1000,)"
                              R"("tokens_per_day":null},"us-east-1/geographic":{"requests":4}})"),
                   d;
        for (auto const& [name, change] : changes)
            model_.set_limit(change.first, change.second);
        done();
    } else if (is("POST", "/capacity")) {
        std::vector<std::pair<std::string, service::region_state>> changes;
        if (!read_members(r.body, changes,
                          [](std::string const&, json const& value) { return parse_capacity(value); }))
            return wrong(400, R"(capacity is an object such as {"us-east-1":{"calls":10,"background":)"
                              R"([{"after":"30s","calls":4}],"slowdown":2,"failing":false}})"),
                   d;
        for (auto& [region, state] : changes)
            set_capacity(region, std::move(state), t.model);
        done();
    } else if (is("POST", "/access")) {
        std::vector<std::pair<std::string, std::vector<std::pair<std::string, bool>>>> changes;
        auto const read = [](std::string const&, json const& models) {
            std::optional<std::vector<std::pair<std::string, bool>>> out{std::in_place};
            for (auto const& [model, enabled] : models.items()) {
                if (!out || !enabled.is_boolean())
                    return decltype(out){};
                out->emplace_back(model, enabled.template get<bool>());
            }
            return out;
        };
        if (!read_members(r.body, changes, read))
            return wrong(400,
                         R"(access is an object such as {"eu-central-1":{"anthropic.claude-v2":false}})"),
                   d;
        for (auto const& [region, models] : changes)
            for (auto const& [model, enabled] : models)
                model_.set_access(region, model, enabled);
        done();
    } else if (is("POST", "/reset")) {
        reset();
        done();
    } else {
        // Also where a followed redirect arrives: it must be seen in the log.
        auto note = begin_note(r, {});
        note.status = 404;
        keep(std::move(note));
        wrong(404,
              "the control path has GET /_emulator, GET /_emulator/log, GET|POST|DELETE /_emulator/faults, "
              "POST "
              "/_emulator/limits, /_emulator/capacity, /_emulator/access and /_emulator/reset");
    }
    return d;
}

}  // namespace bedrock::testing::emulation
