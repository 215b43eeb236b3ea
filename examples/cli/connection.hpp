// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flags.hpp"

namespace cli {

/// `AWS_REGION`, else `AWS_DEFAULT_REGION`; empty where neither is set.
std::string environment_region();

/// What every command takes that calls the service: where it is, and how long to wait for it.
struct connection {
    std::vector<std::string> regions{};  ///< failover in this order; empty: the environment's
    std::string endpoint_url{};
    std::string ca_file{};
    bool insecure = false;
    std::optional<std::chrono::milliseconds> timeout{};       ///< the whole call
    std::optional<std::chrono::milliseconds> idle_timeout{};  ///< silence in the middle of a reply

    /// `regions`, else the environment's; none where it names none either.
    std::vector<std::string> source_regions() const;

    /// Adds the flags that `connection_help` tells of.
    void add_to(flags& f);
};

inline constexpr std::string_view connection_help =
    R"(  --region REGION      source region; repeat it to fail over in that order. Default: AWS_REGION, AWS_DEFAULT_REGION
  --timeout SECONDS    for the whole call, all attempts and waits; default: none
  --idle-timeout SECONDS
                       longest silence in the middle of a reply; default: 120
  --endpoint-url URL   another address; may hold {region} and {service}. Default: AWS_ENDPOINT_URL_BEDROCK_RUNTIME,
                       AWS_ENDPOINT_URL, else Bedrock's own
  --ca-file FILE       trusted certificates, PEM. Default: AWS_CA_BUNDLE
  --insecure           accept any certificate
  --help               this text

Credentials: AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.
)";

}  // namespace cli
