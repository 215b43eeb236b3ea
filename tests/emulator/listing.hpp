// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/catalog/set.hpp>

/// What the lists of the control plane and of Service Quotas have in common.
namespace bedrock::testing::emulation {

/// Part of a list: `[first, last)`, and the token of the next part, empty at the end.
struct page {
    std::size_t first = 0, last = 0;
    std::string next{};
};

/// The part of a list of so many that the token (empty: the beginning) leads to; nothing if it is not one of
/// ours.
std::optional<page> cut_page(std::size_t count, std::string_view token, std::size_t size);

/// A token that leads to an entry of a list.
std::string page_token(std::size_t first);

/// The foundation models of a catalogue, each once.
std::vector<std::string> models_of(catalog::set const&);

/// `Anthropic` of `anthropic.claude-…`
std::string provider_of(std::string_view model);

/// The partition that a region is in: `aws`, `aws-us-gov`, `aws-cn`.
std::string_view partition_of(std::string_view region);

}  // namespace bedrock::testing::emulation
