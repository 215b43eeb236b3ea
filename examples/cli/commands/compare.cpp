// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// compare: the same question to a model and to a profile by turns, and what the logs say of where it ran.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/client.hpp>
#include <bedrock/core/model_id.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/logs/file.hpp>

#include "../connection.hpp"
#include "../explained.hpp"
#include "../flags.hpp"
#include "../interrupt.hpp"
#include "../output.hpp"
#include "../policies.hpp"
#include "../read_log.hpp"
#include "../svg.hpp"
#include "../table.hpp"
#include "../terminal.hpp"
#include "all.hpp"

namespace cli {

namespace {

constexpr std::string_view usage =
    R"(usage: bedrock compare MODEL PROFILE [--runs N] [--logs FILE]… [--svg FILE] [options]

Asks the profile and the model by turns and sets the service's own latencies side by side. No answer says where a
profile ran: that is in the invocation log only, joined by request ID where --logs names it, else 'unknown'. The
service's logs come minutes late; --json keeps the request IDs, for 'bedrock logs --request ID FILE' later.

  --runs N             questions to each; default: 10
  --prompt TEXT        default: "S3、EBS、EFS の違いは何ですか?"
  --system TEXT        system prompt
  --max-tokens N       most tokens to answer with
  --logs FILE          an invocation log (JSON lines, .json.gz, …) that is there already, read after the last run;
                       may be repeated
  --svg FILE           writes a picture of the table
  --json               print the table as a line of JSON
)";

struct run_pair {
    double profile_seconds = 0;
    std::string profile_region{"unknown"};
    std::string profile_request{};  ///< ID
    double model_seconds = 0;
    std::string model_request{};
    double difference = 0;
    std::int64_t profile_tokens = 0;  ///< output
    std::int64_t model_tokens = 0;
};

constexpr auto describe(bedrock::json::type<run_pair>) {
    namespace json = bedrock::json;
    using r = run_pair;
    return json::object(
        json::member{"profileSeconds", &r::profile_seconds},
        json::member{"profileRegion", &r::profile_region},
        json::member{"profileRequestId", &r::profile_request},
        json::member{"modelSeconds", &r::model_seconds}, json::member{"modelRequestId", &r::model_request},
        json::member{"difference", &r::difference}, json::member{"profileOutputTokens", &r::profile_tokens},
        json::member{"modelOutputTokens", &r::model_tokens});
}

struct comparison {
    std::string model{};
    std::string profile{};
    std::string region{};  ///< source
    std::string warning{};
    std::vector<run_pair> runs{};
    double mean_difference = 0;
};

constexpr auto describe(bedrock::json::type<comparison>) {
    namespace json = bedrock::json;
    using c = comparison;
    return json::object(json::member{"model", &c::model}, json::member{"profile", &c::profile},
                        json::member{"region", &c::region}, json::omit_empty{"warning", &c::warning},
                        json::member{"runs", &c::runs}, json::member{"meanDifference", &c::mean_difference});
}

struct options {
    connection where{};
    int runs = 10;
    std::string prompt{"S3、EBS、EFS の違いは何ですか?"};
    std::string system{};
    std::optional<std::int32_t> max_tokens{};
    std::vector<std::string> logs{};
    std::string svg_file{};
    bool json = false;
};

/// One answer, as far as it is compared.
struct timed {
    double seconds = 0;
    std::int64_t tokens = 0;
    std::string request_id{};
    std::string region{};
};

std::string fixed(double value, int decimals) {
    char text[32];
    return {text, static_cast<std::size_t>(std::snprintf(text, sizeof text, "%.*f", decimals, value))};
}

std::string per_token(double seconds, std::int64_t tokens) {
    return tokens > 0 ? fixed(seconds * 1'000 / static_cast<double>(tokens), 1) : "";
}

bedrock::converse_request request_of(options const& o) {
    bedrock::converse_request request{.messages = {bedrock::user(o.prompt)}};
    if (!o.system.empty())
        request.system.push_back(bedrock::text_block{o.system});
    request.inference_config.max_tokens = o.max_tokens;
    return request;
}

bedrock::result<timed> ask(auto const& client, std::string const& id,
                           bedrock::converse_request const& request, std::stop_token const& stop) {
    auto const answer = client.converse(id, request, {.stop = stop});
    if (!answer)
        return bedrock::failure(answer.error());
    auto const& last = answer->story.attempts().back();
    return timed{.seconds = static_cast<double>((*answer)->metrics.latency_ms) / 1'000,
                 .tokens = (*answer)->usage.used().output,
                 .request_id = last.request_id,
                 .region = last.region};
}

/// The first log that cannot be opened, as an error.
bedrock::result<void> can_open(std::vector<std::string> const& files) {
    for (auto const& path : files)
        if (auto const file = bedrock::logs::file::open(path); !file)
            return bedrock::failure(file.error());
    return {};
}

/// Puts the regions that inferred into the runs, by request ID; the exit status.
int join_regions(std::vector<run_pair>& runs, std::vector<std::string> const& files) {
    int status = 0;
    for (auto const& path : files) {
        auto file = bedrock::logs::file::open(path, {.bodies = false});
        if (!file)
            return complain(file.error());
        auto const faults = read_log(std::move(*file), path, [&runs](bedrock::logs::entry const& e) {
            for (auto& r : runs)
                if (r.profile_request == e.record.request_id && !e.record.inference_region.empty())
                    r.profile_region = e.record.inference_region;
        });
        status = status == 0 ? exit_status(faults.first) : status;
    }
    return status;
}

std::string warning_of(std::string_view model, std::string_view profile) {
    auto const a = bedrock::model_id::parse(model).base, b = bedrock::model_id::parse(profile).base;
    if (a.empty() || b.empty() || a == b)
        return {};
    return "these are two different models, " + std::string{a} + " and " + std::string{b} +
           ": the difference is not the profile's";
}

table table_of(comparison const& c) {
    table t{{{"run", align::right},
             {"profile s", align::right},
             {"inferred in"},
             {"model s", align::right},
             {"difference", align::right},
             {"out", align::right},
             {"ms/token", align::right},
             {"out", align::right},
             {"ms/token", align::right}}};
    for (std::size_t i = 0; i != c.runs.size(); ++i) {
        auto const& r = c.runs[i];
        t.add({std::to_string(i + 1), fixed(r.profile_seconds, 2), r.profile_region,
               fixed(r.model_seconds, 2), fixed(r.difference, 2), std::to_string(r.profile_tokens),
               per_token(r.profile_seconds, r.profile_tokens), std::to_string(r.model_tokens),
               per_token(r.model_seconds, r.model_tokens)});
    }
    t.add({"mean", "", "", "", fixed(c.mean_difference, 2)});
    return t;
}

svg picture_of(comparison const& c) {
    constexpr double left = 60, top = 50, height = 260, pair = 56, bar = 22;
    constexpr std::string_view home = "#4477aa", away = "#ee6677", plain = "#999999";
    double most = 0.001;
    for (auto const& r : c.runs)
        most = std::max({most, r.profile_seconds, r.model_seconds});
    auto const width =
        static_cast<int>(std::max(left + 20 + pair * static_cast<double>(c.runs.size()), 780.0));
    svg picture{width, 360};
    picture.text(left, 18, c.profile + " against " + c.model + ", from " + c.region);
    picture.text(
        left, 36,
        "blue: profile, inferred at home or unknown; red: inferred elsewhere; grey: the plain model");
    for (int i = 0; i <= 4; ++i) {
        auto const y = top + height * (1 - i / 4.0);
        picture.line(left, y, width - 10, y);
        picture.text(left - 6, y + 4, fixed(most * i / 4, 1) + " s", svg::anchor::end);
    }
    for (std::size_t i = 0; i != c.runs.size(); ++i) {
        auto const& r = c.runs[i];
        auto const x = left + 8 + pair * static_cast<double>(i);
        auto const draw = [&](double at, double seconds, std::string_view colour, std::string_view tip) {
            auto const tall = height * seconds / most;
            picture.rectangle({.x = at, .y = top + height - tall, .width = bar, .height = tall}, colour, tip);
        };
        bool const elsewhere = r.profile_region != "unknown" && r.profile_region != c.region;
        draw(x, r.profile_seconds, elsewhere ? away : home,
             fixed(r.profile_seconds, 2) + " s, inferred in " + r.profile_region);
        draw(x + bar, r.model_seconds, plain, fixed(r.model_seconds, 2) + " s");
        picture.text(x + bar, top + height + 18, std::to_string(i + 1), svg::anchor::middle);
    }
    picture.text(left, top + height + 40, "mean difference " + fixed(c.mean_difference, 2) + " s");
    return picture;
}

/// Asks both by turns; the first error ends it.
bedrock::result<comparison> ask_both(options const& o, std::string const& model, std::string const& profile,
                                     std::stop_token const& stop) {
    auto const client = make_client(o.where);
    auto const request = request_of(o);
    comparison c{.model = model, .profile = profile, .warning = warning_of(model, profile)};
    for (int i = 0; i < o.runs; ++i) {
        auto const through = ask(client, profile, request, stop);
        if (!through)
            return bedrock::failure(explained(through.error(), profile));
        auto const plain = ask(client, model, request, stop);
        if (!plain)
            return bedrock::failure(explained(plain.error(), model));
        c.region = through->region;
        c.runs.push_back({.profile_seconds = through->seconds,
                          .profile_request = through->request_id,
                          .model_seconds = plain->seconds,
                          .model_request = plain->request_id,
                          .difference = through->seconds - plain->seconds,
                          .profile_tokens = through->tokens,
                          .model_tokens = plain->tokens});
        c.mean_difference += c.runs.back().difference / o.runs;
    }
    return c;
}

int compare(options const& o, std::string const& model, std::string const& profile) {
    interrupt const stopped;
    if (auto const good = can_open(o.logs); !good)
        return complain(good.error());
    auto c = ask_both(o, model, profile, stopped.token());
    if (!c)
        return complain(c.error());
    auto const read = join_regions(c->runs, o.logs);
    if (!c->warning.empty())
        std::fprintf(stderr, "bedrock: %s\n", displayable(c->warning).c_str());
    // The table first: a picture that cannot be written takes nothing away.
    auto const printed = o.json                                        ? print_json(*c)
                         : print(table_of(*c).text(colourful(stdout))) ? 0
                                                                       : output_failed;
    auto const saved = o.svg_file.empty() ? 0 : picture_of(*c).save(o.svg_file);
    return printed != 0 ? printed : saved != 0 ? saved : read;
}

int run(arguments words) {
    options o;
    std::vector<std::string> ids;
    auto const help = std::string{usage}.append(connection_help);
    flags f{"compare", help};
    f.number("--runs", o.runs, 1, 1'000)
        .number("--max-tokens", o.max_tokens, 1, 1'000'000)
        .text("--prompt", o.prompt)
        .text("--system", o.system)
        .texts("--logs", o.logs)
        .text("--svg", o.svg_file)
        .on("--json", o.json)
        .words(ids);
    o.where.add_to(f);
    if (auto const ended = f.read(words))
        return *ended;
    if (ids.size() != 2)
        return f.complain("say a model ID and a profile ID, in this order");
    return compare(o, ids[0], ids[1]);
}

}  // namespace

namespace commands {

command const compare{"compare", "a model and a profile side by side: latency, where it ran, tokens", run};

}

}  // namespace cli
