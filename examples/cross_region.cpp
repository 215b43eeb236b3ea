// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Cross-region inference: a profile that routes by capacity, the same profile from another source region when a
// quota is used up, a demanded residency, and an ID that is checked while compiling.

#include <cstdio>
#include <string>
#include <string_view>

#include <bedrock/api/list_inference_profiles.hpp>
#include <bedrock/api/pages.hpp>
#include <bedrock/catalog/explain.hpp>
#include <bedrock/catalog/model.hpp>
#include <bedrock/client.hpp>
#include <bedrock/region/by_capacity.hpp>
#include <bedrock/region/residency.hpp>
#include <bedrock/region/sticky.hpp>

namespace {

constexpr std::string_view sonnet = "us.anthropic.claude-3-5-sonnet-20240620-v1:0";

int complain(bedrock::error const& e) {
    std::fprintf(stderr, "%s\n", e.describe().c_str());
    return 1;
}

/// What the account can call from here, page by page.
int list_profiles() {
    for (auto& page : bedrock::pages<bedrock::api::list_inference_profiles>(bedrock::client<>{})) {
        if (!page)
            return complain(page.error());  // the last element, as in a stream
        for (auto const& profile : (*page)->inference_profile_summaries)
            std::printf("%s\n", profile.inference_profile_id.c_str());
    }
    return 0;
}

/// The profile's quota is counted in the source region: a full one leaves that of another.
int spread_over_sources() {
    bedrock::client const router{
        bedrock::region::sticky{bedrock::region::by_capacity{"us-east-1", "us-west-2"}},
        bedrock::quota::per_minute{.requests = 1}};
    for (int i = 0; i < 2; ++i) {
        auto const answer = router.converse(sonnet, "What is an Availability Zone?");
        if (!answer)
            return complain(answer.error());
        std::printf("call %d went to %s\n", i + 1, answer->story.attempts().back().region.c_str());
    }
    return 0;
}

/// European data stays in Europe: what might leave is refused before it is sent.
int stay_in_europe() {
    bedrock::client const european{bedrock::region::residency{
        bedrock::region::within<"eu">{}, bedrock::region::failover{"eu-west-3", "eu-central-1"}}};
    auto const refused = european.converse(sonnet, "Bonjour");
    if (refused)
        return 1;
    std::printf("%s\n", refused.error().describe().c_str());
    auto const answer = european.converse("eu.anthropic.claude-3-5-sonnet-20240620-v1:0", "Bonjour");
    return answer ? 0 : complain(answer.error());
}

/// Paris has no Claude 3.5 Sonnet of its own; the compiler knows the profile that has.
int ask_from_paris() {
    bedrock::client<bedrock::region::fixed<"eu-west-3">> const paris;
    auto const answer = paris.converse(bedrock::model<"eu.anthropic.claude-3-5-sonnet-20240620-v1:0">{},
                                       "Qu'est-ce qu'une région ?");
    if (!answer)
        return complain(answer.error());

    constexpr std::string_view plain = "anthropic.claude-3-5-sonnet-20240620-v1:0";  // text is not checked
    auto refused = paris.converse(plain, "Bonjour");
    if (refused)
        return 1;
    refused.error().remedy = bedrock::catalog::explain(refused.error(), bedrock::model_id::parse(plain));
    std::printf("%s\n", refused.error().describe().c_str());
    return 0;
}

}  // namespace

int main() {
    for (auto* const part : {list_profiles, spread_over_sources, stay_in_europe, ask_from_paris})
        if (auto const status = part(); status != 0)
            return status;
    return 0;
}
