// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/observer/several.hpp>

#include <catch2/catch.hpp>

#include <string>

#include <bedrock/observer/none.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/testing/virtual_driver.hpp>

namespace observer = bedrock::observer;

namespace {

struct scribe {
    using slot = observer::slot;
    std::string* to;
    char sign;
    void on(observer::sending const&) const { *to += sign; }
    void on(observer::finished const&) const { *to += static_cast<char>(sign - 'a' + 'A'); }
};

struct ends_only {
    using slot = observer::slot;
    int* ends;
    void on(observer::finished const&) const { ++*ends; }
};

}  // namespace

template <class O, class Event>
concept hears = requires(O const& o, Event const& e) { o.on(e); };

static_assert(observer::policy<observer::several<scribe, ends_only>>);
static_assert(hears<observer::several<ends_only>, observer::finished>);
static_assert(!hears<observer::several<ends_only>, observer::sending>);

TEST_CASE("several observers are told in their order, each what it hears") {
    std::string told;
    int ends = 0;
    bedrock::testing::virtual_driver d{
        bedrock::region::fixed<"us-east-1">{},
        observer::several{scribe{&told, 'a'}, ends_only{&ends}, scribe{&told, 'b'}}};
    d.script([](auto const&) -> bedrock::testing::scripted_answer { return {}; });
    d.start({});
    CHECK(d.run());
    CHECK(told == "abAB");
    CHECK(ends == 1);
}
