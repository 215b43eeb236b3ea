// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/catalog/set.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/testing/fault.hpp>
#include <bedrock/testing/service/limit.hpp>
#include <bedrock/testing/service/refusal.hpp>
#include <bedrock/testing/service/rules.hpp>
#include <bedrock/testing/service/scope.hpp>

namespace bedrock::testing {

/// Who may call the emulator. The defaults are made up, public and good for nothing else.
struct account {
    std::string id = "123456789012";
    std::string access_key_id = "AKIAEMULATOREXAMPLE1";
    std::string secret_access_key = "emulator/secret/access/key/EXAMPLE+00001";
    std::string session_token{};  ///< set: the key is a temporary one, and the token must come with it
    std::string bearer_token = "emulator-bearer-key-EXAMPLE";
    bool expired = false;  ///< every call with these credentials meets ExpiredTokenException
};

/// One request as the emulator received it, and what it said.
struct received {
    std::string method{};
    std::string target{};     ///< as on the wire
    std::string region{};     ///< the source region it was taken for
    std::string operation{};  ///< `Converse`, `InvokeModel`, …; empty if none was recognised
    std::string model{};      ///< decoded from the path
    std::string account{};    ///< empty when authentication failed
    std::string request_id{};
    int status = 0;       ///< of the answer; 0 when a fault let none out
    std::string code{};   ///< the error's name, if it was one
    std::string fault{};  ///< the kind of fault that was applied, if any
    bool tls = false;
    std::uint64_t connection = 0;  ///< number of the connection, to see whether it was reused
    /// As received, names in lower case; the values of `authorization` and `x-amz-security-token` are left
    /// out.
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{};  ///< its first 16 KiB
};

/// How an emulator is to be. Every member has a default.
struct emulator_options {
    std::vector<std::string> regions{"us-east-1",
                                     "us-west-2"};  ///< the first one answers where none is named
    std::uint16_t port = 0;                         ///< 0: a free one is taken
    bool tls = true;  ///< HTTPS and HTTP on the one port, told apart by the first byte; false: HTTP only
    bool authenticate = true;  ///< false: signatures and keys are not looked at
    std::vector<account> accounts{account{}};

    /// What is offered where, and the default quotas; its rows must outlive the emulator. Null: every model ID
    /// everywhere, without quotas, and no profile routes.
    catalog::set const* catalog = nullptr;
    service::wording wording = service::wording::current;  ///< of the refusal on demand
    /// Foundation models that are not enabled: source region and model ID.
    std::vector<std::pair<std::string, std::string>> no_access{};

    limit every_region{};                                 ///< for regions that `limits` does not name
    std::vector<std::pair<std::string, limit>> limits{};  ///< by source region
    service::scoped_limits scoped_limits{};               ///< for one kind of bucket or model
    testing::window window = testing::window::fixed;
    std::chrono::milliseconds minute{60'000};  ///< the length of a "minute", so that a test need not wait one
    std::chrono::milliseconds burst{60'000};   ///< of `window::bucket`: see `service::period`
    bool burndown_at_start = false;  ///< the reservation counts max_tokens with its rate (sources differ)
    bool debt = true;                ///< a settlement above the reservation may take the count over the limit

    /// How many calls each region runs at once, what others take of it (from so long after the start on), and
    /// the order in which a profile's call looks for one that has room. Any region can be a destination, also
    /// one that is not served.
    std::vector<std::pair<std::string, service::region_state>> capacity{};
    service::routing routing = service::routing::capacity_order;
    std::vector<std::pair<std::string, std::uint32_t>> weights{};  ///< of `routing::by_weight`
    std::chrono::milliseconds reroute{40};  ///< added by each region that is tried after the source

    std::chrono::milliseconds latency{0};  ///< from the request to the first token, or added to a whole reply
    std::chrono::microseconds per_token{0};  ///< between tokens
    double spread = 0;                ///< each call takes between 1 - spread and 1 + spread of these times
    std::int64_t output_tokens = 64;  ///< length of an answer, unless `maxTokens` is less
    std::chrono::milliseconds idle_timeout{
        60'000};                  ///< a kept connection without a request is closed after it
    std::uint64_t seed = 1;       ///< of the chance in faults, times and routing
    std::vector<fault> faults{};  ///< there from the first request on

    /// Where invocation logs go: a folder, filled as S3 holds them (`AWSLogs/…/HH/name.json.gz`), or a file, if
    /// the name ends in `.json` or `.json.gz`. Empty: nowhere. PutModelInvocationLoggingConfiguration changes
    /// what is written for its region, and under which bucket and prefix.
    std::string invocation_logs{};
};

/// A Bedrock on loopback for tests: HTTPS with a certificate it makes itself, SigV4 and bearer keys checked,
/// the four inference operations, the control plane of models, profiles and logging, Service Quotas, and faults
/// on demand. What it takes, refuses, counts and routes is `service_model`'s, run in real time. It says in every
/// answer that it does no inference.
///
///     auto bedrock = bedrock::testing::emulator::start({.limits = {{"us-east-1", {.requests = 2}}}});
///     if (!bedrock) …;                                       // the port is taken, a region is no name
///     use(bedrock->url("us-east-1"), bedrock->ca_file());    // https://us-east-1.localhost:34567
///     bedrock->inject({.kind = fault_kind::reset});          // the next request meets it
///
/// It listens on 127.0.0.1, works on a thread of its own and ends with the object. All members can be called
/// from any thread. Tokens are counted by a simple rule: four ASCII characters, or one other character, are a
/// token. This is a compiled target (`bedrock::emulator`): Boost.Beast stays out of what includes this
/// header.
class emulator {
 public:
    /// Listens and works when it returns; an error says what could not be done.
    static result<emulator> start(emulator_options options = {});

    emulator(emulator&&) noexcept;
    emulator& operator=(emulator&&) noexcept;
    ~emulator();

    std::uint16_t port() const;
    std::string url(std::string_view region) const;  ///< `https://us-east-1.localhost:34567`
    std::string url_template() const;                ///< `https://{region}.localhost:34567`
    std::string const& ca_pem() const;               ///< empty without TLS
    std::string const& ca_file() const;              ///< a temporary file with it, removed at the end

    /// What was received since the start or the last `reset`, in order; the last 4,096 of it.
    std::vector<received> log() const;

    /// Faults are looked at in the order they were injected; a request meets the first that fits.
    void inject(fault);
    /// A limit from now on; what was used stays used. Region "": those without a limit of their own.
    void set_limit(std::string_view region, limit);
    void set_limit(service::scope, limit);
    /// A region's capacity from now on; its background counts from now too.
    void set_capacity(std::string_view region, service::region_state);
    /// Is a foundation model enabled in a source region?
    void set_access(std::string_view region, std::string_view model, bool enabled);
    /// No fault, no log, nothing used.
    void reset();

 private:
    struct running;
    explicit emulator(std::unique_ptr<running>);
    std::unique_ptr<running> running_;
};

}  // namespace bedrock::testing
