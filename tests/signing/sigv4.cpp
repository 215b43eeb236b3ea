// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/signing/sigv4.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <vector>

#include <bedrock/credentials/fixed.hpp>

using namespace std::chrono_literals;
using bedrock::error_kind;
using bedrock::header_list;
using bedrock::credentials::fixed;
using bedrock::signing::sigv4;

// The expected signatures were computed with a few lines of Python's hashlib and hmac, from the keys below.

namespace {

constexpr std::string_view id = "AKIAOURTESTKEY000001";
constexpr std::string_view key = "our/test+secret/0123456789abcdefghijkl";
constexpr std::string_view signed_scope = "/20260704/eu-west-3/bedrock/aws4_request, SignedHeaders=";
bedrock::instant const that_night{.wall = std::chrono::sys_days{std::chrono::year{2026} / 7 / 4} + 24h - 1s};

struct call {
    header_list headers{};
    std::string body = R"({"a":1})";

    call() { CHECK(headers.add("Content-Type", "application/json")); }

    bedrock::signing::request request() const {
        return {.method = "POST",
                .host = "bedrock-runtime.eu-west-3.amazonaws.com",
                .path = "/model/eu.some.model-v1%3A0/converse",
                .headers = &headers,
                .body = body,
                .service = "bedrock",
                .region = "eu-west-3"};
    }
};

fixed const fixed_keys{.access_key_id = id, .secret_access_key = key};

/// A source of the user's own that checks nothing.
struct unchecked {
    std::string_view access_key_id = id;
    std::string_view session_token{};
    bedrock::result<bedrock::credentials::view> provide() const {
        return bedrock::credentials::view{access_key_id, key, session_token};
    }
};

}  // namespace

TEST_CASE("sigv4 adds the date and the signature") {
    sigv4 const policy{fixed_keys};
    decltype(policy)::memory memory;
    header_list added;
    CHECK(policy.sign(call{}.request(), added, memory, that_night));
    if (added.size() != 2)
        FAIL("other headers than those two");
    CHECK(added[0].name == "x-amz-date");
    CHECK(added[0].value == "20260704T235959Z");
    CHECK(added[1].name == "authorization");
    CHECK(added[1].value ==
          std::string{"AWS4-HMAC-SHA256 Credential="}
              .append(id)
              .append(signed_scope)
              .append("content-type;host;x-amz-date, "
                      "Signature=850694e9d568f733fef2f39111a6baf8094d2abad277e38f61708a0da3ee8238"));
}

TEST_CASE("sigv4 signs the session token of temporary credentials") {
    sigv4 const policy{
        fixed{.access_key_id = id, .secret_access_key = key, .session_token = "our+session/token=="}};
    decltype(policy)::memory memory;
    header_list added;
    CHECK(policy.sign(call{}.request(), added, memory, that_night));
    if (added.size() != 3)
        FAIL("other headers than those three");
    CHECK(added[1].name == "x-amz-security-token");
    CHECK(added[1].value == "our+session/token==");
    CHECK(added[2].value ==
          std::string{"AWS4-HMAC-SHA256 Credential="}
              .append(id)
              .append(signed_scope)
              .append("content-type;host;x-amz-date;x-amz-security-token, "
                      "Signature=f6a9fe88c3fb62b6e75282c891b98f14227a7042064194eab08d3db75a089f26"));
}

TEST_CASE("sigv4 takes the payload hash that the request says it has") {
    call given;
    CHECK(given.headers.add("x-amz-content-sha256", "UNSIGNED-PAYLOAD"));
    sigv4 const policy{fixed_keys};
    decltype(policy)::memory memory;
    header_list added;
    CHECK(policy.sign(given.request(), added, memory, that_night));
    CHECK((added.size() == 2 &&
           added[1].value.ends_with(
               "SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date, "
               "Signature=7a0ce5269de2ac36e9169d71bd8a86d074637569b7d56aa15324d44da48254b4")));
}

TEST_CASE("sigv4 hashes a secret key that is longer than a block first") {
    sigv4 const policy{fixed{.access_key_id = id, .secret_access_key = std::string(90, 'x')}};
    decltype(policy)::memory memory;
    header_list added;
    CHECK(policy.sign(call{}.request(), added, memory, that_night));
    CHECK((added.size() == 2 &&
           added[1].value.ends_with("fc48564c7142bec67a9bc619a7cff3d8e43733d8d5a49dbb64280ddb2dc9669f")));
}

TEST_CASE("sigv4 signs a body of 20 MiB") {
    call given;
    given.headers.clear();
    given.body.clear();
    for (int i = 0; i < 10 * 1024 * 1024; ++i)
        given.body.append("\0\xff", 2);
    auto request = given.request();
    request.region = "us-west-2";
    sigv4 const policy{fixed_keys};
    decltype(policy)::memory memory;
    header_list added;
    CHECK(policy.sign(request, added, memory, {.wall = that_night.wall + 1s}));
    CHECK((added.size() == 2 &&
           added[1].value.ends_with("90db8ad0bcc67c3a7e2a9e5d61fe6ec9e644cd1ffc278e6514c5d329310f7ac7")));
}

TEST_CASE("sigv4 with warm keys signs what it signed with cold ones, for more regions than it keeps keys") {
    call const given;
    sigv4 const policy{fixed_keys};
    decltype(policy)::memory warm;
    for (int round = 0; round < 3; ++round)
        for (int i = 0; i < 20; ++i) {
            auto const region = "region-" + std::to_string(i);
            auto request = given.request();
            request.region = region;
            header_list expected, added;
            decltype(policy)::memory cold;
            CHECK(policy.sign(request, expected, cold, that_night));
            CHECK(policy.sign(request, added, warm, that_night));
            CHECK((added.size() == 2 && expected.size() == 2 && added[1].value == expected[1].value));
        }
}

TEST_CASE("sigv4 follows keys that change under the same ID, and the day") {
    call const given;
    decltype(sigv4{fixed_keys})::memory memory;
    std::vector<std::string> signatures;
    auto const sign = [&](fixed const& with, bedrock::instant now) {
        header_list added;
        CHECK(sigv4{with}.sign(given.request(), added, memory, now));
        signatures.emplace_back(added.size() == 2 ? added[1].value : "");
    };
    sign(fixed_keys, that_night);
    sign({.access_key_id = id, .secret_access_key = "rotated"}, that_night);
    sign(fixed_keys, {.wall = that_night.wall + 1s});
    sign(fixed_keys, that_night);
    CHECK(signatures[0] != signatures[1]);
    CHECK(signatures[2].find("/20260705/") != std::string::npos);
    CHECK(signatures[3] == signatures[0]);
}

TEST_CASE("sigv4 can be used from several threads with one memory") {
    call const given;
    sigv4 const policy{fixed_keys};
    decltype(policy)::memory memory;
    STATIC_REQUIRE(decltype(policy)::memory::thread_safe);
    header_list expected;
    CHECK(policy.sign(given.request(), expected, memory, that_night));
    std::vector<int> wrong(4, 0);
    {
        std::vector<std::jthread> threads;
        for (auto& count : wrong)
            threads.emplace_back([&] {
                for (int i = 0; i < 200; ++i) {
                    header_list added;
                    bool const done = policy.sign(given.request(), added, memory, that_night).has_value();
                    count += !done || added[1].value != expected[1].value;
                }
            });
    }
    CHECK(wrong == std::vector<int>(4, 0));
}

TEST_CASE("sigv4 adds nothing when it cannot sign, and says why") {
    call given;
    decltype(sigv4{fixed_keys})::memory memory;
    header_list added;
    auto const refused = [&](auto const& policy, bedrock::signing::request const& request) {
        typename std::remove_cvref_t<decltype(policy)>::memory own;
        auto const done = policy.sign(request, added, own, that_night);
        CHECK(added.size() == 0);
        return done ? bedrock::error{} : done.error();
    };

    auto request = given.request();
    request.region = {};
    CHECK(refused(sigv4{fixed_keys}, request).kind == error_kind::configuration);
    CHECK(refused(sigv4{fixed_keys}, request).remedy.find("AWS_REGION") != std::string::npos);
    request = given.request();
    request.service = {};
    CHECK(refused(sigv4{fixed_keys}, request).kind == error_kind::configuration);

    CHECK(refused(sigv4{fixed{}}, given.request()).kind == error_kind::credentials);
    CHECK(
        refused(sigv4{fixed{.access_key_id = id, .secret_access_key = "two words"}}, given.request()).kind ==
        error_kind::credentials);

    for (auto const* const bad : {"line\nend", "line\rend", "bell\a", "\x7f"}) {
        CHECK(refused(sigv4{unchecked{.access_key_id = bad}}, given.request()).kind ==
              error_kind::credentials);
        CHECK(refused(sigv4{unchecked{.session_token = bad}}, given.request()).kind ==
              error_kind::credentials);
    }

    for (auto const* const ours : {"Authorization", "host", "X-Amz-Date", "x-amz-security-token"}) {
        call twice;
        CHECK(twice.headers.add(ours, "x"));
        auto const error = refused(sigv4{fixed_keys}, twice.request());
        CHECK(error.kind == error_kind::refused_locally);
    }
}

TEST_CASE("sigv4 with the environment's keys takes no room") {
    STATIC_REQUIRE(std::is_empty_v<sigv4<>>);
    STATIC_REQUIRE(std::is_aggregate_v<sigv4<>>);
}

TEST_CASE("told that the clock is off, sigv4 signs for that host by the service's clock from then on") {
    sigv4 const policy{fixed_keys};
    decltype(policy)::memory memory;
    auto const date_for = [&](std::string_view host) {
        header_list added;
        auto const one = call{};
        auto request = one.request();
        request.host = host;
        CHECK(policy.sign(request, added, memory, that_night));
        return std::string{added.find("x-amz-date")};
    };
    CHECK(date_for("a") == "20260704T235959Z");
    CHECK(policy.learn({"a", "InvalidSignatureException", "Sun, 05 Jul 2026 00:10:00 GMT"}, memory,
                       that_night));
    CHECK(date_for("a") == "20260705T001000Z");
    CHECK(date_for("b") == "20260704T235959Z");
    CHECK(policy.learn({"a", "RequestExpired", "Sun, 05 Jul 2026 00:00:00 GMT"}, memory, that_night));
    CHECK(date_for("a") == "20260705T000000Z");
}

TEST_CASE("sigv4 does not blame the clock for a wrong secret, another refusal, or a reply without a date") {
    sigv4 const policy{fixed_keys};
    decltype(policy)::memory memory;
    CHECK_FALSE(policy.learn({"a", "InvalidSignatureException", "Sun, 05 Jul 2026 00:00:00 GMT"}, memory,
                             that_night));
    CHECK_FALSE(
        policy.learn({"a", "AccessDeniedException", "Sun, 05 Jul 2026 00:10:00 GMT"}, memory, that_night));
    CHECK_FALSE(policy.learn({"a", "InvalidSignatureException", ""}, memory, that_night));
}
