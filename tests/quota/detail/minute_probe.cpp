// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/detail/minute_probe.hpp>

#include <catch2/catch.hpp>

#include <vector>

using namespace std::chrono_literals;
using bedrock::quota::detail::minute_probe;

namespace {
bedrock::instant at(std::chrono::nanoseconds t) {
    return {bedrock::steady_time{1h + t},
            bedrock::wall_time{std::chrono::duration_cast<bedrock::wall_time::duration>(1h + t)}};
}
}  // namespace

TEST_CASE("a probe is open for a few calls in the first two seconds of a minute") {
    minute_probe p;
    CHECK_FALSE(p.open(2, at(30s)));
    CHECK(p.open(2, at(60s)));
    p.take();
    CHECK(p.open(2, at(61s)));
    p.take();
    CHECK_FALSE(p.open(2, at(61s)));
    minute_probe q;
    CHECK(q.open(2, at(61s)));
    CHECK_FALSE(q.open(2, at(63s)));
}

TEST_CASE("probes become rarer: after one minute, two, four, up to 64") {
    minute_probe p;
    std::vector<int> opened;
    for (int i = 1; i <= 300; ++i)
        if (p.open(1, at(i * 1min)))
            opened.push_back(i);
    CHECK(opened == std::vector{1, 2, 4, 8, 16, 32, 64, 128, 192, 256});
    CHECK_FALSE(p.due(at(301min).steady));
    CHECK(p.due(at(320min).steady));
}
