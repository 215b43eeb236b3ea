// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bedrock::testing::emulation {

/// Which of an account's quotas a call draws on.
enum class bucket_kind : std::uint8_t { on_demand, geographic, global };

/// A model identifier of a request, taken apart as far as counting needs it.
struct model_name {
    bucket_kind kind = bucket_kind::on_demand;
    std::string base{};  ///< the foundation model where it can be told, else the identifier itself
};

/// Nothing if no identifier of the service looks like that.
std::optional<model_name> parse_model(std::string_view id);

/// What the service knows of a model and a request does not say.
struct model_facts {
    std::int64_t max_output = 4096;  ///< reserved when the request sets no maximum
    std::int64_t burndown = 1;       ///< quota tokens an output token costs in the end
    bool known = false;              ///< false: the maximum is a guess and not enforced
};

model_facts facts_of(std::string_view base_model);

}  // namespace bedrock::testing::emulation
