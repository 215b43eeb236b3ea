// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/call/client_state.hpp>

#include <catch2/catch.hpp>

#include <thread>

#include <bedrock/call/slots.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/retry/none.hpp>

using namespace std::chrono_literals;

namespace {

template <class Slot>
struct empty {
    using slot = Slot;
};

// What every state has beside its policies.
struct shared {
    bedrock::detail::free_list<bedrock::call::buffers> buffers{};
    bedrock::call::waiting_room room{};
    std::atomic<std::uint64_t> calls{0};
};

template <class Region, class Quota, class Retry, class Transport = empty<bedrock::transport::slot>>
using state = bedrock::call::client_state<Region, Quota, Retry, empty<bedrock::signing::slot>,
                                          empty<bedrock::endpoint::slot>, Transport,
                                          empty<bedrock::observer::slot>, empty<bedrock::times::slot>>;

struct with_guarded_memory {
    using slot = bedrock::quota::slot;
    struct memory {
        int count = 0;
    };
};

struct with_safe_memory {
    using slot = bedrock::quota::slot;
    struct memory {
        static constexpr bool thread_safe = true;
        std::atomic<int> count{0};
    };
};

}  // namespace

TEST_CASE("an empty policy costs no byte") {
    using namespace bedrock;
    using of_mine = state<empty<region::slot>, quota::unlimited, empty<retry::slot>>;
    using of_ours = state<region::fixed<"eu-west-3">, quota::unlimited, retry::none>;
    using by_default = state<region::environment, quota::unlimited, retry::none>;
    STATIC_REQUIRE(sizeof(of_mine) == sizeof(shared));
    STATIC_REQUIRE(sizeof(of_ours) == sizeof(shared));
    STATIC_REQUIRE(sizeof(by_default) == sizeof(shared));
    // Where calls may wait for quota, how long they take is kept beside it.
    using waiting = state<empty<region::slot>, empty<quota::slot>, empty<retry::slot>>;
    STATIC_REQUIRE(sizeof(waiting) == sizeof(shared) + sizeof(call::durations));
}

TEST_CASE("a policy without memory has no mutex, one with a safe memory neither") {
    using namespace bedrock;
    STATIC_REQUIRE(sizeof(detail::cell<quota::unlimited>) == 1);
    STATIC_REQUIRE(sizeof(detail::cell<with_safe_memory>) == sizeof(int));
    STATIC_REQUIRE(sizeof(detail::cell<with_guarded_memory>) >= sizeof(std::mutex) + sizeof(int));
    STATIC_REQUIRE(sizeof(detail::cell<with_guarded_memory>) <= sizeof(std::mutex) + 2 * sizeof(int));
}

TEST_CASE("policies are taken out by type, those not given with their defaults") {
    bedrock::call::given policies{bedrock::retry::standard{.max_attempts = 7},
                                  bedrock::region::fixed<"eu-west-3">{}};
    CHECK(policies.take<bedrock::retry::standard>().max_attempts == 7);
    CHECK(policies.take<bedrock::times>().connect == 3'100ms);
}

TEST_CASE("a wait in the waiting room ends with its time, a stop, or news that came before or during it") {
    using clock = std::chrono::steady_clock;
    auto const far = clock::now() + 1h;
    bedrock::call::waiting_room room;
    std::stop_source stop;

    auto const before = clock::now();
    room.wait(before + 5ms, {}, true, room.generation());
    CHECK(clock::now() >= before + 5ms);

    auto const seen = room.generation();
    room.nudge();
    room.wait(far, {}, true, seen);  // news that came in between is not missed

    {
        std::jthread const other{[&] { room.nudge(); }};
        room.wait(far, {}, true, room.generation() - 1);
    }
    {
        auto const now_seen = room.generation();
        std::jthread const other{[&] { room.nudge(); }};
        room.wait(far, {}, true, now_seen);
    }
    room.nudge();
    {
        std::jthread const other{[&] { stop.request_stop(); }};
        room.wait(far, stop.get_token(), false, seen);  // not for quota: news does not matter, a stop does
    }
    CHECK(stop.stop_requested());
}
