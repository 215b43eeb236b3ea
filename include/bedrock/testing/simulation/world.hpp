// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/api/detail/error_table.hpp>
#include <bedrock/quota/bucket.hpp>
#include <bedrock/testing/script.hpp>
#include <bedrock/testing/service_model.hpp>
#include <bedrock/testing/simulation/dice.hpp>
#include <bedrock/testing/simulation/figures.hpp>
#include <bedrock/testing/simulation/scenario.hpp>

namespace bedrock::testing::simulation {

/// The service of a simulation, and who counts: the model of the service, outages before it, the lengths of
/// each call, which no client knows before it is over, and what became of all of it.
class world {
 public:
    using duration = std::chrono::nanoseconds;

    explicit world(scenario const& s)
        : plan_{s},
          model_{s.offered != nullptr ? *s.offered : catalog::set{}, seeded(s)},
          chance_{s.seed},
          luck_{~s.seed} {
        figures_.clients.resize(std::max<std::size_t>(s.clients, 1));
        figures_.tenants.resize(s.traffic.tenants.size());
        for (auto const& [where, limit] : s.limits)
            model_.set_limit(where, limit);
        for (auto const& [region, state] : s.capacity)
            model_.set_region(region, state);
        for (auto const& region : s.regions)
            row_of(region);
        burndown_ = model_.offered().burndown(quota::bucket_of(s.traffic.model).model);
    }

    /// A call comes: what its client is told of it.
    scripted_call draw(duration now);

    /// What becomes of a try that goes to a region.
    scripted_answer answer(scripted_try const& t, std::size_t row);
    void ended(std::size_t call, duration now);
    void over(std::size_t call, scripted_outcome const& o);

    /// Others use the account's quota; nothing happens where that is used up.
    void used_by(others const& o, duration now);

    /// How long until the service would take the call in a region, if nothing else happens; `never`.
    duration wait_for(std::size_t call, std::size_t row, duration now);

    /// Whether the call, sent now, would end after its deadline.
    bool too_late(std::size_t call, duration now) const {
        auto const& c = calls_[call];
        auto const& t = plan_.traffic;
        auto const tokens = std::min(c.output, t.max_tokens.value_or(c.output));
        return t.deadline &&
               now + plan_.rules.first_token + plan_.rules.per_token * (tokens - 1) > c.came + *t.deadline;
    }

    /// A region by its number; those of the plan are the first.
    std::size_t row_of(std::string_view region);
    std::size_t regions() const { return rows_.size(); }
    std::size_t calls() const { return calls_.size(); }
    scenario const& plan() const { return plan_; }
    dice& chance() { return chance_; }

    /// What was counted; once, at the end.
    figures count();

 private:
    static constexpr std::string_view account = "123456789012";

    struct truth {
        std::int64_t input = 0, output = 0;
        duration came{}, sent{}, lasts{};
        std::uint64_t ticket = 0;  // of the try that runs; 0: none does
        std::uint32_t row = 0;     // region that it was sent to
        std::uint32_t tenant = 0;  // by its number; none: 0
    };
    struct row {
        service::call_key key{};
        region_figures so_far{};
    };

    static service::rules seeded(scenario const& s) {
        auto r = s.rules;
        r.seed += s.seed * 0x9e3779b97f4a7c15;
        return r;
    }

    bool counts(duration now) const { return now >= plan_.warm_up; }
    std::size_t client_of(std::size_t call) const { return call % std::max<std::size_t>(plan_.clients, 1); }
    void tell(note n) const {
        n.client = client_of(n.call);
        n.tenant = calls_[n.call].tenant;
        if (plan_.told)
            plan_.told(n);
    }
    scripted_answer answered(scripted_try const& t, std::size_t row);
    outage const* out(std::string_view region, duration now) const;
    scripted_answer broken(outage const& o, row& r, duration now);
    scripted_answer refused(service::refusal why, row& r, duration now);
    duration until_cut(std::string_view region, duration now, duration lasts) const;
    void note_taken(std::size_t row, duration now);

    scenario plan_;
    service_model model_;
    dice chance_;  // of what comes: not drawn by what clients do, so that all policies meet the same calls
    dice luck_;    // of tries
    std::int64_t burndown_ = 1;
    std::vector<truth> calls_{};
    std::vector<row> rows_{};
    struct waited {
        duration time{};
        std::int64_t tokens = 0;
    };
    std::vector<waited> waits_{};
    figures figures_{};
};

inline scripted_call world::draw(duration now) {
    auto const& t = plan_.traffic;
    auto const number = calls_.size();
    auto const drawn = [this](token_lengths const& l) {
        return chance_.log_normal(static_cast<double>(l.mean), l.sigma);
    };
    truth c{.came = now};
    if (t.given.empty()) {
        c.input = drawn(t.input);
        c.output = drawn(t.output);
    } else {
        auto const& given = t.given[number % t.given.size()];
        c.input = given.input;
        c.output = given.output;
    }
    if (!t.tenants.empty()) {
        c.tenant = static_cast<std::uint32_t>(chance_.weighted(t.tenants));
        figures_.tenants[c.tenant].offered += counts(now);
    }
    calls_.push_back(c);
    figures_.offered += counts(now);
    tell({.what = note::event::arrived, .now = now, .call = number, .input = c.input, .output = c.output});

    auto const off = 1 + t.estimate_error * (2 * chance_.unit() - 1);
    auto const estimate = static_cast<std::int64_t>(static_cast<double>(c.input) * off);
    return {.model = t.model,
            .asked = {.input_estimate = estimate, .output_limit = t.max_tokens},
            .deadline = t.deadline,
            .seed = chance_.number(),
            .session = t.sessions > 0 ? 1 + chance_.number() % t.sessions : 0,
            .tenant = t.tenants.empty() ? 0 : 1 + std::uint64_t{c.tenant},
            .client = client_of(number)};
}

inline scripted_answer world::answer(scripted_try const& t, std::size_t number) {
    auto made = answered(t, number);
    tell({.what = note::event::sent,
          .now = t.now,
          .call = t.call,
          .region = rows_[number].so_far.region,
          .status = made.failed ? made.failed->what.status : 200,
          .attempt = t.attempt,
          .lasts = made.latency});
    return made;
}

inline scripted_answer world::answered(scripted_try const& t, std::size_t number) {
    auto& r = rows_[number];
    auto& c = calls_[t.call];
    auto const counted = counts(t.now);
    r.so_far.sent += counted;
    if (auto const* const o = out(r.so_far.region, t.now); o != nullptr && luck_.unit() < o->share)
        return broken(*o, r, t.now);
    auto const taken = model_.admit(
        r.key, {.input_tokens = c.input, .max_tokens = plan_.traffic.max_tokens, .length = c.output}, t.now);
    if (!taken)
        return refused(taken.error(), r, t.now);
    note_taken(number, t.now);
    c.ticket = taken->ticket;
    c.row = static_cast<std::uint32_t>(number);
    c.sent = t.now;
    c.lasts = taken->lasts();
    c.output = taken->output_tokens;
    auto const cut = until_cut(r.so_far.region, t.now, c.lasts);
    if (cut < c.lasts)
        return {
            .latency = std::chrono::ceil<std::chrono::milliseconds>(cut),
            .failed = call::failed_try{.what = {.kind = error_kind::network, .message = "cut by an outage"},
                                       .left_whole = true}};
    return {.latency = std::chrono::ceil<std::chrono::milliseconds>(c.lasts),
            .used = tokens_used{.input = c.input, .output = c.output}};
}

// An outage is met before the service counts anything.
inline scripted_answer world::broken(outage const& o, row& r, duration now) {
    r.so_far.broken += counts(now);
    using namespace std::chrono_literals;
    switch (o.how) {
        case error_kind::network:
            return {.latency = 20ms,
                    .failed = call::failed_try{.what = {.kind = o.how, .message = "connection refused"}}};
        case error_kind::timeout:
            return {.latency = 60s,
                    .failed = call::failed_try{.what = {.kind = o.how, .message = "not a byte came"},
                                               .left_whole = true}};
        default:
            r.so_far.unavailable += counts(now) && o.how == error_kind::unavailable;
            return scripted_answer::refusal(o.how, 20ms, o.how == error_kind::unavailable ? 503 : 500);
    }
}

inline scripted_answer world::refused(service::refusal why, row& r, duration now) {
    auto const status = service::status_of(why);
    std::string const code{service::code_of(why)};
    r.so_far.throttled += counts(now) && status == 429;
    r.so_far.unavailable += counts(now) && status == 503;
    auto words = service::message_of(why, plan_.traffic.model);
    auto const kind = api::detail::kind_of(code, status, words);
    auto answer = scripted_answer::refusal(kind, std::chrono::milliseconds{20}, status, code);
    answer.failed->what.message = std::move(words);  // which of a minute's limits it was is in them
    return answer;
}

// The service works on what it took until its end; what was cut or dropped before that is settled with the
// part that was made.
inline void world::ended(std::size_t call, duration now) {
    auto& c = calls_[call];
    if (c.ticket == 0)
        return;
    auto const part =
        now - c.sent >= c.lasts || c.lasts <= duration::zero()
            ? 1.0
            : static_cast<double>((now - c.sent).count()) / static_cast<double>(c.lasts.count());
    auto const made = static_cast<std::int64_t>(part * static_cast<double>(c.output));
    model_.settle(c.ticket, {.input = c.input, .output = made}, now);
    c.ticket = 0;
    auto const tokens = c.input + made * burndown_;
    figures_.billed += counts(now) ? tokens : 0;
    tell({.what = note::event::settled,
          .now = now,
          .call = call,
          .region = rows_[c.row].so_far.region,
          .input = c.input,
          .output = made,
          .tokens = tokens});
}

inline void world::over(std::size_t call, scripted_outcome const& o) {
    bool const missed = o.failure && o.failure->kind == error_kind::deadline;
    tell({.what = note::event::over,
          .now = o.ended,
          .call = call,
          .served = o.succeeded(),
          .missed = missed,
          .story = o.failure ? &o.failure->story : &o.story});
    if (!counts(o.ended))
        return;
    figures_.makespan = std::max(figures_.makespan, o.ended);
    auto const& c = calls_[call];
    if (o.succeeded()) {
        auto const tokens = c.input + c.output * burndown_;
        ++figures_.served;
        figures_.tokens += tokens;
        figures_.clients[client_of(call)] += tokens;
        if (!figures_.tenants.empty())
            ++figures_.tenants[c.tenant].served;
        rows_[c.row].so_far.tokens += tokens;
        waits_.push_back({c.sent - c.came, tokens});
    } else {
        ++(missed ? figures_.missed : figures_.failed);
    }
}

inline void world::used_by(others const& o, duration now) {
    auto const taken =
        model_.admit(rows_[row_of(o.region)].key, {.input_tokens = o.tokens, .max_tokens = 0}, now);
    if (taken)
        model_.settle(taken->ticket, {.input = o.tokens}, now);
}

inline auto world::wait_for(std::size_t call, std::size_t number, duration now) -> duration {
    auto const& r = rows_[number];
    if (auto const* const o = out(r.so_far.region, now); o != nullptr && o->share >= 1)
        return service::never;
    auto const at = model_.earliest(
        r.key, {.input_tokens = calls_[call].input, .max_tokens = plan_.traffic.max_tokens}, now);
    return at == service::never ? at : at - now;
}

inline std::size_t world::row_of(std::string_view region) {
    for (std::size_t i = 0; i < rows_.size(); ++i)
        if (rows_[i].so_far.region == region)
            return i;
    rows_.push_back(
        {.key = model_.key(account, region, plan_.traffic.model), .so_far = {.region = std::string{region}}});
    return rows_.size() - 1;
}

inline outage const* world::out(std::string_view region, duration now) const {
    for (auto const& o : plan_.outages)
        if (o.region == region && o.from <= now && now < o.until)
            return &o;
    return nullptr;
}

inline auto world::until_cut(std::string_view region, duration now, duration lasts) const -> duration {
    for (auto const& o : plan_.outages)
        if (o.cuts && o.region == region && now < o.from)
            lasts = std::min(lasts, o.from - now);
    return lasts;
}

inline void world::note_taken(std::size_t number, duration now) {
    rows_[number].so_far.taken += counts(now);
    if (plan_.step <= duration::zero())
        return;
    auto const step = static_cast<std::size_t>(now / plan_.step);
    if (figures_.timeline.size() <= step)
        figures_.timeline.resize(step + 1);
    auto& taken = figures_.timeline[step];
    if (taken.size() < rows_.size())
        taken.resize(rows_.size());
    ++taken[number];
}

inline figures world::count() {
    // The one that so large a part of all come before, by a member.
    auto const nth = [this](double part, auto member) {
        auto const at =
            waits_.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(waits_.size() - 1));
        std::ranges::nth_element(waits_, at, {}, member);
        return at;
    };
    if (!waits_.empty()) {
        figures_.wait_p50 = nth(0.5, &waited::time)->time;
        figures_.wait_p99 = nth(0.99, &waited::time)->time;
        figures_.wait_longest = nth(1, &waited::time)->time;
        auto const large = nth(0.9, &waited::tokens);
        figures_.wait_longest_of_large =
            std::ranges::max_element(large, waits_.end(), {}, &waited::time)->time;
    }
    for (auto const& r : rows_) {
        figures_.regions.push_back(r.so_far);
        figures_.sent += r.so_far.sent;
        figures_.throttled += r.so_far.throttled;
        figures_.unavailable += r.so_far.unavailable;
    }
    for (auto& taken : figures_.timeline)
        taken.resize(rows_.size());
    return std::move(figures_);
}

}  // namespace bedrock::testing::simulation
