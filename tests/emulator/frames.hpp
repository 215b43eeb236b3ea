// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bedrock::testing::emulation {

/// One message of `application/vnd.amazon.eventstream`, before it is bytes. All header values are strings.
struct frame {
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string payload{};
};

frame event_frame(std::string type, std::string json);
frame exception_frame(std::string type, std::string json);
frame error_frame(std::string code, std::string message);

std::string encode(frame const&);

/// The beginning of a frame that says it is 4 GiB long, with the right checksum over that claim.
std::string huge_prelude();

}  // namespace bedrock::testing::emulation
