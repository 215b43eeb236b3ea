// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>
#include <string_view>

#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/detail/rest.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/api/provisioned_model.hpp>
#include <bedrock/core/result.hpp>

namespace bedrock {

struct get_provisioned_model_throughput_request {
    std::string provisioned_model_id{};  ///< name or ARN

    friend bool operator==(get_provisioned_model_throughput_request const&,
                           get_provisioned_model_throughput_request const&) = default;
};

namespace api {

/// One provisioned throughput.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetProvisionedModelThroughput.html
struct get_provisioned_model_throughput {
    using request = get_provisioned_model_throughput_request;
    using response = provisioned_model;

    static constexpr std::string_view name = "GetProvisionedModelThroughput";
    static constexpr std::string_view service = "bedrock";

    static result<void> encode(request const& asked, wire_request& out) {
        detail::begin(out, "GET", "/provisioned-model-throughput/");
        return detail::add_label(out, "provisioned model", asked.provisioned_model_id);
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
};

static_assert(whole_operation<get_provisioned_model_throughput>);

}  // namespace api

}  // namespace bedrock
