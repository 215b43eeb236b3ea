// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// load URL CA_FILE SECONDS WORKERS: calls one after the other from so many threads of one client, without a quota of its
// own, and prints how many were served in the time.

#include <bedrock/client.hpp>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include <bedrock/credentials/fixed.hpp>
#include <bedrock/endpoint/url.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/retry/standard.hpp>
#include <bedrock/signing/sigv4.hpp>
#include <bedrock/testing/emulator.hpp>

int main(int count, char** words) {
    if (count != 5) {
        std::fputs("usage: load URL CA_FILE SECONDS WORKERS\n", stderr);
        return 2;
    }
    bedrock::testing::account const known;
    bedrock::client const client{
        bedrock::region::fixed<"us-east-1">{}, bedrock::endpoint::url{words[1]},
        bedrock::transport::curl{.ca_file = words[2], .proxy = ""},
        bedrock::signing::sigv4{bedrock::credentials::fixed{known.access_key_id, known.secret_access_key}},
        bedrock::retry::standard{}};
    bedrock::converse_request const request{.messages = {bedrock::user("hello")},
                                            .inference_config = {.max_tokens = 100}};

    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{std::atoi(words[3])};
    std::atomic<int> served = 0;
    {
        std::vector<std::jthread> workers;
        for (int i = 0; i < std::atoi(words[4]); ++i)
            workers.emplace_back([&] {
                while (std::chrono::steady_clock::now() < end) {
                    auto const answer = client.converse("acme.anvil-v1:0", request);
                    served += answer && std::chrono::steady_clock::now() < end;
                }
            });
    }
    std::printf("%d\n", served.load());
}
