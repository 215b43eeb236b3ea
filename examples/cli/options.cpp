// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "options.hpp"

#include <charconv>
#include <cmath>
#include <string_view>

namespace cli {

namespace {

constexpr std::string_view help = R"(usage: bedrock converse|stream|invoke --model ID [options] [PROMPT]

Asks a model on Amazon Bedrock. The answer's text goes to standard output, everything else to standard error.

  converse   the answer in one piece (Converse)
  stream     the answer as it is made (ConverseStream)
  invoke     PROMPT is a body in the model's own format, and so is the answer (InvokeModel)

PROMPT is read from standard input if it is not given; it must be UTF-8.

  --model ID           model, inference profile (us.anthropic…) or ARN
  --region REGION      source region; repeat it to fail over in that order. Default: AWS_REGION, AWS_DEFAULT_REGION
  --system TEXT        system prompt
  --max-tokens N       most tokens to answer with
  --timeout SECONDS    for the whole call, all attempts and waits; default: none
  --idle-timeout SECONDS
                       longest silence in the middle of a reply; default: 120
  --endpoint-url URL   another address; may hold {region} and {service}. Default: AWS_ENDPOINT_URL_BEDROCK_RUNTIME,
                       AWS_ENDPOINT_URL, else Bedrock's own
  --ca-file FILE       trusted certificates, PEM. Default: AWS_CA_BUNDLE
  --insecure           accept any certificate
  --json               print the reply, or each event of a stream, as a line of JSON
  --stats              print tokens, times and every attempt to standard error
  --help               this text

Credentials: AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.

exit status
  0  the answer is whole                       6  service or model failed or has no capacity
  1  output could not be written               7  network or TLS
  2  wrong usage                               8  time-out or deadline
  3  throttled, or a quota is used up          9  reply cut, malformed or too large
  4  the request was refused as invalid       10  configuration: region, address
  5  no access: credentials, rights, clock   130  interrupted
)";

early_end complaint(std::string text) {
    return {"bedrock: " + std::move(text) + "\nTry 'bedrock --help'.\n", true};
}

std::optional<std::chrono::milliseconds> seconds(std::string_view text) {
    double value = 0;
    auto const [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    constexpr double ten_years = 3.2e8;
    if (wrong != std::errc{} || end != text.data() + text.size() || !std::isfinite(value) || value < 0.001 ||
        value > ten_years)
        return std::nullopt;
    return std::chrono::milliseconds{std::llround(value * 1'000)};
}

std::optional<std::int32_t> positive(std::string_view text) {
    std::int32_t value = 0;
    auto const [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    return wrong == std::errc{} && end == text.data() + text.size() && value > 0 ? std::optional{value}
                                                                                 : std::nullopt;
}

/// Puts the value of a flag in its place; says what is wrong with it, if anything.
std::string set(options& o, std::string_view flag, std::string const& value) {
    auto const need = [](auto& place, auto parsed, std::string_view what) -> std::string {
        place = parsed;
        return parsed ? "" : std::string{what};
    };
    if (flag == "--timeout")
        return need(o.timeout, seconds(value), "wants a number of seconds of at least 0.001");
    if (flag == "--idle-timeout")
        return need(o.idle_timeout, seconds(value), "wants a number of seconds of at least 0.001");
    if (flag == "--max-tokens")
        return need(o.max_tokens, positive(value), "wants a whole number of at least 1");
    if (value.empty())
        return "wants a value that is not empty";
    if (flag == "--region")
        o.regions.push_back(value);
    else if (flag == "--model")
        o.model = value;
    else if (flag == "--system")
        o.system = value;
    else if (flag == "--endpoint-url")
        o.endpoint_url = value;
    else if (flag == "--ca-file")
        o.ca_file = value;
    else
        return "is no flag of this program";
    return "";
}

}  // namespace

std::variant<options, early_end> parse(int count, char const* const* arguments) {
    options o;
    bool operation_seen = false, flags_over = false;
    for (int i = 1; i < count; ++i) {
        std::string argument = arguments[i];
        auto const is_flag = !flags_over && argument.starts_with("-") && argument != "-";
        if (is_flag && (argument == "--help" || argument == "-h"))
            return early_end{std::string{help}};
        if (is_flag && argument == "--") {
            flags_over = true;
        } else if (is_flag && argument == "--json") {
            o.json = true;
        } else if (is_flag && argument == "--stats") {
            o.stats = true;
        } else if (is_flag && argument == "--insecure") {
            o.insecure = true;
        } else if (is_flag) {
            auto const equals = argument.find('=');
            auto const flag = argument.substr(0, equals);
            if (equals == std::string::npos && ++i == count)
                return complaint(flag + " wants a value");
            auto const value =
                equals == std::string::npos ? std::string{arguments[i]} : argument.substr(equals + 1);
            if (auto const wrong = set(o, flag, value); !wrong.empty())
                return complaint(flag + " " + wrong);
        } else if (!operation_seen) {
            operation_seen = true;
            if (argument == "converse")
                o.operation = operation::converse;
            else if (argument == "stream")
                o.operation = operation::stream;
            else if (argument == "invoke")
                o.operation = operation::invoke;
            else
                return complaint("'" + argument + "' is no command; say converse, stream or invoke");
        } else if (!o.prompt) {
            o.prompt = std::move(argument);
        } else {
            return complaint("two prompts; put one in quotation marks");
        }
    }
    if (!operation_seen)
        return complaint("no command; say converse, stream or invoke");
    if (o.model.empty())
        return complaint(
            "no model; name one with --model, such as us.anthropic.claude-3-5-sonnet-20240620-v1:0");
    if (o.operation == operation::invoke && (o.max_tokens || !o.system.empty()))
        return complaint(
            "invoke sends PROMPT as it is: put --system and --max-tokens into it, in the model's format");
    return o;
}

}  // namespace cli
