// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <signal.h>

#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <bedrock/catalog/explain.hpp>
#include <bedrock/client.hpp>
#include <bedrock/core/model_id.hpp>
#include <bedrock/json/utf8.hpp>
#include <bedrock/json/writer.hpp>

#include "exit_status.hpp"
#include "interrupt.hpp"
#include "options.hpp"
#include "policies.hpp"

namespace {

constexpr int output_failed = 1;
constexpr int wrong_usage = 2;

/// False when nobody takes the output any more.
bool print(std::string_view text) {
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
}

int complain(bedrock::error const& e) {
    std::fprintf(stderr, "bedrock: %s\n", e.describe().c_str());
    return cli::exit_status(e.kind);
}

template <class T>
int print_json(T const& value) {
    std::string line;
    if (auto const written = bedrock::json::write(line, value); !written)
        return complain(written.error());
    return print(line + "\n") ? 0 : output_failed;
}

long long count(auto n) { return static_cast<long long>(n); }

void print_stats(bedrock::story const& story, bedrock::tokens_used const& used,
                 std::chrono::steady_clock::duration took) {
    for (auto const& a : story.attempts())
        std::fprintf(stderr,
                     "attempt %d: %s, %s, HTTP %d, %lld ms (queued %lld, backed off %lld), request ID %s\n",
                     a.number, a.region.c_str(),
                     a.cause == bedrock::error_kind::none ? "ok" : std::string{to_string(a.cause)}.c_str(),
                     a.status, count(a.duration.count() / 1'000), count(a.queued.count()),
                     count(a.backed_off.count()), a.request_id.c_str());
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

/// One run of the program: what was asked, by whom, since when.
class run {
 public:
    run(cli::options options, std::string prompt, std::stop_token stop)
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
    /// Complains, with what the catalogue knows of the model.
    int explain(bedrock::error e) const {
        e.remedy = bedrock::catalog::explain(e, bedrock::model_id::parse(options_.model));
        return complain(e);
    }

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

    cli::options options_;
    std::string prompt_;
    bedrock::call_options call_;
    decltype(cli::make_client(options_)) client_ = cli::make_client(options_);
    std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

}  // namespace

int main(int argc, char** argv) {
    auto parsed = cli::parse(argc, argv);
    if (auto const* end = std::get_if<cli::early_end>(&parsed)) {
        std::fputs(end->text.c_str(), end->failed ? stderr : stdout);
        return end->failed ? wrong_usage : 0;
    }
    auto& options = std::get<cli::options>(parsed);

    auto prompt = options.prompt ? std::move(options.prompt) : read_all(stdin);
    if (!prompt) {
        std::fputs("bedrock: standard input could not be read\n", stderr);
        return wrong_usage;
    }
    if (auto const good = bedrock::json::utf8_prefix(*prompt); good != prompt->size()) {
        std::fprintf(stderr, "bedrock: the prompt is not UTF-8: byte %zu (of %zu) is out of place\n", good,
                     prompt->size());
        return wrong_usage;
    }

    signal(SIGPIPE, SIG_IGN);  // a reader that goes away is a failed write, not the end of the program
    cli::interrupt const interrupt;
    auto const operation = options.operation;
    run const run{std::move(options), std::move(*prompt), interrupt.token()};
    switch (operation) {
        case cli::operation::converse:
            return run.converse();
        case cli::operation::stream:
            return run.stream();
        case cli::operation::invoke:
            return run.invoke();
    }
    return wrong_usage;
}
