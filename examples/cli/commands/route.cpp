// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// route: what a catalogue knows of a model ID called from a region.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/core/environment_variable.hpp>
#include <bedrock/core/model_id.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/writer.hpp>
#include <bedrock/quota/bucket.hpp>

#include "../catalogs.hpp"
#include "../flags.hpp"
#include "../output.hpp"
#include "all.hpp"

namespace cli {

namespace {

constexpr std::string_view help =
    R"(usage: bedrock route ID [--region REGION] [--catalog NAME] [--base-model ID] [--json]

Where a call with this model ID may run when it is sent to REGION, why, and which quotas count it: as a catalogue
has it, without a word to the service.

  --region REGION      source region. Default: AWS_REGION, AWS_DEFAULT_REGION
  --catalog NAME       'current' (the default), 'launch-2024-09', or a file: see 'bedrock catalog --help'
  --base-model ID      the model or profile behind an ARN that does not tell
  --json               print it as a line of JSON
  --help               this text

exit status: 0 it can be called from there, or nothing says that it cannot; 2 wrong usage; 4 it cannot
)";

/// The answer, as `--json` prints it.
struct routing {
    std::string id{};
    std::string kind{};
    std::string model{};   ///< base model; empty: not known
    std::string region{};  ///< source
    std::string callable{};
    std::string why{};
    std::vector<std::string> destinations{};  ///< the source first; `*`: any that offers the model
    std::vector<std::string> instead{};       ///< profiles that serve the model from there
    std::string bucket{};
    std::optional<std::int64_t> requests_per_minute{};
    std::optional<std::int64_t> tokens_per_minute{};
    std::int64_t burndown = 1;
    std::optional<std::int64_t> reserved_if_unset{};  ///< output tokens
};

constexpr auto describe(bedrock::json::type<routing>) {
    namespace json = bedrock::json;
    using r = routing;
    return json::object(
        json::member{"id", &r::id}, json::member{"kind", &r::kind}, json::omit_empty{"model", &r::model},
        json::member{"region", &r::region}, json::member{"callable", &r::callable},
        json::member{"why", &r::why}, json::omit_empty{"destinations", &r::destinations},
        json::omit_empty{"instead", &r::instead}, json::omit_empty{"bucket", &r::bucket},
        json::member{"requestsPerMinute", &r::requests_per_minute},
        json::member{"tokensPerMinute", &r::tokens_per_minute}, json::member{"burndown", &r::burndown},
        json::member{"reservedIfUnset", &r::reserved_if_unset});
}

constexpr std::string_view name_of(bedrock::quota::bucket_kind kind) {
    switch (kind) {
        case bedrock::quota::bucket_kind::on_demand:
            return "on demand";
        case bedrock::quota::bucket_kind::geographic:
            return "cross-region (geographic)";
        case bedrock::quota::bucket_kind::global:
            return "cross-region (global)";
    }
    return "";
}

/// Where the answer comes from: a catalogue, and what is asked of it.
class router {
 public:
    router(bedrock::catalog::set const& catalog, bedrock::model_id id, std::string region)
        : catalog_{catalog},
          id_{id},
          made_{.id = std::string{id.text},
                .kind = std::string{to_string(id.kind)},
                .model = std::string{id.base},
                .region = std::move(region)} {}

    routing answer() {
        if (id_.is_profile())
            route_profile();
        else if (id_.kind == bedrock::model_kind::foundation_model)
            route_model();
        else
            say("unknown", "a catalogue knows nothing of an ID of this kind; it runs where its ARN is", {});
        count();
        return std::move(made_);
    }

 private:
    void say(std::string_view callable, std::string why, bedrock::catalog::region_list to) {
        made_.callable = callable;
        made_.why = std::move(why);
        if (to.contains(made_.region))
            made_.destinations.push_back(made_.region);
        for (auto const region : to)
            if (region != made_.region)
                made_.destinations.emplace_back(region);
        if (to.is_open())
            made_.destinations.emplace_back("*");
    }

    void route_profile() {
        auto const* const profile = catalog_.find(id_.text);
        if (profile == nullptr || profile->routes.empty())
            return say("unknown",
                       "the catalogue does not list this profile: ask the service ('bedrock profiles')", {});
        if (auto const* const route = profile->from(made_.region))
            return say("yes",
                       route->to.is_open()
                           ? "a global profile: any region that offers the model"
                           : "the source region while it has capacity, else the one with most left",
                       route->to);
        std::string from;
        for (auto const& r : profile->routes)
            from.append(from.empty() ? "" : ", ").append(listed(r.from));
        say("no", "this profile can be called from " + from + " only", {});
        suggest();
    }

    void route_model() {
        using bedrock::catalog::answer;
        switch (catalog_.on_demand(id_.base, made_.region)) {
            case answer::yes:
                return say("yes", "offered on demand; a plain model ID never leaves its region",
                           std::string_view{made_.region});
            case answer::no:
                say("no", "not offered on demand in this region", {});
                return suggest();
            case answer::unknown:
                say("unknown", "the catalogue does not say whether the model is offered on demand there", {});
                return suggest();
        }
    }

    void suggest() {
        for (auto const& p : catalog_.serving(id_.base, made_.region))
            made_.instead.emplace_back(p.id);
    }

    void count() {
        if (made_.callable == "no" || id_.base.empty())
            return;
        bedrock::quota::bucket const bucket{id_.is_global()    ? bedrock::quota::bucket_kind::global
                                            : id_.is_profile() ? bedrock::quota::bucket_kind::geographic
                                                               : bedrock::quota::bucket_kind::on_demand,
                                            id_.base};
        made_.bucket = std::string{name_of(bucket.kind)} + " quota of " + made_.region;
        if (auto const* const limits = catalog_.limits(bucket, made_.region)) {
            if (limits->requests != bedrock::catalog::limits::unstated)
                made_.requests_per_minute = limits->requests;
            if (limits->tokens != bedrock::catalog::limits::unstated)
                made_.tokens_per_minute = limits->tokens;
        }
        made_.burndown = catalog_.burndown(id_.base);
        if (auto const reserved = catalog_.default_output(id_.base); reserved > 0)
            made_.reserved_if_unset = reserved;
    }

    bedrock::catalog::set const& catalog_;
    bedrock::model_id id_;
    routing made_;
};

std::string joined(std::vector<std::string> const& names) {
    std::string text;
    for (auto const& name : names)
        text.append(text.empty() ? "" : ", ").append(name == "*" ? "any region that offers the model" : name);
    return text;
}

std::string text_of(routing const& r) {
    std::string text = r.id + "\n";
    auto const line = [&text](std::string_view title, std::string_view words) {
        std::string name{title};
        name.resize(std::max<std::size_t>(name.size() + 2, 15), ' ');
        if (!words.empty())
            text.append("  ").append(name).append(words).append("\n");
    };
    line("is", r.kind + (r.model.empty() || r.model == r.id ? "" : " of " + r.model));
    line("from " + r.region, (r.callable == "yes"  ? "can be called: "
                              : r.callable == "no" ? "cannot be called: "
                                                   : "not known: ") +
                                 r.why);
    line("may run in", joined(r.destinations));
    line("instead", joined(r.instead));
    if (r.bucket.empty())
        return text;
    auto const number = [](std::optional<std::int64_t> n) { return n ? std::to_string(*n) : "unstated"; };
    line("counted in", r.bucket + ", and in no other region's");
    line("by default",
         number(r.requests_per_minute) + " requests, " + number(r.tokens_per_minute) + " tokens a minute");
    line("a call holds",
         "input + max_tokens" +
             (r.reserved_if_unset ? " (" + number(r.reserved_if_unset) + " if unset)" : std::string{}) +
             ", and costs input + output × " + std::to_string(r.burndown));
    return text;
}

int run(arguments words) {
    std::string region, base;
    std::vector<std::string> ids;
    bool json = false;
    chosen_catalog catalog{&bedrock::catalog::current};
    flags f{"route", help};
    f.text("--region", region).text("--base-model", base).on("--json", json).words(ids);
    catalog.add_to(f);
    if (auto const ended = f.read(words))
        return *ended;
    if (ids.size() != 1)
        return f.complain("say one model ID, such as us.anthropic.claude-3-5-sonnet-20240620-v1:0");
    for (auto const* const name : {"AWS_REGION", "AWS_DEFAULT_REGION"})
        if (region.empty())
            region = bedrock::environment_variable(name);
    if (region.empty())
        return f.complain("no region; name the source region with --region");

    auto id = bedrock::model_id::parse(ids.front());
    if (!base.empty())
        id = id.based_on(base);
    auto const answer = router{*catalog.get(), id, region}.answer();
    auto const printed = json ? print_json(answer) : print(text_of(answer)) ? 0 : output_failed;
    return printed != 0              ? printed
           : answer.callable == "no" ? exit_status(bedrock::error_kind::validation)
                                     : 0;
}

}  // namespace

namespace commands {

command const route{"route", "where a model ID may run from a region, why, and which quotas count it", run};

}

}  // namespace cli
