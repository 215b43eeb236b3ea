// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// converse, stream and invoke: one question, three ways to ask it.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/client.hpp>
#include <bedrock/core/explain.hpp>
#include <bedrock/json/utf8.hpp>

#include "../connection.hpp"
#include "../explained.hpp"
#include "../flags.hpp"
#include "../interrupt.hpp"
#include "../output.hpp"
#include "../policies.hpp"
#include "all.hpp"

namespace cli {

namespace {

constexpr std::string_view usage = R"(usage: bedrock converse|stream|invoke --model ID [options] [PROMPT]

Asks a model on Amazon Bedrock. The answer's text goes to standard output, everything else to standard error.

  converse   the answer in one piece (Converse)
  stream     the answer as it is made (ConverseStream)
  invoke     PROMPT is a body in the model's own format, and so is the answer (InvokeModel)

PROMPT is read from standard input if it is not given; it must be UTF-8.

)";

/// What the command line asks for.
struct ask {
    connection where{};
    std::string model{};
    std::string system{};
    std::optional<std::int32_t> max_tokens{};
    bool json = false;
    bool stats = false;
};

long long count(auto n) { return static_cast<long long>(n); }

void print_stats(bedrock::story const& story, bedrock::tokens_used const& used,
                 std::chrono::steady_clock::duration took) {
    std::fputs(bedrock::explain(story).c_str(), stderr);
    std::fprintf(stderr,
                 "tokens: %lld in, %lld out, %lld read from cache, %lld written to cache; %lld ms in all\n",
                 count(used.input), count(used.output), count(used.cache_read), count(used.cache_write),
                 count(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
}

std::optional<std::string> read_all(std::FILE* from) {
    std::string text;
    char piece[16 * 1024];
    while (auto const n = std::fread(piece, 1, sizeof piece, from))
        text.append(piece, n);
    return std::ferror(from) == 0 ? std::optional{std::move(text)} : std::nullopt;
}

/// One question: what is asked, of whom, since when.
class question {
 public:
    question(ask options, std::string prompt, std::stop_token stop)
        : options_{std::move(options)}, prompt_{std::move(prompt)}, call_{.stop = std::move(stop)} {}

    int converse() const {
        auto const answer = client_.converse(options_.model, request(), call_);
        if (!answer)
            return explain(answer.error());
        auto const status = options_.json                     ? print_json(**answer)
                            : print((*answer)->text() + "\n") ? 0
                                                              : output_failed;
        stats(answer->story, (*answer)->usage.used());
        return status;
    }

    int stream() const {
        auto answer = client_.converse_stream(options_.model, request(), call_);
        if (!answer)
            return explain(answer.error());
        bool ends_line = true;
        for (auto const& event : *answer) {
            if (!event) {
                if (!ends_line)
                    print("\n");
                return explain(event.error());
            }
            if (options_.json) {
                if (auto const status = print_json(*event); status != 0)
                    return status;
            } else if (auto const text = event->text(); !text.empty()) {
                if (!print(text))
                    return output_failed;
                ends_line = text.ends_with('\n');
            }
        }
        if (!ends_line && !print("\n"))
            return output_failed;
        stats(answer->story(), answer->used());
        return 0;
    }

    int invoke() const {
        auto const answer = client_.invoke_model(options_.model, {.body = prompt_}, call_);
        if (!answer)
            return explain(answer.error());
        if (!print((*answer)->body + "\n"))
            return output_failed;
        stats(answer->story, bedrock::api::invoke_model::used(**answer));
        return 0;
    }

 private:
    int explain(bedrock::error const& e) const { return complain(explained(e, options_.model)); }

    bedrock::converse_request request() const {
        bedrock::converse_request r{.messages = {bedrock::user(prompt_)}};
        if (!options_.system.empty())
            r.system.push_back(bedrock::text_block{options_.system});
        r.inference_config.max_tokens = options_.max_tokens;
        return r;
    }

    void stats(bedrock::story const& story, std::optional<bedrock::tokens_used> const& used) const {
        if (options_.stats)
            print_stats(story, used.value_or(bedrock::tokens_used{}),
                        std::chrono::steady_clock::now() - since_);
    }

    ask options_;
    std::string prompt_;
    bedrock::call_options call_;
    decltype(make_client(connection{})) client_ = make_client(options_.where);
    std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

/// Reads the line, asks, and answers with the exit status.
int run(std::string_view command, arguments words, int (question::*way)() const) {
    ask asked;
    std::vector<std::string> prompts;
    auto const help =
        std::string{usage}.append(commands::ask_options()).append("\n").append(exit_status_help);
    flags f{command, help};
    f.text("--model", asked.model)
        .text("--system", asked.system)
        .number("--max-tokens", asked.max_tokens, 1, INT32_MAX)
        .on("--json", asked.json)
        .on("--stats", asked.stats)
        .words(prompts);
    asked.where.add_to(f);
    if (auto const ended = f.read(words))
        return *ended;
    if (prompts.size() > 1)
        return f.complain("two prompts; put one in quotation marks");
    if (asked.model.empty())
        return f.complain(
            "no model; name one with --model, such as us.anthropic.claude-3-5-sonnet-20240620-v1:0");
    if (way == &question::invoke && (asked.max_tokens || !asked.system.empty()))
        return f.complain(
            "invoke sends PROMPT as it is: put --system and --max-tokens into it, in the model's format");

    auto prompt = prompts.empty() ? read_all(stdin) : std::move(prompts.front());
    if (!prompt) {
        std::fputs("bedrock: standard input could not be read\n", stderr);
        return wrong_usage;
    }
    if (auto const good = bedrock::json::utf8_prefix(*prompt); good != prompt->size()) {
        std::fprintf(stderr, "bedrock: the prompt is not UTF-8: byte %zu (of %zu) is out of place\n", good,
                     prompt->size());
        return wrong_usage;
    }
    interrupt const interrupt;
    return (question{std::move(asked), std::move(*prompt), interrupt.token()}.*way)();
}

}  // namespace

namespace commands {

std::string ask_options() {
    return std::string{R"(  --model ID           model, inference profile (us.anthropic…) or ARN
  --system TEXT        system prompt
  --max-tokens N       most tokens to answer with
  --json               print the reply, or each event of a stream, as a line of JSON
  --stats              print tokens, times and every attempt to standard error
)"}
        .append(connection_help);
}

command const converse{"converse", "ask a model; the answer in one piece (Converse)",
                       [](arguments words) { return run("converse", words, &question::converse); }};
command const stream{"stream", "the same, the answer as it is made (ConverseStream)",
                     [](arguments words) { return run("stream", words, &question::stream); }};
command const invoke{"invoke", "the same, question and answer in the model's own format (InvokeModel)",
                     [](arguments words) { return run("invoke", words, &question::invoke); }};

}  // namespace commands

}  // namespace cli
