// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <bedrock/core/environment_variable.hpp>
#include <bedrock/endpoint/concept.hpp>
#include <bedrock/endpoint/detail/partitions.hpp>
#include <bedrock/endpoint/detail/services.hpp>

namespace bedrock::endpoint {

/// The address AWS gives a service in a region, such as `bedrock-runtime.eu-west-3.amazonaws.com`.
///
///     bedrock::client c{bedrock::endpoint::regional{.fips = true}};
///
/// What is not said here comes from the environment, as with the SDKs of AWS: `AWS_USE_FIPS_ENDPOINT`,
/// `AWS_USE_DUALSTACK_ENDPOINT`, and another address altogether from `AWS_ENDPOINT_URL_BEDROCK_RUNTIME`,
/// `AWS_ENDPOINT_URL_BEDROCK` (by service) or `AWS_ENDPOINT_URL` (for all), unless
/// `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` is `true`. Such an address may hold `{service}` and `{region}`.
struct regional {
    using slot = endpoint::slot;

    std::optional<bool> fips{};        ///< hosts with validated cryptography; unset: the environment says
    std::optional<bool> dual_stack{};  ///< hosts with IPv6 too; unset: the environment says

    result<void> resolve(std::string_view service, std::string_view region, address& out) const {
        auto const use_fips = flag(fips, "AWS_USE_FIPS_ENDPOINT");
        if (!use_fips)
            return std::unexpected{use_fips.error()};
        auto const use_dual_stack = flag(dual_stack, "AWS_USE_DUALSTACK_ENDPOINT");
        if (!use_dual_stack)
            return std::unexpected{use_dual_stack.error()};

        auto const own = configured(service);
        // An address of one's own stands without a region; the signature will say if it needs one.
        if (own.url.empty() || !region.empty())
            if (auto fit = detail::check_region(region); !fit)
                return fit;

        auto const names = detail::names_of(service);
        out.signing_name.assign(names.signing);
        out.signing_region.assign(region);
        if (!own.url.empty()) {
            if (*use_fips || *use_dual_stack)
                return conflict(own.variable.view(), *use_fips);
            return detail::fill_in(own.url, own.variable.view(), service, region, out);
        }

        auto const& part = detail::partition_of(region);
        bool const fips_name =
            *use_fips && !(names.fips_is_plain_in_gov && part.name == "aws-us-gov" && !*use_dual_stack);
        out.scheme.assign("https");
        out.port = 443;
        out.base_path.clear();
        out.host.assign(names.host).append(fips_name ? "-fips." : ".").append(region).append(1, '.');
        out.host.append(*use_dual_stack ? part.dual_stack_suffix : part.suffix);
        return {};
    }

    /// False where the environment gives one address for all regions.
    bool distinguishes_regions(std::string_view service = "bedrock-runtime") const {
        auto const own = configured(service);
        return own.url.empty() || own.url.find("{region}") != std::string_view::npos;
    }

 private:
    /// A variable's name, put together without allocating; `AWS_ENDPOINT_URL_` and the service in capitals.
    struct variable_name {
        std::array<char, 64> text{};
        std::string_view view() const { return text.data(); }
    };
    struct setting {
        variable_name variable{};
        std::string_view url{};
    };

    static setting configured(std::string_view service) {
        constexpr std::string_view for_all = "AWS_ENDPOINT_URL";
        setting s;
        auto* const end = s.variable.text.data() + for_all.copy(s.variable.text.data(), for_all.size());
        if (bedrock::detail::same_ignoring_case(environment_variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"),
                                                "true"))
            return s;
        if (service.size() < s.variable.text.size() - for_all.size() - 1) {
            auto* suffix = end;
            *suffix++ = '_';
            for (char const c : service)
                *suffix++ = c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c;
            s.url = environment_variable(s.variable.text.data());
        }
        if (s.url.empty()) {
            *end = '\0';
            s.url = environment_variable(s.variable.text.data());
        }
        return s;
    }

    static result<bool> flag(std::optional<bool> said, char const* variable) {
        if (said)
            return *said;
        auto const text = environment_variable(variable);
        if (bedrock::detail::same_ignoring_case(text, "true"))
            return true;
        if (text.empty() || bedrock::detail::same_ignoring_case(text, "false"))
            return false;
        return failure(error_kind::configuration, {variable, " is neither true nor false"},
                       "set it to true or false, or remove it");
    }

    static result<void> conflict(std::string_view variable, bool fips) {
        return failure(error_kind::configuration,
                       {fips ? "Invalid Configuration: FIPS and custom endpoint are not supported"
                             : "Invalid Configuration: Dualstack and custom endpoint are not supported"},
                       bedrock::detail::joined(
                           {"remove ", variable,
                            fips ? ", or switch FIPS off (endpoint::regional::fips, AWS_USE_FIPS_ENDPOINT)"
                                 : ", or switch dual stack off (endpoint::regional::dual_stack, "
                                   "AWS_USE_DUALSTACK_ENDPOINT)"}));
    }
};

static_assert(policy<regional>);

}  // namespace bedrock::endpoint
