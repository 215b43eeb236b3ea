// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/testing/service_model.hpp>

#include <algorithm>
#include <bedrock/catalog/current.hpp>
#include <bedrock/catalog/launch_2024_09.hpp>
#include <catch2/catch.hpp>
#include <limits>
#include <random>

using namespace std::chrono_literals;
using namespace bedrock::testing;
using namespace bedrock::testing::service;
using bedrock::quota::bucket_kind;
namespace catalog = bedrock::catalog;

namespace {

constexpr auto account = "123456789012";
constexpr auto sonnet = "global.anthropic.claude-sonnet-4-6";  // 5 quota tokens an output token
constexpr auto sonnet_3_5 = "anthropic.claude-3-5-sonnet-20240620-v1:0";
constexpr auto eu_sonnet_3_5 = "eu.anthropic.claude-3-5-sonnet-20240620-v1:0";
constexpr auto haiku = "anthropic.claude-3-haiku-20240307-v1:0";
constexpr auto us_haiku = "us.anthropic.claude-3-haiku-20240307-v1:0";

/// Today's figures, and nothing of what is offered where.
constexpr catalog::set figures{.burndowns = catalog::current.burndowns, .outputs = catalog::current.outputs};
constexpr auto& launch = catalog::launch_2024_09;

/// A service where one limit holds for all, and its calls from one region.
struct bench {
    service_model service;
    call_key key;

    explicit bench(limit l = {}, rules r = {}, catalog::set const& of = figures,
                   char const* region = "us-east-1", char const* model = sonnet)
        : service(of, std::move(r)), key(service.key(account, region, model)) {
        if (l != limit{})
            service.set_limit({}, l);
    }
    auto call(std::int64_t input, std::optional<std::int64_t> max_tokens, moment now,
              std::int64_t length = 64) {
        return service.admit(key, {.input_tokens = input, .max_tokens = max_tokens, .length = length}, now);
    }
    std::int64_t tokens(moment now) { return service.used(key, now).tokens; }
};

template <class Answer>
std::optional<refusal> why(Answer const& answer) {
    return answer ? std::nullopt : std::optional{answer.error()};
}

}  // namespace

TEST_CASE(
    "the service reserves input and max_tokens, and settles to input, cache writes and five times the "
    "output") {
    struct measured {
        std::int64_t reserved_input;
        std::optional<std::int64_t> max_tokens;
        usage really;
        std::int64_t reserved, settled;
    };
    // Figures measured at the real service (EstimatedTPMQuotaUsage) with this model.
    for (auto const& m :
         {measured{26, 4'000, {.input = 26, .output = 1'203}, 4'026, 6'041},
          measured{14, 8'000, {.input = 14, .output = 4}, 8'014, 34},
          measured{13 + 8'814, 100, {.input = 13, .cache_write = 8'814, .output = 4}, 8'927, 8'847},
          measured{13 + 8'814, 100, {.input = 13, .output = 4}, 8'927, 33}})
        for (auto kind : {window::fixed, window::sliding, window::bucket}) {
            bench b{{.tokens = 100'000}, {.window = kind}};
            auto const answer = b.call(m.reserved_input, m.max_tokens, 10s);
            CHECK((answer && answer->reserved == m.reserved));
            CHECK(b.tokens(10s) == m.reserved);
            if (answer)
                b.service.settle(answer->ticket, m.really, 10s);
            CHECK(b.tokens(10s) == m.settled);
        }
}

TEST_CASE("without max_tokens the model's maximum output is reserved, so three calls fill 200,000 a minute") {
    bench b{{.tokens = 200'000}};
    for (int i = 0; i < 3; ++i)
        CHECK(b.call(1'000, std::nullopt, 1s));
    CHECK(b.tokens(1s) == 3 * 65'000);
    CHECK(why(b.call(1'000, std::nullopt, 2s)) == refusal::too_many_tokens);
    CHECK(b.tokens(2s) == 3 * 65'000);  // a refusal costs nothing
    CHECK(b.service.used(b.key, 2s).requests == 3);
}

TEST_CASE("whether the reservation counts the burndown is a parameter") {
    CHECK(bench{{.tokens = 1'500}}.call(500, 1'000, 0s));
    CHECK(why(bench({.tokens = 1'500}, {.burndown_at_start = true}).call(500, 1'000, 0s)) ==
          refusal::too_many_tokens);
    CHECK(bench({.tokens = 5'500}, {.burndown_at_start = true}).call(500, 1'000, 0s));
}

TEST_CASE("requests are refused by number") {
    bench b{{.requests = 2}};
    CHECK(b.call(1, 1, 0s));
    CHECK(b.call(1, 1, 0s));
    CHECK(why(b.call(1, 1, 59s)) == refusal::too_many_requests);
    CHECK(b.call(1, 1, 60s));
}

TEST_CASE("a quota of 0 and a day's quota speak of the day, and the day's is of all models") {
    CHECK(why(bench{{.requests = 0}}.call(1, 1, 0s)) == refusal::too_many_tokens_today);
    CHECK(why(bench{{.tokens = 0}}.call(0, 0, 0s)) == refusal::too_many_tokens_today);
    bench b{{.tokens_per_day = 100}};
    CHECK(b.call(50, 40, 0s));
    auto const other = b.service.key(account, "us-east-1", "amazon.nova-lite-v1:0");
    CHECK(why(b.service.admit(other, {5, 6}, 0s)) == refusal::too_many_tokens_today);
    CHECK(b.service.admit(b.service.key(account, "us-west-2", "amazon.nova-lite-v1:0"), {5, 6}, 0s));
    CHECK(b.service.earliest(other, {5, 6}, 0s) == 24h);
    CHECK(b.service.admit(other, {5, 6}, 24h));
}

TEST_CASE("a settlement in the next minute gives nothing to it, but debt is carried there") {
    bench b{{.tokens = 10'000}};
    auto const large = b.call(100, 8'000, 59s);
    auto const small = b.call(100, 100, 59s);
    CHECK((large && small));
    if (!large || !small)
        return;
    b.service.settle(large->ticket, {.input = 100, .output = 10}, 61s);
    CHECK(b.tokens(61s) == 0);
    b.service.settle(small->ticket, {.input = 100, .output = 100}, 62s);  // 600 in the end, 200 were reserved
    CHECK(b.tokens(62s) == 400);
}

TEST_CASE("a call longer than the window gives back nothing that has passed with it") {
    for (auto kind : {window::fixed, window::sliding, window::bucket}) {
        bench b{{.tokens = 10'000}, {.window = kind}};
        auto const slow = b.call(0, 9'000, 0s);
        auto const later = b.call(0, 5'000, 70s);
        CHECK((slow && later));
        if (!slow || !later)
            return;
        b.service.settle(later->ticket, {.output = 1'000}, 75s);
        b.service.settle(slow->ticket, {}, 80s);
        auto const counted = b.tokens(80s);
        if (kind != window::bucket)
            CHECK(counted == 5'000);
        CHECK(counted >= 0);
        CHECK(b.call(0, 10'001, 80s) == std::unexpected{refusal::too_many_tokens});
    }
}

TEST_CASE("without debt a settlement stops at the limit") {
    auto const after = [](bool debt) {
        bench b{{.tokens = 300}, {.debt = debt}};
        auto const answer = b.call(100, 100, 0s);
        if (answer)
            b.service.settle(answer->ticket, {.input = 100, .output = 100}, 1s);
        return b.tokens(1s);
    };
    CHECK(after(true) == 600);
    CHECK(after(false) == 300);
}

TEST_CASE("accounts, source regions, kinds of bucket and models share nothing") {
    service_model service{figures};
    service.set_limit({}, {.requests = 1});
    auto const taken = [&service](char const* who, char const* region, char const* id) {
        return service.admit(service.key(who, region, id), {1, 1, 1}, 0s).has_value();
    };
    CHECK(taken(account, "us-east-1", sonnet));
    CHECK_FALSE(taken(account, "us-east-1", sonnet));
    CHECK(taken("210987654321", "us-east-1", sonnet));
    CHECK(taken(account, "us-west-2", sonnet));
    CHECK(taken(account, "us-east-1", "us.anthropic.claude-sonnet-4-6"));
    CHECK(taken(account, "us-east-1", "anthropic.claude-sonnet-4-6"));
    // the same bucket by other names
    CHECK_FALSE(taken(account, "us-east-1",
                      "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-6"));
    CHECK_FALSE(
        taken(account, "us-east-1",
              "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-6"));
}

TEST_CASE("the limit whose scope says most counts, then the offer's, then none") {
    service_model service{launch};
    auto const base = service.key(account, "us-west-2", sonnet_3_5);
    auto const elsewhere = service.key(account, "us-east-1", sonnet_3_5);
    CHECK(service.limit_of(base) == limit{250, 2'000'000});
    CHECK(service.limit_of(elsewhere) == limit{50, 400'000});
    CHECK(
        service.limit_of(service.key(account, "us-west-2", "us.anthropic.claude-3-5-sonnet-20240620-v1:0")) ==
        limit{500, 4'000'000});  // twice as much through the profile
    CHECK(service.limit_of(service.key(account, "us-west-2", "amazon.nova-lite-v1:0")) == limit{});

    service.set_limit({}, {.requests = 7, .tokens_per_day = 9});
    CHECK(service.limit_of(base) == limit{7, std::nullopt, 9});
    service.set_limit({.region = "us-west-2"}, {.tokens = 8});
    CHECK(service.limit_of(base) == limit{std::nullopt, 8});
    CHECK(service.limit_of(elsewhere) == limit{7, std::nullopt, 9});
    service.set_limit({.model = sonnet_3_5}, {.requests = 5});
    CHECK(service.limit_of(base) == limit{5});  // the day's is of all models: us-west-2 has none
    CHECK(service.limit_of(elsewhere) == limit{5, std::nullopt, 9});
    service.set_limit({.model = sonnet_3_5}, {.requests = -5});
    CHECK(service.limit_of(base) == limit{0});
}

TEST_CASE("an on-demand call runs in its region or meets a 503, and quota comes first") {
    bench b{{.requests = 3}, {}, launch, "us-east-1", haiku};
    b.service.set_region("us-east-1", {.calls = 1});
    auto const first = b.call(1, 1, 0s);
    CHECK((first && b.service.name(first->region) == "us-east-1"));
    CHECK(why(b.call(1, 1, 0s)) == refusal::no_capacity);
    CHECK(b.service.used(b.key, 0s) == level{1, 2, 2});  // refused: nothing counted
    CHECK(b.service.earliest(b.key, {1, 1}, 0s) == never);
    if (first)
        b.service.settle(first->ticket, {1, 0, 1}, 1s);
    CHECK(b.call(1, 1, 1s));
    b.service.set_limit({}, {.requests = 1});
    CHECK(why(b.call(1, 1, 1s)) == refusal::too_many_requests);
}

TEST_CASE("a profile's call runs in the source while it has room, then elsewhere, then is throttled") {
    bench b{{}, {.reroute = 30ms}, launch, "us-east-1", us_haiku};
    b.service.set_region("us-east-1", {.calls = 1});
    b.service.set_region("us-west-2", {.calls = 1});
    auto const here = b.call(1, 1, 0s), there = b.call(1, 1, 0s);
    CHECK((here && b.service.name(here->region) == "us-east-1" && here->first == 0ms));
    CHECK((there && b.service.name(there->region) == "us-west-2" && there->first == 30ms));
    CHECK(why(b.call(1, 1, 0s)) == refusal::no_capacity_anywhere);
    if (here)
        b.service.settle(here->ticket, {}, 1s);
    auto const again = b.call(1, 1, 1s);
    CHECK((again && b.service.name(again->region) == "us-east-1"));
}

TEST_CASE("a destination's quota is not touched, nor does it limit") {
    service_model service{launch};
    service.set_limit({.region = "us-west-2"}, {.requests = 0});
    service.set_region("us-east-1", {.calls = 0});
    auto const profile = service.key(account, "us-east-1", us_haiku);
    CHECK(service.admit(profile, {10, 10, 10}, 0s));
    CHECK(service.used(profile, 0s) == level{1, 20, 20});
    for (auto const* id : {haiku, us_haiku})
        CHECK(service.used(service.key(account, "us-west-2", id), 0s) == level{});
    CHECK(service.used(service.key(account, "us-east-1", haiku), 0s).requests == 0);
}

TEST_CASE("Paris answers with a model that Paris lacks, also while Frankfurt's access is off") {
    service_model service{launch};
    auto const profile = service.key(account, "eu-west-3", eu_sonnet_3_5);
    auto const plain = service.key(account, "eu-west-3", sonnet_3_5);
    service.set_access("eu-central-1", sonnet_3_5, false);
    auto const answer = service.admit(profile, {1, 1, 1}, 0s);
    CHECK((answer && service.name(answer->region) == "eu-central-1"));
    CHECK(why(service.admit(plain, {1, 1, 1}, 0s)) == refusal::not_on_demand);
    CHECK(why(service.admit(service.key(account, "eu-central-1", sonnet_3_5), {1, 1, 1}, 0s)) ==
          refusal::no_access);

    service.set_access("eu-west-3", sonnet_3_5, false);
    CHECK(why(service.admit(profile, {1, 1, 1}, 0s)) == refusal::no_access);
    service.set_access("eu-west-3", sonnet_3_5, true);
    CHECK(service.admit(profile, {1, 1, 1}, 0s));
}

TEST_CASE("a profile is invalid where it is no source; an unknown ID only in a closed offer") {
    service_model closed{launch, {.strict = true}}, open{launch};
    CHECK(why(closed.admit(closed.key(account, "us-east-1", eu_sonnet_3_5), {}, 0s)) ==
          refusal::invalid_model);
    for (auto const* id : {"anthropic.claude-9", "us.anthropic.claude-9", "", "no ID at all"}) {
        CHECK(why(closed.admit(closed.key(account, "us-east-1", id), {}, 0s)) == refusal::invalid_model);
        CHECK(open.admit(open.key(account, "us-east-1", id), {}, 0s));
    }
}

TEST_CASE("an application profile goes where what it copies goes, and counts there") {
    constexpr auto arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123";
    service_model service{launch, {.strict = true}};
    auto const key = service.key(account, "us-east-1", arn);
    CHECK(why(service.admit(key, {1, 1, 1}, 0s)) == refusal::invalid_model);
    service.set_alias(arn, us_haiku);
    service.set_region("us-east-1", {.calls = 0});
    auto const answer = service.admit(key, {1, 1, 1}, 0s);
    CHECK((answer && service.name(answer->region) == "us-west-2"));
    CHECK(service.used(service.key(account, "us-east-1", us_haiku), 0s).requests == 1);
    CHECK(service.bucket_of(key) == bedrock::quota::bucket{bucket_kind::geographic, haiku});
    service.set_alias(arn, haiku);
    CHECK(why(service.admit(key, {1, 1, 1}, 0s)) == refusal::no_capacity);
    service.set_alias(arn, std::nullopt);
    CHECK(why(service.admit(key, {1, 1, 1}, 0s)) == refusal::invalid_model);
}

TEST_CASE("a profile without a destination that can run its model is throttled") {
    static constexpr catalog::route nowhere[] = {{"eu-west-3", ""}};
    static constexpr catalog::profile own[] = {{.id = eu_sonnet_3_5, .routes = nowhere}};
    service_model service{{.profiles = own, .rest = &launch}};
    CHECK(why(service.admit(service.key(account, "eu-west-3", eu_sonnet_3_5), {1, 1, 1}, 0s)) ==
          refusal::no_capacity_anywhere);
}

TEST_CASE("the answer's length is the smaller of what it would be and max_tokens") {
    bench b{{}, {.first_token = 300ms, .per_token = 20ms}};
    auto const cut = b.call(1, 10, 0s, 64);
    auto const whole = b.call(1, 64, 0s, 64);
    CHECK((cut && cut->output_tokens == 10 && cut->cut && cut->lasts() == 300ms + 9 * 20ms));
    CHECK((whole && whole->output_tokens == 64 && !whole->cut));
}

TEST_CASE("times vary by the seed alone, within the spread, and a slow region is slow") {
    auto const firsts = [](std::uint64_t seed, double slowdown) {
        bench b{{}, {.first_token = 1s, .spread = 0.2, .seed = seed}};
        b.service.set_region("us-east-1", {.slowdown = slowdown});
        std::vector<std::chrono::nanoseconds> out;
        for (int i = 0; i < 100; ++i)
            if (auto const answer = b.call(1, 1, 0s))
                out.push_back(answer->first);
        return out;
    };
    auto const some = firsts(1, 1);
    CHECK(some == firsts(1, 1));
    CHECK(some != firsts(2, 1));
    auto const [least, most] = std::ranges::minmax(some);
    CHECK(least >= 800ms);
    CHECK(least < 850ms);
    CHECK(most <= 1200ms);
    CHECK(most > 1150ms);
    CHECK(std::ranges::min(firsts(1, 3)) >= 2400ms);
    for (double bad :
         {-1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
        CHECK(std::ranges::min(firsts(1, bad)) >= 0s);
}

TEST_CASE("what is settled twice, or was never granted, changes nothing") {
    bench b{{.tokens = 1'000}};
    b.service.set_region("us-east-1", {.calls = 1});
    auto const answer = b.call(10, 10, 0s);
    b.service.settle(77, {.input = 500}, 1s);
    b.service.settle(0, {.input = 500}, 1s);
    if (answer) {
        b.service.settle(answer->ticket, {.input = 10, .output = 1}, 1s);
        b.service.settle(answer->ticket, {.input = 10, .output = 10}, 1s);
        b.service.settle(0, {.input = 500}, 1s);
    }
    CHECK(b.tokens(1s) == 15);
    CHECK(b.service.free(b.service.region("us-east-1"), 1s) == 1);
    b.service.reset();
    auto const other = b.call(10, 10, 2s);
    if (answer && other) {
        b.service.settle(answer->ticket, {}, 2s);
        CHECK(answer->ticket != other->ticket);
    }
    CHECK(b.tokens(2s) == 20);
}

TEST_CASE("earliest is when admit says yes, to the nanosecond, for each kind of window") {
    std::mt19937_64 chance{5};
    auto const up_to = [&chance](std::uint64_t n) { return static_cast<std::int64_t>(chance() % n); };
    for (auto kind : {window::fixed, window::sliding, window::bucket}) {
        bench b{{.requests = 20, .tokens = 20'000}, {.window = kind, .burst = 20s}};
        moment now = 1h;
        for (int i = 0; i < 500; ++i) {
            demand const d{.input_tokens = up_to(3'000), .max_tokens = up_to(3'000)};
            now += moment{up_to(2'000'000'000)};
            auto const at = b.service.earliest(b.key, d, now);
            CHECK(at != never);
            if (at > now) {
                CHECK_FALSE(b.service.admit(b.key, d, now));
                CHECK_FALSE(b.service.admit(b.key, d, at - 1ns));
            }
            CHECK(b.service.admit(b.key, d, at));
            now = at;
        }
    }
}

TEST_CASE("whatever it is told, no count is negative, none overflows, and the law of the limit holds") {
    std::mt19937_64 chance{13};
    auto const wild = [&chance] {
        auto const n = static_cast<std::int64_t>(chance() >> chance() % 64);
        return chance() % 20 == 0 ? -n : n;
    };
    for (int round = 0; round < 60; ++round) {
        limit const l{.requests = 50, .tokens = 1'000'000, .tokens_per_day = 50'000'000};
        auto const limited = round % 2 == 0;
        service_model service{figures,
                              {.window = static_cast<window>(round % 3),
                               .burst = round % 4 < 2 ? 60s : 5s,
                               .burndown_at_start = round % 5 == 0,
                               .debt = false}};
        if (limited)
            service.set_limit({}, l);
        service.set_region("us-east-1", {.calls = 40, .background = {{10s, 5}}});
        std::vector const keys{service.key(account, "us-east-1", sonnet),
                               service.key(account, "us-east-1", haiku),
                               service.key("", "us-west-2", sonnet)};
        std::vector<std::uint64_t> open;
        moment now{};
        for (int i = 0; i < 400; ++i) {
            now += moment{chance() % 30 == 0 ? wild() >> 20 : wild() >> 34};  // steps back too
            auto const key = keys[chance() % keys.size()];
            if (open.empty() || chance() % 3 != 0) {
                auto const small = chance() % 2 == 0;
                auto const answer = service.admit(
                    key, {small ? wild() >> 44 : wild(), small ? wild() >> 44 : wild(), wild()}, now);
                if (answer)
                    open.push_back(answer->ticket);
            } else {
                service.settle(open.back(), {wild(), wild() >> 30, wild()}, now);
                open.pop_back();
            }
            auto const counted = service.used(key, now);
            CHECK(counted.requests >= 0);
            CHECK(counted.tokens >= 0);
            CHECK(counted.tokens_today >= 0);
            if (limited) {
                CHECK(counted.requests <= *l.requests);
                CHECK(counted.tokens <= *l.tokens);
                CHECK(counted.tokens_today <= *l.tokens_per_day);
            }
            CHECK(service.free(service.region("us-east-1"), now) >= -5);
        }
    }
}

TEST_CASE("refusals speak the service's words") {
    CHECK(message_of(refusal::not_on_demand, "anthropic.claude-sonnet-4-6") ==
          "Invocation of model ID anthropic.claude-sonnet-4-6 with on-demand throughput isn’t supported. "
          "Retry your "
          "request with the ID or ARN of an inference profile that contains this model.");
    CHECK(message_of(refusal::not_on_demand, "x", wording::of_2024) ==
          "The provided model doesn't support on-demand throughput.");
    CHECK(message_of(refusal::invalid_model, "x") == "The provided model identifier is invalid.");
    CHECK(message_of(refusal::too_many_tokens_today, "x") ==
          "Too many tokens per day, please wait before trying again.");
    CHECK(message_of(refusal::no_capacity_anywhere, "x") == message_of(refusal::too_many_requests, "x"));
    CHECK((status_of(refusal::no_capacity_anywhere) == 429 && !of_quota(refusal::no_capacity_anywhere)));
    CHECK((status_of(refusal::no_capacity) == 503 &&
           code_of(refusal::no_capacity) == "ServiceUnavailableException"));
    CHECK((status_of(refusal::no_access) == 403 && code_of(refusal::no_access) == "AccessDeniedException"));
    CHECK((status_of(refusal::not_on_demand) == 400 &&
           code_of(refusal::not_on_demand) == "ValidationException"));
}
