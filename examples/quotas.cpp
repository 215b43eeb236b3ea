// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Quotas of every kind, each in the client that wants it: an article's limits, tenants with shares of their own,
// limits that nobody knows, limits that are tried before they are in force. What became of it is in the metrics.

#include <chrono>
#include <cstdio>
#include <string_view>

#include <bedrock/catalog/launch_2024_09.hpp>
#include <bedrock/client.hpp>
#include <bedrock/core/explain.hpp>
#include <bedrock/observer/metrics.hpp>
#include <bedrock/observer/several.hpp>
#include <bedrock/quota/adaptive.hpp>
#include <bedrock/quota/all.hpp>
#include <bedrock/quota/by_catalog.hpp>
#include <bedrock/quota/calibrated.hpp>
#include <bedrock/quota/concurrency.hpp>
#include <bedrock/quota/learned.hpp>
#include <bedrock/quota/per_day.hpp>
#include <bedrock/quota/per_minute_found.hpp>
#include <bedrock/quota/per_tenant.hpp>
#include <bedrock/quota/shadow.hpp>
#include <bedrock/region/by_capacity.hpp>
#include <bedrock/region/sticky.hpp>

using namespace std::chrono_literals;
namespace quota = bedrock::quota;

namespace {

constexpr std::string_view haiku = "us.anthropic.claude-3-haiku-20240307-v1:0";

/// One call, and how it went.
template <class Client>
bool ask(char const* what, Client const& client, bedrock::call_options const& options = {}) {
    bedrock::converse_request const request{.messages = {bedrock::user("S3、EBS、EFS の違いは?")},
                                            .inference_config = {.max_tokens = 100}};
    auto const answer = client.converse(haiku, request, options);
    std::printf("== %s\n%s", what, bedrock::explain(answer ? answer->story : answer.error().story).c_str());
    return answer.has_value();
}

}  // namespace

int main() {
    bedrock::observer::metrics const numbers;
    auto const watched = bedrock::observer::several{bedrock::observer::log{stdout}, numbers};
    bool good = true;

    // What the catalogue says of each model, in each region; a session keeps the region of its cache.
    bedrock::client const by_catalog{
        bedrock::region::sticky{bedrock::region::by_capacity{"us-east-1", "us-west-2"}},
        quota::per_minute_of(bedrock::catalog::launch_2024_09), watched};
    good &= ask("the catalogue's quotas", by_catalog, {.session = "a conversation"});

    // A service of your own: each of its customers has a share, all together keep to the account's limits.
    bedrock::client const shared{
        quota::all{quota::per_tenant{quota::per_minute{.tokens = 20'000, .burst = 10s}},
                   quota::calibrated{quota::per_minute{.requests = 50, .tokens = 400'000}},
                   quota::per_day{.tokens = 150'000'000}, quota::concurrency{8}},
        watched};
    good &= ask("tenants with shares", shared, {.tenant = "key of a customer"});

    // Limits that are known, of a window that is not: it is found out.
    good &=
        ask("a window that is found", bedrock::client{quota::per_minute_found{.tokens = 400'000}, watched});

    // Limits that nobody knows, found from throttles; AWS's own way, which knows of requests only.
    good &= ask("limits that are learned", bedrock::client{quota::learned{}, watched});
    good &= ask("AWS's adaptive rate", bedrock::client{quota::adaptive{}, watched});

    // What limits would have done, before they are in force: the second call would have waited.
    bedrock::client const tried{quota::shadow{quota::per_minute{.requests = 1}}, watched};
    good &= ask("limits on trial", tried) && ask("limits on trial, again", tried);

    // Room for one call a minute: the second waits for it, and gives up for its deadline.
    bedrock::client const narrow{quota::per_minute{.requests = 1}, watched};
    good &= ask("a narrow limit", narrow) && !ask("a narrow limit, again", narrow, {.deadline = 2s});

    std::printf("== metrics\n");
    auto const text = numbers.prometheus();
    for (std::string_view rest = text; !rest.empty();) {
        auto const line = rest.substr(0, rest.find('\n'));
        if (line.starts_with("bedrock_calls_total") || line.starts_with("bedrock_attempts_total"))
            std::printf("%.*s\n", static_cast<int>(line.size()), line.data());
        rest.remove_prefix(line.size() + 1);
    }
    return good ? 0 : 1;
}
