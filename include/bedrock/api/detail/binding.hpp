// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include <bedrock/api/detail/printable.hpp>
#include <bedrock/api/detail/text.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/core/http.hpp>
#include <bedrock/core/percent_encode.hpp>
#include <bedrock/core/result.hpp>

// Where the parts of a request that are not its body go, and where those of a reply come from.

namespace bedrock::api::detail {

/// The value of the first header of that name, in any case; empty when there is none.
[[gnu::noinline]] inline std::string_view find_header(header_list const* headers, std::string_view name) {
    if (headers != nullptr)
        for (std::size_t i = 0; i < headers->size(); ++i)
            if (auto const h = (*headers)[i]; same_ignoring_case(h.name, name))
                return h.value;
    return {};
}

[[gnu::cold]] inline std::unexpected<error> refused(std::initializer_list<std::string_view> what,
                                                    std::string_view remedy) {
    return failure(error_kind::refused_locally, what,
                   bedrock::detail::joined({remedy, "; nothing was sent"}));
}

[[gnu::cold]] inline std::unexpected<error> refused_header(std::string_view name, std::string_view value) {
    return refused({"the value of ", name, " has a control character in it: \"", excerpt(value, 60), "\""},
                   "remove line ends and other control characters");
}

[[gnu::cold]] inline std::unexpected<error> refused_model(std::string_view model, std::string_view fault) {
    std::string_view const quote = model.empty() ? "" : "\"", end = model.empty() ? "" : "\" ";
    return refused({"the model ID ", quote, excerpt(model, 80), end, fault},
                   "pass the ID of a model or an inference profile, or an ARN, such as "
                   "\"us.anthropic.claude-3-5-sonnet-20240620-v1:0\"");
}

/// Says what is wrong with a model ID; empty when it can be one. Which IDs exist only the service knows.
constexpr std::string_view fault_of_model(std::string_view model) {
    constexpr std::size_t longest = 2048;  // InvokeModelIdentifier, ConversationalModelId
    if (model.empty())
        return "is empty";
    if (model.size() > longest)
        return "is longer than the 2,048 bytes that are allowed";
    for (char const c : model)
        if (c <= ' ' || c > '~')  // bytes beyond ASCII are negative, or above
            return "has a space, a control character or a character beyond ASCII in it";
    return model == "." || model == ".." ? "would change the path of the request" : "";
}

/// Starts `out` with `POST {before}{model}{after}`, the model percent-encoded as one segment of the path.
inline void bind_model(std::string_view before, std::string_view model, std::string_view after,
                       wire_request& out) {
    out.clear();
    out.method = "POST";
    out.path.append(before);
    append_percent_encoded(out.path, model);
    out.model_at = before.size();
    out.model_size = out.path.size() - before.size();
    out.path.append(after);
}

/// Appends the path of a request with another model's ID in it: a region policy may choose one for a place.
[[gnu::cold, gnu::noinline]] inline result<void> append_path_with(std::string_view model,
                                                                  wire_request const& from,
                                                                  std::string& path) {
    if (auto const fault = fault_of_model(model); !fault.empty())
        return refused_model(model, fault);
    std::string_view const whole = from.path;
    path.append(whole.substr(0, from.model_at));
    if (from.model_size != 0)
        append_percent_encoded(path, model);
    path.append(whole.substr(from.model_at + from.model_size));
    return {};
}

}  // namespace bedrock::api::detail
