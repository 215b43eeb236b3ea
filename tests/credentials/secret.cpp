// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/credentials/secret.hpp>

#include <catch2/catch.hpp>

#include <ostream>
#include <string>
#include <type_traits>
#include <utility>

using bedrock::secret;

namespace {

template <class T>
concept printable = requires(std::ostream& out, T const& value) { out << value; };

}  // namespace

TEST_CASE("a secret holds text and can be compared") {
    secret const empty;
    CHECK(empty.empty());
    CHECK(empty.view().empty());
    CHECK((empty == secret{}));

    secret const key{"text"};
    CHECK(key.view() == "text");
    CHECK((key == std::string_view{"text"}));
    CHECK_FALSE((key == std::string_view{"texT"}));
    CHECK_FALSE((key == std::string_view{"text and more"}));
    CHECK_FALSE((key == secret{}));
}

TEST_CASE("a copy of a secret is its own, a move leaves nothing behind") {
    secret first{std::string{"short"}};
    secret const copy{first};
    CHECK(copy.view().data() != first.view().data());

    auto const* const text = first.view().data();
    secret second{std::move(first)};
    CHECK(second.view().data() == text);  // however short: there is no small buffer to leave a copy in
    CHECK(first.empty());                 // NOLINT: what a move leaves is the point

    second = copy;
    CHECK((second == copy));
    auto& self = second;
    second = self;
    CHECK(second.view() == "short");
    second = secret{};
    CHECK(second.empty());
}

TEST_CASE("a secret cannot be printed or turned into a string by accident") {
    STATIC_REQUIRE_FALSE(printable<secret>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<secret, std::string>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<secret, std::string_view>);
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<secret>);
}
