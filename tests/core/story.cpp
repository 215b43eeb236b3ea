// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/core/story.hpp>

#include <catch2/catch.hpp>

#include <utility>
#include <vector>

using bedrock::attempt_record;
using bedrock::story;

TEST_CASE("a story without attempts is empty") {
    story const s;
    CHECK(s.attempts().empty());
    CHECK(s.end == bedrock::ending::open);
}

TEST_CASE("a story keeps its attempts in order, the last one to be completed") {
    story s;
    for (int n = 1; n <= 5; ++n) {
        s.add({.number = n, .region = "region " + std::to_string(n)});
        s.last().status = 100 * n;
    }
    CHECK(s.attempts().size() == 5);
    if (s.attempts().size() != 5)
        return;
    for (int n = 1; n <= 5; ++n) {
        auto const& a = s.attempts()[static_cast<std::size_t>(n - 1)];
        CHECK(a.number == n);
        CHECK(a.region == "region " + std::to_string(n));
        CHECK(a.status == 100 * n);
    }
}

TEST_CASE("an attempt that was never sent is dropped from its story") {
    bedrock::story s;
    s.add({.number = 1, .region = "a"});
    s.drop_last();
    CHECK(s.attempts().empty());
    s.add({.number = 1, .region = "b"});
    s.add({.number = 2, .region = "c"});
    s.drop_last();
    CHECK(s.attempts().size() == 1);
    CHECK(s.attempts()[0].region == "b");
}

TEST_CASE("stories are copied and moved whole, and equal by what happened") {
    for (int const attempts : {0, 1, 3}) {
        story s;
        for (int n = 1; n <= attempts; ++n)
            s.add({.number = n, .region = "a region whose name is too long for the string itself"});
        auto copy = s;
        CHECK(copy == s);
        auto const moved = std::move(copy);
        CHECK(moved == s);
        CHECK(moved.attempts().size() == static_cast<std::size_t>(attempts));
        s.end = bedrock::ending::cancelled;
        CHECK_FALSE(moved == s);
    }
}
