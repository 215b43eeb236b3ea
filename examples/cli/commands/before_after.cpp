// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// before-after: what hand-made failover, a profile, and a profile with failover get through under load.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <bedrock/api/list_service_quotas.hpp>
#include <bedrock/api/pages.hpp>
#include <bedrock/catalog/current.hpp>
#include <bedrock/client.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/quota/bucket.hpp>
#include <bedrock/quota/model_limits.hpp>

#include "../connection.hpp"
#include "../explained.hpp"
#include "../flags.hpp"
#include "../interrupt.hpp"
#include "../joined.hpp"
#include "../output.hpp"
#include "../policies.hpp"
#include "../svg.hpp"
#include "../table.hpp"
#include "../terminal.hpp"
#include "all.hpp"

namespace cli {

namespace {

constexpr std::string_view usage =
    R"(usage: bedrock before-after MODEL PROFILE --region REGION [--region REGION]… [options]

Calls under load, three ways one after the other, and tells how many were answered, out of how many the quotas of
the regions allow (Service Quotas), and how often the service said no:

  failover   as before inference profiles: MODEL, from region to region
  profile    PROFILE, from the first region only
  both       PROFILE, from region to region: each source region has a quota of its own

  --minutes N          quota minutes of load for each way; default: 1
  --minute SECONDS     how long a quota's minute is (an emulator may have shorter ones); default: 60
  --callers N          calls at once; default: 8
  --prompt TEXT        default: "Say something."
  --max-tokens N       most tokens to answer with; default: 64
  --svg FILE           writes a picture
  --json               print the figures as a line of JSON
)";

/// One way's figures.
struct way_result {
    std::string way{};
    std::int64_t answered = 0;
    std::int64_t failed = 0;                ///< calls that ended with an error
    std::int64_t throttled = 0;             ///< tries that the service refused: throttled, or out of capacity
    std::int64_t tokens = 0;                ///< in and out, of the calls that were answered
    double per_minute = 0;                  ///< answered
    std::optional<std::int64_t> allowed{};  ///< requests a minute by the quotas that the way draws on
    std::vector<std::pair<std::string, std::int64_t>> sources{};  ///< answered, by source region
};

constexpr auto describe(bedrock::json::type<way_result>) {
    namespace json = bedrock::json;
    using w = way_result;
    return json::object(json::member{"way", &w::way}, json::member{"answered", &w::answered},
                        json::member{"failed", &w::failed}, json::member{"throttled", &w::throttled},
                        json::member{"tokens", &w::tokens}, json::member{"answeredPerMinute", &w::per_minute},
                        json::member{"allowedPerMinute", &w::allowed},
                        json::member{"answeredBySource", &w::sources});
}

struct figures {
    std::vector<way_result> ways{};
};

constexpr auto describe(bedrock::json::type<figures>) {
    return bedrock::json::object(bedrock::json::member{"ways", &figures::ways});
}

struct options {
    connection where{};
    int minutes = 1;
    double minute = 60;  ///< seconds
    int callers = 8;
    std::string prompt{"Say something."};
    int max_tokens = 64;
    std::string svg_file{};
    bool json = false;
    std::string model{};
    std::string profile{};
};

using seconds = std::chrono::duration<double>;

/// Whether the next call may well be answered: it was refused for the load, or its time was over.
bool is_of_load(bedrock::error_kind kind) {
    using enum bedrock::error_kind;
    return kind == throttled || kind == unavailable || kind == timeout || kind == deadline ||
           kind == cancelled;
}

/// Counts what one way brings; told by several threads.
class counter {
 public:
    void answered(bedrock::story const& story, bedrock::tokens_used const& used) {
        std::lock_guard const lock{mutex_};
        count(story);
        ++result_.answered;
        result_.tokens += used.input + used.output;
        ++sources_[story.attempts().back().region];
    }
    void failed(bedrock::error const& e) {
        std::lock_guard const lock{mutex_};
        count(e.story);
        ++result_.failed;
        if (!is_of_load(e.kind) && !wrong_)
            wrong_ = e;
    }
    /// The figures; or the first error that is not of the load.
    bedrock::result<way_result> result(int minutes) {
        if (wrong_)
            return bedrock::failure(std::move(*wrong_));
        result_.per_minute = static_cast<double>(result_.answered) / minutes;
        result_.sources.assign(sources_.begin(), sources_.end());
        return std::move(result_);
    }

 private:
    void count(bedrock::story const& story) {
        for (auto const& a : story.attempts())
            result_.throttled +=
                a.cause == bedrock::error_kind::throttled || a.cause == bedrock::error_kind::unavailable;
    }

    std::mutex mutex_;
    way_result result_{};
    std::map<std::string, std::int64_t> sources_{};
    std::optional<bedrock::error> wrong_{};
};

/// Waits so long, or until it is told to stop.
void pause(seconds time, std::stop_token const& stop) {
    std::mutex mutex;
    std::unique_lock lock{mutex};
    std::condition_variable_any nobody;
    nobody.wait_for(lock, stop, time, [] { return false; });
}

/// Callers that ask again and again until the time is over: what is under way then is cut off by its deadline,
/// and has failed. An error that is not of the load ends it all.
bedrock::result<way_result> load(options const& o, std::vector<std::string> const& regions,
                                 std::string const& id, std::stop_token const& stop) {
    auto where = o.where;
    where.regions = regions;
    auto const client = make_client(where);
    bedrock::converse_request const request{.messages = {bedrock::user(o.prompt)},
                                            .inference_config = {.max_tokens = o.max_tokens}};
    auto const end = std::chrono::steady_clock::now() + seconds{o.minutes * o.minute};
    counter counted;
    std::stop_source over;
    std::stop_callback const passed_on{stop, [&over] { over.request_stop(); }};
    std::vector<std::jthread> callers;
    callers.reserve(static_cast<std::size_t>(o.callers));
    for (int i = 0; i < o.callers; ++i)
        callers.emplace_back([&] {
            while (!over.stop_requested() && std::chrono::steady_clock::now() < end) {
                auto const left =
                    std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
                auto const answer = client.converse(
                    id, request,
                    {.deadline = std::min(left, o.where.timeout.value_or(left)), .stop = over.get_token()});
                if (answer) {
                    counted.answered(answer->story, (*answer)->usage.used());
                    continue;
                }
                counted.failed(answer.error());
                if (!is_of_load(answer.error().kind))
                    over.request_stop();
                pause(seconds{0.05}, over.get_token());  // a refusal may come at once: no tight loop
            }
        });
    callers.clear();
    return counted.result(o.minutes);
}

/// The quotas of each region, as the service tells them.
using quotas = std::map<std::string, std::vector<bedrock::service_quota>>;

bedrock::result<quotas> read_quotas(options const& o, std::stop_token const& stop) {
    quotas all;
    for (auto const& region : o.where.regions) {
        auto where = o.where;
        where.regions = {region};
        for (auto& page : bedrock::pages<bedrock::api::list_service_quotas>(
                 make_client(where), {.service_code = "bedrock", .max_results = 100}, {.stop = stop})) {
            if (!page)
                return bedrock::failure(page.error());
            all[region].insert(all[region].end(), (*page)->quotas.begin(), (*page)->quotas.end());
        }
    }
    return all;
}

/// Requests a minute that the account's quotas of these regions allow for the model; none where they do not say.
std::optional<std::int64_t> allowed(quotas const& told, std::vector<std::string> const& regions,
                                    std::string const& id) {
    auto const bucket = bedrock::quota::bucket_of(id);
    auto const name = bedrock::catalog::current.name(bucket.model);
    std::optional<std::int64_t> sum;
    for (auto const& region : regions) {
        bedrock::quota::model_limits found;
        if (auto const of_region = told.find(region); of_region != told.end())
            for (auto const& quota : of_region->second)
                found.take(quota, name);
        if (auto const requests = found.of(bucket.kind).minute.requests)
            sum = sum.value_or(0) + *requests;
    }
    return sum;
}

std::string whole(double value) { return std::to_string(std::llround(value)); }

std::string text_of(figures const& all) {
    table t{{{"way"},
             {"answered", align::right},
             {"a minute", align::right},
             {"quotas allow", align::right},
             {"of it", align::right},
             {"throttled tries", align::right},
             {"failed calls", align::right},
             {"tokens", align::right},
             {"by source region"}}};
    for (auto const& w : all.ways) {
        std::vector<std::string> sources;
        sources.reserve(w.sources.size());
        for (auto const& [region, count] : w.sources)
            sources.push_back(region + " " + std::to_string(count));
        t.add({w.way, std::to_string(w.answered), whole(w.per_minute),
               w.allowed ? std::to_string(*w.allowed) : "unknown",
               w.allowed && *w.allowed > 0
                   ? whole(100 * w.per_minute / static_cast<double>(*w.allowed)) + " %"
                   : "",
               std::to_string(w.throttled), std::to_string(w.failed), std::to_string(w.tokens),
               joined(sources)});
    }
    return t.text(colourful(stdout));
}

svg picture_of(figures const& all, options const& o) {
    constexpr double left = 90, top = 60, width = 440, row = 60;
    svg picture{640, static_cast<int>(top + row * static_cast<double>(all.ways.size()) + 40)};
    double most = 1;
    for (auto const& w : all.ways)
        most = std::max({most, w.per_minute, static_cast<double>(w.allowed.value_or(0))});
    picture.text(10, 20, o.profile + " and " + o.model);
    picture.text(10, 38,
                 "blue: calls answered a minute; frame: what the quotas allow; red: tries refused a minute");
    for (std::size_t i = 0; i != all.ways.size(); ++i) {
        auto const& w = all.ways[i];
        auto const y = top + row * static_cast<double>(i);
        auto const long_as = [&](double value) { return width * std::min(value / most, 1.0); };
        auto const refused = static_cast<double>(w.throttled) / o.minutes;
        picture.text(left - 8, y + 20, w.way, svg::anchor::end);
        if (w.allowed)
            picture.rectangle(
                {.x = left, .y = y, .width = long_as(static_cast<double>(*w.allowed)), .height = 30},
                "#dddddd", std::to_string(*w.allowed) + " a minute are allowed");
        picture.rectangle({.x = left, .y = y + 4, .width = long_as(w.per_minute), .height = 22}, "#4477aa",
                          whole(w.per_minute) + " answered a minute");
        picture.rectangle({.x = left, .y = y + 34, .width = long_as(refused), .height = 8}, "#ee6677",
                          whole(refused) + " refused a minute");
        picture.text(left + width + 8, y + 20, whole(w.per_minute));
    }
    return picture;
}

/// The three ways, one after the other; the first error that is not of the load ends it.
bedrock::result<figures> measure(options const& o, std::stop_token const& stop) {
    struct way {
        std::string name;
        std::vector<std::string> regions;
        std::string id;
    };
    way const ways[] = {{"failover", o.where.regions, o.model},
                        {"profile", {o.where.regions.front()}, o.profile},
                        {"both", o.where.regions, o.profile}};
    auto const told = read_quotas(o, stop);
    if (!told)
        return bedrock::failure(told.error());
    figures all;
    for (auto const& w : ways) {
        if (w.name == "both")  // it draws on the bucket that `profile` has just used
            pause(seconds{o.minute}, stop);
        auto result = load(o, w.regions, w.id, stop);
        if (!result)
            return bedrock::failure(explained(result.error(), w.id));
        result->way = w.name;
        result->allowed = allowed(*told, w.regions, w.id);
        all.ways.push_back(std::move(*result));
    }
    return all;
}

int before_after(options const& o) {
    interrupt const stopped;
    auto const all = measure(o, stopped.token());
    if (stopped.token().stop_requested())
        return exit_status(bedrock::error_kind::cancelled);
    if (!all)
        return complain(all.error());
    // The table first: a picture that cannot be written takes nothing away.
    auto const printed = o.json ? print_json(*all) : print(text_of(*all)) ? 0 : output_failed;
    auto const saved = o.svg_file.empty() ? 0 : picture_of(*all, o).save(o.svg_file);
    return printed != 0 ? printed : saved;
}

int run(arguments words) {
    options o;
    std::vector<std::string> ids;
    auto const help = std::string{usage}.append(connection_help);
    flags f{"before-after", help};
    f.number("--minutes", o.minutes, 1, 1'000)
        .number("--minute", o.minute, 0.1, 60)
        .number("--callers", o.callers, 1, 256)
        .number("--max-tokens", o.max_tokens, 1, 1'000'000)
        .text("--prompt", o.prompt)
        .text("--svg", o.svg_file)
        .on("--json", o.json)
        .words(ids);
    o.where.add_to(f);
    if (auto const ended = f.read(words))
        return *ended;
    if (ids.size() != 2)
        return f.complain("say a model ID and a profile ID, in this order");
    if (o.where.regions.empty())
        return f.complain("name the regions with --region, the profile's source region first");
    o.model = ids[0];
    o.profile = ids[1];
    return before_after(o);
}

}  // namespace

namespace commands {

command const before_after{"before-after", "failover by hand, a profile, and both, under load", run};

}

}  // namespace cli
