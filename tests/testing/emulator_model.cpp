// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "../emulator/service_model.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using namespace bedrock::testing;
using namespace bedrock::testing::emulation;

namespace {

constexpr auto sonnet = "global.anthropic.claude-sonnet-4-6";  // 5 quota tokens an output token

demand call(std::int64_t input, std::optional<std::int64_t> max_tokens, std::int64_t length = 64) {
    return {.account = "123456789012",
            .region = "us-east-1",
            .model = *parse_model(sonnet),
            .input_tokens = input,
            .max_tokens = max_tokens,
            .length = length};
}

service_model with(limit l, rules r = {}) {
    service_model m{r};
    m.set_limit("", l);
    return m;
}

std::int64_t tokens_used(service_model& m, moment now) {
    return m.used("123456789012", "us-east-1", *parse_model(sonnet), now).tokens;
}

std::string why(std::expected<acceptance, refusal> const& answer) {
    return answer ? "" : answer.error().message;
}

constexpr auto too_many_requests = "Too many requests, please wait before trying again.";
constexpr auto too_many_tokens = "Too many tokens, please wait before trying again.";
constexpr auto too_many_today = "Too many tokens per day, please wait before trying again.";

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
          measured{13 + 8'814, 100, {.input = 13, .output = 4}, 8'927, 33}}) {
        auto service = with({.tokens = 100'000});
        auto const answer = service.admit(call(m.reserved_input, m.max_tokens), 10s);
        CHECK(answer);
        if (!answer)
            return;
        CHECK(tokens_used(service, 11s) == m.reserved);
        service.settle(answer->ticket, m.really, 20s);
        CHECK(tokens_used(service, 20s) == m.settled);
    }
}

TEST_CASE("without max_tokens the model's maximum output is reserved, so three calls fill 200,000 a minute") {
    auto service = with({.tokens = 200'000});
    for (int i = 0; i < 3; ++i)
        CHECK(service.admit(call(1'000, std::nullopt), 1s));
    CHECK(tokens_used(service, 1s) == 3 * 65'000);
    CHECK(why(service.admit(call(1'000, std::nullopt), 2s)) == too_many_tokens);
    CHECK(tokens_used(service, 2s) == 3 * 65'000);  // a refusal costs nothing
}

TEST_CASE("whether the reservation counts the burndown is a parameter") {
    CHECK(with({.tokens = 1'500}).admit(call(500, 1'000), 0s));
    CHECK(why(with({.tokens = 1'500}, {.burndown_at_start = true}).admit(call(500, 1'000), 0s)) ==
          too_many_tokens);
    CHECK(with({.tokens = 5'500}, {.burndown_at_start = true}).admit(call(500, 1'000), 0s));
}

TEST_CASE("requests are refused by number, with the service's words") {
    auto service = with({.requests = 2});
    CHECK(service.admit(call(1, 1), 0s));
    CHECK(service.admit(call(1, 1), 0s));
    auto const third = service.admit(call(1, 1), 59s);
    CHECK(why(third) == too_many_requests);
    if (!third)
        CHECK((third.error().status == 429 && third.error().code == "ThrottlingException"));
}

TEST_CASE("a quota of 0 and a day's quota speak of the day") {
    CHECK(why(with({.requests = 0}).admit(call(1, 1), 0s)) == too_many_today);
    auto service = with({.tokens_per_day = 100});
    CHECK(service.admit(call(50, 40), 0s));
    CHECK(why(service.admit(call(5, 6), 0s)) == too_many_today);
    CHECK(service.admit(call(5, 6), 24h));
}

TEST_CASE("the kinds of window differ in when room returns") {
    auto const at = [](window w, moment when) {
        auto service = with({.requests = 2}, {.window = w});
        CHECK(service.admit(call(1, 1), 50s));
        CHECK(service.admit(call(1, 1), 55s));
        CHECK_FALSE(service.admit(call(1, 1), 56s));
        return service.admit(call(1, 1), when).has_value();
    };
    CHECK(at(window::fixed, 60s));  // the next minute of the clock
    CHECK_FALSE(at(window::sliding, 60s));
    CHECK_FALSE(at(window::sliding, 110s - 1ns));
    CHECK(at(window::sliding, 110s));  // a minute after the first
    CHECK_FALSE(at(window::bucket, 60s));
    CHECK(at(window::bucket, 80s + 1ns));  // one of two drains in 30 s
}

TEST_CASE("a settlement in the next minute gives nothing to it, but debt is carried there") {
    auto service = with({.tokens = 10'000});
    auto const large = service.admit(call(100, 8'000), 59s);
    auto const small = service.admit(call(100, 100), 59s);
    CHECK((large && small));
    if (!large || !small)
        return;
    service.settle(large->ticket, {.input = 100, .output = 10}, 61s);
    CHECK(tokens_used(service, 61s) == 0);
    service.settle(small->ticket, {.input = 100, .output = 100}, 62s);  // 600 in the end, 200 were reserved
    CHECK(tokens_used(service, 62s) == 400);
}

TEST_CASE("a sliding window takes back what was reserved too much where it was booked") {
    auto service = with({.tokens = 20'000}, {.window = window::sliding});
    auto const one = service.admit(call(100, 8'000), 10s);
    auto const other = service.admit(call(100, 8'000), 10s);  // the same moment: told apart by amount
    CHECK((one && other));
    if (!one || !other)
        return;
    service.settle(one->ticket, {.input = 100, .output = 0}, 20s);
    service.settle(other->ticket, {.input = 100, .output = 0}, 20s);
    CHECK(tokens_used(service, 20s) == 200);
    CHECK(tokens_used(service, 70s) == 0);
}

TEST_CASE("without debt a settlement stops at the limit") {
    auto const after = [](bool debt) {
        auto service = with({.tokens = 300}, {.debt = debt});
        auto const answer = service.admit(call(100, 100), 0s);
        if (answer)
            service.settle(answer->ticket, {.input = 100, .output = 100}, 1s);
        return tokens_used(service, 1s);
    };
    CHECK(after(true) == 600);
    CHECK(after(false) == 300);
}

TEST_CASE("accounts, source regions, kinds of bucket and models share nothing") {
    auto service = with({.requests = 1});
    auto const mine = call(1, 1);
    CHECK(service.admit(mine, 0s));
    CHECK_FALSE(service.admit(mine, 0s));
    auto other = mine;
    other.account = "210987654321";
    CHECK(service.admit(other, 0s));
    other = mine;
    other.region = "us-west-2";
    CHECK(service.admit(other, 0s));
    other = mine;
    other.model = *parse_model("us.anthropic.claude-sonnet-4-6");
    CHECK(service.admit(other, 0s));
    other.model = *parse_model("anthropic.claude-sonnet-4-6");
    CHECK(service.admit(other, 0s));
    other.model = *parse_model("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-6");
    CHECK_FALSE(service.admit(other, 0s));  // the same bucket by another name
}

TEST_CASE("a clock that goes back gives no room back") {
    for (auto w : {window::fixed, window::sliding, window::bucket}) {
        auto service = with({.requests = 1}, {.window = w});
        CHECK(service.admit(call(1, 1), 90s));
        CHECK_FALSE(service.admit(call(1, 1), 10s));
        CHECK_FALSE(service.admit(call(1, 1), 91s));
    }
}

TEST_CASE("the answer's length is the smaller of what it would be and max_tokens") {
    auto service = with({}, {.first_token = 300ms, .per_token = 20ms});
    auto const cut = service.admit(call(1, 10, 64), 0s);
    auto const whole = service.admit(call(1, 64, 64), 0s);
    CHECK((cut && cut->output_tokens == 10 && cut->cut && cut->first == 300ms && cut->each == 20ms));
    CHECK((whole && whole->output_tokens == 64 && !whole->cut));
}

TEST_CASE("what is settled twice, or was never granted, changes nothing") {
    auto service = with({.tokens = 1'000});
    auto const answer = service.admit(call(10, 10), 0s);
    service.settle(77, {.input = 500}, 1s);
    if (answer) {
        service.settle(answer->ticket, {.input = 10, .output = 1}, 1s);
        service.settle(answer->ticket, {.input = 10, .output = 10}, 1s);
    }
    CHECK(tokens_used(service, 1s) == 15);
}

TEST_CASE("model identifiers are taken apart as far as quotas need it") {
    auto const is = [](std::string_view id, bucket_kind kind, std::string_view base) {
        auto const parsed = parse_model(id);
        return parsed && parsed->kind == kind && parsed->base == base;
    };
    using enum bucket_kind;
    CHECK(is("anthropic.claude-3-haiku-20240307-v1:0", on_demand, "anthropic.claude-3-haiku-20240307-v1:0"));
    CHECK(is("us.anthropic.claude-3-haiku-20240307-v1:0", geographic,
             "anthropic.claude-3-haiku-20240307-v1:0"));
    CHECK(is("us-gov.anthropic.claude-3-haiku-20240307-v1:0", geographic,
             "anthropic.claude-3-haiku-20240307-v1:0"));
    CHECK(is("global.anthropic.claude-opus-4-7", bucket_kind::global, "anthropic.claude-opus-4-7"));
    CHECK(is("arn:aws:bedrock:eu-west-3:123456789012:inference-profile/eu.amazon.nova-lite-v1:0", geographic,
             "amazon.nova-lite-v1:0"));
    auto constexpr application =
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123";
    CHECK(is(application, on_demand, application));
    for (auto const* bad : {"", "a model", "line\nend", "../converse", "arn:", "arn:aws:s3:::bucket",
                            "arn:aws:bedrock:us-east-1:12:inference-profile/us.x.y",
                            "arn:aws:bedrock:::foundation-model/x", "-begins-badly", "ünicode", "a/b"})
        CHECK_FALSE(parse_model(bad));
    CHECK_FALSE(parse_model(std::string(2049, 'a')));
}
