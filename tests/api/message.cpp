// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/api/message.hpp>

#include <string>
#include <string_view>
#include <variant>

#include <bedrock/json/reader.hpp>
#include <bedrock/json/writer.hpp>

#include <catch2/catch.hpp>

TEST_CASE("a turn is made of texts and blocks in one line") {
    std::string const text = "a string";
    auto const turn = bedrock::user("literal", text, std::string_view{"a view"}, bedrock::cache_point{});
    CHECK(turn.role == bedrock::role::user);
    CHECK(turn.content.size() == 4);
    CHECK(turn == bedrock::message{.role = bedrock::role::user,
                                   .content = {"literal", "a string", "a view", bedrock::cache_point{}}});
    CHECK(bedrock::assistant("x").role == bedrock::role::assistant);
}

TEST_CASE("every kind of block survives writing and reading") {
    bedrock::message const before{
        .role = bedrock::role::assistant,
        .content = {
            "text",
            bedrock::image_block{.format = bedrock::image_format::webp,
                                 .source = {.s3_location = bedrock::s3_location{.uri = "s3://b/k"}}},
            bedrock::tool_use_block{.tool_use_id = "t", .name = "n", .input = {R"({"a":[1,null]})"}},
            bedrock::tool_result_block{.tool_use_id = "t",
                                       .content = {"done", bedrock::json::raw{"[1.50]"}},
                                       .status = bedrock::tool_result_status::error},
            bedrock::reasoning_block{.reasoning_text = bedrock::reasoning_text{"hm", "c2ln"}},
            bedrock::reasoning_block{.redacted_content = {"\x01\x02"}},
            bedrock::cache_point{.ttl = "1h"},
            bedrock::json::unknown_member{"video", {R"({"format":"mp4"})"}},
        }};
    std::string text;
    CHECK(bedrock::json::write(text, before));
    auto const after = bedrock::json::read<bedrock::message>(text);
    CHECK(after);
    if (after)
        CHECK(*after == before);
}
