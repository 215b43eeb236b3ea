// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Suite retry: the standard mode of the AWS SDKs in both of its versions, their table of what is retried, the
// parts of their adaptive mode, the common settings and the headers.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <bedrock/api/service_error.hpp>
#include <bedrock/call/blocking.hpp>
#include <bedrock/quota/adaptive.hpp>
#include <bedrock/retry/request_headers.hpp>
#include <bedrock/retry/settings.hpp>
#include <bedrock/retry/standard.hpp>

#include "suite.hpp"
#include "support.hpp"

namespace conformance {

namespace {

using json = nlohmann::ordered_json;
namespace classifier = bedrock::retry::classifier;
namespace rates = bedrock::quota::detail;

/// A member's text; empty where it is absent or null.
std::string text(json const& in, char const* name) {
    auto const found = in.find(name);
    return found != in.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// The kind that the transport gives such a failure.
bedrock::error_kind kind_of_exception(std::string_view name) {
    auto const has = [name](std::string_view part) { return name.find(part) != name.npos; };
    if (has("timeout"))
        return bedrock::error_kind::timeout;
    if (has("ssl") || has("tls"))
        return bedrock::error_kind::tls;
    if (has("connection") || has("http") || has("proxy") || has("endpoint") || has("reset"))
        return bedrock::error_kind::network;
    throw std::runtime_error{"no such failure is known: " + std::string{name}};
}

/// One end of a try, as the client's driver makes it of what came; it holds the texts that an attempt views.
struct response {
    bedrock::error what{};
    bool left_whole = true;
    std::optional<std::chrono::milliseconds> server_hint{};

    explicit response(json const& from) {
        if (auto const exception = text(from, "exception"); !exception.empty()) {
            what.kind = kind_of_exception(exception);
            left_whole = exception.find("read") != exception.npos;
            return;
        }
        what.status = from.at("status").get<int>();
        if (good())
            return;
        bedrock::header_list headers;
        if (auto const code = text(from, "error_code"); !code.empty())
            static_cast<void>(headers.add("x-amzn-ErrorType", code));
        if (auto const given = from.find("headers"); given != from.end())
            for (auto const& [name, value] : given->items())
                static_cast<void>(headers.add(name, value.get<std::string>()));
        what = bedrock::api::service_error({.status = what.status, .headers = &headers});
        server_hint = bedrock::call::server_hint(headers);
    }

    bool good() const { return what.status >= 200 && what.status < 300; }

    bedrock::retry::attempt attempt(int number) const {
        return {.kind = what.kind,
                .status = what.status,
                .code = what.code,
                .number = number,
                .answered = what.status != 0,
                .left_whole = left_whole,
                .server_hint = server_hint};
    }
};

std::string_view outcome_of(bedrock::retry::verdict const& v) {
    if (v.again)
        return "retry";
    switch (v.why) {
        case bedrock::ending::attempts_used_up:
            return "fail_max_attempts";
        case bedrock::ending::retry_budget_empty:
            return "fail_retry_quota";
        default:
            return "fail_not_retryable";
    }
}

/// Successive calls over one budget, each a list of tries and what becomes of them.
template <class Policy>
std::string standard_difference(json const& one, Policy policy) {
    auto const& given = one.at("given");
    policy.max_attempts = given.at("max_attempts").get<int>();
    policy.longest =
        std::chrono::milliseconds{std::llround(given.at("max_backoff_seconds").get<double>() * 1'000)};
    policy.budget = given.at("max_retry_quota").get<int>();
    policy.resend_unanswered = true;  // as the AWS SDKs do
    typename Policy::memory memory{.spent = policy.budget - given.at("initial_retry_quota").get<int>()};

    for (auto const& call : one.at("calls")) {
        int number = 0, paid = 0;
        for (auto const& step : call) {
            response const r{step.at("response")};
            auto const& expected = step.at("expected");
            auto attempt = r.attempt(++number);
            attempt.chance = given.at("jitter").get<double>();
            attempt.paid = paid;

            std::string_view outcome = "success";
            std::optional<std::chrono::milliseconds> wait;
            if (r.good()) {
                policy.succeeded(attempt, memory, {});
            } else {
                auto const verdict = policy.decide(attempt, memory, {});
                outcome = outcome_of(verdict);
                paid = verdict.paid;
                if (verdict.again)
                    wait = verdict.wait;
            }
            auto const where = "try " + std::to_string(number) + ": ";
            if (outcome != expected.at("outcome").get<std::string>())
                return where + std::string{outcome} + " instead of " +
                       expected.at("outcome").get<std::string>();
            if (wait.has_value() != expected.contains("delay_seconds"))
                return where + "a wait on one side only";
            // waits are whole milliseconds
            if (wait && std::abs(static_cast<double>(wait->count()) -
                                 expected.at("delay_seconds").get<double>() * 1'000) > 0.5)
                return where + "waits " + std::to_string(wait->count()) + " ms";
            if (policy.budget - memory.spent != expected.at("retry_quota_after").get<int>())
                return where + "the budget has " + std::to_string(policy.budget - memory.spent);
        }
    }
    return {};
}

std::string standard_of_its_version(json const& one) {
    if (one.at("spec") == "2.0")
        return standard_difference(one, bedrock::retry::basic_standard<classifier::aws_2_0>::mode_2_0());
    return standard_difference(one, bedrock::retry::basic_standard<classifier::aws>{});
}

template <class Classifier>
std::string class_difference(response const& r, json const& expected) {
    using enum bedrock::retry::failure_class;
    auto const found = r.good() ? permanent : Classifier::classify(r.attempt(1));
    if ((found != permanent) != expected.at("retryable").get<bool>())
        return found == permanent ? "not retried" : "retried";
    if ((found == throttling) != expected.at("throttling").get<bool>())
        return found == throttling ? "taken for a throttle" : "not taken for a throttle";
    auto const timeout = expected.find("timeout");
    if (timeout != expected.end() && timeout->get<bool>() != (r.what.kind == bedrock::error_kind::timeout))
        return "the cost of a timeout is another";
    return {};
}

std::string classification_difference(json const& one) {
    response const r{one};
    auto const& expected = one.at("expected");
    auto const before = one.find("expected_in_2.0");
    auto const wrong = class_difference<classifier::aws>(r, expected);
    return wrong.empty() ? class_difference<classifier::aws_2_0>(r, before == one.end() ? expected : *before)
                         : wrong;
}

// Adaptive mode.

/// What is wrong with the members of `expected` that these numbers answer to; absent ones are not looked at.
std::string number_differences(json const& expected,
                               std::initializer_list<std::pair<char const*, double>> numbers,
                               double tolerance = 1e-9) {
    std::string wrong;
    for (auto const& [name, found] : numbers) {
        auto const wanted = expected.find(name);
        if (wanted == expected.end())
            continue;
        auto const value = wanted->get<double>();
        if (std::abs(found - value) > tolerance * std::max(1.0, std::abs(value)))
            wrong += std::string{name} + " is " + std::to_string(found) + " in place of " +
                     std::to_string(value) + "; ";
    }
    return wrong;
}

/// The first difference in a list of steps, each judged by `difference`.
std::string first_difference(json const& steps, auto difference) {
    for (auto const& step : steps)
        if (auto const wrong = difference(step); !wrong.empty())
            return "at " + std::to_string(step.at("t").get<double>()) + " s: " + wrong;
    return {};
}

rates::cubic cubic_of(json const& given, char const* rate, char const* since) {
    return {.max_rate = given.at(rate).get<double>(),
            .last_throttle = given.at(since).get<double>(),
            .beta = given.at("beta").get<double>(),
            .scale = given.at("scale_constant").get<double>()};
}

std::string cubic_table_difference(json const& one) {
    auto cubic = cubic_of(one.at("given"), "last_max_rate", "time_of_last_throttle");
    auto rate = cubic.max_rate;
    return first_difference(one.at("steps"), [&](json const& step) {
        auto const t = step.at("t").get<double>();
        rate = step.at("throttled").get<bool>() ? cubic.throttled(rate, t) : cubic.rate_at(t);
        return number_differences(step, {{"expected_calculated_rate", rate}});
    });
}

std::string cubic_calculator_difference(json const& one) {
    auto cubic = cubic_of(one.at("given"), "starting_max_rate", "start_time");
    auto wrong = number_differences(
        one, {{"expected_k", cubic.recovery()},
              {"expected_rate_at_k", cubic.rate_at(cubic.last_throttle + cubic.recovery())}});
    if (auto const error = one.find("error_received"); error != one.end())
        wrong += number_differences(
            one, {{"expected_rate",
                   cubic.throttled(error->at("current_rate").get<double>(), error->at("t").get<double>())}});
    if (auto const after = one.find("expected_after"); after != one.end())
        wrong += number_differences(
            *after, {{"w_max", cubic.max_rate}, {"k", cubic.recovery()}, {"last_fail", cubic.last_throttle}});
    return wrong;
}

std::string limiter_updates_difference(json const& one) {
    auto rate = rates::send_rate::from(one.at("given").at("start_time").get<double>());
    return first_difference(one.at("steps"), [&](json const& step) {
        rate.answered(step.at("throttled").get<bool>(), step.at("t").get<double>());
        if (auto const on = step.find("expected_enabled"); on != step.end() && on->get<bool>() != rate.limits)
            return std::string{rate.limits ? "limits already" : "does not limit yet"};
        return number_differences(step, {{"expected_measured_tx_rate", rate.meter.rate},
                                         {"expected_fill_rate", rate.bucket.rate},
                                         {"expected_max_capacity", rate.bucket.capacity},
                                         {"expected_capacity", rate.bucket.tokens},
                                         {"expected_w_max", rate.cubic.max_rate}});
    });
}

std::string rate_clocker_difference(json const& one) {
    auto const& given = one.at("given");
    rates::rate_meter meter{.slice_began = std::floor(given.at("start_time").get<double>()),
                            .smoothing = given.at("smoothing").get<double>(),
                            .slice = given.at("bucket_seconds").get<double>()};
    for (auto const& t : one.at("record_at"))
        meter.record(t.get<double>());
    return number_differences(one, {{"expected_measured_rate", meter.rate}}) +
           number_differences(one, {{"expected_measured_rate_approx", meter.rate}}, 1e-6);
}

std::string limit_difference(json const& one) {
    auto const& given = one.at("given");
    return number_differences(
        one, {{"expected_fill_rate", rates::send_rate::capped(given.at("cubic_rate").get<double>(),
                                                              given.at("measured_rate").get<double>())}});
}

/// Takes tokens, or is told how long to wait.
std::string acquire_difference(json const& step, rates::token_bucket& bucket, double amount) {
    auto const ok = bucket.take(amount, step.at("t").get<double>());
    if (ok != step.at("ok").get<bool>())
        return ok ? "granted" : "refused";
    auto const tolerance = step.find("tolerance");
    return number_differences(step, {{"expected_capacity_after", bucket.tokens}}) +
           (ok ? std::string{}
               : number_differences(step, {{"expected_wait_seconds", bucket.until(amount)}},
                                    tolerance == step.end() ? 1e-9 : tolerance->get<double>()));
}

std::string token_bucket_difference(json const& one) {
    auto const& given = one.at("given");
    rates::token_bucket bucket{.filled_at = given.at("t0").get<double>(),
                               .min_rate = given.at("min_rate").get<double>()};
    bucket.set_rate(given.at("max_rate").get<double>(), bucket.filled_at);
    return first_difference(one.at("ops"), [&](json const& op) {
        if (op.at("op") == "acquire")
            return acquire_difference(op, bucket, op.at("amount").get<double>());
        bucket.set_rate(op.at("rate").get<double>(), op.at("t").get<double>());
        return number_differences(
            op, {{"expected_fill_rate", bucket.rate}, {"expected_max_capacity", bucket.capacity}});
    });
}

std::string limiter_acquire_difference(json const& one) {
    auto const& given = one.at("given");
    auto rate = rates::send_rate::from(given.at("start_time").get<double>());
    if (auto const throttled = given.find("throttled_at"); throttled != given.end()) {
        rate.answered(true, throttled->get<double>());
        if (auto const fill = given.find("fill_rate"); fill != given.end())
            rate.bucket.set_rate(fill->get<double>(), throttled->get<double>());
    }
    return first_difference(one.at("acquire"), [&](json const& step) {
        if (!rate.limits)
            return std::string{step.at("ok").get<bool>() ? "" : "granted"};
        return acquire_difference(step, rate.bucket, step.at("cost").get<double>());
    });
}

std::string adaptive_difference(json const& one) {
    auto const kind = one.at("kind").get<std::string>();
    if (kind == "cubic_table")
        return cubic_table_difference(one);
    if (kind == "cubic_calculator")
        return cubic_calculator_difference(one);
    if (kind == "rate_limiter_updates")
        return limiter_updates_difference(one);
    if (kind == "rate_clocker")
        return rate_clocker_difference(one);
    if (kind == "limit")
        return limit_difference(one);
    if (kind == "token_bucket")
        return token_bucket_difference(one);
    if (kind == "limiter_acquire")
        return limiter_acquire_difference(one);
    return "no such kind is known: " + kind;
}

// Settings.

/// The value of a key in the section of the default profile: enough of the format for these two settings.
std::string in_default_profile(std::string_view file, std::string_view key) {
    std::string value;
    bool inside = false;
    auto const trimmed = [](std::string_view s) {
        auto const first = std::min(s.find_first_not_of(" \t\r"), s.size());
        return s.substr(first, s.find_last_not_of(" \t\r") + 1 - first);
    };
    while (!file.empty()) {
        auto const line = trimmed(file.substr(0, file.find('\n')));
        file.remove_prefix(std::min(file.find('\n'), file.size() - 1) + 1);
        if (line.starts_with('['))
            inside = line == "[default]" || line == "[profile default]";
        else if (auto const equals = line.find('=');
                 inside && equals != line.npos && trimmed(line.substr(0, equals)) == key)
            value = trimmed(line.substr(equals + 1));
    }
    return value;
}

/// (Which version a flag of 2026 chose is not looked at: the flag is gone.)
std::string settings_difference(json const& one) {
    auto const& env = one.at("env");
    auto const mode = text(env, "AWS_RETRY_MODE"), attempts = text(env, "AWS_MAX_ATTEMPTS");
    auto const file = text(one, "config_file");
    auto const file_mode = in_default_profile(file, "retry_mode"),
               file_attempts = in_default_profile(file, "max_attempts");
    auto const found = bedrock::retry::read_settings({.mode = mode, .max_attempts = attempts},
                                                     {.mode = file_mode, .max_attempts = file_attempts});
    auto const& expected = one.at("expected");
    if (!found)
        return expected.contains("error") ? "" : found.error().describe();
    if (expected.contains("error"))
        return "no error";
    using enum bedrock::retry::mode;
    std::string_view const name = found->mode == aws_standard   ? "standard"
                                  : found->mode == aws_adaptive ? "adaptive"
                                                                : "legacy";
    if (name != text(expected, "mode"))
        return "the mode is " + std::string{name};
    if (found->max_attempts != expected.at("max_attempts").get<int>())
        return "there are " + std::to_string(found->max_attempts) + " attempts";
    return {};
}

// Headers.

bedrock::wall_time time_of(std::string const& iso) {
    int year = 0;
    unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (std::sscanf(iso.c_str(), "%d-%u-%uT%u:%u:%uZ", &year, &month, &day, &hour, &minute, &second) != 6)
        throw std::runtime_error{"no time: " + iso};
    return std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day)} +
           std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
}

std::string request_header(bedrock::retry::request_facts const& facts) {
    std::string value;
    bedrock::retry::append_sdk_request(value, facts);
    return value;
}

/// Tries with their times, of which each but the first knows the service's clock.
std::string expiry_difference(json const& one) {
    auto const& given = one.at("given");
    auto const max = given.at("max_attempts").get<int>();
    std::chrono::seconds const timeout{given.at("read_timeout_seconds").get<int>()};
    int number = 0;
    std::string date;
    bedrock::wall_time received{};
    for (auto const& attempt : one.at("attempts")) {
        auto const sent = time_of(attempt.at("sent_at_client").get<std::string>());
        ++number;
        for (auto const& [version, expected] : attempt.at("amz_sdk_request").items()) {
            bedrock::retry::request_facts facts{.attempt = number, .max_attempts = max};
            if (version == "2.0" && number == 1)
                facts.max_attempts.reset();
            if (number > 1)
                facts.expires = bedrock::retry::expiry(sent, timeout, date, received);
            if (auto const value = request_header(facts); value != expected.get<std::string>())
                return version + ": " + value;
        }
        auto const& response = attempt.at("response");
        date = text(response, "date");
        auto const came = text(response, "received_at_client");
        received = came.empty() ? sent : time_of(came);
    }
    return {};
}

std::string invocation_id_difference(json const& one) {
    using bedrock::retry::invocation_id;
    constexpr std::uint64_t high = 0x0123456789abcdef, low = 0xfedcba9876543210;  // of the call's chance
    invocation_id const first{high, low};
    auto const id = first.view();
    for (std::size_t i = 0; i < one.at("statuses").size(); ++i)
        if (invocation_id{high, low}.view() != id)
            return "another ID on a later try";
    for (std::size_t i = 0; i < id.size(); ++i)
        if ((i == 8 || i == 13 || i == 18 || i == 23) != (id[i] == '-'))
            return "no UUID";
    return invocation_id{low, high}.view() == id ? "the same ID for another call" : "";
}

std::string header_difference(json const& one) {
    if (one.contains("attempts"))
        return expiry_difference(one);
    if (auto const expected = one.find("expected_amz_sdk_request"); expected != one.end()) {
        int number = 0;
        for (auto const& value : *expected)
            if (auto const found = request_header(
                    {.attempt = ++number, .max_attempts = one.at("given").at("max_attempts").get<int>()});
                found != value.get<std::string>())
                return found;
        return {};
    }
    return invocation_id_difference(one);
}

/// Runs the cases of one file, each by `difference`, which answers what is wrong with it.
void run_file(std::filesystem::path const& path, report& out, auto difference) {
    auto const document = read_json(path);
    int index = 0;
    for (auto const& one : document.at("cases")) {
        auto const id = one.find("id");
        auto const name =
            path.stem().string() + " " + (id != one.end() ? id->get<std::string>() : std::to_string(index));
        ++index;
        try {
            out.finished(name, difference(one));
        } catch (std::exception const& e) {
            out.failed(name, e.what());
        }
    }
}

}  // namespace

void retry(std::filesystem::path const& dir, report& out) {
    for (auto const& path : files(dir, ".json")) {
        auto const stem = path.stem().string();
        if (stem == "standard")
            run_file(path, out, standard_of_its_version);
        else if (stem == "classification")
            run_file(path, out, classification_difference);
        else if (stem == "adaptive")
            run_file(path, out, adaptive_difference);
        else if (stem == "config-resolution")
            run_file(path, out, settings_difference);
        else if (stem == "headers")
            run_file(path, out, header_difference);
        else
            run_file(path, out, [](json const&) { return std::string{"cannot run yet"}; });
    }
}

}  // namespace conformance
