// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/signing/detail/clock_offsets.hpp>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using bedrock::signing::detail::clock_offsets;

namespace {

constexpr bedrock::wall_time noon = std::chrono::sys_days{std::chrono::year{2027} / 3 / 1} + 12h;

}  // namespace

TEST_CASE("a clock that is off by five minutes or more is corrected, either way, and no other") {
    for (auto const& [date, ahead] :
         {std::pair{"Mon, 01 Mar 2027 12:05:00 GMT", 300s}, std::pair{"Mon, 01 Mar 2027 11:55:00 GMT", -300s},
          std::pair{"Tue, 02 Mar 2027 12:00:00 GMT", 86'400s}}) {
        clock_offsets clocks;
        CHECK(clocks.learn("a", date, noon));
        CHECK(clocks.of("a") == ahead);
        CHECK(clocks.of("b") == 0s);
    }
    for (auto const* date : {"Mon, 01 Mar 2027 12:04:59 GMT", "Mon, 01 Mar 2027 12:00:00 GMT",
                             "Mon, 01 Mar 2027 11:55:01 GMT", "", "no date"}) {
        clock_offsets clocks;
        CHECK_FALSE(clocks.learn("a", date, noon));
        CHECK(clocks.of("a") == 0s);
    }
}

TEST_CASE("a corrected clock is corrected again only when it is off again") {
    clock_offsets clocks;
    CHECK(clocks.learn("a", "Mon, 01 Mar 2027 13:00:00 GMT", noon));
    CHECK_FALSE(
        clocks.learn("a", "Mon, 01 Mar 2027 13:00:30 GMT", noon + 31s));  // it was not the clock, then
    CHECK(clocks.learn("b", "Mon, 01 Mar 2027 11:00:00 GMT", noon));
    CHECK(clocks.learn("a", "Mon, 01 Mar 2027 12:01:00 GMT", noon + 60s));  // somebody set ours right
    CHECK(clocks.of("a") == 0s);
    CHECK(clocks.of("b") == -3'600s);
}

TEST_CASE("fractions of a second do not hide that a clock is off") {
    clock_offsets clocks;
    CHECK(clocks.learn("a", "Mon, 01 Mar 2027 12:05:00 GMT", noon + 999ms));
}

TEST_CASE("codes of refused signatures are known, others are not") {
    using bedrock::signing::detail::may_be_the_clock;
    for (auto const* code : {"AuthFailure", "InvalidSignatureException", "RequestExpired",
                             "RequestInTheFuture", "RequestTimeTooSkewed", "SignatureDoesNotMatch"})
        CHECK(may_be_the_clock(code));
    for (auto const* code :
         {"", " ", "AccessDeniedException", "UnrecognizedClientException", "403", "Auth", "Exception",
          "Request", " AuthFailure", "SignatureDoesNotMatch ", "AuthFailure InvalidSignatureException"})
        CHECK_FALSE(may_be_the_clock(code));
}
