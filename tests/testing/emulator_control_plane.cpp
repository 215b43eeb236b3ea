// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/catalog/current.hpp>
#include <catch2/catch.hpp>
#include <set>

#include "emulator_front.hpp"

using namespace std::chrono_literals;
using namespace bedrock::testing;
using fronts::at_launch;
using fronts::bench;
using nlohmann::json;

namespace {

constexpr auto us_haiku = "us.anthropic.claude-3-haiku-20240307-v1:0";
constexpr auto haiku = "anthropic.claude-3-haiku-20240307-v1:0";
constexpr auto us_haiku_arn =
    "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-3-haiku-20240307-v1:0";

json profiles(bench& b, std::string_view region, std::string const& query = "") {
    return b.ask("GET", "/inference-profiles" + query, "", region).body()["inferenceProfileSummaries"];
}

fronts::reply create(bench& b, json body) { return b.ask("POST", "/inference-profiles", body.dump()); }

json from(char const* arn) {
    return {{"inferenceProfileName", "mine"}, {"modelSource", {{"copyFrom", arn}}}};
}

fronts::reply quotas(bench& b, std::string const& operation, json const& body,
                     std::string_view region = "us-east-1") {
    return b.ask("POST", "/", body.dump(), region,
                 {{"x-amz-target", "ServiceQuotasV20190624." + operation},
                  {"content-type", "application/x-amz-json-1.1"}});
}

}  // namespace

TEST_CASE("at the launch four profiles are listed in Virginia and three in Paris") {
    bench b;
    CHECK(profiles(b, "us-east-1").size() == 4);
    CHECK(profiles(b, "eu-west-3").size() == 3);
    auto const first = profiles(b, "eu-west-3")[0];
    CHECK(first["inferenceProfileId"] == "eu.anthropic.claude-3-haiku-20240307-v1:0");
    CHECK(first["inferenceProfileName"] == "EU Anthropic Claude 3 Haiku");
    CHECK(
        first["inferenceProfileArn"] ==
        "arn:aws:bedrock:eu-west-3:123456789012:inference-profile/eu.anthropic.claude-3-haiku-20240307-v1:0");
    CHECK(first["type"] == "SYSTEM_DEFINED");
    CHECK(first["status"] == "ACTIVE");
    CHECK(first["models"].size() == 3);
    CHECK(first["models"][0]["modelArn"] ==
          "arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0");
    CHECK(profiles(b, "us-east-1", "?type=APPLICATION").empty());
    CHECK(profiles(b, "us-east-1", "?type=SYSTEM_DEFINED").size() == 4);
}

TEST_CASE("pages follow each other to the end, and wrong sizes and tokens are refused") {
    bench b;
    std::set<std::string> seen;
    std::string token;
    int pages = 0;
    do {
        auto const page =
            b.ask("GET", "/inference-profiles?maxResults=3" + (token.empty() ? "" : "&nextToken=" + token))
                .body();
        for (auto const& p : page["inferenceProfileSummaries"])
            seen.insert(p["inferenceProfileId"]);
        token = page.value("nextToken", "");
    } while (!token.empty() && ++pages < 10);
    CHECK(seen.size() == 4);
    CHECK(pages == 1);
    for (auto const* query : {"?maxResults=0", "?maxResults=1001", "?maxResults=x", "?maxResults=-1",
                              "?nextToken=x", "?nextToken=ZW11bGF0b3IvOTk%3D", "?type=OTHER"}) {
        auto const r = b.ask("GET", std::string{"/inference-profiles"} + query);
        CHECK(r.status == 400);
        CHECK(r.bytes.find("ValidationException") != std::string::npos);
    }
}

TEST_CASE("a list without end is a fault") {
    bench b;
    b.front().inject({.kind = fault_kind::endless_pages, .operation = "ListInferenceProfiles", .count = 0});
    auto first = b.ask("GET", "/inference-profiles").body();
    CHECK(first["inferenceProfileSummaries"].size() == 4);
    auto const again =
        b.ask("GET", "/inference-profiles?nextToken=" + first["nextToken"].get<std::string>()).body();
    CHECK(again == first);
    b.front().inject({.kind = fault_kind::endless_pages, .operation = "ListServiceQuotas", .count = 0});
    CHECK(quotas(b, "ListServiceQuotas", {{"ServiceCode", "bedrock"}}).body().contains("NextToken"));
}

TEST_CASE("a profile is found by its ID and by its ARN, where it can be called") {
    bench b;
    for (std::string const id : {us_haiku, us_haiku_arn}) {
        auto const r = b.ask("GET", "/inference-profiles/" + emulation::percent_encoded(id));
        CHECK(r.status == 200);
        CHECK(r.body()["inferenceProfileId"] == us_haiku);
        CHECK(r.body()["models"].size() == 2);
    }
    auto const elsewhere = b.ask("GET", std::string{"/inference-profiles/"} + us_haiku, "", "eu-west-3");
    CHECK(elsewhere.status == 404);
    CHECK(elsewhere.bytes.find("ResourceNotFoundException") != std::string::npos);
    CHECK(b.ask("PUT", std::string{"/inference-profiles/"} + us_haiku).status == 405);
}

TEST_CASE("an application profile is made, called, listed, found and deleted") {
    bench b;
    auto const made = create(b, from(us_haiku_arn));
    CHECK(made.status == 201);
    auto const arn = made.body()["inferenceProfileArn"].get<std::string>();
    CHECK(arn.starts_with("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/"));
    CHECK(b.converse(arn).status == 200);
    CHECK(b.converse("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/other").status ==
          400);

    CHECK(profiles(b, "us-east-1", "?type=APPLICATION").size() == 1);
    CHECK(profiles(b, "us-west-2", "?type=APPLICATION").empty());
    auto const found = b.ask("GET", "/inference-profiles/" + emulation::percent_encoded(arn)).body();
    CHECK(found["inferenceProfileName"] == "mine");
    CHECK(found["type"] == "APPLICATION");
    CHECK(found["createdAt"] == "2024-08-31T07:00:00Z");
    CHECK(found["models"].size() == 2);

    auto const id = arn.substr(arn.find('/') + 1);
    CHECK(b.ask("DELETE", "/inference-profiles/" + id, "", "us-west-2").status == 404);
    CHECK(b.ask("DELETE", "/inference-profiles/" + id).status == 200);
    CHECK(b.ask("DELETE", "/inference-profiles/" + id).status == 404);
    CHECK(b.converse(arn).status == 400);
    CHECK(b.ask("DELETE", std::string{"/inference-profiles/"} + us_haiku).status == 400);
}

TEST_CASE("creating twice conflicts, with the same token it does not, and what cannot be copied is refused") {
    bench b;
    auto body = from("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0");
    body["clientRequestToken"] = "one";
    auto const first = create(b, body);
    CHECK(first.status == 201);
    CHECK(create(b, body).body() == first.body());
    body["clientRequestToken"] = "two";
    auto const second = create(b, body);
    CHECK(second.status == 400);
    CHECK(second.bytes.find("ConflictException") != std::string::npos);

    auto const code = [&b](json const& asked) {
        auto const r = create(b, asked);
        return r.bytes.substr(r.bytes.find("x-amzn-ErrorType: ") + 18, 8) + " " + std::to_string(r.status);
    };
    CHECK(code("no object") == "Validati 400");
    CHECK(code({{"inferenceProfileName", "a  b"}}) == "Validati 400");
    CHECK(code({{"inferenceProfileName", "fine"}}) == "Validati 400");
    CHECK(code({{"inferenceProfileName", "fine"}, {"modelSource", "text"}}) == "Validati 400");
    auto other = from(us_haiku);
    other["inferenceProfileName"] = "other";
    CHECK(code(other) == "Validati 400");  // an ID is no ARN
    other["modelSource"]["copyFrom"] = "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-9";
    CHECK(code(other) == "Resource 404");
    other["modelSource"]["copyFrom"] = "arn:aws:bedrock:us-west-2::foundation-model/" + std::string{haiku};
    CHECK(code(other) == "Resource 404");  // of another region
    other = from(us_haiku_arn);
    other["tags"] = json(201, {{"key", "k"}, {"value", "v"}});
    CHECK(code(other) == "TooManyT 400");
}

TEST_CASE("foundation models are listed where they can be had, filtered, and described") {
    bench b;
    auto const list = [&b](std::string_view region, std::string const& query = "") {
        std::vector<std::string> ids;
        auto const answer = b.ask("GET", "/foundation-models" + query, "", region).body();
        for (auto const& m : answer["modelSummaries"])
            ids.push_back(m["modelId"]);
        return ids;
    };
    CHECK(list("us-east-1").size() == 4);
    CHECK(list("eu-west-3").size() == 3);
    CHECK(list("eu-west-3", "?byInferenceType=ON_DEMAND").size() == 2);  // no Claude 3.5 Sonnet in Paris
    CHECK(list("us-east-1", "?byProvider=anthropic").size() == 4);
    CHECK(list("us-east-1", "?byProvider=Meta").empty());
    CHECK(list("us-east-1", "?byOutputModality=IMAGE").empty());
    CHECK(b.ask("GET", "/foundation-models?byInferenceType=WISHFUL").status == 400);

    auto const sonnet =
        b.ask("GET", "/foundation-models/anthropic.claude-3-5-sonnet-20240620-v1%3A0", "", "eu-west-3")
            .body()["modelDetails"];
    CHECK(sonnet["modelName"] == "Claude 3.5 Sonnet");
    CHECK(sonnet["providerName"] == "Anthropic");
    CHECK(sonnet["inferenceTypesSupported"] == json{"INFERENCE_PROFILE"});
    CHECK(b.ask("GET", "/foundation-models/anthropic.claude-9").status == 404);
    CHECK(b.ask("GET", std::string{"/foundation-models/"} + us_haiku).status == 400);
}

TEST_CASE("availability tells access and region apart") {
    bench b;
    auto const ask = [&b](std::string_view region) {
        return b
            .ask("GET", "/foundation-model-availability/anthropic.claude-3-5-sonnet-20240620-v1%3A0", "",
                 region)
            .body();
    };
    CHECK(ask("us-east-1") == json{{"modelId", "anthropic.claude-3-5-sonnet-20240620-v1:0"},
                                   {"agreementAvailability", {{"status", "AVAILABLE"}}},
                                   {"authorizationStatus", "AUTHORIZED"},
                                   {"entitlementAvailability", "AVAILABLE"},
                                   {"regionAvailability", "AVAILABLE"}});
    b.front().set_access("us-east-1", "anthropic.claude-3-5-sonnet-20240620-v1:0", false);
    CHECK(ask("us-east-1")["authorizationStatus"] == "NOT_AUTHORIZED");
    CHECK(ask("us-west-2")["authorizationStatus"] == "AUTHORIZED");
    CHECK(b.ask("GET", "/foundation-model-availability/anthropic.claude-3-opus-20240229-v1%3A0", "",
                "eu-west-3")
              .body()["regionAvailability"] == "NOT_AVAILABLE");
}

TEST_CASE("Service Quotas tell the limits in force, in the service's names, page by page") {
    bench b;
    auto const list = [&b](std::string_view region, char const* operation = "ListServiceQuotas") {
        std::map<std::string, double> all;
        json asked{{"ServiceCode", "bedrock"}, {"MaxResults", 3}};
        for (int pages = 0; pages < 50; ++pages) {
            auto const page = quotas(b, operation, asked, region).body();
            CHECK(page["Quotas"].size() <= 3);
            for (auto const& q : page["Quotas"])
                all[q["QuotaName"]] = q["Value"];
            if (!page.contains("NextToken"))
                break;
            asked["NextToken"] = page["NextToken"];
        }
        return all;
    };
    auto west = list("us-west-2");
    CHECK(west["On-demand InvokeModel requests per minute for Anthropic Claude 3.5 Sonnet"] == 250);
    CHECK(west["On-demand InvokeModel tokens per minute for Anthropic Claude 3.5 Sonnet"] == 2'000'000);
    CHECK(west["Cross-region InvokeModel tokens per minute for Anthropic Claude 3.5 Sonnet"] == 4'000'000);
    CHECK(west.size() == 16);  // four models, both kinds, requests and tokens
    auto paris = list("eu-west-3");
    CHECK(paris.count("On-demand InvokeModel requests per minute for Anthropic Claude 3.5 Sonnet") == 0);
    CHECK(paris["Cross-region InvokeModel requests per minute for Anthropic Claude 3.5 Sonnet"] == 100);

    b.front().set_limit({.region = "us-west-2"}, {.requests = 7, .tokens_per_day = 9});
    west = list("us-west-2");
    CHECK(west["On-demand InvokeModel requests per minute for Anthropic Claude 3.5 Sonnet"] == 7);
    CHECK(west["Cross-Model Max Tokens Per Day"] == 9);

    auto initial = list("us-west-2", "ListAWSDefaultServiceQuotas");
    CHECK(initial["On-demand InvokeModel requests per minute for Anthropic Claude 3.5 Sonnet"] == 250);
    CHECK(initial.size() == 16);
}

TEST_CASE("one quota is found by its code, and mistakes are errors of awsJson") {
    auto options = at_launch();
    options.catalog = &bedrock::catalog::current;
    options.wording = service::wording::current;
    bench b{options};
    auto const one = quotas(b, "GetServiceQuota", {{"ServiceCode", "bedrock"}, {"QuotaCode", "L-254CACF4"}});
    CHECK(one.body()["Quota"]["QuotaName"] ==
          "On-demand model inference requests per minute for Anthropic Claude 3.5 Sonnet");
    CHECK(one.body()["Quota"]["Value"].is_number());
    CHECK(one.bytes.find("Content-Type: application/x-amz-json-1.1\r\n") != std::string::npos);

    auto const code = [&b](std::string const& operation, json const& body) {
        auto const r = quotas(b, operation, body);
        CHECK(r.status == 400);
        return r.body().value("__type", "");
    };
    CHECK(code("GetServiceQuota", {{"ServiceCode", "bedrock"}, {"QuotaCode", "L-0"}}) ==
          "NoSuchResourceException");
    CHECK(code("ListServiceQuotas", {{"ServiceCode", "ec2"}}) == "NoSuchResourceException");
    CHECK(code("ListServiceQuotas", {{"ServiceCode", "bedrock"}, {"MaxResults", 101}}) ==
          "IllegalArgumentException");
    CHECK(code("ListServiceQuotas", {{"ServiceCode", "bedrock"}, {"NextToken", "x"}}) ==
          "InvalidPaginationTokenException");
    CHECK(code("PutQuota", {{"ServiceCode", "bedrock"}}) == "UnknownOperationException");
    CHECK(code("ListServiceQuotas", 7) == "SerializationException");
}

TEST_CASE("Service Quotas take signatures of their own name, and no API key") {
    auto options = at_launch();
    options.authenticate = true;
    bench b{options};
    auto const with = [&b](std::string authorization) {
        return b
            .ask("POST", "/", R"({"ServiceCode":"bedrock"})", "us-east-1",
                 {{"x-amz-target", "ServiceQuotasV20190624.ListServiceQuotas"},
                  {"x-amz-date", "20240831T070000Z"},
                  {"authorization", std::move(authorization)}})
            .body();
    };
    CHECK(with("Bearer emulator-bearer-key-EXAMPLE")["__type"] == "MissingAuthenticationTokenException");
    auto const scoped = with(
        "AWS4-HMAC-SHA256 Credential=AKIAEMULATOREXAMPLE1/20240831/us-east-1/bedrock/aws4_request, "
        "SignedHeaders=host;x-amz-date, Signature=0");
    CHECK(scoped["message"] == "Credential should be scoped to correct service: 'servicequotas'.");
}

TEST_CASE("today's catalogue lists more than a page of quotas, and global ones among them") {
    auto options = at_launch();
    options.catalog = &bedrock::catalog::current;
    options.wording = service::wording::current;
    bench b{options};
    auto const page =
        quotas(b, "ListServiceQuotas", {{"ServiceCode", "bedrock"}, {"MaxResults", 100}}).body();
    CHECK(page["Quotas"].size() == 100);
    CHECK(page.contains("NextToken"));
    CHECK(page.dump().find("Global cross-region model inference tokens per minute for Anthropic Claude") !=
          std::string::npos);
    CHECK(profiles(b, "us-east-1").size() > 30);
}

TEST_CASE("without a catalogue there is nothing to list, and everything answers") {
    bench b{{.authenticate = false}};
    CHECK(profiles(b, "us-east-1").empty());
    CHECK(b.ask("GET", "/foundation-models").body()["modelSummaries"].empty());
    CHECK(quotas(b, "ListServiceQuotas", {{"ServiceCode", "bedrock"}}).body()["Quotas"].empty());
    CHECK(b.converse("us.acme.anvil-v1:0").status == 200);
}
