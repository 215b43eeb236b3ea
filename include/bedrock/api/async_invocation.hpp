// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include <bedrock/core/timestamp.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>
#include <bedrock/json/timestamp.hpp>
#include <bedrock/json/values.hpp>

namespace bedrock {

/// How far an asynchronous invocation is.
enum class async_invoke_status : std::uint8_t { in_progress, completed, failed };

constexpr auto describe(json::type<async_invoke_status>) {
    return json::names(json::name{async_invoke_status::in_progress, "InProgress"},
                       json::name{async_invoke_status::completed, "Completed"},
                       json::name{async_invoke_status::failed, "Failed"});
}

/// The place in S3 that results go to.
struct s3_output_data_config {
    std::string s3_uri{};  ///< `s3://bucket/prefix/`
    std::optional<std::string> kms_key_id{};
    std::optional<std::string> bucket_owner{};

    friend bool operator==(s3_output_data_config const&, s3_output_data_config const&) = default;
};

constexpr auto describe(json::type<s3_output_data_config>) {
    using c = s3_output_data_config;
    return json::object(json::member{"s3Uri", &c::s3_uri}, json::member{"kmsKeyId", &c::kms_key_id},
                        json::member{"bucketOwner", &c::bucket_owner});
}

/// Where results go.
struct output_data_config : std::variant<s3_output_data_config, json::unknown_member> {
    using variant::variant;
};

constexpr auto describe(json::type<output_data_config>) {
    return json::one_of(json::alternative<s3_output_data_config>("s3OutputDataConfig"));
}

/// An invocation whose answer goes to S3.
struct async_invocation {
    std::string invocation_arn{};
    std::string model_arn{};
    std::optional<std::string> client_request_token{};
    std::optional<json::open<async_invoke_status>> status{};  ///< may be missing in listings
    std::optional<std::string> failure_message{};
    std::optional<timestamp> submit_time{};
    std::optional<timestamp> last_modified_time{};
    std::optional<timestamp> end_time{};
    bedrock::output_data_config output_data_config{};

    friend bool operator==(async_invocation const&, async_invocation const&) = default;
};

constexpr auto describe(json::type<async_invocation>) {
    using i = async_invocation;
    return json::object(
        json::member{"invocationArn", &i::invocation_arn}, json::member{"modelArn", &i::model_arn},
        json::member{"clientRequestToken", &i::client_request_token}, json::member{"status", &i::status},
        json::member{"failureMessage", &i::failure_message}, json::member{"submitTime", &i::submit_time},
        json::member{"lastModifiedTime", &i::last_modified_time}, json::member{"endTime", &i::end_time},
        json::member{"outputDataConfig", &i::output_data_config});
}

}  // namespace bedrock
