// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/core/cell.hpp>

#include <catch2/catch.hpp>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using bedrock::detail::cell;

namespace {

struct without_memory {
    int factor = 3;
    int times(int n, int) const { return n * factor; }
};

struct counting {
    struct memory {
        long count = 0;
    };
};

struct counting_safely {
    struct memory {
        static constexpr bool thread_safe = true;
        std::atomic<long> count{0};
    };
};

struct nothing {};
struct nothing_else {};

struct two_of_nothing {
    [[no_unique_address]] cell<nothing> one{nothing{}};
    [[no_unique_address]] cell<nothing_else> other{nothing_else{}};
    int number = 0;
};

template <class P>
long count_from_two_threads() {
    cell<P> c{P{}};
    auto const count = [&] {
        for (int i = 0; i < 20'000; ++i)
            c.ask([](auto&, auto& m) { ++m.count; });
    };
    {
        std::jthread const one{count}, other{count};
    }
    return c.ask([](auto&, auto& m) { return static_cast<long>(m.count); });
}

}  // namespace

TEST_CASE("a policy without memory is asked without one") {
    cell<without_memory> const c{without_memory{.factor = 7}};
    CHECK(c.policy().factor == 7);
    cell<without_memory> changing{without_memory{}};
    CHECK(changing.ask([](auto& p, auto&... memory) { return p.times(2, memory..., 0); }) == 6);
    STATIC_REQUIRE(sizeof(cell<without_memory>) == sizeof(int));
}

TEST_CASE("a memory is shared by all who ask, and guarded unless it guards itself") {
    CHECK(count_from_two_threads<counting>() == 40'000);
    CHECK(count_from_two_threads<counting_safely>() == 40'000);
    STATIC_REQUIRE(sizeof(cell<counting_safely>) == sizeof(long));
}

TEST_CASE("what an asker returns by reference stays one") {
    cell<counting> c{counting{}};
    auto& count = c.ask([](auto&, auto& m) -> long& { return m.count; });
    count = 5;
    CHECK(c.ask([](auto&, auto& m) { return m.count; }) == 5);
}

TEST_CASE("cells of empty policies share an address with their neighbours") {
    STATIC_REQUIRE(sizeof(two_of_nothing) == sizeof(int));
}
