// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "refusal.hpp"

/// Model invocation logs: what the service writes of each call of bedrock-runtime, in the region that was
/// called. The one place that tells where a profile's call was run.
namespace bedrock::testing::emulation {

/// One call, as its record tells it. Bodies are JSON; an empty one is left out.
struct invocation {
    std::chrono::system_clock::time_point when{};
    std::string account{}, caller{}, region{}, request_id{}, operation{}, model{};
    std::string error{};     ///< the code; empty when it went well
    std::string metadata{};  ///< `requestMetadata`, as sent
    std::string input{}, output{};
    std::optional<std::int64_t> input_tokens{}, output_tokens{};
    std::string inference_region{};  ///< of calls through a profile
};

/// The record: one line, its members in the order of the launch article's.
std::string record_of(invocation const&);

/// `loggingConfig` of an account and region, checked; the JSON is kept to be told again.
struct logging_config {
    std::string json{};
    std::string folder{};  ///< `bucket/prefix`, or `cloudwatch/group` where no bucket is named
    bool text = true;      ///< bodies too
};

std::expected<logging_config, refusal> parse_logging_config(std::string_view request_body);

class invocation_log {
 public:
    /// A folder or a file; see `emulator_options::invocation_logs`.
    explicit invocation_log(std::string where) : where_(std::move(where)) {}

    bool writes() const { return !where_.empty(); }
    /// Whether the file or the folder can be written; made where it is not there.
    bool is_writable() const;
    /// Without a configuration all is written; with an empty one, deleted, nothing.
    void configure(std::string_view account, std::string_view region, std::optional<logging_config>);
    /// What was put; null if nothing was, or it was deleted.
    logging_config const* config_of(std::string_view account, std::string_view region) const;
    /// Appends the record. What cannot be written is lost, as the service promises no more.
    void write(invocation);

 private:
    std::string file_of(invocation const&, logging_config const*) const;

    std::string where_;
    std::map<std::pair<std::string, std::string>, std::optional<logging_config>> configs_;
};

}  // namespace bedrock::testing::emulation
