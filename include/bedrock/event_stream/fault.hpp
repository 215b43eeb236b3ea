// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <bedrock/core/error.hpp>

namespace bedrock::event_stream {

/// What is wrong with a frame, in the order in which it is looked for.
enum class fault : std::uint8_t {
    prelude_crc_mismatch,        ///< the lengths cannot be trusted
    invalid_total_length,        ///< shorter than the sixteen bytes that every frame has
    message_too_large,           ///< longer than `limits::message`
    invalid_headers_length,      ///< more headers than the frame has room for, or than `limits::headers`
    invalid_header_name_length,  ///< a name that is empty, or that runs past the headers
    invalid_header_value_type,   ///< none of the types 0 to 9
    invalid_header_value,        ///< a value that runs past the headers
    invalid_utf8,                ///< in a name or in a value of type string
    duplicate_header,            ///< one name twice
    message_crc_mismatch,        ///< something in the frame was altered on its way
};

/// The enumerator's own name, such as "prelude_crc_mismatch".
constexpr std::string_view to_string(fault f) {
    switch (f) {
        case fault::prelude_crc_mismatch:
            return "prelude_crc_mismatch";
        case fault::invalid_total_length:
            return "invalid_total_length";
        case fault::message_too_large:
            return "message_too_large";
        case fault::invalid_headers_length:
            return "invalid_headers_length";
        case fault::message_crc_mismatch:
            return "message_crc_mismatch";
        case fault::invalid_header_name_length:
            return "invalid_header_name_length";
        case fault::invalid_header_value_type:
            return "invalid_header_value_type";
        case fault::invalid_header_value:
            return "invalid_header_value";
        case fault::invalid_utf8:
            return "invalid_utf8";
        case fault::duplicate_header:
            return "duplicate_header";
    }
    return "unknown";
}

/// The fault as an error for the caller: the frame that begins `position` bytes into the stream is not one.
inline error explain(fault f, std::uint64_t position) {
    constexpr auto words = [](fault what) -> std::string_view {
        switch (what) {
            case fault::prelude_crc_mismatch:
                return "its prelude does not match its checksum";
            case fault::invalid_total_length:
                return "its length is below the 16 bytes of the smallest frame";
            case fault::message_too_large:
                return "its length is above the limit";
            case fault::invalid_headers_length:
                return "the length of its headers does not fit into it or is above the limit";
            case fault::message_crc_mismatch:
                return "its bytes do not match their checksum";
            case fault::invalid_header_name_length:
                return "the name of a header is empty or runs past the headers";
            case fault::invalid_header_value_type:
                return "a header has an unknown type";
            case fault::invalid_header_value:
                return "the value of a header runs past the headers";
            case fault::invalid_utf8:
                return "the name or text of a header is not UTF-8";
            case fault::duplicate_header:
                return "a header appears twice";
        }
        return "it cannot be read";
    };
    error e{.kind = error_kind::malformed_reply};
    e.message.append("cannot read the event stream: in the frame at byte ")
        .append(std::to_string(position))
        .append(", ")
        .append(words(f))
        .append(" (")
        .append(to_string(f))
        .append(")");
    e.remedy =
        f == fault::message_too_large
            ? "raise the limit if frames of this size are expected; else see what answers at this endpoint"
            : "send the request again; if it happens again, look for a proxy that alters or re-encodes "
              "replies";
    return e;
}

/// The stream ended `missing` bytes before the end of the frame that begins at `position`.
inline error cut_short(std::uint64_t position, std::size_t missing) {
    error e{.kind = error_kind::interrupted};
    e.message.append("the event stream ended inside the frame at byte ")
        .append(std::to_string(position))
        .append(", at least ")
        .append(std::to_string(missing))
        .append(" bytes before its end");
    e.remedy = "what came before is whole and can be kept; send the request again for the rest";
    return e;
}

}  // namespace bedrock::event_stream
