// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <bedrock/api/operation.hpp>
#include <bedrock/json/reader.hpp>
#include <bedrock/json/writer.hpp>

#include "support.hpp"

// Between the values of boto3 that the cases hold and typed ones.

namespace conformance {

inline std::string text_in(nlohmann::ordered_json const& object, char const* member) {
    auto const found = object.find(member);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// A time as we write it, whose fraction has three digits or is not there; any other text as it is.
inline std::string in_milliseconds(std::string text) {
    auto const point = text.rfind('.');
    if (!text.ends_with('Z') || point == std::string::npos)
        return text;
    auto const digits = text.substr(point + 1, text.size() - point - 2);
    if (digits.find_first_not_of("0123456789") != std::string::npos)
        return text;
    auto const three = (digits + "00").substr(0, 3);
    return text.substr(0, point) + (three == "000" ? "" : "." + three) + "Z";
}

/// `{"$blob": base64}` as the base64 that JSON carries, `{"$timestamp": text}` as the text.
inline nlohmann::ordered_json plain(nlohmann::ordered_json const& value) {
    if (value.is_object() && value.size() == 1 && value.contains("$blob"))
        return value["$blob"];
    if (value.is_object() && value.size() == 1 && value.contains("$timestamp"))
        return in_milliseconds(text_in(value, "$timestamp"));
    auto out = value;
    if (value.is_structured())
        for (auto& [_, inner] : out.items())
            inner = plain(inner);
    return out;
}

template <class T>
nlohmann::json written(T const& value) {
    std::string text;
    if (auto const done = bedrock::json::write(text, value); !done)
        return "cannot be written: " + done.error().describe();
    return nlohmann::json::parse(text, nullptr, false);
}

/// An operation beside the four of inference.
struct other_operation {
    std::string_view name;
    std::string_view service;
    bedrock::result<void> (*encode)(nlohmann::ordered_json const& kwargs, bedrock::api::wire_request&);
    bedrock::result<nlohmann::json> (*decode)(bedrock::api::wire_reply const&);
};

/// Null where there is none of that name.
other_operation const* find_other_operation(std::string_view name);

}  // namespace conformance
