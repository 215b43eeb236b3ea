// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// simulate: a scenario in virtual time, the clients' policies beside an oracle.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/json/describe.hpp>
#include <bedrock/json/writer.hpp>
#include <bedrock/testing/simulation/oracle.hpp>
#include <bedrock/testing/simulator.hpp>

#include "../display_width.hpp"
#include "../flags.hpp"
#include "../output.hpp"
#include "../scenario_file.hpp"
#include "../svg.hpp"
#include "../table.hpp"
#include "../terminal.hpp"
#include "all.hpp"

namespace cli {

namespace {

namespace json = bedrock::json;
namespace simulation = bedrock::testing::simulation;

constexpr std::string_view usage =
    R"(usage: bedrock simulate SCENARIO.json [options]

Runs the very policies of a client against a model of the service in virtual time, and the same calls by an oracle
that sees the service's own counters. Same file and seed, same bytes out.

  --seed N             in place of the scenario's
  --log FILE           writes every arrival, admission, send, answer, settlement and end as JSON lines;
                       examples/cli/recompute.py makes the figures of them again
  --svg FILE           writes a picture: calls taken in each region over time
  --json               print the figures as a line of JSON

)";

// Figures as `--json` prints them, times in seconds.

struct region_row {
    std::string region{};
    std::int64_t sent = 0, taken = 0, throttled = 0, unavailable = 0, broken = 0, tokens = 0;
};
constexpr auto describe(json::type<region_row>) {
    using r = region_row;
    return json::object(json::member{"region", &r::region}, json::member{"sent", &r::sent},
                        json::member{"taken", &r::taken}, json::member{"throttled", &r::throttled},
                        json::member{"unavailable", &r::unavailable}, json::member{"broken", &r::broken},
                        json::member{"tokens", &r::tokens});
}

struct figure_row {
    std::int64_t offered = 0, served = 0, missed = 0, failed = 0, sent = 0, throttled = 0, unavailable = 0;
    std::int64_t tokens = 0, billed = 0;
    double wait_p50 = 0, wait_p99 = 0, wait_longest = 0, wait_longest_of_large = 0, makespan = 0,
           fairness = 1;
    std::optional<double> tenant_fairness{}, least_served_tenant{};  ///< where the scenario has tenants
    std::vector<region_row> regions{};
};
constexpr auto describe(json::type<figure_row>) {
    using f = figure_row;
    return json::object(
        json::member{"offered", &f::offered}, json::member{"served", &f::served},
        json::member{"missed", &f::missed}, json::member{"failed", &f::failed},
        json::member{"sent", &f::sent}, json::member{"throttled", &f::throttled},
        json::member{"unavailable", &f::unavailable}, json::member{"tokens", &f::tokens},
        json::member{"billed", &f::billed}, json::member{"waitP50", &f::wait_p50},
        json::member{"waitP99", &f::wait_p99}, json::member{"waitLongest", &f::wait_longest},
        json::member{"waitLongestOfLarge", &f::wait_longest_of_large}, json::member{"makespan", &f::makespan},
        json::member{"fairness", &f::fairness}, json::member{"tenantFairness", &f::tenant_fairness},
        json::member{"leastServedTenant", &f::least_served_tenant}, json::member{"regions", &f::regions});
}

struct report {
    figure_row clients{}, oracle{};
};
constexpr auto describe(json::type<report>) {
    return json::object(json::member{"clients", &report::clients}, json::member{"oracle", &report::oracle});
}

double seconds(std::chrono::nanoseconds t) { return std::chrono::duration<double>(t).count(); }

/// Jain's index: 1 where all got the same, 1/n where one got everything.
double fairness_of(std::vector<double> const& each) {
    double sum = 0, squares = 0;
    for (auto const got : each) {
        sum += got;
        squares += got * got;
    }
    return squares > 0 ? sum * sum / (static_cast<double>(each.size()) * squares) : 1;
}

/// Of each tenant that had a call, the part of its calls that was served.
std::vector<double> served_parts(std::vector<simulation::tenant_figures> const& tenants) {
    std::vector<double> parts;
    for (auto const& t : tenants)
        if (t.offered > 0)
            parts.push_back(static_cast<double>(t.served) / static_cast<double>(t.offered));
    return parts;
}

figure_row row_of(simulation::figures const& f) {
    auto const n = [](std::size_t count) { return static_cast<std::int64_t>(count); };
    figure_row row{.offered = n(f.offered),
                   .served = n(f.served),
                   .missed = n(f.missed),
                   .failed = n(f.failed),
                   .sent = n(f.sent),
                   .throttled = n(f.throttled),
                   .unavailable = n(f.unavailable),
                   .tokens = f.tokens,
                   .billed = f.billed,
                   .wait_p50 = seconds(f.wait_p50),
                   .wait_p99 = seconds(f.wait_p99),
                   .wait_longest = seconds(f.wait_longest),
                   .wait_longest_of_large = seconds(f.wait_longest_of_large),
                   .makespan = seconds(f.makespan),
                   .fairness = fairness_of({f.clients.begin(), f.clients.end()})};
    if (auto const parts = served_parts(f.tenants); !parts.empty()) {
        row.tenant_fairness = fairness_of(parts);
        row.least_served_tenant = std::ranges::min(parts);
    }
    for (auto const& r : f.regions)
        row.regions.push_back(
            {r.region, n(r.sent), n(r.taken), n(r.throttled), n(r.unavailable), n(r.broken), r.tokens});
    return row;
}

// One line of `--log`.
struct log_line {
    std::string event{};
    std::int64_t t = 0;  ///< nanoseconds
    std::int64_t call = 0, client = 0;
    std::optional<std::int64_t> tenant{};
    std::optional<std::string> region{};
    std::optional<std::int64_t> input{}, output{}, tokens{}, attempt{}, status{}, answered{}, held{},
        counted{};
    std::optional<std::string> end{};
};
constexpr auto describe(json::type<log_line>) {
    using l = log_line;
    return json::object(json::member{"event", &l::event}, json::member{"t", &l::t},
                        json::member{"call", &l::call}, json::member{"client", &l::client},
                        json::member{"tenant", &l::tenant}, json::member{"region", &l::region},
                        json::member{"attempt", &l::attempt}, json::member{"status", &l::status},
                        json::member{"answered", &l::answered}, json::member{"input", &l::input},
                        json::member{"output", &l::output}, json::member{"tokens", &l::tokens},
                        json::member{"held", &l::held}, json::member{"counted", &l::counted},
                        json::member{"end", &l::end});
}

// The first line of `--log`: what the figures depend on beside the events.
struct log_head {
    std::string event{"scenario"};
    std::int64_t warm_up = 0;
    std::int64_t clients = 1;
    std::int64_t tenants = 0;
    std::vector<std::string> regions{};
};
constexpr auto describe(json::type<log_head>) {
    using h = log_head;
    return json::object(json::member{"event", &h::event}, json::member{"warmUp", &h::warm_up},
                        json::member{"clients", &h::clients}, json::member{"tenants", &h::tenants},
                        json::member{"regions", &h::regions});
}

/// Writes what happens, as it happens.
class journal {
 public:
    explicit journal(std::string const& path) : file_{std::fopen(path.c_str(), "wb")} {}

    bool good() const { return file_ != nullptr && !failed_; }

    void begin(simulation::scenario const& plan) {
        has_tenants_ = !plan.traffic.tenants.empty();
        write(log_head{.warm_up = plan.warm_up.count(),
                       .clients = static_cast<std::int64_t>(plan.clients),
                       .tenants = static_cast<std::int64_t>(plan.traffic.tenants.size()),
                       .regions = plan.regions});
    }

    void tell(simulation::note const& n) {
        using event = simulation::note::event;
        log_line line{.t = n.now.count(),
                      .call = static_cast<std::int64_t>(n.call),
                      .client = static_cast<std::int64_t>(n.client)};
        if (has_tenants_)
            line.tenant = static_cast<std::int64_t>(n.tenant);
        switch (n.what) {
            case event::arrived:
                line.event = "arrived";
                line.input = n.input;
                line.output = n.output;
                return write(line);
            case event::sent:  // the quota slot's admission and the sending are one moment
                line.event = "admitted";
                line.attempt = n.attempt;
                line.region = std::string{n.region};
                write(line);
                line.event = "sent";
                write(line);
                line.event = "answered";
                line.status = n.status;
                line.answered = (n.now + n.lasts).count();
                return write(line);
            case event::settled:
                line.event = "settled";
                line.region = std::string{n.region};
                line.input = n.input;
                line.output = n.output;
                line.tokens = n.tokens;
                return write(line);
            case event::over:
                line.event = "over";
                line.end = n.served ? "served" : n.missed ? "missed" : "failed";
                if (auto const attempts = n.story->attempts(); !attempts.empty()) {
                    line.held = attempts.back().held;
                    line.counted = attempts.back().counted;
                }
                return write(line);
        }
    }

    /// False where not all of it could be written.
    bool close() { return std::fclose(std::exchange(file_, nullptr)) == 0 && !failed_; }

 private:
    void write(auto const& line) {
        text_.clear();
        failed_ = failed_ || !json::write(text_, line);
        text_ += '\n';
        failed_ = failed_ || std::fwrite(text_.data(), 1, text_.size(), file_) != text_.size();
    }

    std::FILE* file_;
    std::string text_{};
    bool has_tenants_ = false;
    bool failed_ = false;
};

std::string fixed(double value, int digits) {
    char text[48];
    return {text, static_cast<std::size_t>(std::snprintf(text, sizeof text, "%.*f", digits, value))};
}

std::string text_of(report const& all) {
    table t{{{""}, {"clients", align::right}, {"oracle", align::right}, {"of it", align::right}}};
    auto const row = [&](std::string name, double ours, double best, int digits, bool compared) {
        t.add({std::move(name), fixed(ours, digits), fixed(best, digits),
               compared && best > 0 ? fixed(100 * ours / best, 1) + " %" : ""});
    };
    auto const count = [&](std::string name, std::int64_t figure_row::* which, bool compared = false) {
        row(std::move(name), static_cast<double>(all.clients.*which), static_cast<double>(all.oracle.*which),
            0, compared);
    };
    auto const time = [&](std::string name, double figure_row::* which) {
        row(std::move(name), all.clients.*which, all.oracle.*which, 2, false);
    };
    count("calls offered", &figure_row::offered);
    count("served by their deadline", &figure_row::served, true);
    count("missed their deadline", &figure_row::missed);
    count("failed otherwise", &figure_row::failed);
    count("tries sent", &figure_row::sent);
    count("throttled", &figure_row::throttled);
    count("503", &figure_row::unavailable);
    count("goodput, quota tokens", &figure_row::tokens, true);
    count("billed, quota tokens", &figure_row::billed);
    time("wait p50, s", &figure_row::wait_p50);
    time("wait p99, s", &figure_row::wait_p99);
    time("longest wait, s", &figure_row::wait_longest);
    time("of the largest tenth, s", &figure_row::wait_longest_of_large);
    time("makespan, s", &figure_row::makespan);
    time("fairness between clients (Jain)", &figure_row::fairness);
    if (all.clients.tenant_fairness) {
        auto const of = [&](std::optional<double> figure_row::* which) {
            return std::pair{(all.clients.*which).value_or(0), (all.oracle.*which).value_or(0)};
        };
        auto const [fair, fair_best] = of(&figure_row::tenant_fairness);
        auto const [least, least_best] = of(&figure_row::least_served_tenant);
        row("fairness between tenants (Jain)", fair, fair_best, 2, false);
        row("served of the least served tenant's", least, least_best, 2, false);
    }
    for (std::size_t i = 0; i < all.clients.regions.size(); ++i) {
        auto const& ours = all.clients.regions[i];
        auto const best = i < all.oracle.regions.size() ? all.oracle.regions[i].tokens : 0;
        row(ours.region + ", quota tokens", static_cast<double>(ours.tokens), static_cast<double>(best), 0,
            true);
    }
    return t.text(colourful(stdout));
}

/// Calls taken in each step, regions on top of each other; the oracle's sum as a line.
svg picture_of(simulation::figures const& ours, simulation::figures const& best,
               simulation::scenario const& plan) {
    constexpr std::string_view colours[] = {"#4477aa", "#ee6677", "#228833", "#ccbb44",
                                            "#66ccee", "#aa3377", "#bbbbbb"};
    constexpr double left = 50, top = 40, width = 780, height = 280;
    svg picture{860, 380};
    auto const steps = std::max(ours.timeline.size(), best.timeline.size());
    auto const sum = [](std::vector<std::size_t> const& taken) {
        std::size_t all = 0;
        for (auto const n : taken)
            all += n;
        return static_cast<double>(all);
    };
    double most = 1;
    for (auto const* const f : {&ours, &best})
        for (auto const& taken : f->timeline)
            most = std::max(most, sum(taken));
    auto const step = seconds(plan.step);
    picture.text(10, 20, "calls taken in " + fixed(step, 0) + " s, by region; the line: the oracle");
    auto const each = width / static_cast<double>(std::max<std::size_t>(steps, 1));
    auto const y_of = [&](double calls) { return top + height * (1 - calls / most); };
    for (std::size_t i = 0; i < ours.timeline.size(); ++i) {
        double below = 0;
        for (std::size_t r = 0; r < ours.timeline[i].size(); ++r) {
            auto const taken = static_cast<double>(ours.timeline[i][r]);
            picture.rectangle({.x = left + each * static_cast<double>(i),
                               .y = y_of(below + taken),
                               .width = std::max(each - 1, 0.5),
                               .height = height * taken / most},
                              colours[r % std::size(colours)],
                              ours.regions[r].region + ": " + fixed(taken, 0) + " at " +
                                  fixed(step * static_cast<double>(i), 0) + " s");
            below += taken;
        }
    }
    for (std::size_t i = 0; i + 1 < best.timeline.size(); ++i)
        picture.line(left + each * (static_cast<double>(i) + 0.5), y_of(sum(best.timeline[i])),
                     left + each * (static_cast<double>(i) + 1.5), y_of(sum(best.timeline[i + 1])),
                     "#222222");
    picture.text(left - 6, top + 10, fixed(most, 0), svg::anchor::end);
    picture.text(left - 6, top + height, "0", svg::anchor::end);
    picture.text(left, top + height + 18, "0 s");
    picture.text(left + width, top + height + 18, fixed(step * static_cast<double>(steps), 0) + " s",
                 svg::anchor::end);
    for (std::size_t r = 0; r < ours.regions.size(); ++r) {
        auto const x = left + 150 * static_cast<double>(r);
        picture.rectangle({.x = x, .y = top + height + 28, .width = 10, .height = 10},
                          colours[r % std::size(colours)]);
        picture.text(x + 15, top + height + 37, ours.regions[r].region);
    }
    return picture;
}

struct options {
    std::string file{};
    std::optional<int> seed{};
    std::string log{};
    std::string svg_file{};
    bool json = false;
};

int simulate(options const& o) {
    auto read = read_scenario(o.file);
    if (!read)
        return complain(read.error());
    auto& plan = read->plan;
    if (o.seed)
        plan.seed = static_cast<std::uint64_t>(*o.seed);

    auto const best = simulation::oracle(plan);
    if (!best)
        return complain(best.error());
    std::shared_ptr<journal> log;
    if (!o.log.empty()) {
        log = std::make_shared<journal>(o.log);
        if (log->good()) {
            log->begin(plan);
            plan.told = [log](simulation::note const& n) { log->tell(n); };
        }
    }
    auto const ours =
        bedrock::testing::simulator{plan, std::move(read->region), std::move(read->quota), read->retry}.run();
    if (!ours)
        return complain(ours.error());
    if (log && (!log->good() || !log->close())) {
        std::fprintf(stderr,
                     "bedrock: the log could not be written to %s\n"
                     "  what to do: name a file in a folder that exists and may be written to\n",
                     displayable(o.log).c_str());
        return output_failed;
    }

    report const all{row_of(*ours), row_of(*best)};
    auto const printed = o.json ? print_json(all) : print(text_of(all)) ? 0 : output_failed;
    auto const saved = o.svg_file.empty() ? 0 : picture_of(*ours, *best, plan).save(o.svg_file);
    return printed != 0 ? printed : saved;
}

int run(arguments words) {
    options o;
    std::vector<std::string> files;
    auto const help = std::string{usage}.append(scenario_help);
    flags f{"simulate", help};
    f.number("--seed", o.seed, 0, 1'000'000'000)
        .text("--log", o.log)
        .text("--svg", o.svg_file)
        .on("--json", o.json)
        .words(files);
    if (auto const ended = f.read(words))
        return *ended;
    if (files.size() != 1)
        return f.complain("say one scenario file");
    o.file = files[0];
    return simulate(o);
}

}  // namespace

namespace commands {

command const simulate{"simulate", "a scenario in virtual time: policies beside an oracle", run};

}

}  // namespace cli
