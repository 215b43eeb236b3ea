// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// A clock that is off by more than the service's five minutes, against the emulator, whose own is off.

#include <bedrock/client.hpp>

#include "client/bed.hpp"

using namespace bed;

namespace {

bedrock::result<bedrock::reply<bedrock::converse_response>> say_hello(auto const& client) {
    return client.converse(model, ask("hello", 20));
}

}  // namespace

TEST_CASE("a clock that is off is corrected after one refusal, and remembered for the host") {
    for (auto const off : {10min, -10min}) {
        auto e = start();
        e.inject({.kind = fault_kind::clock_skew, .count = 0, .delay = off});
        auto const client = client_for(e);
        auto const first = say_hello(client);
        CHECK(first);
        if (!first) {
            UNSCOPED_INFO(first.error().describe());
            continue;
        }
        auto const attempts = first->story.attempts();
        CHECK(attempts.size() == 2);
        CHECK(attempts[0].cause == error_kind::clock_skew);
        auto const second = say_hello(client);
        CHECK((second && second->story.attempts().size() == 1));
    }
}

TEST_CASE("a stream is opened by the service's clock too") {
    auto e = start();
    e.inject({.kind = fault_kind::clock_skew, .count = 0, .delay = 10min});
    auto opened = client_for(e).converse_stream(model, ask("hello", 20));
    CHECK(opened);
    if (opened) {
        CHECK(opened->story().attempts().size() == 2);
        CHECK(read(*opened).stopped);
    }
}

TEST_CASE("where the clock stays wrong after it was corrected, the call ends with that") {
    auto e = start();
    e.inject({.kind = fault_kind::clock_skew, .count = 1, .delay = 10min});  // and then it is right
    auto const client = client_for(e);
    auto const r = say_hello(client);
    CHECK_FALSE(r);
    if (r)
        return;
    CHECK(r.error().kind == error_kind::clock_skew);
    CHECK(r.error().story.attempts().size() == 2);
    CHECK(say_hello(client));  // it was corrected again
}

TEST_CASE("a wrong secret is not sent again, and with a wrong clock beside it once") {
    auto e = start();
    bedrock::testing::account const known;
    bedrock::client const client{bedrock::region::failover{"us-east-1"},
                                 bedrock::endpoint::url{e.url_template()}, trusting(e),
                                 bedrock::signing::sigv4{bedrock::credentials::fixed{
                                     .access_key_id = known.access_key_id, .secret_access_key = "HUSH"}},
                                 hasty};
    auto const wrong_secret = say_hello(client);
    CHECK_FALSE(wrong_secret);
    if (!wrong_secret) {
        CHECK(wrong_secret.error().kind == error_kind::access_denied);
        CHECK(wrong_secret.error().story.attempts().size() == 1);
    }
    e.inject({.kind = fault_kind::clock_skew, .count = 0, .delay = 10min});
    auto const both = say_hello(client);
    CHECK_FALSE(both);
    if (!both) {
        check_words(both.error());
        CHECK(both.error().kind == error_kind::access_denied);
        CHECK(both.error().story.attempts().size() == 2);
    }
}

TEST_CASE("who does not retry is refused once, and is right from then on") {
    auto e = start();
    e.inject({.kind = fault_kind::clock_skew, .count = 0, .delay = 10min});
    bedrock::client const client{bedrock::region::failover{"us-east-1"},
                                 bedrock::endpoint::url{e.url_template()}, trusting(e),
                                 bedrock::signing::sigv4{keys()}, bedrock::retry::none{}};
    auto const first = say_hello(client);
    CHECK_FALSE(first);
    if (!first)
        CHECK(first.error().kind == error_kind::clock_skew);
    CHECK(say_hello(client));
}
