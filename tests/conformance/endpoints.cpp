// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Suite endpoints: a file a service, each case from the parameters of its rule set to a URL or the rule's
// error.

#include <exception>
#include <optional>
#include <string>

#include <bedrock/endpoint/regional.hpp>
#include <bedrock/endpoint/sts.hpp>

#include "../support/environment.hpp"
#include "suite.hpp"
#include "support.hpp"

namespace conformance {

namespace {

using json = nlohmann::ordered_json;

std::string difference(std::string const& service, json const& one) {
    auto const& given = one.at("params");
    auto const& expected = one.at("expect");
    support::environment surroundings;
    if (auto const own = given.find("Endpoint"); own != given.end())
        surroundings.set("AWS_ENDPOINT_URL", own->get<std::string>());
    if (given.value("UseGlobalEndpoint", false))
        surroundings.set("AWS_STS_REGIONAL_ENDPOINTS", "legacy");

    bedrock::endpoint::regional const policy{.fips = given.value("UseFIPS", false),
                                             .dual_stack = given.value("UseDualStack", false)};
    auto const region = given.value("Region", std::string{});
    bedrock::endpoint::address address;
    auto const done = service == "sts" ? bedrock::endpoint::resolve_sts(policy, region, address)
                                       : policy.resolve(service, region, address);
    if (!done)
        return expected.contains("error") && expected.at("error") == done.error().message
                   ? std::string{}
                   : "an error: " + done.error().describe();

    std::string url;
    address.append_url(url);
    if (expected.contains("error"))
        return "no error, but " + url;
    if (url != expected.at("url").get<std::string>())
        return url + " instead of " + expected.at("url").get<std::string>();
    for (auto const& scheme : expected.value("/properties/authSchemes"_json_pointer, json::array())) {
        if (scheme.contains("signingName") && scheme.at("signingName") != address.signing_name)
            return "signed for the service " + address.signing_name;
        if (scheme.contains("signingRegion") && scheme.at("signingRegion") != address.signing_region)
            return "signed for the region " + address.signing_region;
    }
    return {};
}

}  // namespace

void endpoints(std::filesystem::path const& dir, report& out) {
    for (auto const& path : files(dir, ".json")) {
        auto const document = read_json(path);
        if (!document.contains("cases"))
            continue;  // partitions.json: data
        auto const service = document.value("service", path.stem().string());
        for (auto const& one : document.at("cases")) {
            auto const name = one.value("id", service);
            try {
                out.finished(name, difference(service, one));
            } catch (std::exception const& e) {
                out.failed(name, e.what());
            }
        }
    }
}

}  // namespace conformance
