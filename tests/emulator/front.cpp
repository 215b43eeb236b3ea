// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "front.hpp"

#include <bedrock/catalog/current.hpp>

#include "auth.hpp"
#include "hashing.hpp"
#include "service_quotas.hpp"

namespace bedrock::testing::emulation {

namespace {

constexpr std::size_t longest_log = 4096;
constexpr std::size_t longest_body_note = 16 * 1024;

/// Without a catalogue: what today's knows of the models, and nothing of where they are.
constexpr catalog::set anywhere{.burndowns = catalog::current.burndowns,
                                .outputs = catalog::current.outputs,
                                .names = catalog::current.names};

service::rules rules_from(emulator_options const& o) {
    return {.window = o.window,
            .minute = o.minute,
            .burst = o.burst,
            .strict = o.catalog != nullptr,
            .burndown_at_start = o.burndown_at_start,
            .debt = o.debt,
            .routing = o.routing,
            .weights = o.weights,
            .first_token = o.latency,
            .per_token = o.per_token,
            .reroute = o.reroute,
            .spread = o.spread,
            .seed = o.seed};
}

std::string arn_of(account const& a) {
    return a.session_token.empty() ? "arn:aws:iam::" + a.id + ":user/emulator"
                                   : "arn:aws:sts::" + a.id + ":assumed-role/emulator/session";
}

void hint(draft& d, fault const& f) {
    if (f.retry_after)
        d.headers.emplace_back("x-amz-retry-after", std::to_string(f.retry_after->count()));
}

}  // namespace

front::front(emulator_options options, service::moment start)
    : options_(std::move(options)),
      model_(options_.catalog == nullptr ? anywhere : *options_.catalog, rules_from(options_)),
      invocations_(options_.invocation_logs),
      faults_(options_.seed) {
    if (options_.every_region != limit{})
        model_.set_limit({}, options_.every_region);
    for (auto const& [region, l] : options_.limits)
        model_.set_limit({.region = region}, l);
    for (auto const& [where, l] : options_.scoped_limits)
        model_.set_limit(where, l);
    for (auto const& [region, state] : options_.capacity)
        set_capacity(region, state, start);
    for (auto const& [region, model] : options_.no_access)
        model_.set_access(region, model, false);
    for (auto const& f : options_.faults)
        faults_.add(f);
}

void front::reset() {
    model_.reset();
    faults_.clear();
    log_.clear();
}

void front::set_capacity(std::string_view region, service::region_state state, service::moment start) {
    for (auto& step : state.background)
        step.from += start;
    model_.set_region(region, std::move(state));
}

received front::begin_note(http_request const& r, route const& where) const {
    received note{.method = r.method,
                  .target = r.target,
                  .region = where.region,
                  .operation = where.operation,
                  .model = where.label,
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
    auto const f = faults_.take(fault_book::when::clock, where.region, where.operation, where.label);
    return f ? f->delay : std::chrono::milliseconds{0};
}

std::optional<script> front::on_header(http_request const& r, std::optional<std::uint64_t> declared_length,
                                       now t) {
    if (declared_length && *declared_length > largest_body)
        return too_large(r, t);
    auto const where = find_route(r, options_.regions);
    if (where.to == part::emulator)
        return std::nullopt;
    auto const f = faults_.take(fault_book::when::header, where.region, where.operation, where.label);
    if (!f)
        return std::nullopt;

    auto note = begin_note(r, where);
    note.fault = name_of(f->kind);
    auto const error =
        error_of(*f).value_or(refusal{500, "InternalServerException", "An error made on purpose."});
    auto d = refuse(error, note.request_id);
    apply(*f, d);
    hint(d, *f);
    note.status = d.stop_after == std::size_t{0} ? 0 : d.status;
    note.code = note.status == 0 ? "" : error.code;
    keep(std::move(note));
    return lay_out(std::move(d), t.wall);
}

script front::too_large(http_request const& r, now t) {
    auto note = begin_note(r, find_route(r, options_.regions));
    draft d{.status = 413, .request_id = note.request_id, .content_type = "text/plain"};
    d.body = "Request Entity Too Large";
    d.end = ending::close;
    note.status = 413;
    keep(std::move(note));
    return lay_out(std::move(d), t.wall);
}

script front::on_request(http_request const& r, now t) {
    auto const where = find_route(r, options_.regions);
    if (where.to == part::emulator) {
        auto d = steer(r, t);
        d.request_id = make_uuid();
        return lay_out(std::move(d), t.wall);
    }
    t.wall += skew(where);
    auto note = begin_note(r, where);
    auto d = respond(r, where, note, t);
    d.request_id = note.request_id;
    d.last = r.header("connection") == "close";
    note.status = d.stop_after == std::size_t{0} ? 0 : d.status;
    keep(std::move(note));
    return lay_out(std::move(d), t.wall);
}

draft front::respond(http_request const& r, route const& where, received& note, now t) {
    auto const quotas = where.to == part::service_quotas;
    account const* who = nullptr;
    auto const fail = [&](refusal const& why) {
        note.code = why.code;
        if (who != nullptr && where.to == part::runtime && invocations_.writes()) {
            auto record = begin_record(r, where, *who, note, t);
            record.error = why.code;
            invocations_.write(std::move(record));
        }
        return quotas ? refuse_quotas(why, note.request_id) : refuse(why, note.request_id);
    };
    if (where.wrong)
        return fail(*where.wrong);

    auto const f = faults_.take(fault_book::when::whole, where.region, where.operation, where.label);
    if (f)
        note.fault = name_of(f->kind);

    if (options_.authenticate) {
        auto const found =
            authenticate(r, {options_.accounts, where.region, t.wall, quotas ? "servicequotas" : "bedrock"});
        if (!found)
            return fail(found.error());
        who = *found;
    } else {
        who = &options_.accounts.front();
    }
    note.account = who->id;

    if (f)
        if (auto const error = error_of(*f)) {
            auto d = fail(*error);
            apply(*f, d);
            hint(d, *f);
            return d;
        }
    auto good = perform(r, where, *who, note, t);
    auto d = good ? std::move(*good) : fail(good.error());
    if (f)
        apply(*f, d);
    return d;
}

std::expected<draft, refusal> front::perform(http_request const& r, route const& where, account const& who,
                                             received const& note, now t) {
    switch (where.to) {
        case part::control_plane:
            return control_plane_.answer({r, where, who.id, t.wall});
        case part::service_quotas:
            return answer_quotas({r, where, who.id, t.wall}, model_, options_.wording);
        case part::runtime:
        case part::emulator:
            break;
    }
    return infer(r, where, who, note, t);
}

std::expected<draft, refusal> front::infer(http_request const& r, route const& where, account const& who,
                                           received const& note, now t) {
    auto const id = model_id::parse(where.label);
    if (id.kind == model_kind::unknown)
        return invalid("The provided model identifier is invalid.");
    auto const key = model_.key(who.id, where.region, where.label);
    std::string const base{model_.bucket_of(key).model};

    auto const converse = where.operation.starts_with("Converse");
    auto const form = converse ? dialect::converse : dialect_of(base, r.body);
    if (!form)
        return invalid(
            "The emulator knows no InvokeModel format of this model, only those of anthropic.* and "
            "amazon.nova-*; Converse works with any.");
    auto question = read_question(*form, r.body, service::facts_of(model_.offered(), base));
    if (!question)
        return std::unexpected{std::move(question.error())};

    auto const granted = model_.admit(key,
                                      {.input_tokens = question->input_tokens,
                                       .max_tokens = question->max_tokens,
                                       .length = question->length.value_or(options_.output_tokens)},
                                      t.model);
    if (!granted)
        return std::unexpected{refusal{service::status_of(granted.error()),
                                       std::string{service::code_of(granted.error())},
                                       service::message_of(granted.error(), where.label, options_.wording)}};
    auto const streaming =
        where.operation == "ConverseStream" || where.operation == "InvokeModelWithResponseStream";
    accepted_question accepted{std::move(*question), *granted, base, note.request_id};
    auto d = answer(accepted, streaming);
    if (invocations_.writes()) {
        auto record = begin_record(r, where, who, note, t);
        record.input_tokens = accepted.asked.input_tokens;
        if (id.is_profile())
            record.inference_region = model_.name(granted->region);
        pending_[granted->ticket] = {std::move(record), std::move(accepted), streaming};
    }
    return d;
}

invocation front::begin_record(http_request const& r, route const& where, account const& who,
                               received const& note, now t) const {
    return {.when = t.wall,
            .account = who.id,
            .caller = arn_of(who),
            .region = where.region,
            .request_id = note.request_id,
            .operation = where.operation,
            .model = where.label,
            .metadata = std::string{r.header("x-amzn-bedrock-request-metadata")},
            .input = r.body};
}

void front::on_end(script const& played, std::int64_t output_tokens, now t) {
    if (played.ticket == 0)
        return;
    auto used = played.used;
    used.output = output_tokens;
    model_.settle(played.ticket, used, t.model);
    if (auto const found = pending_.find(played.ticket); found != pending_.end()) {
        auto& [record, question, streaming] = found->second;
        record.output_tokens = output_tokens;
        record.output = logged_output(question, streaming, output_tokens);
        invocations_.write(std::move(record));
        pending_.erase(found);
    }
}

}  // namespace bedrock::testing::emulation
