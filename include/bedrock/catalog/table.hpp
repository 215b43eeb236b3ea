// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include <bedrock/catalog/detail/table_reader.hpp>
#include <bedrock/catalog/set.hpp>
#include <bedrock/core/result.hpp>

namespace bedrock::catalog {

/// A catalogue read from JSON while running; owns its rows.
///
///     auto const mine = catalog::table::parse(text, &catalog::current);
///     if (mine) … mine->rows().serving(model, region) …
///
/// An object of lists, each of which may be missing:
///
///     {"source": "our account", "as_of": "2026-10-11",
///      "profiles":       [{"id": "eu.acme.anvil-v1:0", "name": "EU Anvil",
///                          "routes": {"eu-west-3": ["eu-central-1", "eu-west-3"]}},
///                         {"id": "arn:aws:bedrock:eu-west-3:123456789012:application-inference-profile/x",
///                          "copies": "eu.acme.anvil-v1:0"}],
///      "on_demand":      [{"model": "acme.anvil-v1:0", "regions": ["eu-central-1"], "offered": true}],
///      "quotas":         [{"model": "acme.anvil-v1:0", "kind": "geographic", "regions": "*",
///                          "requests": 100, "tokens": 800000, "tokens_per_day": 1000000}],
///      "burndown":       [{"models": "acme.anvil*", "rate": 5}],
///      "default_output": [{"models": "acme.anvil*", "tokens": 8192}],
///      "names":          [{"model": "acme.anvil-v1:0", "name": "ACME Anvil"}]}
///
/// `"*"` stands for every region, as destinations of `global.` too; in quotas and offers it means those that
/// no other row names. A profile `copies` another of the table or of `rest`, or a foundation model. Other
/// members are passed over.
class table {
 public:
    /// Errors of kind `configuration`, with row and field: no JSON, a missing or wrong field, a duplicate, a
    /// profile without a destination, copies that lead in a circle or nowhere. `rest`, which is asked where
    /// the table does not know, must outlive it.
    static result<table> parse(std::string_view text, set const* rest = nullptr) {
        auto storage = std::make_unique<detail::table_storage>();
        detail::table_reader reader{*storage, rest};
        if (auto done = reader.read(text); !done)
            return failure(std::move(done.error()));
        return table{std::move(storage)};
    }

    /// Valid as long as the table, also after it was moved.
    set const& rows() const { return storage_->rows; }

 private:
    explicit table(std::unique_ptr<detail::table_storage> storage) : storage_{std::move(storage)} {}

    std::unique_ptr<detail::table_storage const> storage_;
};

}  // namespace bedrock::catalog
