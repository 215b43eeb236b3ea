// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <bedrock/json/describe.hpp>
#include <bedrock/json/values.hpp>

/// Model invocation logs: what Bedrock writes of each call, to S3 or CloudWatch Logs, where that is switched
/// on. https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
///
/// A text that is absent from a record is empty here, and is not written.
namespace bedrock::logs {

/// What a newer service adds is kept here, word for word.
using other_members = std::vector<json::unknown_member>;

/// Who called.
struct identity {
    std::string arn{};
    other_members others{};

    friend bool operator==(identity const&, identity const&) = default;
};

constexpr auto describe(json::type<identity>) {
    return json::object(json::omit_empty{"arn", &identity::arn}, json::others{&identity::others});
}

/// How the call was to be served; only in records of calls that said so.
struct performance {
    std::string latency{};  ///< `standard` or `optimized`
    other_members others{};

    friend bool operator==(performance const&, performance const&) = default;
};

constexpr auto describe(json::type<performance>) {
    return json::object(json::omit_empty{"latency", &performance::latency},
                        json::others{&performance::others});
}

/// What was asked. A large body is in S3 instead of here, and so is binary data.
struct input {
    std::string content_type{};
    json::raw body{};                           ///< the request, as JSON
    std::string body_s3_path{};                 ///< where it is, if not here
    std::optional<std::int64_t> token_count{};  ///< without cached ones
    std::optional<std::int64_t> cache_read_token_count{};
    std::optional<std::int64_t> cache_write_token_count{};
    other_members others{};

    friend bool operator==(input const&, input const&) = default;
};

constexpr auto describe(json::type<input>) {
    return json::object(json::omit_empty{"inputContentType", &input::content_type},
                        json::omit_empty{"inputBodyJson", &input::body},
                        json::omit_empty{"inputBodyS3Path", &input::body_s3_path},
                        json::member{"inputTokenCount", &input::token_count},
                        json::member{"cacheReadInputTokenCount", &input::cache_read_token_count},
                        json::member{"cacheWriteInputTokenCount", &input::cache_write_token_count},
                        json::others{&input::others});
}

/// What was answered; absent from the record of a call that failed.
struct output {
    std::string content_type{};
    json::raw body{};            ///< a stream's events are an array (InvokeModel) or put together (Converse)
    std::string body_s3_path{};  ///< where it is, if not here
    std::optional<std::int64_t> token_count{};
    std::optional<double> video_duration_seconds{};
    std::optional<double> video_frames_per_second{};
    std::optional<std::int64_t> video_height{};
    std::optional<std::int64_t> video_width{};
    std::string video_s3_path{};
    other_members others{};

    friend bool operator==(output const&, output const&) = default;
};

constexpr auto describe(json::type<output>) {
    return json::object(json::omit_empty{"outputContentType", &output::content_type},
                        json::omit_empty{"outputBodyJson", &output::body},
                        json::omit_empty{"outputBodyS3Path", &output::body_s3_path},
                        json::member{"outputTokenCount", &output::token_count},
                        json::member{"outputVideoDurationSeconds", &output::video_duration_seconds},
                        json::member{"outputVideoFramesPerSecond", &output::video_frames_per_second},
                        json::member{"outputVideoHeight", &output::video_height},
                        json::member{"outputVideoWidth", &output::video_width},
                        json::omit_empty{"outputVideoS3Path", &output::video_s3_path},
                        json::others{&output::others});
}

/// One call. `json::write` makes the service's own JSON of it again.
struct record {
    std::string schema_type{"ModelInvocationLog"};
    std::string schema_version{"1.0"};
    std::string timestamp{};  ///< `2024-08-31T07:36:29Z`
    std::string account_id{};
    logs::identity identity{};
    std::string region{};      ///< where it was sent: the source region
    std::string request_id{};  ///< the reply's `x-amzn-RequestId`
    std::string operation{};   ///< `Converse`, `ConverseStream`, `InvokeModel`, …
    std::string model_id{};    ///< as sent: a model, a profile or an ARN
    std::string error_code{};  ///< such as `ThrottlingException`; empty upon success
    std::vector<std::pair<std::string, std::string>> request_metadata{};
    std::optional<performance> performance_config{};
    logs::input input{};
    std::optional<logs::output> output{};
    std::string inference_region{};  ///< where a profile had it run; the only place that tells
    other_members others{};

    friend bool operator==(record const&, record const&) = default;
};

constexpr auto describe(json::type<record>) {
    return json::object(
        json::required{"schemaType", &record::schema_type},
        json::omit_empty{"schemaVersion", &record::schema_version},
        json::omit_empty{"timestamp", &record::timestamp}, json::omit_empty{"accountId", &record::account_id},
        json::member{"identity", &record::identity}, json::omit_empty{"region", &record::region},
        json::omit_empty{"requestId", &record::request_id}, json::omit_empty{"operation", &record::operation},
        json::omit_empty{"modelId", &record::model_id}, json::omit_empty{"errorCode", &record::error_code},
        json::omit_empty{"requestMetadata", &record::request_metadata},
        json::member{"performanceConfig", &record::performance_config}, json::member{"input", &record::input},
        json::member{"output", &record::output},
        json::omit_empty{"inferenceRegion", &record::inference_region}, json::others{&record::others});
}

}  // namespace bedrock::logs
