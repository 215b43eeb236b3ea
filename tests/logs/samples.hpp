// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/logs/reader.hpp>

/// Logs to read, and what came of reading them.
namespace sample {

/// The two records of the article that this project follows: one call from us-east-1 that ran in us-west-2,
/// one from eu-west-3 (Paris) that ran in eu-central-1 (Frankfurt). Values theirs, bodies shortened.
inline constexpr std::string_view from_virginia =
    R"({"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"2024-08-31T07:36:29Z",)"
    R"("accountId":"123456789012","identity":{"arn":)"
    R"("arn:aws:sts::123456789012:assumed-role/takakuni/botocore-session-1725087142"},)"
    R"("region":"us-east-1","requestId":"bcde8c84-5d18-4016-ad13-36f5b3811e83","operation":"Converse",)"
    R"("modelId":"us.anthropic.claude-3-sonnet-20240229-v1:0","input":{"inputContentType":"application/json",)"
    R"("inputBodyJson":{"messages":[{"role":"user","content":[{"text":"S3、EBS、EFS の違いは何ですか?"}]}],)"
    R"("system":[{"text":"You are an \"app\"."}]},"inputTokenCount":65},)"
    R"("output":{"outputContentType":"application/json","outputBodyJson":{"output":{"message":{)"
    R"("role":"assistant","content":[{"text":"Amazon S3 は\n…"}]}},"stopReason":"end_turn",)"
    R"("metrics":{"latencyMs":11759},"usage":{"inputTokens":65,"outputTokens":560,"totalTokens":625}},)"
    R"("outputTokenCount":560},"inferenceRegion":"us-west-2"})";

inline constexpr std::string_view from_paris =
    R"({"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"2024-09-01T05:46:20Z",)"
    R"("accountId":"123456789012","identity":{"arn":)"
    R"("arn:aws:sts::123456789012:assumed-role/takakuni/botocore-session-1725169573"},)"
    R"("region":"eu-west-3","requestId":"07785801-6f1a-4553-bd06-edccea61e20c","operation":"Converse",)"
    R"("modelId":"eu.anthropic.claude-3-5-sonnet-20240620-v1:0","input":{"inputContentType":"application/json",)"
    R"("inputBodyJson":{"messages":[{"role":"user","content":[{"text":"S3、EBS、EFS の違いは何ですか?"}]}],)"
    R"("system":[{"text":"You are an \"app\"."}]},"inputTokenCount":65},)"
    R"("output":{"outputContentType":"application/json","outputBodyJson":{"output":{"message":{)"
    R"("role":"assistant","content":[{"text":"Amazon S3 は\n…"}]}},"stopReason":"end_turn",)"
    R"("metrics":{"latencyMs":5995},"usage":{"inputTokens":65,"outputTokens":344,"totalTokens":409}},)"
    R"("outputTokenCount":344},"inferenceRegion":"eu-central-1"})";

/// A small record, told from others by its request ID.
inline std::string small(std::string_view id) {
    return std::string{R"({"schemaType":"ModelInvocationLog","requestId":")"}.append(id).append(
        R"(","input":{"inputTokenCount":1}})");
}

/// What a log was read as: the request ID of each record, `!` for each fault.
struct reading {
    std::vector<std::string> ids{};
    std::vector<bedrock::logs::passed_over> faults{};
    std::vector<bedrock::logs::entry> entries{};
    std::size_t memory = 0;
};

/// Takes what a source of records has.
template <class Source>
void drain(Source& from, reading& to) {
    while (auto next = from.next()) {
        to.ids.push_back(*next ? (*next)->record.request_id : "!");
        if (*next)
            to.entries.push_back(std::move(**next));
        else
            to.faults.push_back(std::move(next->error()));
    }
    if (to.memory < from.memory())
        to.memory = from.memory();
}

/// Reads a log in pieces of that many bytes.
inline reading read(std::string_view log, bedrock::logs::options const& o = {}, std::size_t piece = 1 << 16) {
    bedrock::logs::reader reader{o};
    reading made;
    for (; !log.empty(); log.remove_prefix(std::min(piece, log.size()))) {
        reader.feed(log.substr(0, piece));
        drain(reader, made);
    }
    reader.finish();
    drain(reader, made);
    return made;
}

inline std::string gzip(std::string_view text) {
    z_stream z{};
    ::deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(::deflateBound(&z, text.size()) + 32, '\0');
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    z.avail_in = static_cast<uInt>(text.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    ::deflate(&z, Z_FINISH);
    out.resize(z.total_out);
    ::deflateEnd(&z);
    return out;
}

using ids = std::vector<std::string>;

}  // namespace sample
