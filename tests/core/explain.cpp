// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/core/explain.hpp>

#include <catch2/catch.hpp>

#include <string>

#include <bedrock/quota/per_minute.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/testing/virtual_driver.hpp>

#include "support/contains.hpp"

using namespace std::chrono_literals;
using bedrock::explain;
using support::contains;

TEST_CASE("a call explains itself attempt by attempt, with each wait's reason") {
    bedrock::story s;
    s.add({.number = 1,
           .region = "us-east-1",
           .queued = 1'200ms,
           .duration = 21ms,
           .cause = bedrock::error_kind::throttled,
           .status = 429,
           .code = "Throttling\nException",
           .request_id = "r-1",
           .held = 100});
    s.add({.number = 2,
           .region = "us-west-2",
           .backed_off = 192ms,
           .duration = 298ms,
           .status = 200,
           .request_id = "r-2"});
    s.end = bedrock::ending::succeeded;
    CHECK(explain(s) ==
          "attempt 1 in us-east-1: waited 1200 ms for room in the client's own quota, failed after 21 ms: "
          "throttled "
          "Throttling?Exception, HTTP 429, request r-1; held 100 tokens of quota, counted 0\n"
          "attempt 2 in us-west-2: paused 192 ms because of the failure before, answered in 298 ms, HTTP "
          "200, request "
          "r-2\n"
          "end: succeeded\n");
    bedrock::error e{.kind = bedrock::error_kind::cancelled, .message = "by the caller"};
    e.story.end = bedrock::ending::cancelled;
    CHECK(contains(explain(e), "by the caller"));
    CHECK(contains(explain(e), "nothing was sent\nend: cancelled\n"));
}

TEST_CASE("a call that waited for what its max_tokens reserved is told a value that would have fitted") {
    auto const told = [](std::optional<std::int64_t> limit, std::int64_t output) {
        bedrock::testing::virtual_driver d{
            bedrock::region::fixed<"us-east-1">{},
            bedrock::quota::per_minute{.tokens = 6'000, .window = bedrock::quota::window::sliding}};
        d.script([&](auto const&) -> bedrock::testing::scripted_answer {
            return {.latency = 5s, .used = bedrock::tokens_used{.input = 1'000, .output = output}};
        });
        bedrock::tokens_asked const asked{.input_estimate = 1'000, .output_limit = limit};
        d.start({.model = "m", .asked = asked});
        auto const second = d.start({.model = "m", .asked = asked});
        CHECK(d.run());
        return explain(d.outcome(second).story);
    };
    CHECK(
        contains(told(4'096, 435),
                 "most of the wait was for quota that max_tokens 4096 reserves: the answer took 435 tokens, "
                 "max_tokens 500 would have fitted"));
    CHECK(contains(told(std::nullopt, 435), "an answer without max_tokens reserves"));
    CHECK(!contains(told(4'096, 4'000), "would have fitted"));
}
