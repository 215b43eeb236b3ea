// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "invocation_log.hpp"

#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "json_text.hpp"
#include "times.hpp"

namespace bedrock::testing::emulation {

namespace {

/// Text that becomes part of a path, and must not leave its folder.
bool stays_inside(std::string_view path) {
    return !path.starts_with('/') && path.find("..") == path.npos && std::ranges::none_of(path, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == '\\';
    });
}

/// Else a folder.
bool is_file(std::string_view where) { return where.ends_with(".json") || where.ends_with(".json.gz"); }

std::string gzipped(std::string_view text) {
    z_stream z{};
    constexpr int gzip = 15 + 16;
    if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    std::string out(deflateBound(&z, static_cast<uLong>(text.size())), '\0');
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    z.avail_in = static_cast<uInt>(text.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    auto const done = deflate(&z, Z_FINISH) == Z_STREAM_END;
    out.resize(done ? z.total_out : 0);
    deflateEnd(&z);
    return out;
}

json side(char const* kind, std::string const& body, std::optional<std::int64_t> tokens) {
    std::string const name{kind};
    json out{{name + "ContentType", "application/json"}};
    if (auto parsed = json::parse(body, nullptr, false); !body.empty() && !parsed.is_discarded())
        out[name + "BodyJson"] = std::move(parsed);
    if (tokens)
        out[name + "TokenCount"] = *tokens;
    return out;
}

}  // namespace

std::string record_of(invocation const& i) {
    json record{{"schemaType", "ModelInvocationLog"},
                {"schemaVersion", "1.0"},
                {"timestamp", iso_time(i.when)},
                {"accountId", i.account},
                {"identity", {{"arn", i.caller}}},
                {"region", i.region},
                {"requestId", i.request_id},
                {"operation", i.operation},
                {"modelId", i.model}};
    if (!i.error.empty())
        record["errorCode"] = i.error;
    // A header of the Invoke operations, a member of the body of the Converse ones.
    auto input = side("input", i.input, i.input_tokens);
    auto metadata = json::parse(i.metadata, nullptr, false);
    if (!metadata.is_object() && input.contains("inputBodyJson") && input["inputBodyJson"].is_object())
        metadata = input["inputBodyJson"].value("requestMetadata", json());
    if (metadata.is_object())
        record["requestMetadata"] = std::move(metadata);
    record["input"] = std::move(input);
    if (i.error.empty())
        record["output"] = side("output", i.output, i.output_tokens);
    if (!i.inference_region.empty())
        record["inferenceRegion"] = i.inference_region;
    return compact(record) + "\n";
}

std::expected<logging_config, refusal> parse_logging_config(std::string_view request_body) {
    auto const document = json::parse(request_body, nullptr, false);
    auto const found = document.is_object() ? document.find("loggingConfig") : document.end();
    if (!document.is_object() || found == document.end() || !found->is_object())
        return invalid(
            "1 validation error detected: Value null at 'loggingConfig' failed to satisfy constraint: "
            "Member must not be null");
    logging_config out{.json = compact(*found)};
    auto const part = [&found](char const* name) {
        auto const at = found->find(name);
        return at != found->end() && at->is_object() ? *at : json();
    };
    if (auto const s3 = part("s3Config"); s3.is_object()) {
        auto const bucket = text_at(s3, "bucketName"), prefix = text_at(s3, "keyPrefix");
        if (bucket.size() < 3 || bucket.size() > 63 || bucket.find('/') != bucket.npos ||
            !stays_inside(bucket) || !stays_inside(prefix))
            return invalid("Failed to validate permissions for the S3 bucket: " + bucket + ".");
        out.folder = prefix.empty() ? bucket : bucket + "/" + prefix;
    } else if (auto const logs = part("cloudWatchConfig"); logs.is_object()) {
        auto const group = text_at(logs, "logGroupName");
        if (group.empty() || group.size() > 512 ||
            !stays_inside(group.starts_with('/') ? group.substr(1) : group) ||
            text_at(logs, "roleArn").empty())
            return invalid("Failed to validate permissions for log group: " + group + ".");
        out.folder = "cloudwatch/" + (group.starts_with('/') ? group.substr(1) : group);
    } else {
        return invalid("At least one of cloudWatchConfig and s3Config must be given.");
    }
    if (auto const text = found->find("textDataDeliveryEnabled"); text != found->end() && text->is_boolean())
        out.text = text->get<bool>();
    return out;
}

void invocation_log::configure(std::string_view account, std::string_view region,
                               std::optional<logging_config> config) {
    configs_[{std::string{account}, std::string{region}}] = std::move(config);
}

logging_config const* invocation_log::config_of(std::string_view account, std::string_view region) const {
    auto const found = configs_.find({std::string{account}, std::string{region}});
    return found != configs_.end() && found->second ? &*found->second : nullptr;
}

bool invocation_log::is_writable() const {
    if (!writes())
        return true;
    if (is_file(where_))
        return std::ofstream{where_, std::ios::binary | std::ios::app}.is_open();
    std::error_code failed;
    std::filesystem::create_directories(where_, failed);
    return !failed && ::access(where_.c_str(), W_OK | X_OK) == 0;
}

std::string invocation_log::file_of(invocation const& i, logging_config const* config) const {
    if (is_file(where_))
        return where_;
    auto const hour = iso_time(i.when);  // 2024-08-31T07:36:29Z
    auto folder = where_ + "/" + (config == nullptr ? "" : config->folder + "/") + "AWSLogs/" + i.account +
                  "/BedrockModelInvocationLogs/" + i.region + "/" + hour.substr(0, 4) + "/" +
                  hour.substr(5, 2) + "/" + hour.substr(8, 2) + "/" + hour.substr(11, 2);
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    auto name = hour.substr(0, 13) + "0000000Z_emulator.json.gz";
    std::erase(name, '-');
    return folder + "/" + name;
}

void invocation_log::write(invocation i) {
    if (!writes())
        return;
    auto const found = configs_.find({i.account, i.region});
    auto const put = found != configs_.end();
    if (put && !found->second)
        return;
    auto const* const config = put ? &*found->second : nullptr;
    if (config != nullptr && !config->text)
        i.input.clear(), i.output.clear();
    auto const file = file_of(i, config);
    auto const line = record_of(i);
    // A member of its own for each record: a file of several is still one, and whole at any time.
    std::ofstream{file, std::ios::binary | std::ios::app} << (file.ends_with(".gz") ? gzipped(line) : line);
}

}  // namespace bedrock::testing::emulation
