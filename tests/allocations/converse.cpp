// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/client.hpp>

// What a warm call allocates, counted at operator new and on the calling thread alone: the emulator has its own, and
// libcurl and OpenSSL use malloc.

#include <atomic>
#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>

#include "allocations/counting.hpp"
#include "client/bed.hpp"

namespace {

using allocations::allocations_of, allocations::count, allocations::counting;

void* allocate(std::size_t size) {
    if (counting)
        ++count;
    if (void* const p = std::malloc(size == 0 ? 1 : size))
        return p;
    std::abort();
}

void* allocate(std::size_t size, std::align_val_t alignment) {
    if (counting)
        ++count;
    auto const unit = static_cast<std::size_t>(alignment);
    if (void* const p = std::aligned_alloc(unit, (size + unit - 1) / unit * unit))
        return p;
    std::abort();
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void* operator new(std::size_t size, std::nothrow_t const&) noexcept { return allocate(size); }
void* operator new[](std::size_t size, std::nothrow_t const&) noexcept { return allocate(size); }
void* operator new(std::size_t size, std::align_val_t a) { return allocate(size, a); }
void* operator new[](std::size_t size, std::align_val_t a) { return allocate(size, a); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

using namespace bed;

namespace {

/// What the reply's own parts need: a copy has an allocation for each string and vector that holds something.
int needed_by(bedrock::reply<bedrock::converse_response> const& answer) {
    auto const by_copy = allocations_of([&] { auto const copy = answer; });
    return by_copy;
}

template <class Client>
void allocates_only_the_reply(Client const& client, char const* name) {
    auto const request = ask("S3、EBS、EFS の違いは何ですか?", 40);
    for (int i = 0; i < 5; ++i)
        CHECK(client.converse(model, request).has_value());

    int least = 1'000'000, needed = 0;
    for (int i = 0; i < 20; ++i) {
        bedrock::result<bedrock::reply<bedrock::converse_response>> answer{};
        auto const made = allocations_of([&] { answer = client.converse(model, request); });
        if (!answer)
            FAIL(answer.error().describe());
        least = std::min(least, made);
        needed = needed_by(*answer);
    }
    std::printf("%s: %d allocations in a warm converse call, %d of them the reply's own\n", name, least,
                needed);
    CHECK(least <= needed);
}

}  // namespace

TEST_CASE("a warm converse call allocates nothing beyond its reply") {
    auto const service = start();
    bedrock::client const plain{bedrock::region::fixed<"us-east-1">{},
                                bedrock::endpoint::url{service.url_template()}, trusting(service),
                                bedrock::signing::sigv4{keys()}};
    allocates_only_the_reply(plain, "fixed region, SigV4");
}

TEST_CASE("with failover and a quota it is the same") {
    auto const service = start();
    auto const client = client_for(service, {.requests = 1'000'000, .tokens = 1'000'000'000},
                                   {.regions = {"us-east-1", "us-west-2"}});
    allocates_only_the_reply(client, "failover, per_minute, SigV4");
}

TEST_CASE("a warm call with a bearer key allocates nothing beyond its reply") {
    auto const service = start();
    bedrock::client const client{
        bedrock::region::fixed<"us-east-1">{}, bedrock::endpoint::url{service.url_template()},
        trusting(service),
        bedrock::signing::bearer{bedrock::token::fixed{.key = bedrock::testing::account{}.bearer_token}}};
    allocates_only_the_reply(client, "fixed region, bearer");
}

TEST_CASE("an event of a warm stream allocates nothing but its text") {
    auto const service = start({.output_tokens = 200});
    auto const client = client_for(service);
    for (int warm = 0; warm < 3; ++warm) {
        auto stream = client.converse_stream(model, "hello");
        if (!stream)
            FAIL(stream.error().describe());
        int pieces = 0, made = 0;
        for (bool more = true; more;) {
            made += allocations_of([&] {
                auto const e = stream->next();
                more = e.has_value();
                pieces += e && *e && !(**e).text().empty();
            });
        }
        CHECK(pieces == 200);
        if (warm == 2) {
            std::printf("%d allocations in a stream of %d short texts\n", made, pieces);
            CHECK(made <= 20);  // four characters need none; the end's story and usage some
        }
    }
}
