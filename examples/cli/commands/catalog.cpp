// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// catalog: what a live account says of profiles, models and quotas, as a catalogue that the other commands take.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/api/list_aws_default_service_quotas.hpp>
#include <bedrock/api/list_foundation_models.hpp>
#include <bedrock/api/list_inference_profiles.hpp>
#include <bedrock/api/list_service_quotas.hpp>
#include <bedrock/api/pages.hpp>
#include <bedrock/catalog/current.hpp>
#include <bedrock/client.hpp>
#include <bedrock/core/model_id.hpp>
#include <bedrock/quota/model_limits.hpp>
#include <nlohmann/json.hpp>

#include "../connection.hpp"
#include "../flags.hpp"
#include "../interrupt.hpp"
#include "../output.hpp"
#include "../policies.hpp"
#include "all.hpp"

namespace cli {

namespace {

constexpr std::string_view usage =
    R"(usage: bedrock catalog --region REGION [--region REGION]… [options] > mine.json

Asks the account's control plane in each REGION for its inference profiles, models and quotas, and prints them as a
catalogue: for '--catalog mine.json' of the other commands, and for catalog::table::parse in a program. Name each
region that you call from: of source regions that were not asked, it says what the library's own catalogue does.

  --defaults           take AWS's default quotas where the account's own are not listed

)";

/// Gathers what the regions say; the rows of `catalog::table`.
class gathering {
 public:
    bedrock::result<void> ask(auto const& client, std::string const& region, bool defaults,
                              std::stop_token const& stop) {
        asked_.insert(region);
        if (auto done = ask_profiles(client, region, stop); !done)
            return done;
        if (auto done = ask_models(client, region, stop); !done)
            return done;
        if (defaults)
            if (auto done = ask_quotas<bedrock::api::list_aws_default_service_quotas>(client, region, stop);
                !done)
                return done;
        return ask_quotas<bedrock::api::list_service_quotas>(client, region, stop);
    }

    std::string text() const {
        auto const strings = [](auto const& from) {
            auto list = nlohmann::json::array();
            for (auto const& text : from)
                list.push_back(text);
            return list;
        };
        nlohmann::ordered_json table{{"source", "bedrock catalog, from the account's control plane"},
                                     {"profiles", nlohmann::json::array()},
                                     {"on_demand", nlohmann::json::array()},
                                     {"quotas", nlohmann::json::array()},
                                     {"names", nlohmann::json::array()}};
        for (auto const& [id, p] : profiles_) {
            nlohmann::ordered_json routes, row{{"id", id}};
            for (auto const& [from, to] : with_known_routes(id, p))
                routes[from] = to.contains("*") ? nlohmann::json("*") : strings(to);
            if (routes.empty())  // such a row is none
                continue;
            if (!p.name.empty())
                row["name"] = p.name;
            if (id.starts_with("arn:") && p.models.size() == 1)  // the ID does not tell
                row["model"] = *p.models.begin();
            row["routes"] = std::move(routes);
            table["profiles"].push_back(std::move(row));
        }
        for (auto const& [id, m] : models_) {
            for (bool const offered : {true, false})
                if (auto const& regions = offered ? m.on_demand : m.not_on_demand; !regions.empty())
                    table["on_demand"].push_back(
                        {{"model", id}, {"regions", strings(regions)}, {"offered", offered}});
            if (!m.name.empty())
                table["names"].push_back({{"model", id}, {"name", m.name}});
            for (auto const& [region, limits] : m.limits)
                for (auto const& [kind, bucket] :
                     {std::pair{"on_demand", limits.on_demand}, std::pair{"geographic", limits.geographic},
                      std::pair{"global", limits.global}})
                    add_quota(table["quotas"], id, kind, region, bucket);
        }
        return table.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    }

 private:
    /// From a source region to the destinations; `*`: any.
    using route_map = std::map<std::string, std::set<std::string>>;

    struct profile {
        std::string name{};
        std::set<std::string> models{};  ///< base models
        route_map routes{};
    };
    struct model {
        std::string name{};
        std::set<std::string> on_demand{};
        std::set<std::string> not_on_demand{};
        std::map<std::string, bedrock::quota::model_limits> limits{};
    };

    /// Those that were told, and of the sources that were not asked those of the library's own catalogue, since
    /// the row of a table takes the place of the whole profile.
    route_map with_known_routes(std::string_view id, profile const& p) const {
        auto all = p.routes;
        if (auto const* const known = bedrock::catalog::current.find(id))
            for (auto const& r : known->routes)
                for (auto const from : r.from)
                    if (!asked_.contains(from))
                        all[std::string{from}] = destinations(r.to);
        return all;
    }

    static std::set<std::string> destinations(bedrock::catalog::region_list to) {
        std::set<std::string> names;
        for (auto const region : to)
            names.emplace(region);
        return to.is_open() ? std::set<std::string>{"*"} : names;
    }

    /// A model behind a profile, by its ARN; what is no such ARN is passed over.
    static void add_destination(profile& to, std::string const& source, std::string_view arn, bool global) {
        if (arn.find(":::foundation-model/") != arn.npos)  // of no region: any
            to.routes[source].emplace("*");
        auto const model = bedrock::model_id::parse(arn);
        if (model.kind != bedrock::model_kind::foundation_model)
            return;
        to.models.emplace(model.base);
        to.routes[source].emplace(global ? "*" : model.region);
    }

    static void add_quota(nlohmann::ordered_json& to, std::string const& model, char const* kind,
                          std::string const& region, bedrock::quota::bucket_limits const& limits) {
        nlohmann::ordered_json row{{"model", model}, {"kind", kind}, {"regions", {region}}};
        auto const add = [&row](char const* name, std::optional<std::int64_t> limit) {
            if (limit)
                row[name] = *limit;
        };
        add("requests", limits.minute.requests);
        add("tokens", limits.minute.tokens);
        add("tokens_per_day", limits.tokens_per_day);
        if (row.size() > 3)
            to.push_back(std::move(row));
    }

    bedrock::result<void> ask_profiles(auto const& client, std::string const& region,
                                       std::stop_token const& stop) {
        for (auto& page : bedrock::pages<bedrock::api::list_inference_profiles>(
                 client, {.max_results = 1'000}, {.stop = stop})) {
            if (!page)
                return bedrock::failure(page.error());
            for (auto const& p : (*page)->inference_profile_summaries) {
                bool const own = p.type == bedrock::inference_profile_type::application;
                auto& known = profiles_[own ? p.inference_profile_arn : p.inference_profile_id];
                known.name = p.inference_profile_name;
                bool const global = p.inference_profile_id.starts_with("global.");
                for (auto const& m : p.models)
                    add_destination(known, region, m.model_arn, global);
            }
        }
        return {};
    }

    bedrock::result<void> ask_models(auto const& client, std::string const& region,
                                     std::stop_token const& stop) {
        auto const answer = client.template call<bedrock::api::list_foundation_models>({}, {.stop = stop});
        if (!answer)
            return bedrock::failure(answer.error());
        for (auto const& m : (*answer)->model_summaries) {
            auto& known = models_[m.model_id];
            if (m.provider_name && m.model_name)
                known.name = *m.provider_name + " " + *m.model_name;
            auto const& types = m.inference_types_supported;
            if (types.empty())  // nothing is said
                continue;
            bool const on_demand =
                std::find(types.begin(), types.end(), bedrock::inference_type::on_demand) != types.end();
            (on_demand ? known.on_demand : known.not_on_demand).insert(region);
        }
        return {};
    }

    template <class Operation>
    bedrock::result<void> ask_quotas(auto const& client, std::string const& region,
                                     std::stop_token const& stop) {
        for (auto& page : bedrock::pages<Operation>(client, {.service_code = "bedrock"}, {.stop = stop})) {
            if (!page)
                return bedrock::failure(page.error());
            for (auto const& quota : (*page)->quotas)
                for (auto& [id, m] : models_)
                    m.limits[region].take(quota, m.name);
        }
        return {};
    }

    std::set<std::string, std::less<>> asked_{};
    std::map<std::string, profile> profiles_{};
    std::map<std::string, model> models_{};
};

int run(arguments words) {
    connection where;
    bool defaults = false;
    auto const help = std::string{usage}.append(connection_help);
    flags f{"catalog", help};
    f.on("--defaults", defaults);
    where.add_to(f);
    if (auto const ended = f.read(words))
        return *ended;
    if (where.regions.empty())
        return f.complain("no region; name the source regions with --region");

    interrupt const stopped;
    gathering all;
    for (auto const& region : where.regions) {
        auto here = where;
        here.regions = {region};
        if (auto const asked = all.ask(make_client(here), region, defaults, stopped.token()); !asked)
            return complain(asked.error());
    }
    return print(all.text()) ? 0 : output_failed;
}

}  // namespace

namespace commands {

command const catalog{"catalog", "a catalogue of a live account's profiles, models and quotas", run};

}

}  // namespace cli
