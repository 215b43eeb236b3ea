// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/per_tenant.hpp>

#include <catch2/catch.hpp>

#include <vector>

#include <bedrock/quota/all.hpp>
#include <bedrock/quota/concurrency.hpp>
#include <bedrock/quota/per_minute.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/testing/virtual_driver.hpp>

#include "desk.hpp"

using namespace std::chrono_literals;
using bedrock::quota::answer;
using bedrock::quota::per_minute;
using bedrock::quota::per_tenant;
using bedrock::quota::window;
using bedrock::testing::scripted_answer;
using bedrock::testing::scripted_try;

static_assert(bedrock::quota::policy<per_tenant<per_minute>>);
static_assert(bedrock::quota::policy<per_tenant<bedrock::quota::concurrency>>);
static_assert(bedrock::quota::policy<bedrock::quota::all<per_tenant<per_minute>, per_minute>>);

namespace {

/// The desk of a policy that asks for whom a call is made.
struct tenants_desk : quota_desk<per_tenant<per_minute>> {
    auto admit_for(std::uint64_t tenant, std::uint64_t call, std::chrono::nanoseconds t, std::int64_t input) {
        return policy.admit({where, {.input_estimate = input, .output_limit = 0}, call, tenant}, memory,
                            at(t));
    }
};

}  // namespace

TEST_CASE("each tenant has a quota and a line of its own") {
    tenants_desk d{quota_desk{per_tenant{per_minute{.tokens = 1'000, .window = window::sliding}}}};
    auto const first = d.admit_for(7, 1, 0s, 900);
    CHECK(first.what == answer::granted);
    CHECK(d.admit_for(7, 2, 0s, 200).what == answer::wait);
    CHECK(d.admit_for(8, 3, 0s, 900).what == answer::granted);
    CHECK(d.admit_for(0, 4, 0s, 900).what == answer::granted);
    CHECK(d.admit_for(7, 5, 0s, 50).what == answer::wait);
    CHECK(d.policy.room({d.where, {.input_estimate = 100, .output_limit = 0}, 9, 8}, d.memory, d.at(0s))
              .calls == 1);
    d.policy.leave({d.where, {}, 2, 7}, d.memory);
    CHECK(d.admit_for(7, 5, 0s, 50).what == answer::granted);
    CHECK(d.settle(first.ticket, {.used = {.input = 950}}, 1s)->beyond() == 50);
}

TEST_CASE("a million tenants take no more memory than those of a minute") {
    tenants_desk d{quota_desk{per_tenant{per_minute{.requests = 1'000}}}};
    std::size_t largest = 0;
    for (std::uint64_t tenant = 1; tenant <= 1'000'000; ++tenant) {
        auto const now = std::chrono::milliseconds{60 * tenant};  // a thousand a minute
        auto const call = d.admit_for(tenant, tenant, now, 10);
        d.settle(call.ticket, {.used = {.input = 10}}, now);
        largest = std::max(largest, d.memory.tenants.size());
    }
    CHECK(largest <= 4'100);
}

TEST_CASE("a tenant is kept while a call is under way") {
    tenants_desk d{
        quota_desk{per_tenant{per_minute{.requests = 10, .tokens = 1'000, .window = window::sliding}}}};
    auto const slow = d.admit_for(1, 1, 0s, 900);
    for (std::uint64_t tenant = 2; tenant < 1'000; ++tenant)
        d.settle(d.admit_for(tenant, tenant, tenant * 1s, 1).ticket, {}, tenant * 1s);
    CHECK(d.memory.tenants.contains(1));
    CHECK(d.memory.tenants.size() < 200);
    CHECK(d.settle(slow.ticket, {.used = {.input = 800}}, 1'000s)->counted == 800);
}

TEST_CASE("of a hundred tenants one floods, and the others lose nothing") {
    using bedrock::quota::all;
    auto const served = [](bool flood) {
        bedrock::testing::virtual_driver d{
            bedrock::region::fixed<"us-east-1">{},
            all{per_tenant{per_minute{.tokens = 4'000, .burst = 15s}}, per_minute{.tokens = 400'000}}};
        d.script([](scripted_try const&) -> scripted_answer {
            return {.latency = 2s, .used = bedrock::tokens_used{.input = 1'000}};
        });
        std::vector<std::size_t> others;
        for (int i = 0; flood && i < 2'000; ++i)
            d.start({.at = std::chrono::milliseconds{50 * i},
                     .asked = {.input_estimate = 1'000, .output_limit = 0},
                     .deadline = 60s,
                     .tenant = 1});
        for (std::uint64_t tenant = 2; tenant <= 100; ++tenant)
            for (int i = 0; i < 3; ++i)
                others.push_back(d.start(
                    {.at = std::chrono::milliseconds{tenant * 200 + 20'000 * static_cast<std::uint64_t>(i)},
                     .asked = {.input_estimate = 1'000, .output_limit = 0},
                     .deadline = 30s,
                     .tenant = tenant}));
        CHECK(d.run());
        int well = 0;
        for (auto const call : others)
            well += d.outcome(call).succeeded();
        return well;
    };
    CHECK(served(false) == 297);
    CHECK(served(true) == 297);
}
