// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/detail/line.hpp>

#include <catch2/catch.hpp>

#include <cstdint>
#include <map>
#include <random>

using namespace bedrock::quota::detail;

TEST_CASE("calls stand in the order of their numbers, whenever they join") {
    line l;
    for (auto const call : {5u, 9u, 2u, 7u})
        l.join(call, 10 * call);
    CHECK(l.size() == 4);
    CHECK(l.place_of(2) == 0);
    CHECK(l.place_of(9) == 3);
    CHECK(l.place_of(6) == 2);  // where it would stand
    CHECK(l.ahead_of(l.place_of(7)) == amount{2, 70});
    CHECK(l.ahead_of(l.place_of(99)) == amount{4, 230});
}

TEST_CASE("who joins twice or leaves without waiting changes nothing") {
    line l;
    l.join(3, 30);
    l.join(3, 99);
    l.leave(4);
    CHECK(l.ahead_of(1) == amount{1, 30});
    l.leave(3);
    l.leave(3);
    CHECK(l.empty());
    CHECK(l.ahead_of(0) == amount{});
}

TEST_CASE("what stands ahead is the sum of what was joined, whatever the order of joining and leaving") {
    std::mt19937_64 dice{11};
    line l;
    std::map<std::uint64_t, std::int64_t> expected;
    for (int i = 0; i < 5'000; ++i) {
        auto const call = dice() % 40;
        if (dice() % 3 == 0) {
            l.leave(call);
            expected.erase(call);
        } else {
            auto const tokens = static_cast<std::int64_t>(dice() % 1'000);
            l.join(call, tokens);
            expected.emplace(call, tokens);
        }
        amount ahead{};
        for (auto const& [number, tokens] : expected)
            if (number < call)
                ahead.add({1, tokens});
        CHECK(l.ahead_of(l.place_of(call)) == ahead);
        CHECK(l.size() == expected.size());
    }
}
