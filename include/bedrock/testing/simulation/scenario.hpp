// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/catalog/set.hpp>
#include <bedrock/core/error_kind.hpp>
#include <bedrock/core/story.hpp>
#include <bedrock/testing/service/limit.hpp>
#include <bedrock/testing/service/rules.hpp>
#include <bedrock/testing/service/scope.hpp>

/// What a simulation is told. Times count from its beginning. Every member has a default.
namespace bedrock::testing::simulation {

/// How calls come.
enum class arrivals : std::uint8_t {
    poisson,      ///< each by itself, `per_minute` of them on average
    bursts,       ///< `together` at a time, the bursts by themselves; `per_minute` calls on average
    closed_loop,  ///< `together` workers, each with one call after the other, `pause` between
    batch,        ///< `together` calls at the beginning, and no more
};

/// Tokens of a call's prompt or answer: log-normal, so that a few are long.
struct token_lengths {
    std::int64_t mean = 1'000;
    double sigma = 0.5;  ///< of the logarithm; 0: all alike
};

/// The lengths of one call, as an invocation log has them.
struct call_lengths {
    std::int64_t input = 0;
    std::int64_t output = 0;
};

struct traffic {
    simulation::arrivals arrivals = simulation::arrivals::poisson;
    double per_minute = 60;
    std::size_t together = 10;
    std::chrono::milliseconds pause{};

    std::string model{"anthropic.claude-3-haiku-20240307-v1:0"};
    token_lengths input{};
    token_lengths output{.mean = 500};  ///< if nothing limits it
    std::vector<call_lengths> given{};  ///< in place of drawn ones: used in turn, again and again
    std::optional<std::int64_t> max_tokens = 4'096;
    double estimate_error = 0;  ///< the clients' estimate of the input is off by up to this part of it
    std::optional<std::chrono::milliseconds> deadline{};  ///< of each call
    std::size_t sessions = 0;                             ///< that the calls belong to; 0: they name none
    std::vector<double>
        tenants{};  ///< that the calls are made for, each with its weight among all; none: they
                    ///< name none
};

/// A region that answers no call for a while, although the service would take them.
struct outage {
    std::string region{};
    std::chrono::nanoseconds from{};
    std::chrono::nanoseconds until{};
    error_kind how = error_kind::network;  ///< `network`: connections are refused; `internal`, `unavailable`:
                                           ///< a 500, a 503; `timeout`: nothing is heard for a minute
    double share = 1;                      ///< of the tries that meet it
    bool cuts = false;                     ///< the calls under way when it begins break off, unanswered
};

/// Others who draw on the account's quota in a source region, unknown to the clients. Their calls use
/// `tokens` and take no time.
struct others {
    std::string region{};
    double per_minute = 0;  ///< on an average
    std::int64_t tokens = 1'500;
    double swing =
        0;  ///< 0 to 1: their rate is this part of it above and below, in turn, for half a period each
    std::chrono::nanoseconds period = std::chrono::minutes{10};

    /// Calls a minute at a time.
    double rate_at(std::chrono::nanoseconds now) const {
        auto const high = period.count() <= 0 || now % period < period / 2;
        return per_minute * (high ? 1 + swing : 1 - swing);
    }
};

/// Something that happened.
struct note {
    enum class event : std::uint8_t {
        arrived,  ///< a call came to its client
        sent,     ///< a try was sent, and this is how it will be answered
        settled,  ///< the service counted a try
        over,     ///< a call ended
    };
    event what = event::arrived;
    std::chrono::nanoseconds now{};
    std::size_t call = 0;
    std::size_t client = 0;
    std::size_t tenant = 0;              ///< its number in the scenario's list, if that has any
    std::string_view region{};           ///< of `sent` and `settled`
    std::int64_t input = 0, output = 0;  ///< tokens: of `arrived` as they would be, of `settled` as they were
    std::int64_t tokens = 0;             ///< of `settled`: as the quota counts them
    int status = 0;                      ///< of `sent`: 200, 429, 503, 500; 0: no answer
    int attempt = 0;                     ///< of `sent`
    std::chrono::nanoseconds lasts{};    ///< of `sent`: until the answer's end
    bool served = false, missed = false;    ///< of `over`; neither: it failed otherwise
    bedrock::story const* story = nullptr;  ///< of `over`
};

/// All that is simulated, but the clients' policies.
struct scenario {
    std::uint64_t seed = 1;
    std::chrono::nanoseconds warm_up{};  ///< nothing is counted before
    std::chrono::nanoseconds length =
        std::chrono::minutes{60};  ///< calls come until then, the warm-up included
    bool drain = false;       ///< run on until all calls are over; else what is not over then is not counted
    std::size_t clients = 1;  ///< with a memory each; calls come to them in turn
    simulation::traffic traffic{};

    std::vector<std::string> regions{};  ///< source regions, for the oracle and the figures
    service::rules rules{};              ///< its seed is mixed with this one's
    service::scoped_limits limits{};
    std::vector<std::pair<std::string, service::region_state>> capacity{};  ///< by region
    catalog::set const* offered = nullptr;  ///< none: any ID is taken anywhere
    std::vector<simulation::outage> outages{};
    std::vector<simulation::others> others{};
    std::chrono::nanoseconds step{};  ///< of `figures::timeline`; 0: none is kept
    std::function<void(note const&)>
        told{};  ///< hears all that happens, the warm-up included; none: nobody does
};

}  // namespace bedrock::testing::simulation
