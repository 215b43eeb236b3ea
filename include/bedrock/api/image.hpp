// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>
#include <bedrock/json/values.hpp>

namespace bedrock {

/// An object in S3 that the service reads itself.
struct s3_location {
    std::string uri{};  ///< `s3://bucket/key`
    std::optional<std::string> bucket_owner{};

    friend bool operator==(s3_location const&, s3_location const&) = default;
};

constexpr auto describe(json::type<s3_location>) {
    return json::object(json::member{"uri", &s3_location::uri},
                        json::member{"bucketOwner", &s3_location::bucket_owner});
}

/// Where the bytes of an image are: here, or in S3. One of the two.
struct media_source {
    json::blob bytes{};
    std::optional<bedrock::s3_location> s3_location{};

    friend bool operator==(media_source const&, media_source const&) = default;
};

constexpr auto describe(json::type<media_source>) {
    return json::object(json::omit_empty{"bytes", &media_source::bytes},
                        json::member{"s3Location", &media_source::s3_location});
}

enum class image_format : std::uint8_t { png, jpeg, gif, webp };

constexpr auto describe(json::type<image_format>) {
    return json::names(json::name{image_format::png, "png"}, json::name{image_format::jpeg, "jpeg"},
                       json::name{image_format::gif, "gif"}, json::name{image_format::webp, "webp"});
}

/// A picture in a message.
///
///     bedrock::user("What is it?", bedrock::image_block{.format = bedrock::image_format::png,
///                                                       .source = {.bytes = {png}}})
struct image_block {
    json::open<image_format> format{};
    media_source source{};

    friend bool operator==(image_block const&, image_block const&) = default;
};

constexpr auto describe(json::type<image_block>) {
    return json::object(json::member{"format", &image_block::format},
                        json::member{"source", &image_block::source});
}

}  // namespace bedrock
