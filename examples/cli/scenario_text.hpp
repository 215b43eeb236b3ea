// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <bedrock/json/describe.hpp>

namespace cli {

// A scenario file as it is written: see `scenario_help`. `unknown` keeps members that nobody knows, to complain of.

namespace json = bedrock::json;

using unknown_members = std::vector<json::unknown_member>;

struct lengths_text {
    std::int64_t mean = 0;
    double sigma = 0.5;
    unknown_members unknown{};
};
constexpr auto describe(json::type<lengths_text>) {
    using l = lengths_text;
    return json::object(json::member{"mean", &l::mean}, json::member{"sigma", &l::sigma},
                        json::others{&l::unknown});
}

struct traffic_text {
    std::string arrivals{"poisson"};
    double per_minute = 60;
    std::int64_t together = 10;
    double pause = 0;
    std::string model{"anthropic.claude-3-haiku-20240307-v1:0"};
    lengths_text input{.mean = 1'000};
    lengths_text output{.mean = 500};
    std::string log{};
    std::int64_t max_tokens = 4'096;
    double estimate_error = 0;
    std::optional<double> deadline{};
    std::int64_t sessions = 0;
    std::vector<double> tenants{};
    unknown_members unknown{};
};
constexpr auto describe(json::type<traffic_text>) {
    using t = traffic_text;
    return json::object(json::member{"arrivals", &t::arrivals}, json::member{"perMinute", &t::per_minute},
                        json::member{"together", &t::together}, json::member{"pause", &t::pause},
                        json::member{"model", &t::model}, json::member{"input", &t::input},
                        json::member{"output", &t::output}, json::member{"log", &t::log},
                        json::member{"maxTokens", &t::max_tokens},
                        json::member{"estimateError", &t::estimate_error},
                        json::member{"deadline", &t::deadline}, json::member{"sessions", &t::sessions},
                        json::member{"tenants", &t::tenants}, json::others{&t::unknown});
}

struct service_text {
    std::string window{"fixed"};
    double burst = 60;
    bool burndown_at_start = false;
    bool debt = true;
    double first_token = 0;
    double per_token = 0;
    double spread = 0;
    std::string catalog{"none"};
    unknown_members unknown{};
};
constexpr auto describe(json::type<service_text>) {
    using s = service_text;
    return json::object(json::member{"window", &s::window}, json::member{"burst", &s::burst},
                        json::member{"burndownAtStart", &s::burndown_at_start},
                        json::member{"debt", &s::debt}, json::member{"firstToken", &s::first_token},
                        json::member{"perToken", &s::per_token}, json::member{"spread", &s::spread},
                        json::member{"catalog", &s::catalog}, json::others{&s::unknown});
}

struct load_text {
    double from = 0;
    std::int64_t calls = 0;
    unknown_members unknown{};
};
constexpr auto describe(json::type<load_text>) {
    using l = load_text;
    return json::object(json::member{"from", &l::from}, json::member{"calls", &l::calls},
                        json::others{&l::unknown});
}

struct others_text {
    double per_minute = 0;
    std::int64_t tokens = 1'500;
    double swing = 0;
    double period = 600;
    unknown_members unknown{};
};
constexpr auto describe(json::type<others_text>) {
    using o = others_text;
    return json::object(json::member{"perMinute", &o::per_minute}, json::member{"tokens", &o::tokens},
                        json::member{"swing", &o::swing}, json::member{"period", &o::period},
                        json::others{&o::unknown});
}

struct region_text {
    std::string region{};
    std::optional<std::int64_t> requests{};
    std::optional<std::int64_t> tokens{};
    std::optional<std::int64_t> tokens_per_day{};
    std::optional<std::int64_t> calls{};
    double slowdown = 1;
    std::vector<load_text> background{};
    std::optional<others_text> shared_with{};
    unknown_members unknown{};
};
constexpr auto describe(json::type<region_text>) {
    using r = region_text;
    return json::object(json::required{"region", &r::region}, json::member{"requests", &r::requests},
                        json::member{"tokens", &r::tokens}, json::member{"tokensPerDay", &r::tokens_per_day},
                        json::member{"calls", &r::calls}, json::member{"slowdown", &r::slowdown},
                        json::member{"background", &r::background}, json::member{"others", &r::shared_with},
                        json::others{&r::unknown});
}

struct outage_text {
    std::string region{};
    double from = 0;
    double until = 0;
    std::string how{"network"};
    double share = 1;
    bool cuts = false;
    unknown_members unknown{};
};
constexpr auto describe(json::type<outage_text>) {
    using o = outage_text;
    return json::object(json::required{"region", &o::region}, json::required{"from", &o::from},
                        json::required{"until", &o::until}, json::member{"how", &o::how},
                        json::member{"share", &o::share}, json::member{"cuts", &o::cuts},
                        json::others{&o::unknown});
}

struct region_policy_text {
    std::string policy{"failover"};
    unknown_members unknown{};
};
constexpr auto describe(json::type<region_policy_text>) {
    using r = region_policy_text;
    return json::object(json::member{"policy", &r::policy}, json::others{&r::unknown});
}

struct quota_policy_text {
    std::string policy{"per_minute"};
    double believed = 1;
    double guess = 0;
    double share = 1;
    bool told = false;
    std::int64_t burndown = 1;
    std::int64_t calls = 8;
    unknown_members unknown{};
};
constexpr auto describe(json::type<quota_policy_text>) {
    using q = quota_policy_text;
    return json::object(json::member{"policy", &q::policy}, json::member{"believed", &q::believed},
                        json::member{"guess", &q::guess}, json::member{"share", &q::share},
                        json::member{"told", &q::told}, json::member{"burndown", &q::burndown},
                        json::member{"calls", &q::calls}, json::others{&q::unknown});
}

struct retry_policy_text {
    std::string policy{"standard"};
    std::int64_t max_attempts = 3;
    std::int64_t budget = 500;
    bool resend_unanswered = false;
    unknown_members unknown{};
};
constexpr auto describe(json::type<retry_policy_text>) {
    using r = retry_policy_text;
    return json::object(json::member{"policy", &r::policy}, json::member{"maxAttempts", &r::max_attempts},
                        json::member{"budget", &r::budget},
                        json::member{"resendUnanswered", &r::resend_unanswered}, json::others{&r::unknown});
}

struct scenario_text {
    std::int64_t seed = 1;
    std::int64_t clients = 1;
    double warm_up = 0;
    double length = 3'600;
    bool drain = false;
    double step = 0;
    traffic_text traffic{};
    service_text service{};
    std::vector<region_text> regions{};
    std::vector<outage_text> outages{};
    region_policy_text region{};
    quota_policy_text quota{};
    retry_policy_text retry{};
    unknown_members unknown{};
};
constexpr auto describe(json::type<scenario_text>) {
    using s = scenario_text;
    return json::object(json::member{"seed", &s::seed}, json::member{"clients", &s::clients},
                        json::member{"warmUp", &s::warm_up}, json::member{"length", &s::length},
                        json::member{"drain", &s::drain}, json::member{"step", &s::step},
                        json::member{"traffic", &s::traffic}, json::member{"service", &s::service},
                        json::required{"regions", &s::regions}, json::member{"outages", &s::outages},
                        json::member{"region", &s::region}, json::member{"quota", &s::quota},
                        json::member{"retry", &s::retry}, json::others{&s::unknown});
}

}  // namespace cli
