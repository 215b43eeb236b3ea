// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/client.hpp>

// One client from several threads, copies, many clients, one in static storage; connections kept and used again.

#include <atomic>
#include <catch2/catch.hpp>
#include <memory>
#include <set>
#include <thread>
#include <vector>

#include "bed.hpp"
#include "support/environment.hpp"

using namespace bed;

namespace {

bedrock::client<> const in_static_storage;

std::set<std::uint64_t> connections(emulator const& e) {
    std::set<std::uint64_t> all;
    for (auto const& r : e.log())
        all.insert(r.connection);
    return all;
}

}  // namespace

static_assert(sizeof(bedrock::client<>) == sizeof(std::shared_ptr<void>));

TEST_CASE("a client in static storage works, and was made before anything was set") {
    auto const service = start();
    bedrock::testing::account const known;
    support::environment const variables{{"AWS_REGION", "us-east-1"},
                                         {"AWS_ENDPOINT_URL", service.url_template().c_str()},
                                         {"AWS_CA_BUNDLE", service.ca_file().c_str()},
                                         {"AWS_ACCESS_KEY_ID", known.access_key_id.c_str()},
                                         {"AWS_SECRET_ACCESS_KEY", known.secret_access_key.c_str()}};
    auto const answer = in_static_storage.converse(model, "hello");
    if (!answer)
        FAIL(answer.error().describe());
}

TEST_CASE("several threads call one client, whole and streamed, while some fail") {
    auto service = start({.output_tokens = 20});
    service.inject({.kind = fault_kind::unavailable, .count = 0, .probability = 0.1});
    service.inject({.kind = fault_kind::internal, .count = 0, .probability = 0.05});
    auto const client =
        client_for(service, {.requests = 100'000, .tokens = 100'000'000},
                   {.regions = {"us-east-1", "us-west-2"},
                    .retry = {.max_attempts = 20, .base = 1ms, .throttling_base = 1ms, .budget = 100'000}});
    std::atomic<int> good = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&, t, own = client] {
                for (int i = 0; i < 10; ++i) {
                    auto const answer = (t % 2 == 0 ? client : own).converse(model, "hello");
                    good += answer && (*answer)->usage.output_tokens == 20;
                    auto stream = client.converse_stream(model, "hello");
                    if (!stream)
                        continue;
                    int pieces = 0;
                    while (auto e = stream->next())
                        pieces += *e && !(**e).text().empty();
                    good += pieces == 20;
                }
            });
    }
    CHECK(good == 80);
}

TEST_CASE("threads that wait in one line for quota are all served, and stops are heard") {
    auto const service = start({.output_tokens = 5});
    auto const client = client_for(service, {.tokens = 3'000});
    std::atomic<int> served = 0, stopped = 0;
    std::stop_source stopping;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 6; ++t)
            threads.emplace_back([&] {
                auto stream = client.converse_stream(model, ask("hello", 2'500), {.deadline = 600s});
                if (!stream)
                    return;
                while (auto e = stream->next())
                    if (!*e)
                        return;
                ++served;
            });
        for (int t = 0; t < 2; ++t)
            threads.emplace_back([&] {
                auto const answer =
                    client.converse(model, ask("hello", 2'900), {.stop = stopping.get_token()});
                stopped += !answer && answer.error().kind == error_kind::cancelled;
                served += answer.has_value();
            });
        std::this_thread::sleep_for(100ms);
        stopping.request_stop();
    }
    CHECK(served + stopped == 8);
    CHECK(served >= 6);
}

TEST_CASE("copies share connections") {
    auto const service = start();
    auto const client = client_for(service);
    CHECK(client.converse(model, "one").has_value());
    {
        auto const copy = client;
        CHECK(copy.converse(model, "two").has_value());
    }
    auto const moved = std::move(client);
    CHECK(moved.converse(model, "three").has_value());
    CHECK(connections(service).size() == 1);
}

TEST_CASE("a thousand clients are built and destroyed") {
    auto const service = start({.output_tokens = 1});
    for (int i = 0; i < 1'000; ++i) {
        auto const client = client_for(service);
        if (i % 50 == 0)
            CHECK(client.converse(model, "hello").has_value());
    }
    CHECK(service.log().size() == 20);
}

TEST_CASE("a connection is kept and used again, also after errors") {
    auto service = start();
    auto const client = client_for(service);
    CHECK(client.converse(model, "one").has_value());
    for (auto const kind :
         {fault_kind::throttle, fault_kind::internal, fault_kind::access_denied, fault_kind::unavailable}) {
        service.inject({.kind = kind});
        static_cast<void>(client.converse(model, "again"));
        service.inject({.kind = kind});
        static_cast<void>(client.converse_stream(model, "again"));
    }
    CHECK(client.converse(model, "last").has_value());
    CHECK(service.log().size() >= 14);
    // The streams that were opened and dropped cost theirs; the others share what there is.
    for (auto const& r : service.log())
        if (r.status >= 400)
            CHECK(r.request_id.size() == 36);
    auto const log = service.log();
    for (std::size_t i = 1; i < log.size(); ++i)
        if (log[i - 1].status >= 400)
            CHECK(log[i].connection == log[i - 1].connection);
}

TEST_CASE("a connection that the service has closed meanwhile is noticed and replaced") {
    auto const service = start({.idle_timeout = 50ms});
    auto const client = client_for(service);
    CHECK(client.converse(model, "one").has_value());
    std::this_thread::sleep_for(300ms);
    auto const answer = client.converse(model, "two");
    if (!answer)
        FAIL(answer.error().describe());
    CHECK(connections(service).size() == 2);
    CHECK(service.log().size() == 2);  // and not sent twice
}

TEST_CASE("a reused connection that is reset under a call: tried again as an attempt, and never silently") {
    auto service = start();
    auto const client = client_for(service);
    CHECK(client.converse(model, "one").has_value());
    service.inject({.kind = fault_kind::close});
    auto const answer = client.converse(model, "two");
    if (!answer)
        FAIL(answer.error().describe());
    CHECK(answer->story.attempts().size() == 2);
    CHECK(answer->story.attempts()[0].cause == error_kind::network);
    CHECK(service.log().size() == 3);
}
