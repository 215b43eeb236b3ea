// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// What invocation logs say: where calls ran, how fast, with how many tokens, and what failed.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <bedrock/logs/file.hpp>
#include <bedrock/logs/summary.hpp>
#include <nlohmann/json.hpp>

#include "../flags.hpp"
#include "../output.hpp"
#include "../read_log.hpp"
#include "../table.hpp"
#include "../terminal.hpp"
#include "all.hpp"

namespace cli {

namespace {

namespace fs = std::filesystem;
namespace logs = bedrock::logs;

constexpr std::string_view help = R"(usage: bedrock logs [options] FILE|DIRECTORY…

Reads model invocation logs and tells, by source region, model and the region where the calls ran: how many there
were, how long they took (`metrics.latencyMs`, where the answer has it) and their tokens; then what failed.

FILE is as S3 holds it (.json.gz), or JSON in lines, arrays or several lines, or an export of CloudWatch Logs; `-` is
standard input. A DIRECTORY is read with all that is in it, without the objects in S3's layout that are no logs.
What is no record is told on standard error with its place, and passed over. Quantiles are off by 1.6 % at most.

  --region REGION      only calls sent to this region
  --model ID           only calls of this model or profile, as it was sent
  --request ID         only the call with this request ID; may be repeated
  --json               one line of JSON
  --help               this text

exit status: 0; 1, output could not be written; 2, wrong usage; 9, something was passed over or cut; 10, a file
cannot be opened
)";

struct asked {
    std::string region{};
    std::string model{};
    std::vector<std::string> requests{};
    bool json = false;
    std::vector<std::string> paths{};

    bool wants(logs::record const& r) const {
        return (region.empty() || region == r.region) && (model.empty() || model == r.model_id) &&
               (requests.empty() ||
                std::find(requests.begin(), requests.end(), r.request_id) != requests.end());
    }
};

/// What was read, and what went wrong meanwhile.
class reading {
 public:
    explicit reading(asked const& a) : asked_{a} {}

    void path(fs::path const& p);
    int print() const;

 private:
    void directory(fs::path const& p);
    void file(logs::file from, std::string const& name);
    void cannot_list(fs::path const& p, std::error_code const& why);
    void failed(bedrock::error_kind kind) { status_ = status_ == 0 ? exit_status(kind) : status_; }
    nlohmann::ordered_json json() const;
    std::string tables(bool colour) const;

    asked const& asked_;
    logs::summary summary_{};
    std::uint64_t files_ = 0;
    std::uint64_t passed_over_ = 0;
    int status_ = 0;
};

/// Not a log though it lies among them: what the service writes to see whether it may, and bodies that were
/// too large for their records (`…/{hour}/data/`).
bool is_no_log(fs::path const& p) {
    auto const hour = p.parent_path().filename().string();
    return p.filename() == "amazon-bedrock-logs-permission-check" ||
           (p.filename() == "data" && hour.size() == 2 &&
            hour.find_first_not_of("0123456789") == std::string::npos);
}

void reading::path(fs::path const& p) {
    std::error_code none;
    if (p == "-")
        return file(logs::file{stdin, {.bodies = false}}, "standard input");
    if (fs::is_directory(p, none))
        return directory(p);
    auto opened = logs::file::open(p.string(), {.bodies = false});
    if (opened)
        return file(std::move(*opened), p.string());
    complain(opened.error());
    failed(opened.error().kind);
}

// In order, so that what is said does not depend on the file system.
void reading::directory(fs::path const& p) {
    std::error_code wrong;
    std::vector<fs::path> inside;
    for (fs::directory_iterator at{p, wrong}, end; !wrong && at != end; at.increment(wrong)) {
        std::error_code none;
        bool const loops = at->is_symlink(none) && at->is_directory(none);
        if (!is_no_log(at->path()) && !loops)
            inside.push_back(at->path());
    }
    if (wrong)
        cannot_list(p, wrong);
    std::sort(inside.begin(), inside.end());
    for (auto const& each : inside)
        path(each);
}

void reading::cannot_list(fs::path const& p, std::error_code const& why) {
    std::fprintf(stderr, "bedrock: the directory %s cannot be read: %s\n", displayable(p.string()).c_str(),
                 why.message().c_str());
    failed(bedrock::error_kind::configuration);
}

void reading::file(logs::file from, std::string const& name) {
    ++files_;
    auto const faults = read_log(std::move(from), name, [this](logs::entry const& e) {
        if (asked_.wants(e.record))
            summary_.add(e);
    });
    failed(faults.first);
    passed_over_ += faults.count;
}

std::string decimal(double value, int places) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", places, value);
    return text;
}

std::string milliseconds(std::chrono::milliseconds value) { return std::to_string(value.count()); }

std::string reading::tables(bool colour) const {
    table routes{{{"region"},
                  {"model"},
                  {"ran in"},
                  {"calls", align::right},
                  {"share", align::right},
                  {"mean ms", align::right},
                  {"p50", align::right},
                  {"p95", align::right},
                  {"tokens in", align::right},
                  {"cached", align::right},
                  {"out", align::right}}};
    for (auto const& r : summary_.routes()) {
        bool const timed = r.latency.count() != 0;
        routes.add({r.region, r.model_id, r.inference_region.empty() ? "(not logged)" : r.inference_region,
                    std::to_string(r.records), decimal(100 * summary_.share(r), 1) + " %",
                    timed ? decimal(r.latency.mean(), 0) : "",
                    timed ? milliseconds(r.latency.quantile(0.5)) : "",
                    timed ? milliseconds(r.latency.quantile(0.95)) : "", std::to_string(r.tokens.input),
                    std::to_string(r.tokens.cache_read), std::to_string(r.tokens.output)});
    }
    table failures{{{"error"}, {"calls", align::right}}};
    for (auto const& f : summary_.failures())
        failures.add({f.error_code, std::to_string(f.records)});

    std::string text;
    for (auto const* t : {&routes, &failures})
        if (!t->empty())
            text.append(t->text(colour)).append("\n");
    return text.append(std::to_string(summary_.records()))
        .append(summary_.records() == 1 ? " record in " : " records in ")
        .append(std::to_string(files_))
        .append(files_ == 1 ? " file" : " files")
        .append(passed_over_ == 0 ? "" : "; passed over: " + std::to_string(passed_over_))
        .append("\n");
}

nlohmann::ordered_json reading::json() const {
    using nlohmann::ordered_json;
    ordered_json routes = ordered_json::array(), failures = ordered_json::array();
    for (auto const& r : summary_.routes()) {
        ordered_json latency;
        if (r.latency.count() != 0)
            latency = {{"records", r.latency.count()},
                       {"mean", r.latency.mean()},
                       {"p50", r.latency.quantile(0.5).count()},
                       {"p95", r.latency.quantile(0.95).count()}};
        ordered_json ran_in;
        if (!r.inference_region.empty())
            ran_in = r.inference_region;
        routes.push_back({{"region", r.region},
                          {"modelId", r.model_id},
                          {"inferenceRegion", ran_in},
                          {"records", r.records},
                          {"share", summary_.share(r)},
                          {"latencyMs", latency},
                          {"inputTokens", r.tokens.input},
                          {"cacheReadInputTokens", r.tokens.cache_read},
                          {"cacheWriteInputTokens", r.tokens.cache_write},
                          {"outputTokens", r.tokens.output}});
    }
    for (auto const& f : summary_.failures())
        failures.push_back({{"errorCode", f.error_code}, {"records", f.records}});
    return {{"files", files_},
            {"records", summary_.records()},
            {"passedOver", passed_over_},
            {"routes", routes},
            {"errors", failures}};
}

int reading::print() const {
    auto const text = asked_.json
                          ? json().dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"
                          : tables(colourful(stdout));
    return cli::print(text) ? status_ : output_failed;
}

int run(arguments words) {
    asked a;
    flags f{"logs", help};
    f.text("--region", a.region)
        .text("--model", a.model)
        .texts("--request", a.requests)
        .on("--json", a.json)
        .words(a.paths);
    if (auto const ended = f.read(words))
        return *ended;
    if (a.paths.empty())
        return f.complain("no file; name one, or a directory, or - for standard input");
    reading all{a};
    for (auto const& path : a.paths)
        all.path(path);
    return all.print();
}

}  // namespace

namespace commands {

command const logs{"logs", "what invocation logs say: where calls ran, how fast, with how many tokens", &run};

}  // namespace commands

}  // namespace cli
