// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <string>

namespace bedrock::testing::emulation {

/// `2024-08-31T07:36:29Z`
std::string iso_time(std::chrono::system_clock::time_point);

/// `20240831T073629Z`, as signatures have it.
std::string basic_time(std::chrono::system_clock::time_point);

/// `Sat, 31 Aug 2024 07:36:29 GMT`
std::string http_date(std::chrono::system_clock::time_point);

}  // namespace bedrock::testing::emulation
