// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/signing/bearer.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <type_traits>

#include <bedrock/token/fixed.hpp>

using bedrock::error_kind;
using bedrock::header_list;
using bedrock::signing::bearer;

namespace {

/// A source of the user's own that checks nothing.
struct careless {
    std::string key{};
    bedrock::result<std::string_view> provide() const { return std::string_view{key}; }
};

}  // namespace

TEST_CASE("bearer adds the key and nothing else") {
    header_list added;
    CHECK(bearer{bedrock::token::fixed{.key = "bedrock-api-key-x+/="}}.sign({}, added, {}));
    if (added.size() != 1)
        FAIL("not one header");
    CHECK(added[0].name == "authorization");
    CHECK(added[0].value == "Bearer bedrock-api-key-x+/=");
}

TEST_CASE("bearer refuses a key that is none, whoever brings it") {
    header_list added;
    auto const kind = [&added](auto const& policy) {
        auto const done = policy.sign({}, added, {});
        CHECK((done || done.error().describe().find("sesame") == std::string::npos));
        return done ? error_kind::none : done.error().kind;
    };
    CHECK(kind(bearer{bedrock::token::fixed{}}) == error_kind::credentials);
    CHECK(kind(bearer{bedrock::token::fixed{.key = "sesame "}}) == error_kind::credentials);
    CHECK(kind(bearer{careless{"sesame\r\nx-evil: 1"}}) == error_kind::credentials);
    CHECK(kind(bearer{careless{std::string(100'000, 'x')}}) == error_kind::credentials);
    CHECK(added.size() == 0);
    CHECK(kind(bearer{careless{std::string(8192, 'x')}}) == error_kind::none);
}

TEST_CASE("bearer shows the key to no service but Bedrock") {
    header_list added;
    bearer const policy{bedrock::token::fixed{.key = "sesame-open-for-me"}};
    auto const refused = policy.sign({.service = "servicequotas"}, added, {});
    CHECK(added.size() == 0);
    CHECK(!refused);
    if (!refused) {
        CHECK(refused.error().kind == error_kind::credentials);
        CHECK(refused.error().describe().find("servicequotas") != std::string::npos);
        CHECK(refused.error().describe().find("sesame") == std::string::npos);
    }
    CHECK(policy.sign({.service = "bedrock"}, added, {}));
    CHECK(added.size() == 1);
}

TEST_CASE("bearer with the environment's key takes no room") { STATIC_REQUIRE(std::is_empty_v<bearer<>>); }
