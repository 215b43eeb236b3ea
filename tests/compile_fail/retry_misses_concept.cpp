// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: a retry policy must have `retry::verdict decide(retry::attempt const&, instant) const`
#include <bedrock/client.hpp>

struct five_times {
    using slot = bedrock::retry::slot;

#ifdef MISUSE
    bool decide(int number) const { return number < 5; }
#else
    bedrock::retry::verdict decide(bedrock::retry::attempt const& a, bedrock::instant) const {
        return a.number < 5 ? bedrock::retry::verdict::after(std::chrono::milliseconds{100})
                            : bedrock::retry::verdict::stop();
    }
#endif
};

int main() {
    bedrock::client c{five_times{}};
    return c.converse("anthropic.claude-3-haiku-20240307-v1:0", "hello") ? 0 : 1;
}
