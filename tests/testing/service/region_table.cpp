// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/testing/service/region_table.hpp>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <random>

using namespace std::chrono_literals;
using namespace bedrock::testing::service;
using choice = region_table::choice;

namespace {

struct europe {
    region_table table;
    region_key frankfurt = table.key("eu-central-1"), ireland = table.key("eu-west-1"),
               paris = table.key("eu-west-3");
    std::array<region_key, 3> all{frankfurt, ireland, paris};

    explicit europe(rules const& r = {}) : table(r) {}
    void calls(std::int64_t in_frankfurt, std::int64_t in_ireland, std::int64_t in_paris) {
        table.set_state(frankfurt, {.calls = in_frankfurt});
        table.set_state(ireland, {.calls = in_ireland});
        table.set_state(paris, {.calls = in_paris});
    }
    auto from_paris(std::uint64_t chance = 0, moment now = {}) const {
        return table.choose(paris, all, chance, now);
    }
};

}  // namespace

TEST_CASE("capacity order is the source while it has room, then the most room, then none") {
    europe e;
    CHECK(e.from_paris() == choice{e.paris, 0});  // nobody said a limit
    e.calls(5, 9, 1);
    CHECK(e.from_paris() == choice{e.paris, 0});
    e.table.begin(e.paris);
    CHECK(e.from_paris() == choice{e.ireland, 1});
    e.calls(10, 9, 1);
    CHECK(e.from_paris() == choice{e.frankfurt, 1});
    e.calls(9, 9, 1);
    CHECK(e.from_paris() == choice{e.frankfurt, 1});  // the one listed first
    e.calls(0, 0, 1);
    CHECK_FALSE(e.from_paris());
    e.table.end(e.paris);
    CHECK(e.from_paris() == choice{e.paris, 0});
}

TEST_CASE("if the chosen region fails the next is tried until all were") {
    europe e;
    e.table.set_state(e.paris, {.failing = true});
    e.table.set_state(e.ireland, {.calls = 9, .failing = true});
    e.table.set_state(e.frankfurt, {.calls = 5});
    CHECK(e.from_paris() == choice{e.frankfurt, 2});
    e.table.set_state(e.frankfurt, {.calls = 5, .failing = true});
    CHECK_FALSE(e.from_paris());
}

TEST_CASE("others' load eats capacity from its moment on") {
    europe e;
    e.table.set_state(e.paris, {.calls = 10, .background = {{60s, 7}, {120s, 12}, {180s, 0}}});
    CHECK(e.table.free(e.paris, 59s) == 10);
    CHECK(e.table.free(e.paris, 60s) == 3);
    CHECK(e.table.free(e.paris, 130s) == -2);
    CHECK(e.from_paris(0, 130s)->region == e.frankfurt);
    CHECK(e.table.free(e.paris, 200s) == 10);
}

TEST_CASE("by weight a region is drawn, in proportion, of those with room") {
    europe e{{.routing = routing::by_weight,
              .weights = {{"eu-central-1", 7}, {"eu-west-1", 0}, {"eu-west-3", 3}}}};
    std::mt19937_64 chance{3};
    auto const frankfurts = [&] {
        int n = 0;
        for (int i = 0; i < 10'000; ++i) {
            auto const c = e.from_paris(chance());
            n += c && *c == choice{e.frankfurt, 1} ? 1 : 0;
            CHECK((c && c->region != e.ireland));
        }
        return n;
    };
    auto const n = frankfurts();
    CHECK(n > 6'800);
    CHECK(n < 7'200);
    e.table.set_state(e.paris, {.calls = 0});
    CHECK(frankfurts() == 10'000);
    e.table.set_state(e.frankfurt, {.failing = true});
    CHECK_FALSE(e.from_paris(chance()));  // a region of weight 0 is not drawn
}

TEST_CASE(
    "routing never leaves the candidates, finds one while one has room, and keeps what gets more room") {
    std::mt19937_64 chance{11};
    for (int round = 0; round < 2'000; ++round) {
        region_table table{{.routing = round % 2 == 0 ? routing::capacity_order : routing::by_weight}};
        std::vector<region_key> candidates;
        for (int i = 0; i < 8; ++i) {
            auto const r = table.key("region-" + std::to_string(i));
            table.set_state(r, {.calls = static_cast<std::int64_t>(chance() % 4)});
            if (chance() % 2 == 0)
                candidates.push_back(r);
        }
        auto const source = table.key("region-0");
        auto const drawn = chance();
        auto const chosen = table.choose(source, candidates, drawn, {});
        CHECK(chosen.has_value() ==
              std::ranges::any_of(candidates, [&](auto r) { return table.free(r, {}) > 0; }));
        if (!chosen)
            continue;
        CHECK(std::ranges::find(candidates, chosen->region) != candidates.end());
        CHECK(table.free(chosen->region, {}) > 0);
        table.set_state(chosen->region, {.calls = table.free(chosen->region, {}) + 1});
        CHECK(table.choose(source, candidates, drawn, {}) == chosen);
    }
}

TEST_CASE("capacity of any size, negative too, overflows nothing") {
    europe e;
    constexpr auto most = std::numeric_limits<std::int64_t>::max(),
                   least = std::numeric_limits<std::int64_t>::min();
    e.table.set_state(e.paris, {.calls = most, .background = {{0s, least}}});
    CHECK(e.table.free(e.paris, {}) == most);
    e.table.set_state(e.paris, {.calls = least, .background = {{0s, most}}});
    CHECK(e.table.free(e.paris, {}) == -most);
}

TEST_CASE("no weight keeps a call from the only region that it can run in") {
    europe const e{{.routing = routing::by_weight, .weights = {{"eu-west-3", 0}}}};
    CHECK(e.table.choose(e.paris, {&e.paris, 1}, 0, {}) == choice{e.paris, 0});
}
