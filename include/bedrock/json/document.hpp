// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include <bedrock/core/result.hpp>
#include <bedrock/json/detail/scanner.hpp>
#include <bedrock/json/utf8.hpp>
#include <bedrock/json/values.hpp>

/// Between `raw`, as the typed structs keep free-form JSON, and `nlohmann::json`, as people like to work with
/// it. The only header that includes nlohmann_json: who needs no free-form JSON does not compile it.
///
///     request.additional_fields = *json::to_raw({{"top_k", 200}});
namespace bedrock::json {

namespace detail {

[[gnu::cold]] inline bool unfit(fault& f, char const* wanted, char const* found) {
    return f.set(0, wanted, found);
}

// Recursion is bounded by `room`, and a document this accepts is one that nlohmann's own recursion can write.
inline bool check_document(nlohmann::json const& value, int room, fault& f) {
    if (value.is_structured() && room == 0)
        return unfit(f, "at most 128 levels of nesting", "more");
    if (auto const* text = value.get_ptr<nlohmann::json::string_t const*>())
        return utf8_prefix(*text) == text->size() || unfit(f, "text in UTF-8", "other bytes");
    if (auto const* number = value.get_ptr<nlohmann::json::number_float_t const*>())
        return std::isfinite(*number) || unfit(f, "a finite number", "infinity or NaN");
    if (auto const* members = value.get_ptr<nlohmann::json::object_t const*>()) {
        for (auto const& [name, member] : *members)
            if ((utf8_prefix(name) != name.size() && !unfit(f, "a name in UTF-8", "other bytes")) ||
                !check_document(member, room - 1, f))
                return f.inside(name);
        return true;
    }
    if (auto const* elements = value.get_ptr<nlohmann::json::array_t const*>()) {
        for (std::size_t i = 0; i != elements->size(); ++i)
            if (!check_document((*elements)[i], room - 1, f))
                return f.inside(i);
        return true;
    }
    return !(value.is_binary() || value.is_discarded()) || unfit(f, "a JSON value", "binary or discarded");
}

}  // namespace detail

/// The text of a document. Refused: text that is no UTF-8, NaN and infinity, binary values, more than 128
/// levels; all of which `dump()` would end the program for, or write as something else.
inline result<raw> to_raw(nlohmann::json const& document) {
    detail::fault fault;
    if (!detail::check_document(document, 128, fault))
        return failure(fault.to_error(error_kind::refused_locally, "writing a JSON document",
                                      "change the document there before it is sent"));
    return raw{document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

/// The document of a text. Refused: what is not JSON, numbers too large for a double, more than 128 levels.
inline result<nlohmann::json> to_document(raw const& value, error_kind kind = error_kind::malformed_reply) {
    detail::scanner s{value.text, 128, 0};
    if (!s.skip() || !s.finish())
        return failure(s.to_error(kind));
    auto document = nlohmann::json::parse(value.text, nullptr, false);
    if (document.is_discarded())
        return failure({.kind = kind,
                        .message = "reading a JSON document failed: it holds a number too large for a double",
                        .remedy = "use the text as it is, in `raw::text`"});
    return document;
}

}  // namespace bedrock::json
