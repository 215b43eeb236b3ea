// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Made by generate.py from inference-profiles.json, quotas.json and launch-2024-09.json. Do not edit;
// `include/bedrock/catalog/generate.py DIRECTORY` makes it anew from the JSON files in DIRECTORY.
// clang-format off

#pragma once

#include <bedrock/catalog/set.hpp>

namespace bedrock::catalog {

namespace detail::launch_2024_09 {

using enum quota::bucket_kind;
using enum basis;

inline constexpr route routes_0[] = {{"us-east-1 us-west-2", "us-east-1 us-west-2"}};
inline constexpr route routes_1[] = {{"eu-central-1 eu-west-1 eu-west-3", "eu-central-1 eu-west-1 eu-west-3"}};

inline constexpr catalog::source sources[] = {
    {"article", "Article on the launch of cross-region inference (Japanese, Amazon Bedrock)", "2024-09"},
    {"cards-2026-08", "Amazon Bedrock model cards (maximum output tokens)", "2026-08-22"},
    {"user-2024", "RooCodeInc/Roo-Code issue 248: service error text naming the model limit", "2024-12-30"},
};

inline constexpr catalog::profile profiles[] = {
    {.id = "us.anthropic.claude-3-haiku-20240307-v1:0", .name = "US Anthropic Claude 3 Haiku", .routes = routes_0, .source = 0},
    {.id = "eu.anthropic.claude-3-haiku-20240307-v1:0", .name = "EU Anthropic Claude 3 Haiku", .routes = routes_1, .source = 0},
    {.id = "us.anthropic.claude-3-opus-20240229-v1:0", .name = "US Anthropic Claude 3 Opus", .routes = routes_0, .source = 0},
    {.id = "us.anthropic.claude-3-sonnet-20240229-v1:0", .name = "US Anthropic Claude 3 Sonnet", .routes = routes_0, .source = 0},
    {.id = "eu.anthropic.claude-3-sonnet-20240229-v1:0", .name = "EU Anthropic Claude 3 Sonnet", .routes = routes_1, .source = 0},
    {.id = "us.anthropic.claude-3-5-sonnet-20240620-v1:0", .name = "US Anthropic Claude 3.5 Sonnet", .routes = routes_0, .source = 0},
    {.id = "eu.anthropic.claude-3-5-sonnet-20240620-v1:0", .name = "EU Anthropic Claude 3.5 Sonnet", .routes = routes_1, .source = 0},
};

inline constexpr catalog::offer offers[] = {
    {"anthropic.claude-3-5-sonnet-20240620-v1:0", "ap-northeast-1 ap-southeast-1 eu-central-1 us-east-1 us-west-2", true, stated},
    {"anthropic.claude-3-5-sonnet-20240620-v1:0", "eu-west-1 eu-west-3", false, stated},
    {"anthropic.claude-3-haiku-20240307-v1:0", "ap-northeast-1 ap-southeast-1 us-east-1 us-west-2", true, stated},
    {"anthropic.claude-3-haiku-20240307-v1:0", "eu-central-1 eu-west-1 eu-west-3", true, assumed},
    {"anthropic.claude-3-sonnet-20240229-v1:0", "eu-central-1 eu-west-1 eu-west-3 us-east-1 us-west-2", true, assumed},
    {"anthropic.claude-3-opus-20240229-v1:0", "us-east-1 us-west-2", true, assumed},
};

inline constexpr catalog::limits quotas[] = {
    {"anthropic.claude-3-5-sonnet-20240620-v1:0", on_demand, "us-west-2", 250, 2000000, limits::unstated, stated, 0},
    {"anthropic.claude-3-5-sonnet-20240620-v1:0", on_demand, "ap-northeast-1", 20, 200000, limits::unstated, stated, 0},
    {"anthropic.claude-3-5-sonnet-20240620-v1:0", on_demand, "ap-southeast-1", 20, 200000, limits::unstated, stated, 0},
    {"anthropic.claude-3-5-sonnet-20240620-v1:0", on_demand, "eu-central-1", 20, 200000, limits::unstated, stated, 0},
    {"anthropic.claude-3-5-sonnet-20240620-v1:0", on_demand, "*", 50, 400000, limits::unstated, stated, 0},
    {"anthropic.claude-3-5-sonnet-20240620-v1:0", geographic, "us-west-2", 500, 4000000, limits::unstated, derived, 0},
    {"anthropic.claude-3-5-sonnet-20240620-v1:0", geographic, "ap-northeast-1", 40, 400000, limits::unstated, derived, 0},
    {"anthropic.claude-3-5-sonnet-20240620-v1:0", geographic, "ap-southeast-1", 40, 400000, limits::unstated, derived, 0},
    {"anthropic.claude-3-5-sonnet-20240620-v1:0", geographic, "eu-central-1", 40, 400000, limits::unstated, derived, 0},
    {"anthropic.claude-3-5-sonnet-20240620-v1:0", geographic, "*", 100, 800000, limits::unstated, derived, 0},
    {"anthropic.claude-3-haiku-20240307-v1:0", on_demand, "us-east-1 us-west-2", 1000, 2000000, limits::unstated, stated, 0},
    {"anthropic.claude-3-haiku-20240307-v1:0", on_demand, "ap-northeast-1 ap-southeast-1", 200, 200000, limits::unstated, stated, 0},
    {"anthropic.claude-3-haiku-20240307-v1:0", on_demand, "*", 400, 300000, limits::unstated, stated, 0},
    {"anthropic.claude-3-haiku-20240307-v1:0", geographic, "us-east-1 us-west-2", 2000, 4000000, limits::unstated, derived, 0},
    {"anthropic.claude-3-haiku-20240307-v1:0", geographic, "ap-northeast-1 ap-southeast-1", 400, 400000, limits::unstated, derived, 0},
    {"anthropic.claude-3-haiku-20240307-v1:0", geographic, "*", 800, 600000, limits::unstated, derived, 0},
    {"anthropic.claude-3-opus-20240229-v1:0", on_demand, "*", 50, 400000, limits::unstated, stated, 0},
    {"anthropic.claude-3-opus-20240229-v1:0", geographic, "*", 100, 800000, limits::unstated, derived, 0},
    {"anthropic.claude-3-sonnet-20240229-v1:0", on_demand, "*", 100, 200000, limits::unstated, assumed, 0},
    {"anthropic.claude-3-sonnet-20240229-v1:0", geographic, "*", 200, 400000, limits::unstated, assumed, 0},
};

inline constexpr catalog::figure outputs[] = {
    {"anthropic.claude-3-haiku*", 4096, stated, 1},
    {"anthropic.claude-3-sonnet*", 4096, assumed, 1},
    {"anthropic.claude-3-opus*", 4096, assumed, 1},
    {"anthropic.claude-3-5-sonnet-20240620*", 4096, stated, 2},
};

inline constexpr catalog::model_name names[] = {
    {"anthropic.claude-3-5-sonnet-20240620-v1:0", "Anthropic Claude 3.5 Sonnet"},
    {"anthropic.claude-3-haiku-20240307-v1:0", "Anthropic Claude 3 Haiku"},
    {"anthropic.claude-3-opus-20240229-v1:0", "Anthropic Claude 3 Opus"},
    {"anthropic.claude-3-sonnet-20240229-v1:0", "Anthropic Claude 3 Sonnet"},
};

}  // namespace detail::launch_2024_09

/// The launch of cross-region inference, September 2024: its seven profiles and three quota tables, and what
/// those lack for a closed scenario, marked `derived` or `assumed`.
inline constexpr set launch_2024_09{
    .sources = detail::launch_2024_09::sources,
    .profiles = detail::launch_2024_09::profiles,
    .offers = detail::launch_2024_09::offers,
    .quotas = detail::launch_2024_09::quotas,
    .outputs = detail::launch_2024_09::outputs,
    .names = detail::launch_2024_09::names,
};

}  // namespace bedrock::catalog
