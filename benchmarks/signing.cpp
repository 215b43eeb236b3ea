// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// What a signature costs beside the hashing that no signer can leave out.

#include <bedrock/signing/sigv4.hpp>

#include <benchmark/benchmark.h>
#include <openssl/evp.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>

#include <bedrock/credentials/fixed.hpp>

#include "allocations.hpp"

namespace {

using bedrock::signing::detail::digest;

struct job {
    bedrock::header_list headers{};
    std::string body = std::string(1024, 'x');

    job() {
        if (!headers.add("content-type", "application/json") || !headers.add("accept", "application/json") ||
            !headers.add("user-agent", "bedrock-benchmark"))
            std::abort();
    }

    bedrock::signing::request request() const {
        return {.method = "POST",
                .host = "bedrock-runtime.us-east-1.amazonaws.com",
                .path = "/model/us.anthropic.claude-3-5-sonnet-20240620-v1%3A0/converse",
                .headers = &headers,
                .body = body,
                .service = "bedrock",
                .region = "us-east-1"};
    }
};

bedrock::instant const now{.wall = bedrock::wall_time{std::chrono::seconds{1'768'469'400}}};

void sigv4_1KiB(benchmark::State& state) {
    job const work;
    bedrock::signing::sigv4 const policy{
        bedrock::credentials::fixed{.access_key_id = "AKIABENCHMARK00000000",
                                    .secret_access_key = "benchmark/secret/0123456789012345678901"}};
    decltype(policy)::memory memory;
    bedrock::header_list added;
    if (!policy.sign(work.request(), added, memory, now))
        state.SkipWithError("signing failed");
    auto const before = allocations::made;
    for (auto _ : state) {
        added.clear();
        auto const done = policy.sign(work.request(), added, memory, now);
        benchmark::DoNotOptimize(done.has_value());
    }
    state.counters["allocations"] = benchmark::Counter(static_cast<double>(allocations::made - before),
                                                       benchmark::Counter::kAvgIterations);
}

// The digests over bytes of the same sizes, the HMAC from a kept key, and nothing else.
void bare_hashing_1KiB(benchmark::State& state) {
    job const work;
    bedrock::signing::canonical_request canonical;
    std::array<bedrock::header, 1> const added{{{"x-amz-date", "20260115T093000Z"}}};
    canonical.build(work.request(), added, std::string(64, '0'));
    std::string const request{canonical.text()};
    std::string const to_sign(17 + 17 + 43 + 64, 's');

    auto* const sha = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    auto *const context = EVP_MD_CTX_new(), *const inner = EVP_MD_CTX_new(), *const outer = EVP_MD_CTX_new();
    std::array<unsigned char, 64> const pad{};
    for (auto* const half : {inner, outer}) {
        EVP_DigestInit_ex2(half, sha, nullptr);
        EVP_DigestUpdate(half, pad.data(), pad.size());
    }
    digest d;
    for (auto _ : state) {
        for (std::string_view const text : {std::string_view{work.body}, std::string_view{request}}) {
            EVP_DigestInit_ex2(context, sha, nullptr);
            EVP_DigestUpdate(context, text.data(), text.size());
            EVP_DigestFinal_ex(context, d.data(), nullptr);
            benchmark::DoNotOptimize(d);
        }
        EVP_MD_CTX_copy_ex(context, inner);
        EVP_DigestUpdate(context, to_sign.data(), to_sign.size());
        EVP_DigestFinal_ex(context, d.data(), nullptr);
        EVP_MD_CTX_copy_ex(context, outer);
        EVP_DigestUpdate(context, d.data(), d.size());
        EVP_DigestFinal_ex(context, d.data(), nullptr);
        benchmark::DoNotOptimize(d);
    }
    for (auto* const c : {context, inner, outer})
        EVP_MD_CTX_free(c);
    EVP_MD_free(sha);
}

}  // namespace

BENCHMARK(sigv4_1KiB)->Name("signing/sigv4_1KiB");
BENCHMARK(bare_hashing_1KiB)->Name("signing/bare_hashing_1KiB");
