// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// bedrock-emulator: the emulator as a program, until SIGINT or SIGTERM.

#include <signal.h>

#include <charconv>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/catalog/current.hpp>
#include <bedrock/catalog/launch_2024_09.hpp>
#include <bedrock/testing/emulator.hpp>

#include "fault_book.hpp"
#include "settings.hpp"

namespace {

using namespace bedrock::testing;

constexpr char const* help =
    R"(usage: bedrock-emulator [flags]

A Bedrock on loopback for tests: HTTPS and HTTP on one port, SigV4 and API keys checked, Converse, ConverseStream,
InvokeModel (anthropic.* and amazon.nova-*) and InvokeModelWithResponseStream, the control plane of models, inference
profiles and invocation logging, Service Quotas; quotas, capacity and cross-region routing, and faults on demand.
It does no inference: its text is made from the prompt, and says so.

where it listens
  --port N               on 127.0.0.1 (default 0: a free one)
  --region R             a region to serve; repeat it for several (default us-east-1 and us-west-2). A request's
                         region is the label in its host (us-east-1.localhost, bedrock-runtime.us-east-1.localhost),
                         else its signature's, else the first
  --http                 plain HTTP only
  --ca-file F            write the certificate of this run's authority there, in PEM, for clients
  --ready-file F         write the port there once it can be called
  --idle-timeout T       close a connection after so long without a request (default 60s)

who may call
  --access-key-id S --secret-access-key S [--session-token S] [--bearer-token S] [--account N]
                         in place of the made-up credentials that are printed at the start
  --no-auth              look at no signature and no key

how it answers
  --latency T            from the request to the first token (default 0ms; also --latency-ms N)
  --token-time T         between tokens (default 0ms, may be fractions; also --token-ms N)
  --spread X             each call takes between 1 - X and 1 + X of these times (default 0)
  --output-tokens N      length of an answer unless maxTokens is less (default 64). One request can ask for another:
                         "additionalModelRequestFields":{"emulator":{"outputTokens":N}} (InvokeModel: "emulator" at
                         the top). Four ASCII characters, or one other character, are a token

what is offered where
  --catalog NAME         launch-2024-09 (the article's seven profiles and quotas), current, or none (the default: every
                         ID in every region, no limit, no routing). With a catalogue what it does not know is invalid,
                         and its quotas are in force until flags say otherwise
  --no-access R=MODEL    a foundation model that is not enabled in a source region

quotas, per account, source region, kind of bucket (on demand, geographic, global) and model
  --rpm N                requests a minute, in every region
  --tpm N                tokens a minute, in every region: input and maxTokens are reserved at the start, the real
                         usage is settled at the end
  --tpd N                tokens a day, all models together
  --limit R[/KIND[/MODEL]]=rpm:N,tpm:N,tpd:N
                         the same for one region, there for one kind of bucket (on-demand, geographic, global), there
                         for one foundation model; `*` is any; what says most counts; repeat it for several
  --window KIND          fixed, sliding or bucket (default fixed: from minute to minute of the clock)
  --burst T              a bucket holds what drains in this time (default 60s)
  --minute T             how long a minute lasts (default 60s)
  --burndown-at-start    reserve maxTokens times the model's rate
  --no-debt              a settlement never takes a count over its limit

capacity, of each region for all accounts together; without it calls run where they are sent
  --capacity R=calls:N[,load:N@T…][,slowdown:X][,failing]
                         calls at once, less what others take from so long after the start on; times inference takes
                         longer; looks free but takes none. A full region answers 503; a profile's call goes to the
                         source, else to the destination with most room, else the next, else it is throttled
  --weights R:N,R:N…     a profile's call is drawn by these weights from the destinations with room (1 for others)
  --reroute T            added by each region tried after the source (default 40ms)

invocation logs
  --invocation-logs W    a folder, filled like a bucket (AWSLogs/{account}/BedrockModelInvocationLogs/{region}/…/*.json.gz),
                         or a file that ends in .json or .json.gz; a record a line, with inferenceRegion.
                         PutModelInvocationLoggingConfiguration changes what goes there

faults: each meets the next request that fits, in the order given; see below
  --fault KIND[,setting…]
  --seed N               of the chance in them

other
  --log                  a line on stderr for each request when the program ends (and at any time by the control path)
  --help, --version

A fault is KIND and settings: `--fault throttle,region=us-east-1,count=2` or, on the control path, as JSON with the
same names: {"kind":"throttle","region":"us-east-1","count":2}.
  who meets it           region=R  operation=ConverseStream  model=ID  skip=N (let N pass)  count=N (then N meet it;
                         0: all from then on; default 1)  probability=0.3
  errors                 throttle, too-many-tokens, daily-limit, internal, unavailable, access-denied, expired-token,
                         model-not-ready, model-timeout, model-error, quota-exceeded, error; with status=N  code=S
                         message=S  retry_after=T (x-amz-retry-after)  header=Name:value  early (before the body
                         is read)
  time                   stall,delay=T (with events=N in the middle of a stream, bytes=N of a body)
                         slow,bytes=N (a second, default 64)   clock-skew,delay=T,count=0 (the service's clock; -5m too)
  connections            reset, close (with bytes=N: after so much of the reply; early: before the body is read)
                         cut (events=N, default 3)
  streams                no-stop-event, corrupt, exception (code=S, default throttlingException), stream-error,
                         unknown-event, huge-frame; each with events=N
  wrong answers          content-type (message=type), half-json, deep-json (bytes=depth), wrong-types, no-body, endless,
                         big-header (bytes=N, default 1 MiB), redirect (message=location), proxy-html (status=N),
                         endless-pages (of lists; with count=0)
delay=T may be given to any fault, and is then waited first. T is 250ms, 1.5s or 2m.

control path, without authentication (this listens on loopback only)
  GET /_emulator/log     POST /_emulator/reset     POST /_emulator/limits {"us-east-1":{"requests":2,"tokens":null}}
  GET, POST and DELETE /_emulator/faults           POST /_emulator/access {"us-east-1":{"anthropic.claude-v2":false}}
  POST /_emulator/capacity {"us-east-1":{"calls":10,"background":[{"after":"30s","calls":4}],"slowdown":2}}

exit status: 0 after SIGINT or SIGTERM, 1 if it cannot start, 2 for flags it does not understand
)";

struct arguments {
    emulator_options options{};
    std::string ca_file{}, ready_file{};
    bool log = false, help = false, version = false;
};

int refuse(std::string const& why) {
    std::fprintf(stderr, "bedrock-emulator: %s\nTry `bedrock-emulator --help`.\n", why.c_str());
    return 2;
}

template <class Number>
bool number(std::string_view text, Number& out) {
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc{} && end == text.data() + text.size();
}

template <class Number>
bool amount(std::string_view text, std::optional<Number>& out) {
    Number value{};
    auto const fine = number(text, value) && value >= 0;
    if (fine)
        out = value;
    return fine;
}

/// What stands before and after the first `=`; nothing unless both are there.
std::optional<std::pair<std::string_view, std::string_view>> halves(std::string_view text) {
    auto const equal = text.find('=');
    if (equal == text.npos || equal == 0 || equal + 1 == text.size())
        return std::nullopt;
    return std::pair{text.substr(0, equal), text.substr(equal + 1)};
}

/// `us-east-1=rpm:2,tpm:1000`, `us-east-1/geographic=rpm:4`
bool parse_limit(std::string_view text, emulator_options& options) {
    auto const parts = halves(text);
    if (!parts)
        return false;
    auto const where = emulation::parse_scope(parts->first);
    auto const l = emulation::parse_limit(parts->second);
    if (!where || !l)
        return false;
    if (where->kind || !where->model.empty() || where->region.empty())
        options.scoped_limits.emplace_back(*where, *l);
    else
        options.limits.emplace_back(where->region, *l);
    return true;
}

/// `us-east-1=calls:10,load:4@30s`
bool parse_capacity(std::string_view text, emulator_options& options) {
    auto const parts = halves(text);
    auto state = parts ? emulation::parse_capacity(parts->second) : std::nullopt;
    if (state)
        options.capacity.emplace_back(parts->first, std::move(*state));
    return state.has_value();
}

bool parse_weights(std::string_view text, emulator_options& options) {
    auto weights = emulation::parse_weights(text);
    if (!weights)
        return false;
    options.weights = std::move(*weights);
    options.routing = service::routing::by_weight;
    return true;
}

bool parse_no_access(std::string_view text, emulator_options& options) {
    auto const parts = halves(text);
    if (parts)
        options.no_access.emplace_back(parts->first, parts->second);
    return parts.has_value();
}

bool choose_catalog(std::string_view name, emulator_options& options) {
    options.catalog = name == "launch-2024-09" ? &bedrock::catalog::launch_2024_09
                      : name == "current"      ? &bedrock::catalog::current
                                               : nullptr;
    options.wording = name == "launch-2024-09" ? service::wording::of_2024 : service::wording::current;
    return options.catalog != nullptr || name == "none";
}

/// A duration, or a number of milliseconds with fractions, in microseconds.
bool fine_duration(std::string_view text, std::chrono::microseconds& out) {
    double value = 0;
    auto const whole = emulation::parse_duration(text);
    auto digits = text;
    if (digits.ends_with("ms"))
        digits.remove_suffix(2);
    if (number(digits, value) && value >= 0 && value < 1e9)
        out = std::chrono::microseconds{static_cast<std::int64_t>(value * 1000)};
    else if (whole && whole->count() >= 0)
        out = *whole;
    else
        return false;
    return true;
}

bool coarse_duration(std::string_view text, std::chrono::milliseconds& out) {
    auto const value = emulation::parse_duration(text);
    if (!value || value->count() < 0)
        return false;
    out = *value;
    return true;
}

/// What was wrong, or nothing.
std::string parse(std::vector<std::string_view> const& words, arguments& a) {
    auto& o = a.options;
    auto& who = o.accounts.front();
    bool regions_named = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto flag = words[i];
        std::string_view value;
        bool inline_value = false;
        if (auto const at = flag.find('='); flag.starts_with("--") && at != flag.npos) {
            value = flag.substr(at + 1);
            flag = flag.substr(0, at);
            inline_value = true;
        }

        bool* switched = flag == "--log"                    ? &a.log
                         : flag == "--help" || flag == "-h" ? &a.help
                         : flag == "--version"              ? &a.version
                         : flag == "--burndown-at-start"    ? &o.burndown_at_start
                                                            : nullptr;
        bool* cleared = flag == "--http"      ? &o.tls
                        : flag == "--no-auth" ? &o.authenticate
                        : flag == "--no-debt" ? &o.debt
                                              : nullptr;
        if (switched != nullptr || cleared != nullptr) {
            if (inline_value)
                return std::string{flag} + " takes no value";
            *(switched != nullptr ? switched : cleared) = switched != nullptr;
            continue;
        }

        if (!inline_value) {
            if (i + 1 >= words.size())
                return flag.starts_with("--") ? std::string{flag} + " wants a value, or is no flag of mine"
                                              : "`" + std::string{flag} + "` is no flag";
            value = words[++i];
        }
        auto const text = [value](std::string& out) { return !(out = value).empty(); };
        bool fine = false;
        if (flag == "--port") {
            fine = number(value, o.port);
        } else if (flag == "--region") {
            if (!std::exchange(regions_named, true))
                o.regions.clear();
            o.regions.emplace_back(value);
            fine = true;
        } else if (flag == "--ca-file") {
            fine = text(a.ca_file);
        } else if (flag == "--ready-file") {
            fine = text(a.ready_file);
        } else if (flag == "--idle-timeout") {
            fine = coarse_duration(value, o.idle_timeout);
        } else if (flag == "--access-key-id") {
            fine = text(who.access_key_id);
        } else if (flag == "--secret-access-key") {
            fine = text(who.secret_access_key);
        } else if (flag == "--session-token") {
            fine = text(who.session_token);
        } else if (flag == "--bearer-token") {
            fine = text(who.bearer_token);
        } else if (flag == "--account") {
            fine = text(who.id);
        } else if (flag == "--latency" || flag == "--latency-ms") {
            fine = coarse_duration(value, o.latency);
        } else if (flag == "--token-time" || flag == "--token-ms") {
            fine = fine_duration(value, o.per_token);
        } else if (flag == "--output-tokens") {
            fine = number(value, o.output_tokens) && o.output_tokens > 0 && o.output_tokens <= 1'000'000;
        } else if (flag == "--rpm") {
            fine = amount(value, o.every_region.requests);
        } else if (flag == "--tpm") {
            fine = amount(value, o.every_region.tokens);
        } else if (flag == "--tpd") {
            fine = amount(value, o.every_region.tokens_per_day);
        } else if (flag == "--limit") {
            fine = parse_limit(value, o);
        } else if (flag == "--catalog") {
            fine = choose_catalog(value, o);
        } else if (flag == "--no-access") {
            fine = parse_no_access(value, o);
        } else if (flag == "--capacity") {
            fine = parse_capacity(value, o);
        } else if (flag == "--weights") {
            fine = parse_weights(value, o);
        } else if (flag == "--reroute") {
            fine = coarse_duration(value, o.reroute);
        } else if (flag == "--spread") {
            fine = number(value, o.spread) && o.spread >= 0 && o.spread <= 1;
        } else if (flag == "--invocation-logs") {
            fine = text(o.invocation_logs);
        } else if (flag == "--window") {
            fine = value == "fixed" || value == "sliding" || value == "bucket";
            o.window = value == "sliding"  ? window::sliding
                       : value == "bucket" ? window::bucket
                                           : window::fixed;
        } else if (flag == "--burst") {
            fine = coarse_duration(value, o.burst) && o.burst.count() > 0;
        } else if (flag == "--minute") {
            fine = coarse_duration(value, o.minute) && o.minute.count() > 0;
        } else if (flag == "--seed") {
            fine = number(value, o.seed);
        } else if (flag == "--fault") {
            auto faults = emulation::parse_faults(value);
            if (!faults)
                return std::move(faults.error());
            o.faults.insert(o.faults.end(), faults->begin(), faults->end());
            fine = true;
        } else {
            return "`" + std::string{flag} + "` is no flag of mine";
        }
        if (!fine)
            return std::string{flag} + " cannot be `" + std::string{value} + "`";
    }
    return {};
}

bool write_file(std::string const& name, std::string const& text) {
    std::ofstream file{name, std::ios::binary | std::ios::trunc};
    file << text;
    file.close();
    if (file)
        return true;
    std::fprintf(stderr, "bedrock-emulator: cannot write %s\n", name.c_str());
    return false;
}

void introduce(emulator const& e, arguments const& a) {
    for (auto const& region : a.options.regions)
        std::printf("listening on %s\n", e.url(region).c_str());
    auto const& who = a.options.accounts.front();
    std::puts("\nto call it:");
    for (auto const* service : {"BEDROCK_RUNTIME", "BEDROCK", "SERVICE_QUOTAS"})
        std::printf("  export AWS_ENDPOINT_URL_%s=%s\n", service, e.url(a.options.regions.front()).c_str());
    std::printf("  export AWS_REGION=%s\n", a.options.regions.front().c_str());
    if (a.options.tls)
        std::printf("  export AWS_CA_BUNDLE=%s\n",
                    a.ca_file.empty() ? e.ca_file().c_str() : a.ca_file.c_str());
    std::printf("  export AWS_ACCESS_KEY_ID=%s\n  export AWS_SECRET_ACCESS_KEY=%s\n",
                who.access_key_id.c_str(), who.secret_access_key.c_str());
    if (!who.session_token.empty())
        std::printf("  export AWS_SESSION_TOKEN=%s\n", who.session_token.c_str());
    std::printf("or, in place of the two keys:\n  export AWS_BEARER_TOKEN_BEDROCK=%s\n",
                who.bearer_token.c_str());
    std::printf("with several regions: %s\n", e.url_template().c_str());
    std::fflush(stdout);
}

}  // namespace

int main(int count, char** values) {
    arguments a;
    if (auto const wrong = parse({values + 1, values + count}, a); !wrong.empty())
        return refuse(wrong);
    if (a.help) {
        std::fputs(help, stdout);
        return 0;
    }
    if (a.version) {
        std::puts("bedrock-emulator 0.1");
        return 0;
    }

    // Blocked before any thread is there, so that all inherit it and the main thread alone waits for them.
    sigset_t stops;
    sigemptyset(&stops);
    sigaddset(&stops, SIGINT);
    sigaddset(&stops, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stops, nullptr);
    signal(SIGPIPE, SIG_IGN);

    auto running = emulator::start(a.options);
    if (!running) {
        std::fprintf(stderr, "%s\n", running.error().describe().c_str());
        return 1;
    }
    if (!a.ca_file.empty() && !write_file(a.ca_file, running->ca_pem()))
        return 1;
    introduce(*running, a);
    // By renaming, so that who waits for the file never reads half of it.
    if (auto const draft = a.ready_file + ".part";
        !a.ready_file.empty() && (!write_file(draft, std::to_string(running->port()) + "\n") ||
                                  std::rename(draft.c_str(), a.ready_file.c_str()) != 0))
        return 1;

    int which = 0;
    sigwait(&stops, &which);
    if (a.log)
        for (auto const& r : running->log())
            std::fprintf(stderr, "%s %s %s -> %d %s%s%s\n", r.request_id.c_str(), r.region.c_str(),
                         r.target.c_str(), r.status, r.code.c_str(),
                         r.fault.empty() ? "" : " fault: ", r.fault.c_str());
    return 0;
}
