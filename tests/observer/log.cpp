// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/observer/log.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <bedrock/observer/none.hpp>
#include <bedrock/region/failover.hpp>
#include <bedrock/testing/virtual_driver.hpp>

using namespace std::chrono_literals;
using bedrock::error_kind;
using bedrock::testing::scripted_answer;
using bedrock::testing::scripted_try;

namespace {

/// A C stream that is kept in memory.
class captured {
 public:
    captured() : stream_{::open_memstream(&data_, &size_)} {}
    captured(captured const&) = delete;
    captured& operator=(captured const&) = delete;
    ~captured() {
        std::fclose(stream_);
        std::free(data_);
    }
    std::FILE* stream() { return stream_; }
    std::string text() {
        std::fflush(stream_);
        return {data_, size_};
    }

 private:
    char* data_ = nullptr;
    std::size_t size_ = 0;
    std::FILE* stream_;
};

}  // namespace

TEST_CASE("each event of a call is one line") {
    captured to;
    bedrock::testing::virtual_driver d{bedrock::observer::log{to.stream()},
                                       bedrock::region::failover{"us-east-1", "us-west-2"},
                                       bedrock::quota::unlimited{}};
    d.script([](scripted_try const& t) -> scripted_answer {
        if (t.attempt > 1)
            return {.latency = 10ms};
        auto answer = scripted_answer::refusal(error_kind::throttled, 20ms, 429, "ThrottlingException");
        answer.failed->what.request_id = "8f2c";
        answer.failed->server_hint = 0ms;
        return answer;
    });
    auto const call = d.start({.model = "amazon.nova-pro-v1:0"});
    CHECK(d.run());
    auto const waited = d.outcome(call).story.attempts().back().backed_off.count();
    CHECK(
        to.text() ==
        "bedrock: Converse: attempt 1 to us-east-1, amazon.nova-pro-v1:0\n"
        "bedrock: Converse: attempt 1 in us-east-1 failed: throttled ThrottlingException (HTTP 429, request "
        "ID 8f2c)\n"
        "bedrock: Converse: waiting " +
            std::to_string(waited) +
            " ms, backing off before us-west-2\n"
            "bedrock: Converse: attempt 2 to us-west-2, amazon.nova-pro-v1:0\n"
            "bedrock: Converse: done after 2 attempt(s)\n");
}

TEST_CASE("a wait for quota and a failure are told as such") {
    captured to;
    bedrock::observer::log const log{to.stream()};
    log.on(bedrock::observer::waiting{.operation = "Converse",
                                      .region = "us-east-1",
                                      .why = bedrock::observer::waiting::reason::quota,
                                      .time = 340ms});
    bedrock::story const story;
    bedrock::error const why{.kind = error_kind::deadline};
    log.on(bedrock::observer::finished{.operation = "Converse", .story = story, .failure = &why});
    CHECK(to.text() ==
          "bedrock: Converse: waiting 340 ms, for quota in us-east-1\n"
          "bedrock: Converse: failed after 0 attempt(s)\n");
}

TEST_CASE("what a server puts into its codes cannot begin a line or move the cursor") {
    captured to;
    bedrock::error const what{.kind = error_kind::unknown,
                              .code = "Evil\nbedrock: Converse: done\r\x1b[2J",
                              .request_id = std::string("a\0b\x7f", 4)};
    bedrock::observer::log{to.stream()}.on(bedrock::observer::failed{.operation = "Converse", .what = what});
    auto const text = to.text();
    CHECK(std::count(text.begin(), text.end(), '\n') == 1);
    CHECK(text.back() == '\n');
    CHECK(text.find("Evil?bedrock: Converse: done??[2J") != std::string::npos);
    CHECK(text.find("a?b?") != std::string::npos);
}

TEST_CASE("neither the words of a reply nor of a prompt are in any line") {
    captured to;
    bedrock::error const what{.kind = error_kind::validation,
                              .code = "ValidationException",
                              .message = "the key hunter2 in your prompt",
                              .remedy = "remove hunter2"};
    bedrock::observer::log const log{to.stream()};
    log.on(bedrock::observer::failed{.operation = "Converse", .what = what});
    bedrock::story const story;
    log.on(bedrock::observer::finished{.operation = "Converse", .story = story, .failure = &what});
    CHECK(to.text().find("hunter2") == std::string::npos);
}

TEST_CASE("an observer that listens to nothing is told nothing and costs nothing") {
    bedrock::observer::tell(bedrock::observer::none{}, bedrock::observer::sending{});
    STATIC_REQUIRE(std::is_empty_v<bedrock::observer::none>);
}
