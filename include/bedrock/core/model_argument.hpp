// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <string_view>

namespace bedrock {

/// A model as an operation of a client takes it: any text, or a constant that has
/// `template <class Region, class Operation> static consteval bool check()` and is checked while compiling
/// against the client's region policy and the operation, such as `bedrock::model<"us.…">`. Costs what a
/// `std::string_view` costs.
template <class Region, class Operation>
class model_argument {
 public:
    template <std::convertible_to<std::string_view> T>
    constexpr model_argument(T const& model) : text_{model} {  // NOLINT: implicit on purpose
        if constexpr (requires { T::template check<Region, Operation>(); })
            static_cast<void>(T::template check<Region, Operation>());
    }

    constexpr operator std::string_view() const { return text_; }  // NOLINT: implicit on purpose

 private:
    std::string_view text_;
};

}  // namespace bedrock
