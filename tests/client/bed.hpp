// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/client.hpp>
#include <bedrock/testing/emulator.hpp>

#include "support/contains.hpp"

/// What the client's tests have in common: an emulator, clients for it, and what every error must be like.
namespace bed {

using namespace std::chrono_literals;
using bedrock::error_kind;
using bedrock::testing::emulator;
using bedrock::testing::emulator_options;
using bedrock::testing::fault;
using bedrock::testing::fault_kind;
using support::contains;

inline constexpr std::string_view model = "us.anthropic.claude-3-5-sonnet-20240620-v1:0";

inline bedrock::invoke_model_request claude_body() {
    return {.body = R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":12,)"
                    R"("messages":[{"role":"user","content":"Hello there"}]})"};
}

/// No test waits this long for anything; it is the bound of "at once" on a busy machine.
inline constexpr auto soon = 15s;

inline emulator start(emulator_options options = {}) {
    auto started = emulator::start(std::move(options));
    if (started)
        return std::move(*started);
    std::fprintf(stderr, "no emulator: %s\n", started.error().describe().c_str());
    std::abort();
}

inline bedrock::credentials::fixed keys() {
    bedrock::testing::account const known;
    return {.access_key_id = known.access_key_id, .secret_access_key = known.secret_access_key};
}

/// The same policy as ever, in a hurry.
inline constexpr bedrock::retry::standard hasty{.base = 1ms, .throttling_base = 1ms};

struct setup {
    std::vector<std::string> regions{"us-east-1"};
    bedrock::retry::standard retry = hasty;
    bedrock::times times{};
};

inline bedrock::transport::curl trusting(emulator const& e) { return {.ca_file = e.ca_file(), .proxy = ""}; }

/// One type for nearly all tests: it is compiled once a file.
inline auto client_for(emulator const& e, setup s = {}) {
    return bedrock::client{bedrock::region::failover{std::move(s.regions)},
                           bedrock::endpoint::url{e.url_template()},
                           trusting(e),
                           bedrock::signing::sigv4{keys()},
                           s.retry,
                           s.times};
}

/// The same with a quota on the client's side.
inline auto client_for(emulator const& e, bedrock::quota::per_minute quota, setup s = {}) {
    quota.window = bedrock::quota::window::sliding;  // what is counted is looked at, not the pace
    return bedrock::client{bedrock::region::failover{std::move(s.regions)},
                           bedrock::endpoint::url{e.url_template()},
                           trusting(e),
                           bedrock::signing::sigv4{keys()},
                           s.retry,
                           s.times,
                           std::move(quota)};
}

/// A client of an address that is no emulator.
inline auto client_at(std::string_view url, bedrock::transport::curl transport = {.proxy = ""},
                      setup s = {}) {
    return bedrock::client{bedrock::region::failover{std::move(s.regions)},
                           bedrock::endpoint::url{url},
                           std::move(transport),
                           bedrock::signing::sigv4{keys()},
                           s.retry,
                           s.times};
}

inline bedrock::converse_request ask(std::string text, std::int64_t max_tokens) {
    return {.messages = {bedrock::user(std::move(text))}, .inference_config = {.max_tokens = max_tokens}};
}

/// Everything an error says, the story too.
inline std::string words_of(bedrock::error const& e) {
    auto words = e.describe() + "\n" + e.code + "\n" + e.message + "\n" + e.remedy;
    for (auto const& a : e.story.attempts())
        words += "\n" + a.region + " " + a.code + " " + a.request_id;
    return words;
}

/// An error says what was tried and what to do, and no secret.
inline void check_words(bedrock::error const& e) {
    INFO(e.describe());
    CHECK(e.message.size() > 10);
    CHECK(!e.remedy.empty());
    bedrock::testing::account const known;
    auto const words = words_of(e);
    CHECK_FALSE(contains(words, known.secret_access_key));
    CHECK_FALSE(contains(words, known.bearer_token));
    CHECK_FALSE(contains(words, "HUSH"));  // which all secrets of the tests' own contain
    for (char const c : words)
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n')
            FAIL_CHECK("a control character in an error's words");
}

/// The text of a stream up to its end, and the error at its end if there was one.
struct telling {
    std::string text{};
    int pieces = 0;
    int events = 0;
    bool stopped = false;  ///< the stop event was among them
    std::optional<bedrock::error> error{};
};

template <class Stream>
telling read(Stream& s) {
    telling t;
    while (auto e = s.next()) {
        if (t.error)
            FAIL_CHECK("something came after the error");
        if (!*e) {
            t.error = std::move(e->error());
            continue;
        }
        ++t.events;
        t.stopped = t.stopped || std::get_if<bedrock::message_stop>(&**e) != nullptr;
        auto const text = (*e)->text();
        t.text += text;
        t.pieces += !text.empty();
    }
    if (s.next())
        FAIL_CHECK("something came after the end");
    return t;
}

class stopwatch {
 public:
    std::chrono::steady_clock::duration time() const { return std::chrono::steady_clock::now() - since_; }

 private:
    std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

}  // namespace bed
