// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include <bedrock/testing/emulator.hpp>

#include "models.hpp"

/// The service's behaviour as a pure model: no socket, no clock, no thread, no chance. It is told a request
/// and the time, and answers; it is told of a request's end. The emulator runs it in real time, a simulator
/// can run it in virtual time. What it knows so far is the account's quota (429). The service's capacity
/// (503, routing) will be a second question, asked after this one in `admit`: a quota belongs to the source,
/// capacity to a destination.
namespace bedrock::testing::emulation {

/// A moment, from any origin that the caller keeps to. With the epoch as origin fixed windows begin with the
/// minute.
using moment = std::chrono::nanoseconds;

struct refusal {
    int status = 0;
    std::string code{};
    std::string message{};

    friend bool operator==(refusal const&, refusal const&) = default;
};

/// What the model must know of a request.
struct demand {
    std::string account{};
    std::string region{};  ///< the source
    model_name model{};
    std::int64_t input_tokens = 0;             ///< all of it, cached or not: what is reserved
    std::optional<std::int64_t> max_tokens{};  ///< as the request has it
    std::int64_t length = 0;                   ///< output tokens the answer would have if nothing limits it
};

struct acceptance {
    std::uint64_t ticket = 0;          ///< for `settle`
    std::int64_t output_tokens = 0;    ///< that will be made
    bool cut = false;                  ///< by max_tokens: the stop reason
    std::chrono::nanoseconds first{};  ///< until the first token
    std::chrono::nanoseconds each{};   ///< between tokens
};

/// What a request really used. Cache reads count nothing against the quota, so they are not asked for.
struct usage {
    std::int64_t input = 0;  ///< without what came from or went to the cache
    std::int64_t cache_write = 0;
    std::int64_t output = 0;
};

struct rules {
    testing::window window = testing::window::fixed;
    std::chrono::nanoseconds minute = std::chrono::minutes{1};
    bool burndown_at_start = false;
    bool debt = true;
    std::chrono::nanoseconds first_token{};
    std::chrono::nanoseconds per_token{};
};

/// What was used of one limit, as its kind of window counts it.
class meter {
 public:
    /// `length` is that of the window; times that go back are taken for the latest seen.
    std::int64_t used(testing::window, std::chrono::nanoseconds length, std::optional<std::int64_t> limit,
                      moment now);
    void add(testing::window, std::int64_t amount, moment now);  ///< after `used` with the same `now`
    /// Gives back part of what was added at `when`, as far as it still counts. After `used`.
    void give_back(testing::window, std::chrono::nanoseconds length, std::int64_t amount, moment when);

 private:
    moment latest_{};
    std::int64_t total_ = 0;                            // of what counts
    std::int64_t index_ = 0;                            // fixed: number of the window
    double remainder_ = 0;                              // bucket: what drained of the next whole token
    std::deque<std::pair<moment, std::int64_t>> uses_;  // sliding: oldest first
};

class service_model {
 public:
    explicit service_model(rules r) : rules_(r) {}

    void set_limit(std::string_view region, limit l) { limits_[std::string{region}] = l; }

    /// Takes the request and reserves for it, or says why not. A refused request costs nothing.
    std::expected<acceptance, refusal> admit(demand const&, moment now);
    /// The request is over, well or not: what was reserved becomes what was used.
    void settle(std::uint64_t ticket, usage, moment now);

    struct level {
        std::int64_t requests = 0;
        std::int64_t tokens = 0;
        std::int64_t tokens_today = 0;
        friend bool operator==(level const&, level const&) = default;
    };
    level used(std::string_view account, std::string_view region, model_name const&, moment now);

    void reset();  ///< nothing used, nothing under way; limits stay

 private:
    using place = std::pair<std::string, std::string>;                              // account, source region
    using bucket = std::tuple<std::string, std::string, bucket_kind, std::string>;  // and kind, model

    struct minute_meters {
        meter requests;
        meter tokens;
    };
    struct running {
        bucket where;
        moment since;
        std::int64_t reserved;
        std::int64_t burndown;
    };

    limit limit_of(std::string const& region) const;
    void correct(meter&, testing::window, std::chrono::nanoseconds length, std::optional<std::int64_t> limit,
                 running const&, std::int64_t actual, moment now) const;

    rules rules_;
    std::map<std::string, limit> limits_;  // "": of regions not named
    std::map<bucket, minute_meters> minutes_;
    std::map<place, meter> days_;
    std::map<std::uint64_t, running> running_;
    std::uint64_t next_ticket_ = 1;
};

}  // namespace bedrock::testing::emulation
