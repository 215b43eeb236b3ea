// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <bedrock/api/cache_point.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/values.hpp>

namespace bedrock {

/// What a tool takes: a JSON Schema.
struct tool_input_schema {
    json::raw schema{};  ///< a JSON document

    friend bool operator==(tool_input_schema const&, tool_input_schema const&) = default;
};

constexpr auto describe(json::type<tool_input_schema>) {
    return json::object(json::member{"json", &tool_input_schema::schema});
}

/// A tool that the model may ask for.
struct tool_spec {
    std::string name{};
    std::optional<std::string> description{};
    tool_input_schema input_schema{};
    std::optional<bool> strict{};

    friend bool operator==(tool_spec const&, tool_spec const&) = default;
};

constexpr auto describe(json::type<tool_spec>) {
    return json::object(
        json::member{"name", &tool_spec::name}, json::member{"description", &tool_spec::description},
        json::member{"inputSchema", &tool_spec::input_schema}, json::member{"strict", &tool_spec::strict});
}

struct tool : std::variant<tool_spec, cache_point, json::unknown_member> {
    using variant::variant;
};

constexpr auto describe(json::type<tool>) {
    return json::one_of(json::alternative<tool_spec>("toolSpec"),
                        json::alternative<cache_point>("cachePoint"));
}

/// The model decides.
struct auto_tool {
    friend bool operator==(auto_tool const&, auto_tool const&) = default;
};
/// The model must use one of the tools.
struct any_tool {
    friend bool operator==(any_tool const&, any_tool const&) = default;
};
/// The model must use this tool.
struct specific_tool {
    std::string name{};
    friend bool operator==(specific_tool const&, specific_tool const&) = default;
};

constexpr auto describe(json::type<auto_tool>) { return json::object(); }
constexpr auto describe(json::type<any_tool>) { return json::object(); }
constexpr auto describe(json::type<specific_tool>) {
    return json::object(json::member{"name", &specific_tool::name});
}

struct tool_choice : std::variant<auto_tool, any_tool, specific_tool, json::unknown_member> {
    using variant::variant;
};

constexpr auto describe(json::type<tool_choice>) {
    return json::one_of(json::alternative<auto_tool>("auto"), json::alternative<any_tool>("any"),
                        json::alternative<specific_tool>("tool"));
}

struct tool_config {
    std::vector<tool> tools{};
    std::optional<bedrock::tool_choice> tool_choice{};

    friend bool operator==(tool_config const&, tool_config const&) = default;
};

constexpr auto describe(json::type<tool_config>) {
    return json::object(json::member{"tools", &tool_config::tools},
                        json::member{"toolChoice", &tool_config::tool_choice});
}

}  // namespace bedrock
