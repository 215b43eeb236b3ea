// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "service_quotas.hpp"

#include <array>

#include <bedrock/quota/detail/quota_codes.hpp>
#include <bedrock/testing/service/terms.hpp>

#include "hashing.hpp"
#include "json_text.hpp"
#include "listing.hpp"

namespace bedrock::testing::emulation {

namespace {

/// As published; others get one made from their name.
std::string code_of(std::string const& name) {
    for (auto const& known : quota::detail::quota_codes)
        if (known.name == name)
            return std::string{known.code};
    auto made = hex(as_text(sha256(name))).substr(0, 8);
    for (char& c : made)
        if (c >= 'a' && c <= 'f')
            c = static_cast<char>(c - 'a' + 'A');
    return "L-" + made;
}

/// `On-demand model inference requests per minute for X`; in 2024 it said `InvokeModel`.
std::string name_of(quota::bucket_kind kind, std::string_view unit, std::string_view model,
                    service::wording words) {
    constexpr std::array starts{"On-demand ", "Cross-region ", "Global cross-region "};
    return std::string{starts[static_cast<std::size_t>(kind)]}
        .append(words == service::wording::of_2024 ? "InvokeModel " : "model inference ")
        .append(unit)
        .append(" per minute for ")
        .append(model);
}

json quota_of(control_call const& c, std::string const& name, std::int64_t value) {
    auto const code = code_of(name);
    return {{"ServiceCode", "bedrock"},
            {"ServiceName", "Amazon Bedrock"},
            {"QuotaArn", std::string{"arn:"}
                             .append(partition_of(c.where.region))
                             .append(":servicequotas:")
                             .append(c.where.region + ":" + c.account + ":bedrock/" + code)},
            {"QuotaCode", code},
            {"QuotaName", name},
            {"Value", static_cast<double>(value)},
            {"Unit", "None"},
            {"Adjustable", false},
            {"GlobalQuota", false},
            {"QuotaAppliedAtLevel", "ACCOUNT"}};
}

/// Whose limits are told: those in force for the caller, or those that an account begins with.
enum class limits { in_force, initial };

/// Of each model of the catalogue, in each kind of bucket that can be called from here. What has no limit has no
/// quota here.
json all_quotas(control_call const& c, service_model& model, service::wording words, limits which) {
    auto list = json::array();
    std::optional<std::int64_t> day;
    auto const add = [&](std::string_view id, std::string_view name) {
        auto const key = model.key(c.account, c.where.region, id);
        auto const bucket = model.bucket_of(key);
        auto const kind = bucket.kind;
        auto const limit = which == limits::in_force
                               ? model.limit_of(key)
                               : service::default_limit(model.offered(), bucket, c.where.region);
        if (limit.requests)
            list.push_back(quota_of(c, name_of(kind, "requests", name, words), *limit.requests));
        if (limit.tokens)
            list.push_back(quota_of(c, name_of(kind, "tokens", name, words), *limit.tokens));
        day = limit.tokens_per_day;
    };
    auto const& offered = model.offered();
    for (auto const& base : models_of(offered)) {
        auto const known = offered.name(base);
        auto const name = known.empty() ? std::string_view{base} : known;
        if (offered.on_demand(base, c.where.region) != catalog::answer::no)
            add(base, name);
        // A kind once, whatever the number of its geographies.
        std::optional<quota::bucket_kind> last;
        for (auto const& p : offered.serving(base, c.where.region))
            if (auto const kind = quota::bucket_of(p.id).kind; last != kind) {
                add(p.id, name);
                last = kind;
            }
    }
    if (day)
        list.push_back(quota_of(c, "Cross-Model Max Tokens Per Day", *day));
    return list;
}

std::unexpected<refusal> wrong(std::string code, std::string message) {
    return std::unexpected{refusal{400, std::move(code), std::move(message)}};
}

draft said(json const& body) {
    draft d{.content_type = "application/x-amz-json-1.1"};
    d.body = compact(body);
    return d;
}

}  // namespace

std::expected<draft, refusal> answer_quotas(control_call const& c, service_model& model,
                                            service::wording words) {
    auto const asked = json::parse(c.request.body, nullptr, false);
    if (!asked.is_object())
        return wrong("SerializationException", "The request body is not valid JSON.");
    auto const single = c.where.operation == "GetServiceQuota";
    auto const initial = c.where.operation == "ListAWSDefaultServiceQuotas";
    if (!single && !initial && c.where.operation != "ListServiceQuotas")
        return wrong(
            "UnknownOperationException",
            "The emulator knows ListServiceQuotas, ListAWSDefaultServiceQuotas and GetServiceQuota.");
    if (text_at(asked, "ServiceCode") != "bedrock")
        return wrong("NoSuchResourceException",
                     "The request failed because the specified service does not exist.");

    auto all = all_quotas(c, model, words, initial ? limits::initial : limits::in_force);
    if (single) {
        for (auto& q : all)
            if (q["QuotaCode"] == text_at(asked, "QuotaCode"))
                return said({{"Quota", std::move(q)}});
        return wrong("NoSuchResourceException",
                     "The request failed because the specified service quota does not exist.");
    }
    std::size_t size = 20;  // without MaxResults
    if (auto const most = asked.find("MaxResults"); most != asked.end() && !most->is_null()) {
        if (!most->is_number_integer() || most->get<std::int64_t>() < 1 || most->get<std::int64_t>() > 100)
            return wrong("IllegalArgumentException", "MaxResults must be between 1 and 100.");
        size = most->get<std::size_t>();
    }
    auto const part = cut_page(all.size(), text_at(asked, "NextToken"), size);
    if (!part)
        return wrong("InvalidPaginationTokenException",
                     "Invalid input was provided: the NextToken is not valid.");
    json body{{"Quotas", json::array()}};
    for (auto i = part->first; i < part->last; ++i)
        body["Quotas"].push_back(std::move(all[i]));
    if (!part->next.empty())
        body["NextToken"] = part->next;
    return said(body);
}

draft refuse_quotas(refusal const& r, std::string request_id) {
    auto d = said({{"__type", r.code}, {"message", r.message}});
    d.status = r.status;
    d.request_id = std::move(request_id);
    return d;
}

}  // namespace bedrock::testing::emulation
