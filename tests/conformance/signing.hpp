// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

#include <bedrock/core/http.hpp>
#include <bedrock/core/time.hpp>
#include <bedrock/credentials/fixed.hpp>
#include <bedrock/signing/canonical_request.hpp>

namespace conformance {

/// `20260115T093000Z` or `2026-01-15T09:30:00Z`; throws if it is neither.
inline bedrock::wall_time to_time(std::string_view text) {
    std::string digits;
    for (char const c : text)
        if (c >= '0' && c <= '9')
            digits.push_back(c);
    if (digits.size() != 14)
        throw std::runtime_error{"not a time: " + std::string{text}};
    auto const number = [&](std::size_t at, std::size_t size) { return std::stoi(digits.substr(at, size)); };
    std::chrono::year_month_day const date{std::chrono::year{number(0, 4)},
                                           std::chrono::month{static_cast<unsigned>(number(4, 2))},
                                           std::chrono::day{static_cast<unsigned>(number(6, 2))}};
    return std::chrono::sys_days{date} + std::chrono::hours{number(8, 2)} +
           std::chrono::minutes{number(10, 2)} + std::chrono::seconds{number(12, 2)};
}

/// The headers of a case as a client has them before signing: those that a signature adds are left out.
inline void add_unsigned(bedrock::header_list& headers, std::string_view name, std::string_view value) {
    for (std::string_view const ours : {"host", "x-amz-date", "x-amz-security-token", "authorization"})
        if (bedrock::signing::detail::same_name(name, ours))
            return;
    if (!headers.add(name, value))
        throw std::runtime_error{"not a header: " + std::string{name}};
}

/// Notes each difference of a case, to be told once.
class differences {
 public:
    void expect(std::string_view what, std::string_view actual, std::string_view expected) {
        if (actual == expected)
            return;
        text_.append(text_.empty() ? "" : "; ")
            .append(what)
            .append(" is\n")
            .append(actual)
            .append("\nbut should be\n");
        text_.append(expected);
    }
    void add(std::string_view what) { text_.append(text_.empty() ? "" : "; ").append(what); }
    std::string const& text() const { return text_; }

 private:
    std::string text_;
};

}  // namespace conformance
