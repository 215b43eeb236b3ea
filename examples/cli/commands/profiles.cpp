// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// profiles: which inference profiles can be called from a region, and where they may run.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/api/list_inference_profiles.hpp>
#include <bedrock/api/pages.hpp>
#include <bedrock/client.hpp>
#include <bedrock/core/model_id.hpp>
#include <bedrock/json/describe.hpp>

#include "../catalogs.hpp"
#include "../connection.hpp"
#include "../flags.hpp"
#include "../interrupt.hpp"
#include "../joined.hpp"
#include "../output.hpp"
#include "../policies.hpp"
#include "../table.hpp"
#include "../terminal.hpp"
#include "all.hpp"

namespace cli {

namespace {

constexpr std::string_view usage =
    R"(usage: bedrock profiles [--region REGION]… [--catalog NAME] [--type TYPE] [--json] [options]

The inference profiles that can be called from each REGION, and the regions where they may run: as the service
lists them there (ListInferenceProfiles), or as a catalogue has it.

  --catalog NAME       ask nobody: 'current', 'launch-2024-09', or a file (see 'bedrock catalog --help')
  --type TYPE          SYSTEM_DEFINED or APPLICATION; default: both
  --json               print them as a line of JSON
)";

struct profile_row {
    std::string source_region{};
    std::string name{};
    std::string id{};
    std::vector<std::string> regions{};  ///< destinations; none: any region that offers the model
};

constexpr auto describe(bedrock::json::type<profile_row>) {
    namespace json = bedrock::json;
    using r = profile_row;
    return json::object(json::member{"sourceRegion", &r::source_region}, json::member{"name", &r::name},
                        json::member{"id", &r::id}, json::omit_empty{"regions", &r::regions});
}

struct profile_list {
    std::vector<profile_row> profiles{};
};

constexpr auto describe(bedrock::json::type<profile_list>) {
    return bedrock::json::object(bedrock::json::member{"profiles", &profile_list::profiles});
}

struct options {
    connection where{};
    chosen_catalog catalog{};  ///< none: the service is asked
    std::string type{};
    bool json = false;
};

void add_from(bedrock::catalog::set const& catalog, std::string const& region, profile_list& to) {
    for (auto const& p : catalog.callable_from(region)) {
        profile_row row{.source_region = region, .name = std::string{p.name}, .id = std::string{p.id}};
        for (auto const destination : p.from(region)->to)
            row.regions.emplace_back(destination);
        to.profiles.push_back(std::move(row));
    }
}

profile_row row_of(bedrock::inference_profile const& p, std::string const& region) {
    profile_row row{.source_region = region, .name = p.inference_profile_name, .id = p.inference_profile_id};
    if (p.type == bedrock::inference_profile_type::application)
        row.id = p.inference_profile_arn;  // it is called by this
    for (auto const& model : p.models)
        if (auto const to = bedrock::model_id::parse(model.model_arn).region; !to.empty())
            row.regions.emplace_back(to);
    return row;
}

bedrock::result<void> add_from_service(options const& o, std::string const& region,
                                       std::stop_token const& stop, profile_list& to) {
    auto where = o.where;
    where.regions = {region};
    bedrock::list_inference_profiles_request request;
    if (!o.type.empty())
        request.type = bedrock::json::open<bedrock::inference_profile_type>::from_text(o.type);
    for (auto& page :
         bedrock::pages<bedrock::api::list_inference_profiles>(make_client(where), request, {.stop = stop})) {
        if (!page)
            return bedrock::failure(page.error());
        for (auto const& profile : (*page)->inference_profile_summaries)
            to.profiles.push_back(row_of(profile, region));
    }
    return {};
}

std::string text_of(profile_list const& all, bool several) {
    table t{several ? std::vector<table::column>{{"from"}, {"name"}, {"ID"}, {"regions"}}
                    : std::vector<table::column>{{"name"}, {"ID"}, {"regions"}}};
    for (auto const& p : all.profiles) {
        std::vector<std::string> cells{p.name, p.id,
                                       p.regions.empty() ? "any that offers the model" : joined(p.regions)};
        if (several)
            cells.insert(cells.begin(), p.source_region);
        t.add(std::move(cells));
    }
    return t.text(colourful(stdout));
}

int run(arguments words) {
    options o;
    auto const help = std::string{usage}.append(connection_help);
    flags f{"profiles", help};
    f.on("--json", o.json).value("--type", [&o](std::string const& given) {
        o.type = given;
        return given == "SYSTEM_DEFINED" || given == "APPLICATION" ? ""
                                                                   : "wants SYSTEM_DEFINED or APPLICATION";
    });
    o.catalog.add_to(f);
    o.where.add_to(f);
    if (auto const ended = f.read(words))
        return *ended;
    auto const regions = o.where.source_regions();
    if (regions.empty())
        return f.complain("no region; name the source region with --region");
    if (o.catalog.get() != nullptr && o.type == "APPLICATION")
        return f.complain("a catalogue has no application profiles: they are an account's own");

    interrupt const stopped;
    profile_list all;
    for (auto const& region : regions)
        if (auto const* const catalog = o.catalog.get())
            add_from(*catalog, region, all);
        else if (auto const asked = add_from_service(o, region, stopped.token(), all); !asked)
            return complain(asked.error());
    if (o.json)
        return print_json(all);
    return print(text_of(all, regions.size() > 1)) ? 0 : output_failed;
}

}  // namespace

namespace commands {

command const profiles{"profiles", "inference profiles that can be called from a region, and where they run",
                       run};

}

}  // namespace cli
