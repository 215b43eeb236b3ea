// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// route: what a catalogue knows of a model ID called from a region.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/core/model_id.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/writer.hpp>
#include <bedrock/quota/bucket.hpp>

#include "../catalogs.hpp"
#include "../connection.hpp"
#include "../display_width.hpp"
#include "../flags.hpp"
#include "../joined.hpp"
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
    std::optional<std::int64_t> tokens_per_day{};
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
        json::member{"tokensPerMinute", &r::tokens_per_minute},
        json::member{"tokensPerDay", &r::tokens_per_day}, json::member{"burndown", &r::burndown},
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
    /// `copied`: what an ARN that does not tell stands for; empty: not said.
    router(bedrock::catalog::set const& catalog, std::string_view id, std::string_view copied,
           std::string region)
        : catalog_{catalog}, id_{bedrock::model_id::parse(id)}, profile_{catalog.find(id)} {
        if (!copied.empty() && id_.base.empty()) {
            id_ = id_.based_on(copied);
            if (profile_ == nullptr)
                profile_ = catalog.find(copied);
        }
        if (profile_ != nullptr && id_.base.empty())
            id_.base = profile_->base();
        made_ = {.id = std::string{id_.text},
                 .kind = std::string{to_string(id_.kind)},
                 .model = std::string{id_.base},
                 .region = std::move(region)};
    }

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
        if (profile_ == nullptr || profile_->routes.empty())
            return say("unknown",
                       "the catalogue does not list this profile: ask the service ('bedrock profiles')", {});
        if (auto const* const route = profile_->from(made_.region))
            return say("yes",
                       route->to.is_open()
                           ? "a global profile: any region that offers the model"
                           : "the source region while it has capacity, else the one with most left",
                       route->to);
        std::vector<std::string> from;
        for (auto const& r : profile_->routes)
            from.push_back(listed(r.from));
        say("no", "this profile can be called from " + joined(from) + " only", {});
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

    /// The bucket that counts the calls; none where that is not verified: of an application profile which
    /// copies a plain model, and of other kinds of ID.
    std::optional<bedrock::quota::bucket> bucket() const {
        using bedrock::model_kind, bedrock::quota::bucket_kind;
        if (id_.kind == model_kind::foundation_model || id_.kind == model_kind::system_profile)
            return bedrock::quota::bucket_of(id_.text);
        if (id_.kind != model_kind::application_profile || profile_ == nullptr ||
            made_.destinations.size() < 2)
            return std::nullopt;
        return bedrock::quota::bucket{profile_->is_global() ? bucket_kind::global : bucket_kind::geographic,
                                      id_.base};
    }

    void count() {
        auto const counted = bucket();
        if (made_.callable == "no" || !counted)
            return;
        made_.bucket = std::string{name_of(counted->kind)} + " quota of " + made_.region;
        if (auto const* const limits = catalog_.limits(*counted, made_.region)) {
            auto const stated = [](std::int64_t limit) {
                return limit == bedrock::catalog::limits::unstated ? std::nullopt : std::optional{limit};
            };
            made_.requests_per_minute = stated(limits->requests);
            made_.tokens_per_minute = stated(limits->tokens);
            made_.tokens_per_day = stated(limits->tokens_per_day);
        }
        made_.burndown = catalog_.burndown(counted->model);
        if (auto const reserved = catalog_.default_output(counted->model); reserved > 0)
            made_.reserved_if_unset = reserved;
    }

    bedrock::catalog::set const& catalog_;
    bedrock::model_id id_;
    bedrock::catalog::profile const* profile_;  // of the ID, or the one that it copies; null: not known
    routing made_{};
};

std::string text_of(routing const& r) {
    auto text = displayable(r.id) + "\n";
    auto const from = "from " + r.region;
    auto const width = std::max<std::size_t>(15, from.size() + 2);
    auto const line = [&](std::string_view title, std::string_view words) {
        if (words.empty())
            return;
        std::string const gap(width - title.size(), ' ');
        text.append("  ").append(displayable(title)).append(gap).append(displayable(words)).append("\n");
    };
    line("is", r.kind + (r.model.empty() || r.model == r.id ? "" : " of " + r.model));
    line(from, (r.callable == "yes"  ? "can be called: "
                : r.callable == "no" ? "cannot be called: "
                                     : "not known: ") +
                   r.why);
    line("may run in",
         r.destinations.empty() || r.destinations.back() != "*" ? joined(r.destinations) : listed("*"));
    line("instead", joined(r.instead));
    if (r.bucket.empty())
        return text;
    auto const number = [](std::optional<std::int64_t> n) { return n ? std::to_string(*n) : "unstated"; };
    line("counted in", r.bucket + ", and in no other region's");
    line("by default",
         number(r.requests_per_minute) + " requests, " + number(r.tokens_per_minute) + " tokens a minute" +
             (r.tokens_per_day ? ", " + number(r.tokens_per_day) + " tokens a day" : std::string{}));
    line("a call holds",
         "input + max_tokens" +
             (r.reserved_if_unset ? " (" + number(r.reserved_if_unset) + " if unset)" : std::string{}) +
             ", and counts in the end input + cache writes + output × " + std::to_string(r.burndown));
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
    if (region.empty())
        region = environment_region();
    if (region.empty())
        return f.complain("no region; name the source region with --region");

    auto const answer = router{*catalog.get(), ids.front(), base, region}.answer();
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
