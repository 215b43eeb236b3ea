// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

// What the README's pieces of code take for granted.

#include <chrono>
#include <cstdio>
#include <iostream>
#include <stop_token>
#include <string>
#include <string_view>

#include <bedrock/any_client.hpp>
#include <bedrock/api/control_plane.hpp>
#include <bedrock/api/pages.hpp>
#include <bedrock/catalog/model.hpp>
#include <bedrock/client.hpp>
#include <bedrock/region/by_capacity.hpp>
#include <bedrock/region/residency.hpp>
#include <bedrock/region/sticky.hpp>
#include <bedrock/testing/laws.hpp>

using namespace std::chrono_literals;

inline bedrock::client<bedrock::region::failover> const router{bedrock::region::failover{"us-east-1"}};
inline constexpr std::string_view model = "us.anthropic.claude-3-5-sonnet-20240620-v1:0";
inline std::string const png;
inline std::stop_token const token;
using my_quota = bedrock::quota::per_minute;

inline int complain(bedrock::error const&) { return 1; }
