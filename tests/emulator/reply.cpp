// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "reply.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <nlohmann/json.hpp>

#include "listing.hpp"
#include "times.hpp"

namespace bedrock::testing::emulation {

namespace {

using json = nlohmann::ordered_json;

std::string_view reason(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 307:
            return "Temporary Redirect";
        case 400:
            return "Bad Request";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 413:
            return "Request Entity Too Large";
        case 424:
            return "Failed Dependency";
        case 429:
            return "Too Many Requests";
        case 500:
            return "Internal Server Error";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        default:
            return "Status";
    }
}

std::string chunk(std::string_view bytes) {
    std::array<char, 16> digits{};
    auto const [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), bytes.size(), 16);
    std::string out(digits.data(), end);
    return out.append("\r\n").append(bytes).append("\r\n");
}

std::string nested(std::int64_t deep) {
    auto const n = static_cast<std::size_t>(std::clamp<std::int64_t>(deep, 1, 10'000'000));
    return std::string(n, '[') + std::string(n, ']');
}

/// The event a fault is about, made sure to exist; nothing in an answer that is no stream.
draft::event* event_at(draft& d, fault const& f, int fallback) {
    auto const at = static_cast<std::size_t>(std::max(1, f.events.value_or(fallback))) - 1;
    if (!d.streaming || d.events.empty())
        return nullptr;
    return &d.events[std::min(at, d.events.size() - 1)];
}

void keep_events(draft& d, fault const& f, int fallback) {
    auto const n = static_cast<std::size_t>(std::max(0, f.events.value_or(fallback)));
    if (n < d.events.size())
        d.events.erase(d.events.begin() + static_cast<std::ptrdiff_t>(n), d.events.end());
}

void insert_event(draft& d, fault const& f, int fallback, draft::event e) {
    auto const n = static_cast<std::size_t>(std::max(0, f.events.value_or(fallback)));
    d.events.insert(d.events.begin() + static_cast<std::ptrdiff_t>(std::min(n, d.events.size())),
                    std::move(e));
}

/// The JSON a fault spoils: an event's payload, or the body.
std::string& spoiled(draft& d, fault const& f) {
    auto* const event = event_at(d, f, 2);
    return event != nullptr ? event->what.payload : d.body;
}

std::string code_or(fault const& f, char const* usual) { return f.code.empty() ? usual : f.code; }
std::string message_or(fault const& f, char const* usual) { return f.message.empty() ? usual : f.message; }

void become_page(draft& d, int status, std::string type, std::string body) {
    d.status = status;
    d.content_type = std::move(type);
    d.body = std::move(body);
    d.streaming = false;
    d.events.clear();
}

struct usual_error {
    fault_kind kind;
    int status;
    char const* code;
    char const* message;
};

constexpr std::array usual_errors{
    usual_error{fault_kind::error, 500, "InternalServerException", "An error made on purpose."},
    usual_error{fault_kind::throttle, 429, "ThrottlingException",
                "Too many requests, please wait before trying again."},
    usual_error{fault_kind::too_many_tokens, 429, "ThrottlingException",
                "Too many tokens, please wait before trying again."},
    usual_error{fault_kind::daily_limit, 429, "ThrottlingException",
                "Too many tokens per day, please wait before trying again."},
    usual_error{fault_kind::internal, 500, "InternalServerException",
                "The system encountered an unexpected error during processing. Try your request again."},
    usual_error{fault_kind::unavailable, 503, "ServiceUnavailableException",
                "Bedrock is unable to process your request."},
    usual_error{fault_kind::access_denied, 403, "AccessDeniedException",
                "You don't have access to the model with the specified model ID."},
    usual_error{fault_kind::expired_token, 403, "ExpiredTokenException",
                "The security token included in the request is expired"},
    usual_error{fault_kind::model_not_ready, 429, "ModelNotReadyException",
                "Model is not ready for inference. Wait and try your request again."},
    usual_error{fault_kind::model_timeout, 408, "ModelTimeoutException",
                "Model has timed out in processing the request. Try your request again."},
    usual_error{fault_kind::model_error, 424, "ModelErrorException",
                "The system encountered an unexpected error during processing. Try your request again."},
    usual_error{fault_kind::quota_exceeded, 400, "ServiceQuotaExceededException",
                "The number of requests exceeds the service quota for your account."},
};

/// Pieces that a slow line would deliver, twenty a second or fewer.
std::vector<step> slowed(std::vector<step> steps, std::int64_t bytes_per_second) {
    auto const rate = std::max<std::int64_t>(1, bytes_per_second);
    auto const piece = static_cast<std::size_t>(std::max<std::int64_t>(1, rate / 20));
    std::vector<step> out;
    for (auto& s : steps) {
        std::string_view rest = s.bytes;
        auto wait = s.wait;
        auto tokens = s.tokens;
        do {
            auto const now = rest.substr(0, piece);
            wait += std::chrono::nanoseconds{1'000'000'000 / rate * static_cast<std::int64_t>(now.size())};
            out.push_back({wait, std::string{now}, tokens});
            rest.remove_prefix(now.size());
            wait = {};
            tokens = 0;
        } while (!rest.empty());
    }
    return out;
}

void stop_after(std::vector<step>& steps, std::size_t bytes) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].bytes.size() >= bytes) {
            steps[i].bytes.resize(bytes);
            steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(i + 1), steps.end());
            return;
        }
        bytes -= steps[i].bytes.size();
    }
}

/// The list's body with a token that leads to its beginning.
std::string with_next_page(draft const& d) {
    auto body = json::parse(d.body, nullptr, false);
    if (!body.is_object())
        return d.body;
    body[d.content_type == "application/json" ? "nextToken" : "NextToken"] = page_token(0);
    return body.dump();
}

std::string bytes_of(draft::event const& e) {
    if (!e.raw.empty())
        return e.raw;
    auto bytes = encode(e.what);
    if (e.corrupt)
        bytes[bytes.size() - 4 - (e.what.payload.size() + 1) / 2] ^= 0x10;
    return bytes;
}

}  // namespace

draft refuse(refusal const& r, std::string request_id) {
    // Requests that fail before they reach the service are answered by its gateway, which spells it so.
    constexpr std::array by_gateway{"MissingAuthenticationTokenException", "IncompleteSignatureException",
                                    "InvalidSignatureException"};
    auto const gateway = std::ranges::find(by_gateway, r.code) != by_gateway.end() ||
                         r.message.starts_with("Authentication failed");
    json body = json::object();
    if (r.code == "ModelErrorException" || r.code == "ModelStreamErrorException")
        body["originalStatusCode"] = 500;
    body[gateway ? "Message" : "message"] = r.message;

    draft d{.status = r.status, .request_id = std::move(request_id)};
    d.headers.emplace_back("x-amzn-ErrorType",
                           r.code + ":http://internal.amazon.com/coral/com.amazon.bedrock/");
    d.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
    return d;
}

std::optional<refusal> error_of(fault const& f) {
    auto const found = std::ranges::find(usual_errors, f.kind, &usual_error::kind);
    if (found == usual_errors.end())
        return std::nullopt;
    return refusal{f.status == 0 ? found->status : f.status, code_or(f, found->code),
                   message_or(f, found->message)};
}

void apply(fault const& f, draft& d) {
    d.headers.insert(d.headers.end(), f.headers.begin(), f.headers.end());
    if (f.kind != fault_kind::stall)
        d.wait += f.delay;

    switch (f.kind) {
        case fault_kind::stall:
            if (d.streaming && f.events)
                (static_cast<std::size_t>(std::max(0, *f.events)) < d.events.size()
                     ? d.events[static_cast<std::size_t>(std::max(0, *f.events))].wait
                     : d.wait) += f.delay;
            else if (!d.streaming && f.bytes)
                d.pause = {static_cast<std::size_t>(std::max<std::int64_t>(0, *f.bytes)), f.delay};
            else
                d.wait += f.delay;
            return;
        case fault_kind::slow:
            d.bytes_per_second = f.bytes.value_or(64);
            return;
        case fault_kind::reset:
        case fault_kind::close:
            d.end = f.kind == fault_kind::reset ? ending::reset : ending::close;
            d.stop_after = static_cast<std::size_t>(std::max<std::int64_t>(0, f.bytes.value_or(0)));
            return;
        case fault_kind::cut:
            if (d.streaming)
                keep_events(d, f, 3);
            d.finished = false;
            d.end = ending::close;
            return;
        case fault_kind::no_stop_event:
            if (f.events)
                keep_events(d, f, 0);
            else
                while (!d.events.empty() && !d.events.back().content)
                    d.events.pop_back();
            return;
        case fault_kind::corrupt:
            if (auto* const event = event_at(d, f, 2))
                event->corrupt = true;
            return;
        case fault_kind::exception:
            keep_events(d, f, 2);
            d.events.push_back({exception_frame(
                code_or(f, "throttlingException"),
                json{{"message", message_or(f, "Too many requests, please wait before trying again.")}}.dump(
                    -1, ' ', false, json::error_handler_t::replace))});
            return;
        case fault_kind::stream_error:
            keep_events(d, f, 2);
            d.events.push_back(
                {error_frame(code_or(f, "InternalError"), message_or(f, "An error made on purpose."))});
            return;
        case fault_kind::unknown_event:
            insert_event(d, f, 1,
                         {event_frame(code_or(f, "surpriseEvent"), R"({"news":[1,2,3],"p":"abc"})")});
            return;
        case fault_kind::huge_frame:
            keep_events(d, f, 1);
            d.events.push_back({.raw = huge_prelude() + std::string(4096, 'x')});
            return;
        case fault_kind::content_type:
            d.content_type = message_or(f, "text/plain");
            return;
        case fault_kind::half_json:
            spoiled(d, f).resize(spoiled(d, f).size() / 2);
            return;
        case fault_kind::deep_json:
            // In a member that a reader would pass over, so that it is the depth that stops it.
            spoiled(d, f) = R"({"p":)" + nested(f.bytes.value_or(100'000)) + "}";
            return;
        case fault_kind::wrong_types:
            spoiled(d, f) = d.streaming
                                ? R"({"contentBlockIndex":"first","delta":{"text":7},"bytes":7})"
                                : R"({"output":"yes","stopReason":1,"usage":["many"],"metrics":null})";
            return;
        case fault_kind::no_body:
            d.streaming = false;
            d.events.clear();
            d.body.clear();
            return;
        case fault_kind::endless:
            d.endless = true;
            if (d.streaming) {
                while (!d.events.empty() && !d.events.back().content)
                    d.events.pop_back();
            } else {
                d.chunked_body = true;
                d.body = R"({"output":{"message":{"role":"assistant","content":[{"text":")";
            }
            return;
        case fault_kind::big_header:
            d.filler =
                static_cast<std::size_t>(std::clamp<std::int64_t>(f.bytes.value_or(1 << 20), 1, 1 << 28));
            return;
        case fault_kind::redirect:
            become_page(d, f.status == 0 ? 307 : f.status, "text/html", "");
            d.headers.emplace_back("Location", message_or(f, "/_emulator/redirected"));
            return;
        case fault_kind::proxy_html:
            become_page(
                d, f.status == 0 ? 502 : f.status, "text/html",
                "<html><head><title>" + message_or(f, "Bad Gateway") +
                    "</title></head><body><h1>The proxy could not reach the server.</h1></body></html>\n");
            return;
        case fault_kind::endless_pages:
            d.body = with_next_page(d);
            return;
        case fault_kind::clock_skew:
        case fault_kind::error:
        case fault_kind::throttle:
        case fault_kind::too_many_tokens:
        case fault_kind::daily_limit:
        case fault_kind::internal:
        case fault_kind::unavailable:
        case fault_kind::access_denied:
        case fault_kind::expired_token:
        case fault_kind::model_not_ready:
        case fault_kind::model_timeout:
        case fault_kind::model_error:
        case fault_kind::quota_exceeded:
            return;  // not done here
    }
}

script lay_out(draft d, std::chrono::system_clock::time_point date) {
    auto const chunked = d.streaming || d.chunked_body;
    std::string head = "HTTP/1.1 " + std::to_string(d.status) + " ";
    head.append(reason(d.status)).append("\r\nDate: ").append(http_date(date)).append("\r\n");
    auto const add = [&head](std::string_view name, std::string_view value) {
        head.append(name).append(": ").append(value).append("\r\n");
    };
    add("Content-Type", d.content_type);
    if (chunked)
        add("Transfer-Encoding", "chunked");
    else
        add("Content-Length", std::to_string(d.body.size()));
    add("Connection", d.end == ending::keep && !d.last ? "keep-alive" : "close");
    add("Server", "bedrock-emulator");
    add("x-amzn-RequestId", d.request_id);
    for (auto const& [name, value] : d.headers)
        add(name, value);
    for (std::size_t left = d.filler, n = 0; left > 0; ++n) {
        auto const size = std::min<std::size_t>(left, 8000);
        add("X-Emulator-Filler-" + std::to_string(n), std::string(size, 'f'));
        left -= size;
    }
    head.append("\r\n");

    script out{.end = d.end, .endless = d.endless, .ticket = d.ticket, .used = d.used};
    out.steps.push_back({d.wait, std::move(head), d.tokens});
    if (d.streaming) {
        for (auto const& e : d.events)
            out.steps.push_back({e.wait, chunk(bytes_of(e)), e.tokens});
    } else if (d.chunked_body) {
        out.steps.push_back({{}, chunk(d.body)});
        if (d.endless)
            out.steps.push_back({{}, chunk(std::string(16'384, 'a'))});
    } else if (d.pause && d.pause->first < d.body.size()) {
        out.steps.push_back({{}, d.body.substr(0, d.pause->first)});
        out.steps.push_back({d.pause->second, d.body.substr(d.pause->first)});
    } else {
        out.steps.back().bytes += d.finished ? d.body : d.body.substr(0, d.body.size() / 2);
    }
    if (chunked && d.finished && !d.endless)
        out.steps.back().bytes += "0\r\n\r\n";

    if (d.stop_after)
        stop_after(out.steps, *d.stop_after);
    if (d.bytes_per_second > 0)
        out.steps = slowed(std::move(out.steps), d.bytes_per_second);
    return out;
}

}  // namespace bedrock::testing::emulation
