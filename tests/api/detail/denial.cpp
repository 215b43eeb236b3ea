// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/api/detail/denial.hpp>

#include <catch2/catch.hpp>

#include <string>

using bedrock::api::detail::denial_of;

TEST_CASE("a denial names action, resource, region and policy") {
    auto const d = denial_of(
        "User: arn:aws:sts::123456789012:assumed-role/x/y is not authorized to perform: bedrock:InvokeModel "
        "on "
        "resource: arn:aws:bedrock:us-west-2::foundation-model/x.y with an explicit deny in a service "
        "control "
        "policy: arn:aws:organizations::123456789012:policy/o-x/service_control_policy/p-y");
    CHECK(d.action == "bedrock:InvokeModel");
    CHECK(d.resource == "arn:aws:bedrock:us-west-2::foundation-model/x.y");
    CHECK(d.region == "us-west-2");
    CHECK(d.policy == "service control policy");
    CHECK(d.policy_arn == "arn:aws:organizations::123456789012:policy/o-x/service_control_policy/p-y");
}

TEST_CASE("a denial without a policy's ARN, or for want of one that allows") {
    auto const deny = denial_of(
        "User: u is not authorized to perform: bedrock:InvokeModel on resource: "
        "arn:aws:bedrock:eu-west-1::foundation-model/x.y with an explicit deny in an identity-based policy");
    CHECK(deny.policy == "identity-based policy");
    CHECK(deny.policy_arn.empty());

    auto const missing = denial_of(
        "User: u is not authorized to perform: bedrock:InvokeModel on resource: "
        "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.x.y because no identity-based policy "
        "allows "
        "the bedrock:InvokeModel action");
    CHECK(missing.region == "eu-west-1");
    CHECK(missing.policy == "identity-based policy");
}

TEST_CASE("other words make an empty denial") {
    for (std::string const& text : {std::string{}, std::string{"Access denied"}, std::string{"on resource: "},
                                    std::string{"explicit deny in a"}, std::string{"because no "},
                                    std::string{" allows the because no "}, std::string(10'000, 'x')}) {
        CAPTURE(text);
        auto const d = denial_of(text);
        CHECK(d.region.empty());
        CHECK(d.policy.empty());
        CHECK(d.policy_arn.empty());
    }
    auto const d =
        denial_of("not authorized to perform: bedrock:CallWithBearerToken on resource: * because no x");
    CHECK(d.resource == "*");
    CHECK(d.region.empty());
    CHECK(denial_of("on resource: arn:aws:bedrock:::foundation-model/x.y with").region.empty());
}
