// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: this inference profile has a destination outside the residency that the client's region policy demands
#include <bedrock/catalog/model.hpp>
#include <bedrock/client.hpp>

// A region policy that demands a residency of the one inside it.
struct in_the_union {
    using slot = bedrock::region::slot;
    using inner = bedrock::region::fixed<"eu-west-3">;

    static constexpr bool allows(std::string_view region) { return region.starts_with("eu-"); }

    bedrock::result<bedrock::place> choose(bedrock::region::question const& q, bedrock::instant now) const {
        return inner{}.choose(q, now);
    }
};

#ifdef MISUSE
using profile = bedrock::model<"global.anthropic.claude-sonnet-4-6">;
#else
using profile = bedrock::model<"eu.anthropic.claude-sonnet-4-6">;
#endif

int main() {
    bedrock::client<in_the_union> c;
    return c.invoke_model(profile{}, {.body = "{}"}) ? 0 : 1;
}
