// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bedrock::testing::emulation {

/// A request as it came, before anybody judged it.
struct http_request {
    std::string method{};
    std::string target{};                                        ///< the bytes of the request line
    std::vector<std::pair<std::string, std::string>> headers{};  ///< in order; names in lower case
    std::string body{};
    bool tls = false;
    std::uint64_t connection = 0;

    /// The first of that (lower-case) name; empty if there is none.
    std::string_view header(std::string_view name) const {
        for (auto const& [key, value] : headers)
            if (key == name)
                return value;
        return {};
    }
    bool has(std::string_view name) const {
        for (auto const& line : headers)
            if (line.first == name)
                return true;
        return false;
    }
    std::string_view path() const { return std::string_view{target}.substr(0, target.find('?')); }
    std::string_view query() const {
        auto const at = target.find('?');
        return at == target.npos ? std::string_view{} : std::string_view{target}.substr(at + 1);
    }
    /// A parameter of the query, decoded; empty if there is none.
    std::string query_value(std::string_view name) const;
};

/// `%3A` → `:`; what is no escape stays as it is.
std::string percent_decoded(std::string_view text);
/// Everything but `A-Za-z0-9-._~` escaped; `keep_slash` leaves `/` too.
std::string percent_encoded(std::string_view text, bool keep_slash = false);

}  // namespace bedrock::testing::emulation
