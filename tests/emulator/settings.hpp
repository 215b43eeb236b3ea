// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/testing/service/limit.hpp>
#include <bedrock/testing/service/rules.hpp>
#include <bedrock/testing/service/scope.hpp>

/// The notations of flags and of the control path. Nothing means: not understood.
namespace bedrock::testing::emulation {

/// `us-east-1`, `us-east-1/geographic`, `us-east-1/global/anthropic.claude-sonnet-4-6`; `*` is any.
std::optional<service::scope> parse_scope(std::string_view text);

/// `rpm:2,tpm:1000,tpd:50000`
std::optional<limit> parse_limit(std::string_view text);
/// {"requests":2,"tokens":1000,"tokens_per_day":null}
std::optional<limit> parse_limit(nlohmann::ordered_json const&);

/// `calls:10,load:4@30s,load:0@90s,slowdown:2.5,failing`: a load begins so long after the start.
std::optional<service::region_state> parse_capacity(std::string_view text);
/// {"calls":10,"background":[{"after":"30s","calls":4}],"slowdown":2.5,"failing":true}
std::optional<service::region_state> parse_capacity(nlohmann::ordered_json const&);

/// `us-west-2:7,us-east-1:3`
std::optional<std::vector<std::pair<std::string, std::uint32_t>>> parse_weights(std::string_view text);

}  // namespace bedrock::testing::emulation
