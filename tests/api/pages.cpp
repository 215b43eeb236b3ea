// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/api/pages.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/contains.hpp"

using bedrock::call_options;
using bedrock::pages;
using enum bedrock::error_kind;
using namespace std::chrono_literals;
using support::contains;

namespace {

/// A listing of numbers.
struct list_numbers {
    struct request {
        int from = 0;
        std::string next_token{};
    };
    struct response {
        int number = 0;
        std::string next_token{};
    };

    static constexpr std::string_view name = "ListNumbers";
    static constexpr std::string_view service = "numbers";

    static bedrock::result<void> encode(request const&, bedrock::api::wire_request&) { return {}; }
    static bedrock::result<response> decode(bedrock::api::wire_reply const&) { return response{}; }
};

/// A client without a service: answers from a function, and remembers what it was asked.
class fake_client {
 public:
    using answer = bedrock::result<bedrock::reply<list_numbers::response>>;

    explicit fake_client(std::function<answer(list_numbers::request const&)> answers)
        : answers_{std::move(answers)} {}

    template <class O>
    answer call(list_numbers::request const& request, call_options const& options) const {
        asked->push_back(request.next_token);
        deadlines->push_back(options.deadline);
        return answers_(request);
    }

    std::shared_ptr<std::vector<std::string>> asked = std::make_shared<std::vector<std::string>>();
    std::shared_ptr<std::vector<std::optional<std::chrono::milliseconds>>> deadlines =
        std::make_shared<std::vector<std::optional<std::chrono::milliseconds>>>();

 private:
    std::function<answer(list_numbers::request const&)> answers_;
};

fake_client::answer page(int number, std::string next) {
    return bedrock::reply<list_numbers::response>{.value = {.number = number, .next_token = std::move(next)}};
}

/// One page a token: "" is 0, "1" is 1, and so on up to `last`; the token after `back` is that of `to`.
fake_client numbers(int last, int back = -1, int to = 0) {
    return fake_client{[=](list_numbers::request const& asked) {
        int const at =
            asked.from + (asked.next_token.empty()
                              ? 0
                              : static_cast<int>(std::strtol(asked.next_token.c_str(), nullptr, 10)));
        return page(at, at == back ? std::to_string(to) : at == last ? "" : std::to_string(at + 1));
    }};
}

struct listing {
    std::vector<int> numbers{};
    std::string error{};
};

listing read(auto range) {
    listing l;
    for (auto& one : range) {
        if (!l.error.empty())
            FAIL_CHECK("something came after the error");
        if (one)
            l.numbers.push_back((*one)->number);
        else
            l.error = one.error().describe();
    }
    if (range.next())
        FAIL_CHECK("something came after the end");
    return l;
}

}  // namespace

TEST_CASE("pages come one after the other, each asked for with the token of the one before") {
    auto const client = numbers(3);
    auto const all = read(pages<list_numbers>(client));
    CHECK(all.numbers == std::vector{0, 1, 2, 3});
    CHECK(all.error.empty());
    CHECK(*client.asked == std::vector<std::string>{"", "1", "2", "3"});
}

TEST_CASE("a listing of one page is one call, and none is made before it is read") {
    auto const client = numbers(0);
    auto range = pages<list_numbers>(client);
    CHECK(client.asked->empty());
    CHECK(range.next().has_value());
    CHECK(!range.next().has_value());
    CHECK(client.asked->size() == 1);
}

TEST_CASE("no page is asked for before it is come to") {
    auto const client = numbers(100);
    for (auto& one : pages<list_numbers>(client))
        if (one && (*one)->number == 1)
            break;
    CHECK(client.asked->size() == 2);
}

TEST_CASE("a listing can begin in the middle, and its request's other members stay") {
    auto const client = numbers(7);
    CHECK(read(pages<list_numbers>(client, {.from = 0, .next_token = "5"})).numbers == std::vector{5, 6, 7});
    auto const shifted = numbers(12);
    CHECK(read(pages<list_numbers>(shifted, {.from = 10})).numbers.front() == 10);
}

TEST_CASE("each page's call has the options") {
    auto const client = numbers(2);
    read(pages<list_numbers>(client, {}, {.deadline = 5s}));
    CHECK(client.deadlines->size() == 3);
    for (auto const& deadline : *client.deadlines)
        CHECK(deadline == 5s);
}

TEST_CASE("an error is the last word") {
    fake_client const client{[](list_numbers::request const& asked) -> fake_client::answer {
        if (asked.next_token == "b")
            return bedrock::failure({.kind = access_denied, .message = "no more for you"});
        return page(1, asked.next_token.empty() ? "a" : "b");
    }};
    auto const some = read(pages<list_numbers>(client));
    CHECK(some.numbers == std::vector{1, 1});
    CHECK(contains(some.error, "no more for you"));
    CHECK(client.asked->size() == 3);
}

TEST_CASE("a page token that comes again ends the listing, whatever the length of the cycle") {
    for (auto const& [back, to] : {std::pair{5, 5}, {5, 4}, {5, 1}, {40, 1}, {100, 33}}) {
        CAPTURE(back, to);
        auto const client = numbers(1'000'000, back, to);
        auto const some = read(pages<list_numbers>(client));
        CHECK(contains(some.error, "ListNumbers does not end"));
        CHECK(contains(some.error, "token twice"));
        CHECK(some.numbers.size() > static_cast<std::size_t>(back));
        CHECK(some.numbers.size() <= static_cast<std::size_t>(4 * back));
    }
}

TEST_CASE("a listing that never ends is ended") {
    auto const client = numbers(1'000'000);
    auto const some = read(pages<list_numbers>(client));
    CHECK(some.numbers.size() == 10'000);
    CHECK(contains(some.error, "more pages than were allowed"));

    CHECK(read(pages<list_numbers>(numbers(9), {}, {}, 10)).error.empty());
    CHECK(contains(read(pages<list_numbers>(numbers(10), {}, {}, 10)).error, "does not end"));
    CHECK(read(pages<list_numbers>(numbers(0), {}, {}, 0)).numbers.empty());
}

TEST_CASE("a listing that does not end is a malformed reply, with something to do") {
    auto range = pages<list_numbers>(numbers(5), {}, {}, 1);
    CHECK(range.next().has_value());
    auto const last = range.next();
    if (!last || *last)
        FAIL("no error");
    CHECK(last->error().kind == malformed_reply);
    CHECK(!last->error().remedy.empty());
}
