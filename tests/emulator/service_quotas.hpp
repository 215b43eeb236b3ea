// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <expected>
#include <string>

#include "control_plane.hpp"
#include "refusal.hpp"
#include "reply.hpp"

/// Service Quotas, for service code `bedrock`, under the names that the service gives them: ListServiceQuotas
/// and GetServiceQuota with the limits in force, ListAWSDefaultServiceQuotas with the catalogue's.
namespace bedrock::testing::emulation {

std::expected<draft, refusal> answer_quotas(control_call const&, service_model&, service::wording);

/// An error as awsJson1.1 has it: the code in the body.
draft refuse_quotas(refusal const&, std::string request_id);

}  // namespace bedrock::testing::emulation
