// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Who a call is signed by: keys of the environment, keys that the program holds, an API key, or nobody, for a
// gateway that signs itself. And where it goes: regional hosts, or addresses of your own.

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <bedrock/client.hpp>

namespace {

template <class Client>
bool ask(char const* what, Client const& client) {
    auto const answer = client.converse("anthropic.claude-3-haiku-20240307-v1:0", "Who are you?");
    std::printf("%-22s %s\n", what, answer ? "answered" : answer.error().describe().c_str());
    return answer.has_value();
}

std::string of_environment(char const* name) {
    auto const* const value = std::getenv(name);
    return value != nullptr ? value : "";
}

}  // namespace

int main() {
    namespace signing = bedrock::signing;

    // What a client does that is told nothing: an API key where AWS_BEARER_TOKEN_BEDROCK is set, else SigV4.
    bool good = ask("automatic", bedrock::client{signing::automatic{}});

    // A temporary key has a session token too; a source of your own is a struct with `provide()`.
    bedrock::credentials::fixed const keys{.access_key_id = of_environment("AWS_ACCESS_KEY_ID"),
                                           .secret_access_key = of_environment("AWS_SECRET_ACCESS_KEY")};
    good &= ask("keys of the program", bedrock::client{signing::sigv4{keys}});

    // An API key of Bedrock. (The emulator's, which is no secret.)
    good &= ask("an API key",
                bedrock::client{signing::bearer{bedrock::token::fixed{"emulator-bearer-key-EXAMPLE"}}});

    // The variable's key alone: not set here, which is told before anything is sent.
    good &= !ask("AWS_BEARER_TOKEN_…", bedrock::client{signing::bearer<bedrock::token::environment>{}});

    // A gateway of your own that signs; this one does not know us.
    good &= !ask("nobody, by an address",
                 bedrock::client{signing::anonymous{}, bedrock::retry::none{},
                                 bedrock::endpoint::url{of_environment("AWS_ENDPOINT_URL")},
                                 bedrock::transport::curl{.proxy = ""}});
    return good ? 0 : 1;
}
