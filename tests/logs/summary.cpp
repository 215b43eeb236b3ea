// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/logs/summary.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>

#include "samples.hpp"

using namespace std::chrono_literals;
using bedrock::logs::entry;
using bedrock::logs::summary;

namespace {

entry call(std::string region, std::string model, std::string ran_in) {
    entry e;
    e.record.region = std::move(region);
    e.record.model_id = std::move(model);
    e.record.inference_region = std::move(ran_in);
    return e;
}

}  // namespace

TEST_CASE("routes are told apart by source, model and where they ran") {
    summary s;
    for (int i = 0; i != 7; ++i)
        s.add(call("us-east-1", "us.m", "us-west-2"));
    for (int i = 0; i != 3; ++i)
        s.add(call("us-east-1", "us.m", "us-east-1"));
    s.add(call("us-east-1", "m", ""));
    s.add(call("us-west-2", "us.m", "us-west-2"));
    CHECK(s.records() == 12);
    if (s.routes().size() != 4) {
        FAIL_CHECK(s.routes().size());
        return;
    }
    CHECK(s.routes()[0].model_id == "m");
    CHECK(s.share(s.routes()[0]) == 1);
    CHECK(s.routes()[1].inference_region == "us-east-1");
    CHECK(s.share(s.routes()[1]) == Approx(0.3));
    CHECK(s.routes()[2].inference_region == "us-west-2");
    CHECK(s.routes()[2].records == 7);
    CHECK(s.share(s.routes()[2]) == Approx(0.7));
    CHECK(s.share(s.routes()[3]) == 1);
    CHECK(s.share({}) == 0);
}

TEST_CASE("tokens and latency are those of the records") {
    summary s;
    for (auto const& e :
         sample::read(std::string{sample::from_paris} + std::string{sample::from_paris}).entries)
        s.add(e);
    if (s.routes().size() != 1) {
        FAIL_CHECK(s.routes().size());
        return;
    }
    auto const& r = s.routes()[0];
    CHECK(r.region == "eu-west-3");
    CHECK(r.inference_region == "eu-central-1");
    CHECK(r.tokens == bedrock::tokens_used{.input = 130, .output = 688});
    CHECK(r.latency.count() == 2);
    CHECK(r.latency.mean() == 5'995);
    CHECK(r.latency.quantile(0.95) == 5'995ms);
}

TEST_CASE("failures are counted by code and belong to no route") {
    summary s;
    for (auto const* code : {"ThrottlingException", "AccessDeniedException", "ThrottlingException"}) {
        auto e = call("us-east-1", "m", "");
        e.record.error_code = code;
        s.add(e);
    }
    CHECK(s.records() == 3);
    CHECK(s.routes().empty());
    CHECK(s.failures().size() == 2);
    if (s.failures().size() == 2) {
        CHECK(s.failures()[0].error_code == "AccessDeniedException");
        CHECK(s.failures()[1].error_code == "ThrottlingException");
        CHECK(s.failures()[1].records == 2);
    }
}

TEST_CASE("numbers that no call can have do not overflow") {
    summary s;
    auto e = call("r", "m", "");
    e.record.input.token_count = std::numeric_limits<std::int64_t>::max();
    e.record.input.cache_read_token_count = std::numeric_limits<std::int64_t>::min();
    e.record.output.emplace().token_count = -1;
    s.add(e);
    s.add(e);
    CHECK(s.routes()[0].tokens == bedrock::tokens_used{.input = std::numeric_limits<std::int64_t>::max()});
}

TEST_CASE("more routes than there is room for are counted as one") {
    summary s{3};
    for (int i = 0; i != 100; ++i) {
        s.add(call("r", "m" + std::to_string(i % 10), ""));
        auto e = call("", "", "");
        e.record.error_code = "code" + std::to_string(i % 10);
        s.add(e);
    }
    CHECK(s.routes().size() == 4);
    CHECK(s.failures().size() == 4);
    CHECK(s.routes()[0].region == summary::others);
    CHECK(s.routes()[0].records == 70);
    CHECK(s.failures()[0].error_code == summary::others);
    CHECK(s.failures()[0].records == 70);

    summary long_names;
    long_names.add(call(std::string(1'000'000, 'r'), "m", ""));
    CHECK(long_names.routes()[0].region.size() == 2'048);
}
