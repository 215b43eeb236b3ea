// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/client.hpp>

// Operations of no model through a client: where they go, what signs them, and that no quota counts them.

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include <bedrock/api/control_plane.hpp>
#include <bedrock/catalog/launch_2024_09.hpp>
#include <bedrock/quota/model_limits.hpp>

#include "bed.hpp"
#include "transport/raw_server.hpp"

using namespace bed;
namespace api = bedrock::api;

namespace {

/// Answers one request after the other on a connection, and keeps what was asked.
class canned {
 public:
    using answer = std::string_view (*)(std::string_view line);

    explicit canned(answer says, int status = 200, std::string type = "application/json")
        : server_{[this, says, status, type = std::move(type)](raw::peer& p) {
              while (auto r = p.read_request()) {
                  auto const body = says(r->line());
                  seen_.add(std::move(*r));
                  p.reply(status, body, "Content-Type: " + type + "\r\nx-amzn-RequestId: r-1\r\n");
              }
          }} {}

    std::vector<raw::received> seen() const { return seen_.all(); }

    /// A client whose quota lets nothing through: what is metered is refused.
    auto client(bedrock::transport::curl transport = {.proxy = ""}) const {
        return bedrock::client{bedrock::region::fixed<"eu-west-3">{},
                               bedrock::endpoint::url{server_.url("/{service}")},
                               std::move(transport),
                               bedrock::signing::sigv4{keys()},
                               hasty,
                               bedrock::quota::per_minute{.requests = 0}};
    }
    std::string url() const { return server_.url("/{service}"); }

 private:
    raw::record seen_;
    raw::server server_;
};

}  // namespace

TEST_CASE("a listing's pages are asked for one by one, signed, and draw on no quota") {
    canned const service{[](std::string_view line) -> std::string_view {
        return contains(line, "nextToken=a%2Fb%3D")
                   ? R"({"inferenceProfileSummaries":[{"inferenceProfileId":"eu.y"}]})"
                   : R"({"inferenceProfileSummaries":[{"inferenceProfileId":"eu.x"}],)"
                     R"("nextToken":"a/b="})";
    }};
    auto const client = service.client();
    std::string ids;
    for (auto& page : bedrock::pages<api::list_inference_profiles>(client, {.max_results = 1})) {
        if (!page)
            FAIL(page.error().describe());
        CHECK(page->story.attempts().size() == 1);
        for (auto const& profile : (*page)->inference_profile_summaries)
            ids += profile.inference_profile_id + " ";
    }
    CHECK(ids == "eu.x eu.y ");

    auto const seen = service.seen();
    if (seen.size() != 2)
        FAIL(seen.size());
    CHECK(seen[0].line() == "GET /bedrock/inference-profiles?maxResults=1 HTTP/1.1");
    CHECK(seen[1].line() == "GET /bedrock/inference-profiles?maxResults=1&nextToken=a%2Fb%3D HTTP/1.1");
    for (auto const& r : seen) {
        CHECK(r.body.empty());
        CHECK(r.has("/eu-west-3/bedrock/aws4_request"));
    }
    CHECK(client.converse(model, "hello").error().kind == error_kind::exceeds_quota);
}

TEST_CASE("each method goes out as itself") {
    canned const service{[](std::string_view line) -> std::string_view {
        return line.starts_with("POST") ? R"({"inferenceProfileArn":"arn:p"})" : "{}";
    }};
    auto const client = service.client();
    CHECK(client.call<api::put_model_invocation_logging_configuration>(
        {.logging_config = {.text_data_delivery_enabled = true}}));
    CHECK(client.call<api::delete_model_invocation_logging_configuration>({}));
    CHECK(client.call<api::delete_inference_profile>({"arn:aws:bedrock:eu-west-3:1:inference-profile/x"}));
    auto const made = client.call<api::create_inference_profile>({.inference_profile_name = "n"});
    CHECK((made && (*made)->inference_profile_arn == "arn:p"));

    auto const seen = service.seen();
    if (seen.size() != 4)
        FAIL(seen.size());
    CHECK(seen[0].line() == "PUT /bedrock/logging/modelinvocations HTTP/1.1");
    CHECK(seen[0].body == R"({"loggingConfig":{"textDataDeliveryEnabled":true}})");
    CHECK(seen[1].line() == "DELETE /bedrock/logging/modelinvocations HTTP/1.1");
    CHECK(seen[2].line() ==
          "DELETE /bedrock/inference-profiles/arn%3Aaws%3Abedrock%3Aeu-west-3%3A1%3Ainference-profile%2Fx "
          "HTTP/1.1");
    CHECK(seen[3].line() == "POST /bedrock/inference-profiles HTTP/1.1");
}

TEST_CASE("Service Quotas are signed as servicequotas, and are shown no API key") {
    canned const service{[](std::string_view) -> std::string_view { return R"({"Quotas":[]})"; }, 200,
                         "application/x-amz-json-1.1"};
    CHECK(service.client().call<api::list_service_quotas>({}));
    auto const seen = service.seen();
    if (seen.size() != 1)
        FAIL(seen.size());
    CHECK(seen[0].line() == "POST /service-quotas/ HTTP/1.1");
    CHECK(seen[0].has("/eu-west-3/servicequotas/aws4_request"));
    CHECK(seen[0].has("ServiceQuotasV20190624.ListServiceQuotas"));

    bedrock::client const with_key{
        bedrock::region::fixed<"eu-west-3">{}, bedrock::endpoint::url{service.url()},
        bedrock::transport::curl{.proxy = ""},
        bedrock::signing::bearer{bedrock::token::fixed{.key = "HUSH-HUSH-HUSH-HUSH"}}};
    auto const refused = with_key.call<api::list_service_quotas>({});
    CHECK(!refused);
    if (!refused)
        check_words(refused.error());
    CHECK(service.seen().size() == 1);
}

TEST_CASE("an error of the control plane is told as any other, and ends a listing") {
    canned const service{
        [](std::string_view) -> std::string_view {
            return R"({"__type":"AccessDeniedException","message":"User: x is not authorized to )"
                   R"(perform: bedrock:ListInferenceProfiles"})";
        },
        403};
    auto range = bedrock::pages<api::list_inference_profiles>(service.client());
    auto const first = range.next();
    if (!first || *first)
        FAIL("no error");
    CHECK(first->error().kind == error_kind::access_denied);
    CHECK(first->error().request_id == "r-1");
    CHECK(first->error().region == "eu-west-3");
    check_words(first->error());
    CHECK(!range.next().has_value());
}

TEST_CASE("what is wrong with a request is told before anything is sent") {
    canned const service{[](std::string_view) -> std::string_view { return "{}"; }};
    auto const refused = service.client().call<api::get_inference_profile>({});
    CHECK(!refused);
    if (!refused) {
        CHECK(refused.error().kind == error_kind::refused_locally);
        CHECK(refused.error().story.end == bedrock::ending::refused_locally);
    }
    CHECK(service.seen().empty());
}

TEST_CASE("the emulator's control plane is read as the service's: profiles, a model, logging, quotas") {
    auto const service = start({.catalog = &bedrock::catalog::launch_2024_09});
    auto const client = client_for(service);

    std::size_t pages = 0, profiles = 0;
    std::string one;
    for (auto& page : bedrock::pages<api::list_inference_profiles>(client, {.max_results = 2})) {
        if (!page)
            FAIL(page.error().describe());
        ++pages;
        for (auto const& profile : (*page)->inference_profile_summaries) {
            ++profiles;
            CHECK(!profile.models.empty());
            if (profile.inference_profile_id == model)
                one = profile.inference_profile_arn;
        }
    }
    CHECK(profiles == 4);
    CHECK(pages == 2);
    auto const profile = client.call<api::get_inference_profile>({one});
    if (!profile)
        FAIL(profile.error().describe());
    CHECK((*profile)->inference_profile_id == model);

    auto const found = client.call<api::get_foundation_model>({std::string{model.substr(3)}});
    CHECK((found && (*found)->model_details.model_id == model.substr(3)));
    auto const availability =
        client.call<api::get_foundation_model_availability>({std::string{model.substr(3)}});
    CHECK((availability && (*availability)->callable()));

    bedrock::logging_config const wanted{.s3_config = {{.bucket_name = "logs-of-mine"}},
                                         .text_data_delivery_enabled = true};
    CHECK(client.call<api::put_model_invocation_logging_configuration>({wanted}));
    auto const logging = client.call<api::get_model_invocation_logging_configuration>({});
    CHECK(
        (logging && (*logging)->logging_config && (*logging)->logging_config->s3_config == wanted.s3_config));
    CHECK(client.call<api::delete_model_invocation_logging_configuration>({}));

    bedrock::quota::model_limits limits;
    for (auto& page : bedrock::pages<api::list_service_quotas>(client)) {
        if (!page)
            FAIL(page.error().describe());
        for (auto const& quota : (*page)->quotas)
            limits.take(quota, "Anthropic Claude 3.5 Sonnet");
    }
    CHECK(limits.on_demand.minute.requests == 50);
    CHECK(limits.on_demand.minute.tokens == 400'000);
}
