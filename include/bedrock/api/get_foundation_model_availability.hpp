// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/detail/rest.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>

namespace bedrock {

enum class agreement_status : std::uint8_t { available, pending, not_available, error };

constexpr auto describe(json::type<agreement_status>) {
    using enum agreement_status;
    return json::names(json::name{available, "AVAILABLE"}, json::name{pending, "PENDING"},
                       json::name{not_available, "NOT_AVAILABLE"}, json::name{error, "ERROR"});
}

enum class authorization_status : std::uint8_t { authorized, not_authorized };

constexpr auto describe(json::type<authorization_status>) {
    return json::names(json::name{authorization_status::authorized, "AUTHORIZED"},
                       json::name{authorization_status::not_authorized, "NOT_AUTHORIZED"});
}

enum class availability : std::uint8_t { available, not_available };

constexpr auto describe(json::type<availability>) {
    return json::names(json::name{availability::available, "AVAILABLE"},
                       json::name{availability::not_available, "NOT_AVAILABLE"});
}

/// Whether the agreement with the model's provider is made.
struct agreement_availability {
    json::open<agreement_status> status{agreement_status::not_available};
    std::optional<std::string> error_message{};

    friend bool operator==(agreement_availability const&, agreement_availability const&) = default;
};

constexpr auto describe(json::type<agreement_availability>) {
    return json::object(json::member{"status", &agreement_availability::status},
                        json::member{"errorMessage", &agreement_availability::error_message});
}

struct get_foundation_model_availability_request {
    std::string model_id{};

    friend bool operator==(get_foundation_model_availability_request const&,
                           get_foundation_model_availability_request const&) = default;
};

/// What an account needs to call a model. What the service does not say counts as missing.
struct get_foundation_model_availability_response {
    std::string model_id{};
    bedrock::agreement_availability agreement_availability{};
    json::open<bedrock::authorization_status> authorization_status{
        bedrock::authorization_status::not_authorized};
    json::open<availability> entitlement_availability{availability::not_available};
    json::open<availability> region_availability{availability::not_available};

    /// Everything is there.
    bool callable() const {
        return agreement_availability.status == agreement_status::available &&
               authorization_status == bedrock::authorization_status::authorized &&
               entitlement_availability == availability::available &&
               region_availability == availability::available;
    }

    friend bool operator==(get_foundation_model_availability_response const&,
                           get_foundation_model_availability_response const&) = default;
};

constexpr auto describe(json::type<get_foundation_model_availability_response>) {
    using r = get_foundation_model_availability_response;
    return json::object(json::required{"modelId", &r::model_id},
                        json::member{"agreementAvailability", &r::agreement_availability},
                        json::member{"authorizationStatus", &r::authorization_status},
                        json::member{"entitlementAvailability", &r::entitlement_availability},
                        json::member{"regionAvailability", &r::region_availability});
}

namespace api {

/// Whether the account may call a model in a region, and if not, what is missing.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetFoundationModelAvailability.html
struct get_foundation_model_availability {
    using request = get_foundation_model_availability_request;
    using response = get_foundation_model_availability_response;

    static constexpr std::string_view name = "GetFoundationModelAvailability";
    static constexpr std::string_view service = "bedrock";

    static result<void> encode(request const& asked, wire_request& out) {
        detail::begin(out, "GET", "/foundation-model-availability/");
        return detail::add_label(out, "model", asked.model_id);
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
};

static_assert(whole_operation<get_foundation_model_availability>);

}  // namespace api

}  // namespace bedrock
