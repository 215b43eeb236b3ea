// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: a signing policy must have `result<void> sign(signing::request const&, header_list& add, instant)
// const`
#include <bedrock/client.hpp>

struct by_gateway {
    using slot = bedrock::signing::slot;

#ifdef MISUSE
    char const* sign() const { return "x-gateway-key: k"; }
#else
    bedrock::result<void> sign(bedrock::signing::request const&, bedrock::header_list& add,
                               bedrock::instant) const {
        static_cast<void>(add.add("x-gateway-key", "k"));
        return {};
    }
#endif
};

int main() {
    bedrock::client<by_gateway> c;
    return c.converse("anthropic.claude-3-haiku-20240307-v1:0", "hello") ? 0 : 1;
}
