// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "control_plane.hpp"

#include <algorithm>
#include <charconv>

#include "hashing.hpp"
#include "json_text.hpp"
#include "listing.hpp"
#include "times.hpp"

namespace bedrock::testing::emulation {

namespace {

draft said(json const& body, int status = 200) {
    draft d{.status = status};
    d.body = compact(body);
    return d;
}

std::unexpected<refusal> not_found(std::string message) {
    return std::unexpected{refusal{404, "ResourceNotFoundException", std::move(message)}};
}

std::string arn_of(control_call const& c, std::string_view type, std::string_view id, bool owned = true) {
    return std::string{"arn:"}
        .append(partition_of(c.where.region))
        .append(":bedrock:")
        .append(c.where.region)
        .append(":")
        .append(owned ? c.account : "")
        .append(":")
        .append(type)
        .append("/")
        .append(id);
}

std::string model_arn(std::string_view region, std::string_view model) {
    return std::string{"arn:"}
        .append(partition_of(region))
        .append(":bedrock:")
        .append(region)
        .append("::foundation-model/")
        .append(model);
}

/// `[0-9a-zA-Z]` and single separators between, as names have it.
bool is_name(std::string_view text, std::size_t longest, std::string_view more = "") {
    bool joint = true;
    for (char const c : text) {
        auto const plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           more.find(c) != more.npos;
        if (!plain && (joint || (c != ' ' && c != '_' && c != '-')))
            return false;
        joint = !plain;
    }
    return !text.empty() && text.size() <= longest;
}

json system_profile(control_call const& c, catalog::set const& offered, catalog::profile const& p) {
    auto const regions = service::listed_destinations(p, c.where.region);
    std::string where;
    auto models = json::array();
    for (auto const region : regions) {
        where.append(where.empty() ? "" : ", ").append(region);
        models.push_back({{"modelArn", model_arn(region, p.base())}});
    }
    auto const model = offered.name(p.base());
    auto const name = p.name.empty() ? p.id : p.name;
    return {
        {"inferenceProfileName", name},
        {"description",
         "Routes requests to " + std::string{model.empty() ? p.base() : model} + " in " + where + "."},
        {"createdAt", "2024-08-26T00:00:00Z"},  // one for all: when they really were made is not known here
        {"updatedAt", "2024-08-26T00:00:00Z"},
        {"inferenceProfileArn", arn_of(c, "inference-profile", p.id)},
        {"models", std::move(models)},
        {"inferenceProfileId", p.id},
        {"status", "ACTIVE"},
        {"type", "SYSTEM_DEFINED"}};
}

json own_profile(control_call const& c, catalog::set const& offered, application_profile const& p) {
    auto models = json::array();
    if (auto const* const copied = offered.find(p.copied))
        for (auto const region : service::listed_destinations(*copied, c.where.region))
            models.push_back({{"modelArn", model_arn(region, copied->base())}});
    else
        models.push_back({{"modelArn", model_arn(c.where.region, p.copied)}});
    json out{{"inferenceProfileName", p.name}};
    if (!p.description.empty())
        out["description"] = p.description;
    out["createdAt"] = out["updatedAt"] = iso_time(p.created);
    out["inferenceProfileArn"] = p.arn;
    out["models"] = std::move(models);
    out["inferenceProfileId"] = p.id;
    out["status"] = "ACTIVE";
    out["type"] = "APPLICATION";
    return out;
}

json foundation_model(control_call const& c, catalog::set const& offered, std::string const& model) {
    auto types = json::array();
    auto const on_demand = offered.on_demand(model, c.where.region);
    auto const profiles = !offered.serving(model, c.where.region).empty();
    if (on_demand == catalog::answer::yes || (on_demand == catalog::answer::unknown && !profiles))
        types.push_back("ON_DEMAND");
    if (profiles)
        types.push_back("INFERENCE_PROFILE");
    auto const provider = provider_of(model);
    auto name = std::string{offered.name(model)};
    if (name.starts_with(provider + " "))
        name.erase(0, provider.size() + 1);
    return {{"modelArn", model_arn(c.where.region, model)},
            {"modelId", model},
            {"modelName", name.empty() ? model : name},
            {"providerName", provider},
            {"inputModalities", {"TEXT"}},  // the catalogue knows no others
            {"outputModalities", {"TEXT"}},
            {"responseStreamingSupported", true},
            {"customizationsSupported", json::array()},
            {"inferenceTypesSupported", std::move(types)},
            {"modelLifecycle", {{"status", "ACTIVE"}}}};
}

/// Is it of the caller's account and region?
bool belongs(control_call const& c, application_profile const& p) {
    return p.arn == arn_of(c, "application-inference-profile", p.id);
}

/// Is it to be had in this region, on demand or through a profile? What the catalogue does not say is not "no".
bool is_offered(catalog::set const& offered, std::string_view model, std::string_view region) {
    return offered.on_demand(model, region) == catalog::answer::yes ||
           !offered.serving(model, region).empty();
}

bool same_word(std::string_view a, std::string_view b) {
    auto const small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c; };
    return std::ranges::equal(a, b, {}, small, small);
}

bool lists(json const& values, std::string_view value) {
    return std::ranges::any_of(values, [value](auto const& v) { return v == value; });
}

}  // namespace

std::expected<draft, refusal> control_plane::answer(control_call const& c) {
    struct known {
        std::string_view operation;
        answered (control_plane::*answer)(control_call const&);
    };
    constexpr known operations[] = {{"ListInferenceProfiles", &control_plane::list_profiles},
                                    {"GetInferenceProfile", &control_plane::get_profile},
                                    {"CreateInferenceProfile", &control_plane::create_profile},
                                    {"DeleteInferenceProfile", &control_plane::delete_profile},
                                    {"ListFoundationModels", &control_plane::list_models},
                                    {"GetFoundationModel", &control_plane::get_model},
                                    {"GetFoundationModelAvailability", &control_plane::get_availability}};
    for (auto const& [operation, function] : operations)
        if (operation == c.where.operation)
            return (this->*function)(c);
    return logging(c);
}

application_profile* control_plane::find_own(control_call const& c, std::string_view id_or_arn) {
    for (auto& p : own_)
        if (belongs(c, p) && (p.arn == id_or_arn || p.id == id_or_arn))
            return &p;
    return nullptr;
}

control_plane::answered control_plane::list_profiles(control_call const& c) {
    auto const type = c.request.query_value("type");
    if (!type.empty() && type != "SYSTEM_DEFINED" && type != "APPLICATION")
        return invalid("1 validation error detected: Value '" + type +
                       "' at 'typeEquals' failed to satisfy constraint: Member must satisfy enum value set: "
                       "[SYSTEM_DEFINED, APPLICATION]");
    std::size_t size = 100;  // without maxResults; the service does not document its own
    if (auto const most = c.request.query_value("maxResults"); !most.empty()) {
        auto const [end, error] = std::from_chars(most.data(), most.data() + most.size(), size);
        if (error != std::errc{} || end != most.data() + most.size() || size < 1 || size > 1000)
            return invalid(
                "1 validation error detected: Value '" + most +
                "' at 'maxResults' failed to satisfy constraint: Member must be between 1 and 1000");
    }
    auto const& offered = model_.offered();
    auto all = json::array();
    if (type != "APPLICATION")
        for (auto const& p : offered.callable_from(c.where.region))
            all.push_back(system_profile(c, offered, p));
    if (type != "SYSTEM_DEFINED")
        for (auto const& p : own_)
            if (belongs(c, p))
                all.push_back(own_profile(c, offered, p));
    auto const part = cut_page(all.size(), c.request.query_value("nextToken"), size);
    if (!part)
        return invalid("The provided pagination token is invalid.");
    json body{{"inferenceProfileSummaries", json::array()}};
    for (auto i = part->first; i < part->last; ++i)
        body["inferenceProfileSummaries"].push_back(std::move(all[i]));
    if (!part->next.empty())
        body["nextToken"] = part->next;
    return said(body);
}

control_plane::answered control_plane::get_profile(control_call const& c) {
    if (auto const* const own = find_own(c, c.where.label))
        return said(own_profile(c, model_.offered(), *own));
    auto const* const p = model_.offered().find(c.where.label);
    if (p == nullptr || p->callable_from(c.where.region) == catalog::answer::no)
        return not_found("The inference profile " + c.where.label + " was not found.");
    return said(system_profile(c, model_.offered(), *p));
}

control_plane::answered control_plane::create_profile(control_call const& c) {
    auto const asked = json::parse(c.request.body, nullptr, false);
    if (!asked.is_object())
        return invalid("The request body is not valid JSON.");
    application_profile made{.name = text_at(asked, "inferenceProfileName"),
                             .description = text_at(asked, "description"),
                             .token = text_at(asked, "clientRequestToken"),
                             .created = c.now};
    if (!is_name(made.name, 64) || (!made.description.empty() && !is_name(made.description, 200, ":.")))
        return invalid(
            "1 validation error detected: Value at 'inferenceProfileName' or 'description' failed to "
            "satisfy constraint: Member must be letters and digits with single spaces, _ or - between");
    if (auto const tags = asked.find("tags"); tags != asked.end() && tags->is_array() && tags->size() > 200)
        return std::unexpected{refusal{400, "TooManyTagsException", "A profile has 200 tags at most."}};

    auto const& offered = model_.offered();
    auto const source = text_at(asked.value("modelSource", json::object()), "copyFrom");
    auto const from = model_id::parse(source);
    auto const is_model = from.kind == model_kind::foundation_model;
    if (!from.is_arn() || !(is_model || from.kind == model_kind::system_profile))
        return invalid(
            "1 validation error detected: Value '" + source +
            "' at 'modelSource.copyFrom' failed to satisfy constraint: Member must be the ARN of a "
            "foundation model or of a system-defined inference profile");
    made.copied = std::string{from.resource};
    if (from.region != c.where.region ||
        service::terms_of(offered, made.copied, c.where.region, model_.is_strict()).wrong)
        return not_found("The model source " + source + " was not found.");

    for (auto const& p : own_) {
        if (!belongs(c, p))
            continue;
        if (!made.token.empty() && p.token == made.token)  // the same request once more
            return said({{"inferenceProfileArn", p.arn}, {"status", "ACTIVE"}}, 201);
        if (p.name == made.name)
            return std::unexpected{refusal{400, "ConflictException",
                                           "An inference profile with the name " + made.name + " exists."}};
    }
    auto digits = make_uuid();
    std::erase(digits, '-');
    made.id = digits.substr(0, 12);
    made.arn = arn_of(c, "application-inference-profile", made.id);
    model_.set_alias(made.arn, made.copied);
    own_.push_back(std::move(made));
    return said({{"inferenceProfileArn", own_.back().arn}, {"status", "ACTIVE"}}, 201);
}

control_plane::answered control_plane::delete_profile(control_call const& c) {
    auto* const own = find_own(c, c.where.label);
    if (own != nullptr) {
        model_.set_alias(own->arn, std::nullopt);
        own_.erase(own_.begin() + (own - own_.data()));
        return said(json::object());
    }
    if (model_.offered().find(c.where.label) != nullptr)
        return invalid("A system-defined inference profile cannot be deleted.");
    return not_found("The inference profile " + c.where.label + " was not found.");
}

control_plane::answered control_plane::list_models(control_call const& c) {
    auto const provider = c.request.query_value("byProvider"),
               type = c.request.query_value("byInferenceType"),
               modality = c.request.query_value("byOutputModality"),
               customization = c.request.query_value("byCustomizationType");
    if (!type.empty() && type != "ON_DEMAND" && type != "PROVISIONED")
        return invalid(
            "1 validation error detected: Value '" + type +
            "' at 'byInferenceType' failed to satisfy constraint: Member must satisfy enum value set: "
            "[ON_DEMAND, PROVISIONED]");
    json body{{"modelSummaries", json::array()}};
    for (auto const& model : models_of(model_.offered())) {
        auto summary = foundation_model(c, model_.offered(), model);
        if (is_offered(model_.offered(), model, c.where.region) &&
            (provider.empty() ||
             same_word(provider, summary["providerName"].get_ref<std::string const&>())) &&
            (type.empty() || lists(summary["inferenceTypesSupported"], type)) &&
            (modality.empty() || lists(summary["outputModalities"], modality)) &&
            (customization.empty() || lists(summary["customizationsSupported"], customization)))
            body["modelSummaries"].push_back(std::move(summary));
    }
    return said(body);
}

control_plane::answered control_plane::get_model(control_call const& c) {
    auto const id = model_id::parse(c.where.label);
    auto const model = std::string{id.base};
    if (id.kind != model_kind::foundation_model)
        return invalid("The provided model identifier is invalid.");
    if (!is_offered(model_.offered(), model, c.where.region))
        return not_found("Could not resolve the foundation model from the provided model identifier.");
    return said({{"modelDetails", foundation_model(c, model_.offered(), model)}});
}

control_plane::answered control_plane::get_availability(control_call const& c) {
    auto const id = model_id::parse(c.where.label);
    if (id.kind != model_kind::foundation_model)
        return invalid("The provided model identifier is invalid.");
    auto const models = models_of(model_.offered());
    if (std::ranges::find(models, id.base) == models.end())
        return not_found("Could not resolve the foundation model from the provided model identifier.");
    auto const here = is_offered(model_.offered(), id.base, c.where.region);
    auto const access = model_.has_access(model_.region(c.where.region), id.base);
    return said({{"modelId", id.base},
                 {"agreementAvailability", {{"status", access ? "AVAILABLE" : "NOT_AVAILABLE"}}},
                 {"authorizationStatus", access ? "AUTHORIZED" : "NOT_AUTHORIZED"},
                 {"entitlementAvailability", access ? "AVAILABLE" : "NOT_AVAILABLE"},
                 {"regionAvailability", here ? "AVAILABLE" : "NOT_AVAILABLE"}});
}

control_plane::answered control_plane::logging(control_call const& c) {
    if (c.where.operation.starts_with("Get")) {
        auto const* const config = log_.config_of(c.account, c.where.region);
        return said(config == nullptr ? json::object()
                                      : json{{"loggingConfig", json::parse(config->json, nullptr, false)}});
    }
    std::optional<logging_config> config;
    if (c.where.operation.starts_with("Put")) {
        auto parsed = parse_logging_config(c.request.body);
        if (!parsed)
            return std::unexpected{std::move(parsed.error())};
        config = std::move(*parsed);
    }
    log_.configure(c.account, c.where.region, std::move(config));
    return said(json::object());
}

}  // namespace bedrock::testing::emulation
