// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/detail/ring.hpp>

#include <catch2/catch.hpp>

#include <cstddef>
#include <deque>
#include <random>

TEST_CASE("a ring does what a deque does") {
    bedrock::quota::detail::ring<int> ring;
    std::deque<int> same;
    std::mt19937 dice{1};
    for (int i = 0; i < 20'000; ++i) {
        switch (auto const what = dice() % 8; same.empty() ? 0 : what) {
            default:
                ring.push_back(i);
                same.push_back(i);
                break;
            case 4:
            case 5:
            case 6:
                ring.pop_front();
                same.pop_front();
                break;
            case 7: {
                auto const at = dice() % same.size();
                ring.erase(at);
                same.erase(same.begin() + static_cast<std::ptrdiff_t>(at));
                break;
            }
        }
        CHECK(ring.size() == same.size());
        if (!same.empty())
            CHECK((ring.front() == same.front() && ring.back() == same.back()));
        if (i % 100 == 0)
            for (std::size_t k = 0; k < same.size(); ++k)
                CHECK(ring[k] == same[k]);
    }
}
