// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <string>

#include <bedrock/json/describe.hpp>

namespace bedrock {

/// A place in S3, in the region and account of the configuration.
struct s3_config {
    std::string bucket_name{};
    std::optional<std::string> key_prefix{};

    friend bool operator==(s3_config const&, s3_config const&) = default;
};

constexpr auto describe(json::type<s3_config>) {
    return json::object(json::member{"bucketName", &s3_config::bucket_name},
                        json::member{"keyPrefix", &s3_config::key_prefix});
}

/// A log group of CloudWatch.
struct cloud_watch_config {
    std::string log_group_name{};
    std::string role_arn{};                                    ///< that Bedrock writes as
    std::optional<s3_config> large_data_delivery_s3_config{};  ///< for bodies beyond 100 KB, and binary data

    friend bool operator==(cloud_watch_config const&, cloud_watch_config const&) = default;
};

constexpr auto describe(json::type<cloud_watch_config>) {
    using c = cloud_watch_config;
    return json::object(json::member{"logGroupName", &c::log_group_name},
                        json::member{"roleArn", &c::role_arn},
                        json::member{"largeDataDeliveryS3Config", &c::large_data_delivery_s3_config});
}

/// Where the invocations of bedrock-runtime in an account and region are logged, and which of their data.
struct logging_config {
    std::optional<bedrock::cloud_watch_config> cloud_watch_config{};
    std::optional<bedrock::s3_config> s3_config{};
    std::optional<bool> text_data_delivery_enabled{};
    std::optional<bool> image_data_delivery_enabled{};
    std::optional<bool> embedding_data_delivery_enabled{};
    std::optional<bool> video_data_delivery_enabled{};
    std::optional<bool> audio_data_delivery_enabled{};

    friend bool operator==(logging_config const&, logging_config const&) = default;
};

constexpr auto describe(json::type<logging_config>) {
    using c = logging_config;
    return json::object(json::member{"cloudWatchConfig", &c::cloud_watch_config},
                        json::member{"s3Config", &c::s3_config},
                        json::member{"textDataDeliveryEnabled", &c::text_data_delivery_enabled},
                        json::member{"imageDataDeliveryEnabled", &c::image_data_delivery_enabled},
                        json::member{"embeddingDataDeliveryEnabled", &c::embedding_data_delivery_enabled},
                        json::member{"videoDataDeliveryEnabled", &c::video_data_delivery_enabled},
                        json::member{"audioDataDeliveryEnabled", &c::audio_data_delivery_enabled});
}

}  // namespace bedrock
