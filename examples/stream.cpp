// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// An answer as it is made, given up from outside after a while.

#include <chrono>
#include <cstdio>
#include <stop_token>
#include <thread>

#include <bedrock/client.hpp>

int main() {
    using namespace std::chrono_literals;

    bedrock::client<> const claude;
    std::stop_source patience;
    std::jthread const watch{[&patience](std::stop_token const& done) {
        for (int i = 0; i < 100 && !done.stop_requested(); ++i)
            std::this_thread::sleep_for(50ms);
        patience.request_stop();
    }};

    auto answer = claude.converse_stream("us.anthropic.claude-3-haiku-20240307-v1:0", "Tell a long story.",
                                         {.deadline = 60s, .stop = patience.get_token()});
    if (!answer) {
        std::fprintf(stderr, "%s\n", answer.error().describe().c_str());
        return 1;
    }
    for (auto const& event : *answer) {
        if (!event) {  // always the last element; what was printed stays
            std::fprintf(stderr, "\n%s\n", event.error().describe().c_str());
            return event.error().kind == bedrock::error_kind::cancelled ? 0 : 1;
        }
        auto const text = event->text();
        std::printf("%.*s", static_cast<int>(text.size()), text.data());
        std::fflush(stdout);
    }
    std::printf("\n(%lld tokens)\n", static_cast<long long>(answer->used().output));
}
