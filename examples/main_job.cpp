// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// A question answered whole, streamed, and answered although the first region is out of quota.

#include <cstdio>
#include <string_view>

#include <bedrock/client.hpp>

namespace {

constexpr std::string_view model = "us.anthropic.claude-3-5-sonnet-20240620-v1:0";

bedrock::converse_request const question{
    .messages = {bedrock::user("S3、EBS、EFS の違いは何ですか?")},
    .system = {"You are a helpful assistant. Answer in Japanese."},
    .inference_config = {.max_tokens = 60},
};

int complain(bedrock::error const& e) {
    std::fprintf(stderr, "%s\n", e.describe().c_str());
    return 1;
}

void print(bedrock::story const& story) {
    for (auto const& a : story.attempts())
        std::printf("  attempt %d: %-10s %-20s HTTP %d, %lld ms, waited %lld ms, request %s\n", a.number,
                    a.region.c_str(), a.cause == bedrock::error_kind::none ? "ok" : a.code.c_str(), a.status,
                    static_cast<long long>(a.duration.count() / 1'000),
                    static_cast<long long>((a.queued + a.backed_off).count()), a.request_id.c_str());
}

int answer_whole(auto const& client) {
    auto const answer = client.converse(model, question);
    if (!answer)
        return complain(answer.error());
    auto const& [reply, story] = *answer;
    std::printf("%s\n  %lld tokens in, %lld out, stop reason %s\n", reply.text().c_str(),
                static_cast<long long>(reply.usage.input_tokens),
                static_cast<long long>(reply.usage.output_tokens),
                std::string{reply.stop_reason.text()}.c_str());
    print(story);
    return 0;
}

int answer_streamed(auto const& client) {
    auto answer = client.converse_stream(model, question);
    if (!answer)
        return complain(answer.error());
    int pieces = 0;
    for (auto const& event : *answer) {
        if (!event)
            return complain(event.error());
        if (auto const text = event->text(); !text.empty()) {
            std::printf("%s%.*s", pieces++ == 0 ? "" : "|", static_cast<int>(text.size()), text.data());
            std::fflush(stdout);
        }
    }
    std::printf("\n  %d pieces, %lld tokens out\n", pieces, static_cast<long long>(answer->used().output));
    print(answer->story());
    return 0;
}

}  // namespace

int main() {
    bedrock::client const client{bedrock::region::failover{"us-east-1", "us-west-2"}};

    std::puts("== converse: a system prompt and a question");
    if (answer_whole(client) != 0)
        return 1;
    std::puts("\n== converse_stream: the same, token by token");
    if (answer_streamed(client) != 0)
        return 1;
    std::puts("\n== converse: the same, while us-east-1 is out of quota");
    return answer_whole(client);
}
