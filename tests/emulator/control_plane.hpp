// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/testing/service_model.hpp>

#include "http_request.hpp"
#include "invocation_log.hpp"
#include "refusal.hpp"
#include "reply.hpp"
#include "route.hpp"

namespace bedrock::testing::emulation {

/// A request to the service's control plane, and who asks.
struct control_call {
    http_request const& request;
    route const& where;
    std::string const& account;
    std::chrono::system_clock::time_point now{};
};

/// A profile of an account's own, which copies a system profile or a foundation model.
struct application_profile {
    std::string arn{}, id{}, name{}, description{}, token{};
    std::string copied{};  ///< the ID
    std::chrono::system_clock::time_point created{};
};

/// Bedrock's control plane, as far as cross-region inference needs it: inference profiles, foundation models,
/// and the configuration of invocation logs.
class control_plane {
 public:
    control_plane(service_model& model, invocation_log& log) : model_(model), log_(log) {}

    std::expected<draft, refusal> answer(control_call const&);

 private:
    using answered = std::expected<draft, refusal>;
    answered list_profiles(control_call const&);
    answered get_profile(control_call const&);
    answered create_profile(control_call const&);
    answered delete_profile(control_call const&);
    answered list_models(control_call const&);
    answered get_model(control_call const&);
    answered get_availability(control_call const&);
    answered logging(control_call const&);

    application_profile* find_own(control_call const&, std::string_view id_or_arn);

    service_model& model_;
    invocation_log& log_;
    std::vector<application_profile> own_;
};

}  // namespace bedrock::testing::emulation
