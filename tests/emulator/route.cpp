// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "route.hpp"

#include <algorithm>
#include <array>

#include "auth.hpp"

namespace bedrock::testing::emulation {

namespace {

/// `*` in a path is its label: of a model one segment, else all that follows.
struct operation {
    std::string_view method, path, name;
    part to = part::control_plane;
};
constexpr std::array operations{
    operation{"POST", "/model/*/converse", "Converse", part::runtime},
    operation{"POST", "/model/*/converse-stream", "ConverseStream", part::runtime},
    operation{"POST", "/model/*/invoke", "InvokeModel", part::runtime},
    operation{"POST", "/model/*/invoke-with-response-stream", "InvokeModelWithResponseStream", part::runtime},
    operation{"GET", "/inference-profiles", "ListInferenceProfiles"},
    operation{"POST", "/inference-profiles", "CreateInferenceProfile"},
    operation{"GET", "/inference-profiles/*", "GetInferenceProfile"},
    operation{"DELETE", "/inference-profiles/*", "DeleteInferenceProfile"},
    operation{"GET", "/foundation-models", "ListFoundationModels"},
    operation{"GET", "/foundation-models/*", "GetFoundationModel"},
    operation{"GET", "/foundation-model-availability/*", "GetFoundationModelAvailability"},
    operation{"GET", "/logging/modelinvocations", "GetModelInvocationLoggingConfiguration"},
    operation{"PUT", "/logging/modelinvocations", "PutModelInvocationLoggingConfiguration"},
    operation{"DELETE", "/logging/modelinvocations", "DeleteModelInvocationLoggingConfiguration"},
};

/// The label, empty where the path has none; nothing if it is another path.
std::optional<std::string_view> label_in(std::string_view pattern, std::string_view path) {
    auto const star = pattern.find('*');
    if (star == pattern.npos)
        return path == pattern ? std::optional{std::string_view{}} : std::nullopt;
    auto const tail = pattern.substr(star + 1);
    if (path.size() <= star + tail.size() || !path.starts_with(pattern.substr(0, star)) ||
        !path.ends_with(tail))
        return std::nullopt;
    auto const label = path.substr(star, path.size() - star - tail.size());
    return tail.empty() || label.find('/') == label.npos ? std::optional{label} : std::nullopt;
}

std::string find_region(http_request const& r, std::span<std::string const> regions) {
    auto const serves = [regions](std::string_view region) {
        return std::ranges::find(regions, region) != regions.end();
    };
    auto host = r.header("host");
    host = host.substr(0, host.find(':'));
    while (!host.empty()) {
        auto const label = host.substr(0, host.find('.'));
        if (serves(label))
            return std::string{label};
        host = label.size() == host.size() ? std::string_view{} : host.substr(label.size() + 1);
    }
    auto const region = signed_region(r);
    return serves(region) ? region : regions.front();
}

}  // namespace

route find_route(http_request const& r, std::span<std::string const> regions) {
    route out{.region = find_region(r, regions)};
    auto const path = r.path();
    if (path == emulator_path || (path.starts_with(emulator_path) && path[emulator_path.size()] == '/')) {
        out.to = part::emulator;
        return out;
    }
    constexpr std::string_view quotas = "ServiceQuotasV20190624.";
    if (auto const target = r.header("x-amz-target"); path == "/" && target.starts_with(quotas)) {
        out.to = part::service_quotas;
        out.operation = target.substr(quotas.size());
        return out;
    }
    std::string allowed;
    for (auto const& [method, pattern, name, to] : operations) {
        auto const label = label_in(pattern, path);
        if (!label)
            continue;
        allowed.append(allowed.empty() ? "" : ", ").append(method);
        out.to = to;
        out.operation = name;
        out.label = percent_decoded(*label);
        if (r.method == method)
            return out;
    }
    if (allowed.empty())
        out.wrong = refusal{404, "UnknownOperationException",
                            "The emulator knows no operation with this path. It has those of inference (POST "
                            "/model/{modelId}/converse, /converse-stream, /invoke and "
                            "/invoke-with-response-stream), /inference-profiles, /foundation-models, "
                            "/foundation-model-availability and /logging/modelinvocations."};
    else
        out.wrong = refusal{405, "MethodNotAllowedException",
                            "The method " + r.method + " is not allowed here; these are: " + allowed + "."};
    return out;
}

}  // namespace bedrock::testing::emulation
