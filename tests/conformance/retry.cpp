// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Suite retry: the standard mode 2.1 of the AWS SDKs and their table of what is retried. Mode 2.0, the
// adaptive mode, the settings and the headers have no runner yet.

#include <chrono>
#include <cmath>
#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <bedrock/call/blocking.hpp>
#include <bedrock/retry/standard.hpp>

#include "suite.hpp"
#include "support.hpp"

namespace conformance {

namespace {

using json = nlohmann::ordered_json;
using classifier = bedrock::retry::classifier::aws;
using standard = bedrock::retry::basic_standard<classifier>;

/// One end of a try; it holds the texts that an attempt views.
struct response {
    int status = 0;
    std::string code{};
    bedrock::error_kind kind = bedrock::error_kind::unknown;
    bool left_whole = true;
    std::optional<std::chrono::milliseconds> server_hint{};

    explicit response(json const& from) {
        if (auto const exception = from.find("exception"); exception != from.end()) {
            auto const name = exception->get<std::string>();
            kind = name.ends_with("timeout") ? bedrock::error_kind::timeout : bedrock::error_kind::network;
            left_whole = name == "read_timeout";
            return;
        }
        status = from.at("status").get<int>();
        if (auto const named = from.find("error_code"); named != from.end() && named->is_string())
            code = named->get<std::string>();
        bedrock::header_list headers;
        if (auto const given = from.find("headers"); given != from.end())
            for (auto const& [name, value] : given->items())
                static_cast<void>(headers.add(name, value.get<std::string>()));
        server_hint = bedrock::call::server_hint(headers);
    }

    bool good() const { return status >= 200 && status < 300; }

    bedrock::retry::attempt attempt(int number) const {
        return {.kind = kind,
                .status = status,
                .code = code,
                .number = number,
                .answered = status != 0,
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
std::string standard_difference(json const& one) {
    auto const& given = one.at("given");
    standard const policy{
        .max_attempts = given.at("max_attempts").get<int>(),
        .longest =
            std::chrono::milliseconds{std::llround(given.at("max_backoff_seconds").get<double>() * 1'000)},
        .budget = given.at("max_retry_quota").get<int>(),
        .resend_unanswered = true};  // as the AWS SDKs do
    standard::memory memory{.spent = policy.budget - given.at("initial_retry_quota").get<int>()};

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
            if (wait && wait->count() != std::llround(expected.at("delay_seconds").get<double>() * 1'000))
                return where + "waits " + std::to_string(wait->count()) + " ms";
            if (policy.budget - memory.spent != expected.at("retry_quota_after").get<int>())
                return where + "the budget has " + std::to_string(policy.budget - memory.spent);
        }
    }
    return {};
}

std::string classification_difference(json const& one) {
    using enum bedrock::retry::failure_class;
    response const r{one};
    auto const found = r.good() ? permanent : classifier::classify(r.attempt(1));
    auto const& expected = one.at("expected");
    if ((found != permanent) != expected.at("retryable").get<bool>())
        return found == permanent ? "not retried" : "retried";
    if ((found == throttling) != expected.at("throttling").get<bool>())
        return found == throttling ? "taken for a throttle" : "not taken for a throttle";
    return {};
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
    auto const not_yet_run = [](json const&) { return std::string{"cannot run yet"}; };
    for (auto const& path : files(dir, ".json")) {
        auto const stem = path.stem().string();
        if (stem == "standard")
            run_file(path, out, [&](json const& one) {
                return one.at("spec") == "2.1" ? standard_difference(one) : not_yet_run(one);
            });
        else if (stem == "classification")
            run_file(path, out, classification_difference);
        else
            run_file(path, out, not_yet_run);
    }
}

}  // namespace conformance
