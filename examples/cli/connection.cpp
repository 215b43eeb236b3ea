// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "connection.hpp"

#include <charconv>
#include <cmath>
#include <utility>

#include <bedrock/core/environment_variable.hpp>

namespace cli {

namespace {

std::optional<std::chrono::milliseconds> seconds(std::string_view text) {
    double value = 0;
    auto const [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    constexpr double ten_years = 3.2e8;
    if (wrong != std::errc{} || end != text.data() + text.size() || !std::isfinite(value) || value < 0.001 ||
        value > ten_years)
        return std::nullopt;
    return std::chrono::milliseconds{std::llround(value * 1'000)};
}

auto into(std::optional<std::chrono::milliseconds>& place) {
    return [&place](std::string const& given) {
        place = seconds(given);
        return place ? "" : "wants a number of seconds of at least 0.001";
    };
}

}  // namespace

std::string environment_region() {
    auto const region = bedrock::environment_variable("AWS_REGION");
    return std::string{region.empty() ? bedrock::environment_variable("AWS_DEFAULT_REGION") : region};
}

std::vector<std::string> connection::source_regions() const {
    if (auto region = environment_region(); regions.empty() && !region.empty())
        return {std::move(region)};
    return regions;
}

void connection::add_to(flags& f) {
    f.texts("--region", regions)
        .value("--timeout", into(timeout))
        .value("--idle-timeout", into(idle_timeout))
        .text("--endpoint-url", endpoint_url)
        .text("--ca-file", ca_file)
        .on("--insecure", insecure);
}

}  // namespace cli
