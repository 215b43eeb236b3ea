// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "front.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "answer.hpp"
#include "auth.hpp"
#include "hashing.hpp"

namespace bedrock::testing::emulation {

namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t longest_log = 4096;
constexpr std::size_t longest_body_note = 16 * 1024;
constexpr std::string_view control_path = "/_emulator";

struct operation {
    std::string_view path, name;
};
constexpr std::array operations{operation{"converse", "Converse"},
                                operation{"converse-stream", "ConverseStream"},
                                operation{"invoke", "InvokeModel"},
                                operation{"invoke-with-response-stream", "InvokeModelWithResponseStream"}};

rules rules_from(emulator_options const& o) {
    return {.window = o.window,
            .minute = std::max<std::chrono::nanoseconds>(o.minute, std::chrono::milliseconds{1}),
            .burndown_at_start = o.burndown_at_start,
            .debt = o.debt,
            .first_token = o.latency,
            .per_token = o.per_token};
}

std::string json_text(json const& value) {
    return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

bool limits_from(json const& value, limit& out) {
    if (!value.is_object())
        return false;
    for (auto const& [name, number] : value.items()) {
        if (!number.is_null() && !number.is_number_unsigned())
            return false;
        auto const amount =
            number.is_null() ? std::nullopt : std::optional<std::int64_t>{number.get<std::int64_t>()};
        if (name == "requests")
            out.requests = amount;
        else if (name == "tokens")
            out.tokens = amount;
        else if (name == "tokens_per_day")
            out.tokens_per_day = amount;
        else
            return false;
    }
    return true;
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

}  // namespace

front::front(emulator_options options)
    : options_(std::move(options)), model_(rules_from(options_)), faults_(options_.seed) {
    model_.set_limit("", options_.every_region);
    for (auto const& [region, l] : options_.limits)
        model_.set_limit(region, l);
    for (auto const& f : options_.faults)
        faults_.add(f);
}

void front::reset() {
    model_.reset();
    faults_.clear();
    log_.clear();
}

front::route front::find(http_request const& r) const {
    route out;
    auto const serves = [this](std::string_view region) {
        return std::ranges::find(options_.regions, region) != options_.regions.end();
    };
    // The host's label says it, `us-east-1.localhost` or `bedrock-runtime.us-east-1.localhost`; else the
    // signature.
    auto host = r.header("host");
    host = host.substr(0, host.find(':'));
    while (!host.empty() && out.region.empty()) {
        auto const label = host.substr(0, host.find('.'));
        if (serves(label))
            out.region = label;
        host = label.size() == host.size() ? std::string_view{} : host.substr(label.size() + 1);
    }
    if (auto const region = signed_region(r); out.region.empty() && serves(region))
        out.region = region;
    if (out.region.empty())
        out.region = options_.regions.front();

    auto path = r.path();
    if (path == control_path || path.starts_with("/_emulator/")) {
        out.control = true;
        return out;
    }
    constexpr std::string_view start = "/model/";
    if (path.starts_with(start)) {
        path.remove_prefix(start.size());
        auto const slash = path.find('/');
        auto const last = slash == path.npos ? std::string_view{} : path.substr(slash + 1);
        if (auto const found = std::ranges::find(operations, last, &operation::path);
            found != operations.end() && slash > 0) {
            out.operation = found->name;
            out.model = percent_decoded(path.substr(0, slash));
            if (r.method != "POST")
                out.wrong = refusal{405, "MethodNotAllowedException",
                                    "The method " + r.method + " is not allowed here; POST is."};
            return out;
        }
    }
    out.wrong =
        refusal{404, "UnknownOperationException",
                "The emulator knows no operation with this path. It has POST /model/{modelId}/converse, "
                "/converse-stream, /invoke and /invoke-with-response-stream."};
    return out;
}

received front::begin_note(http_request const& r, route const& where) const {
    received note{.method = r.method,
                  .target = r.target,
                  .region = where.region,
                  .operation = where.operation,
                  .model = where.model,
                  .request_id = make_uuid(),
                  .tls = r.tls,
                  .connection = r.connection,
                  .headers = r.headers,
                  .body = r.body.substr(0, longest_body_note)};
    for (auto& [name, value] : note.headers)
        if (name == "authorization" || name == "x-amz-security-token")
            value = "(left out)";
    return note;
}

void front::keep(received note) {
    log_.push_back(std::move(note));
    if (log_.size() > longest_log)
        log_.pop_front();
}

std::chrono::milliseconds front::skew(route const& where) {
    auto const f = faults_.take(fault_book::when::clock, where.region, where.operation, where.model);
    return f ? f->delay : std::chrono::milliseconds{0};
}

std::optional<script> front::on_header(http_request const& r, std::optional<std::uint64_t> declared_length,
                                       now t) {
    if (declared_length && *declared_length > largest_body)
        return too_large(r, t);
    auto const where = find(r);
    if (where.control)
        return std::nullopt;
    auto const f = faults_.take(fault_book::when::header, where.region, where.operation, where.model);
    if (!f)
        return std::nullopt;

    auto note = begin_note(r, where);
    note.fault = name_of(f->kind);
    auto const error =
        error_of(*f).value_or(refusal{500, "InternalServerException", "An error made on purpose."});
    auto d = refuse(error, note.request_id);
    apply(*f, d);
    if (f->retry_after)
        d.headers.emplace_back("x-amz-retry-after", std::to_string(f->retry_after->count()));
    note.status = d.stop_after == std::size_t{0} ? 0 : d.status;
    note.code = note.status == 0 ? "" : error.code;
    keep(std::move(note));
    return lay_out(std::move(d), t.wall);
}

script front::too_large(http_request const& r, now t) {
    auto note = begin_note(r, find(r));
    draft d{.status = 413, .request_id = note.request_id, .content_type = "text/plain"};
    d.body = "Request Entity Too Large";
    d.end = ending::close;
    note.status = 413;
    keep(std::move(note));
    return lay_out(std::move(d), t.wall);
}

script front::on_request(http_request const& r, now t) {
    auto const where = find(r);
    if (where.control) {
        auto d = control(r);
        d.request_id = make_uuid();
        return lay_out(std::move(d), t.wall);
    }
    t.wall += skew(where);
    auto note = begin_note(r, where);
    auto d = respond(r, where, note, t);
    d.last = r.header("connection") == "close";
    note.status = d.stop_after == std::size_t{0} ? 0 : d.status;
    keep(std::move(note));
    return lay_out(std::move(d), t.wall);
}

draft front::respond(http_request const& r, route const& where, received& note, now t) {
    auto const fail = [&note](refusal const& why) {
        note.code = why.code;
        return refuse(why, note.request_id);
    };
    if (where.wrong)
        return fail(*where.wrong);

    auto const f = faults_.take(fault_book::when::whole, where.region, where.operation, where.model);
    if (f)
        note.fault = name_of(f->kind);

    auto const* who = &options_.accounts.front();
    if (options_.authenticate) {
        auto const found = authenticate(r, {options_.accounts, where.region, t.wall});
        if (!found)
            return fail(found.error());
        who = *found;
    }
    note.account = who->id;

    if (f)
        if (auto const error = error_of(*f)) {
            auto d = fail(*error);
            apply(*f, d);
            if (f->retry_after)
                d.headers.emplace_back("x-amz-retry-after", std::to_string(f->retry_after->count()));
            return d;
        }
    auto good = infer(r, where, *who, note, t);
    auto d = good ? std::move(*good) : fail(good.error());
    if (f)
        apply(*f, d);
    return d;
}

std::expected<draft, refusal> front::infer(http_request const& r, route const& where, account const& who,
                                           received const& note, now t) {
    auto const invalid = [](char const* message) {
        return std::unexpected{refusal{400, "ValidationException", message}};
    };
    auto const model = parse_model(where.model);
    if (!model)
        return invalid("The provided model identifier is invalid.");

    auto const converse = where.operation.starts_with("Converse");
    auto const form = converse ? dialect::converse : dialect_of(model->base, r.body);
    if (!form)
        return invalid(
            "The emulator knows no InvokeModel format of this model, only those of anthropic.* and "
            "amazon.nova-*; Converse works with any.");
    auto question = read_question(*form, r.body, facts_of(model->base));
    if (!question)
        return std::unexpected{std::move(question.error())};

    auto granted = model_.admit({.account = who.id,
                                 .region = where.region,
                                 .model = *model,
                                 .input_tokens = question->input_tokens,
                                 .max_tokens = question->max_tokens,
                                 .length = question->length.value_or(options_.output_tokens)},
                                t.model);
    if (!granted)
        return std::unexpected{std::move(granted.error())};
    auto const streaming =
        where.operation == "ConverseStream" || where.operation == "InvokeModelWithResponseStream";
    return answer({std::move(*question), *granted, model->base, note.request_id}, streaming);
}

void front::on_end(script const& played, std::int64_t output_tokens, now t) {
    if (played.ticket == 0)
        return;
    auto used = played.used;
    used.output = output_tokens;
    model_.settle(played.ticket, used, t.model);
}

draft front::control(http_request const& r) {
    draft d;
    auto const wrong = [&d](int status, std::string why) {
        d.status = status;
        d.body = json_text({{"error", std::move(why)}});
    };
    auto const what = r.path().substr(control_path.size());
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
        if (more) {
            for (auto& f : *more)
                faults_.add(std::move(f));
            d.body = json_text({{"added", more->size()}});
        } else {
            wrong(400, std::move(more.error()));
        }
    } else if (is("DELETE", "/faults")) {
        faults_.clear();
        d.body = "{}\n";
    } else if (is("POST", "/limits")) {
        auto const document = json::parse(r.body, nullptr, false);
        std::vector<std::pair<std::string, limit>> changes;
        bool fine = document.is_object();
        if (fine)
            for (auto const& [region, value] : document.items()) {
                changes.emplace_back(region, limit{});
                fine = fine && limits_from(value, changes.back().second);
            }
        for (auto const& [region, l] : changes)
            if (fine)
                model_.set_limit(region, l);
        if (fine)
            d.body = "{}\n";
        else
            wrong(
                400,
                R"(limits are an object such as {"us-east-1":{"requests":2,"tokens":1000,"tokens_per_day":null}})");
    } else if (is("POST", "/reset")) {
        reset();
        d.body = "{}\n";
    } else {
        // Also where a followed redirect arrives: it must be seen in the log.
        auto note = begin_note(r, {});
        note.status = 404;
        keep(std::move(note));
        wrong(404,
              "the control path has GET /_emulator, GET /_emulator/log, GET|POST|DELETE /_emulator/faults, "
              "POST "
              "/_emulator/limits and POST /_emulator/reset");
    }
    return d;
}

}  // namespace bedrock::testing::emulation
