// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>

namespace bedrock::json {

/// A JSON text kept word for word: what the service leaves free-form. Checked when it is read and again
/// before it is written; `json/document.hpp` turns it into an `nlohmann::json` and back.
struct raw {
    std::string text{};

    bool empty() const { return text.empty(); }  ///< no text at all: not even `null`
    friend bool operator==(raw const&, raw const&) = default;
};

/// Bytes: base64 in JSON, decoded here.
struct blob {
    std::string bytes{};

    bool empty() const { return bytes.empty(); }
    friend bool operator==(blob const&, blob const&) = default;
};

/// What a union holds when a newer service names a member that is not known here; written back as it came.
struct unknown_member {
    std::string name{};
    raw value{};

    friend bool operator==(unknown_member const&, unknown_member const&) = default;
};

}  // namespace bedrock::json
