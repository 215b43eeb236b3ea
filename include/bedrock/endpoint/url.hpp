// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/endpoint/concept.hpp>
#include <bedrock/endpoint/detail/services.hpp>

namespace bedrock::endpoint {

/// An address of your own: a gateway, PrivateLink, an emulator. One for all regions, or one for each.
///
///     bedrock::client a{bedrock::endpoint::url{"https://{service}.{region}.example"}};
///     bedrock::client b{bedrock::endpoint::url{{"us-east-1", "https://vpce-1.example"},
///                                              {"us-west-2", "https://vpce-2.example/base"}}};
///
/// `{service}` is the endpoint prefix (`bedrock-runtime`). What is signed stays what Bedrock wants: the
/// service `bedrock` and the region called. The environment is not looked at. An address that cannot be used
/// is an error of the first call, not of the constructor.
class url {
 public:
    using slot = endpoint::slot;

    /// The address for one region.
    struct at {
        // Templates, for braces to be no argument: `{"a", "b"}` would make a string of two pointers as a
        // range.
        template <class Region, class Address>
            requires std::convertible_to<Region const&, std::string_view> &&
                         std::convertible_to<Address const&, std::string_view>
        at(Region const& r, Address const& a) : region{std::string_view{r}}, address{std::string_view{a}} {}

        std::string region;
        std::string address;
    };

    template <class Text>
        requires std::convertible_to<Text const&, std::string_view>
    explicit url(Text const& text) : for_all_{std::string_view{text}} {}

    url(std::initializer_list<at> addresses) : for_each_{addresses} {}

    /// The same from a list that the program has put together.
    explicit url(std::vector<at> addresses) : for_each_{std::move(addresses)} {}

    result<void> resolve(std::string_view service, std::string_view region, address& out) const {
        if (auto fit = detail::check_region(region); !fit)
            return fit;
        out.signing_name.assign(detail::names_of(service).signing);
        out.signing_region.assign(region);
        if (for_each_.empty())
            return detail::fill_in(for_all_, "the address in endpoint::url", service, region, out);
        for (auto const& one : for_each_)
            if (one.region == region)
                return detail::fill_in(one.address, "the address in endpoint::url", service, region, out);
        return unlisted(region);
    }

    /// Several regions make sense where each has its address.
    bool distinguishes_regions() const {
        return !for_each_.empty() || for_all_.find("{region}") != std::string::npos;
    }

 private:
    result<void> unlisted(std::string_view region) const {
        std::string known;
        for (auto const& one : for_each_)
            known.append(known.empty() ? "" : ", ").append(one.region);
        return failure(error_kind::configuration,
                       {"endpoint::url has no address for ", region, "; it has one for ", known},
                       "add the region to endpoint::url, or write one address that holds {region}", region);
    }

    std::string for_all_;
    std::vector<at> for_each_;
};

static_assert(policy<url>);

}  // namespace bedrock::endpoint
