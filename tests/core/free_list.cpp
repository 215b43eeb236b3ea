// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/core/free_list.hpp>

#include <catch2/catch.hpp>

#include <utility>

using list = bedrock::detail::free_list<int>;

TEST_CASE("what was given back last is lent first, and nobody shares") {
    list l;
    auto one = l.lend();
    auto two = l.lend();
    CHECK(one.get() != two.get());
    auto const* const first = one.get();
    auto const* const second = two.get();
    two.reset();
    one.reset();
    auto const again = l.lend();
    auto const and_again = l.lend();
    CHECK(again.get() == first);
    CHECK(and_again.get() == second);
}

TEST_CASE("a lease that moves is given back once") {
    list l;
    {
        auto one = l.lend();
        auto const moved = std::move(one);
        CHECK(moved);
    }
    auto const a = l.lend();
    auto const b = l.lend();
    CHECK(a.get() != b.get());
}
