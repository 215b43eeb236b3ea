// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <bedrock/api/usage.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/text.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/reader.hpp>
#include <bedrock/logs/detail/splitter.hpp>
#include <bedrock/logs/position.hpp>
#include <bedrock/logs/record.hpp>

namespace bedrock::logs {

struct options {
    std::size_t largest = std::size_t{64} << 20;  ///< bytes of one record; a larger one is passed over
    bool bodies =
        true;  ///< false: requests and answers are neither read nor kept, which is several times faster
};

/// A record, and what is known of it beside.
struct entry {
    logs::record record{};
    std::optional<std::chrono::milliseconds>
        latency{};  ///< `metrics.latencyMs` of the answer, where it has one
    position where{};
};

/// What was found in place of a record.
struct passed_over {
    position where{};
    error why{};
};

using entry_or_fault = std::expected<entry, passed_over>;

/// Reads invocation logs that come in pieces of any size, from wherever.
///
///     logs::reader reader;
///     do {
///         more = fill(piece);
///         more ? reader.feed(piece) : reader.finish();
///         while (auto const next = reader.next())
///             *next ? use(**next) : complain(next->error().why);
///     } while (more);
///
/// Taken are lines of JSON (of S3), the same behind a time (exported from CloudWatch Logs to S3), JSON over
/// several lines or none, arrays of records, and the events that CloudWatch answers with: objects whose
/// `message` is a record, in lines, in arrays or in `{"events": […]}`.
///
/// What is no record is told with its position and passed over. Of one that is damaged so that its end cannot
/// be seen, the rest of its line is lost; reading goes on in the next. Memory: `largest` and a piece, twice at
/// most (a string grows by doubling), whatever the log's size. `logs/file.hpp` reads files, also compressed.
class reader {
 public:
    explicit reader(options const& o = {}) : options_{o}, splitter_{o.largest} {}

    void feed(std::string_view bytes) { splitter_.feed(bytes); }
    void finish() { splitter_.finish(); }  ///< nothing comes after this

    /// The next record or fault; nothing: feed it more, or this is the end.
    std::optional<entry_or_fault> next();

    position at() const { return splitter_.at(); }             ///< how far it has come
    std::size_t memory() const { return splitter_.memory(); }  ///< bytes that it holds in readiness

 private:
    entry_or_fault read(detail::found const& found);
    bool read_without_bodies(std::string_view text, detail::landmarks const& noted, record& r);
    result<void> read_record(std::string_view text, detail::landmarks const& noted, entry& e);
    result<void> read_event(std::string_view message, entry& e);

    options options_;
    detail::splitter splitter_;
    std::string head_{};  // a record without its bodies
};

namespace detail {

/// As CloudWatch Logs hands out what was written to it; the other members do not matter.
struct event {
    std::optional<std::string> message{};
};
constexpr auto describe(json::type<event>) { return json::object(json::member{"message", &event::message}); }

inline constexpr std::string_view read_on = "it was passed over; what else stands in this log is read";

[[gnu::cold, gnu::noinline]] inline passed_over pass_over(position const& where, error why) {
    using bedrock::detail::decimal;
    why.message =
        bedrock::detail::joined({"reading an invocation log, record ", decimal{where.record}, " (line ",
                                 decimal{where.line}, ", byte ", decimal{where.offset}, "): ", why.message});
    return {where, std::move(why)};
}

[[gnu::cold, gnu::noinline]] inline error explain(found const& f, std::size_t largest) {
    using bedrock::detail::decimal;
    error e{.kind = error_kind::malformed_reply, .remedy = std::string{read_on}};
    switch (f.as) {
        case found_as::stray:
            e.message = "expected a JSON object, found other text";
            break;
        case found_as::broken:
            e.message = bedrock::detail::joined({"its end cannot be found: expected ", f.expected});
            break;
        case found_as::cut:
            e.kind = error_kind::interrupted;
            e.message = "the log ends before it does";
            e.remedy = "what came before is whole; copy the log again for the rest";
            break;
        case found_as::too_large:
            e.kind = error_kind::reply_too_large;
            e.message =
                bedrock::detail::joined({"it is larger than the limit of ", decimal{largest}, " bytes"});
            e.remedy = "raise `logs::options::largest` if it is wanted";
            break;
        case found_as::record:
            break;
    }
    return e;
}

[[gnu::cold, gnu::noinline]] inline std::unexpected<error> no_record(std::string_view message) {
    return failure(error_kind::malformed_reply, {message}, read_on);
}

}  // namespace detail

inline std::optional<entry_or_fault> reader::next() {
    auto const found = splitter_.next();
    if (!found)
        return std::nullopt;
    if (found->as == detail::found_as::record)
        return read(*found);
    return std::unexpected{detail::pass_over(found->where, detail::explain(*found, options_.largest))};
}

inline entry_or_fault reader::read(detail::found const& found) {
    entry_or_fault made{entry{.where = found.where}};
    // An event is flat, and a record is not.
    detail::event event;
    bool const is_event =
        found.noted.flat && json::detail::try_read(event, found.text) && event.message.has_value();
    auto done = is_event ? read_event(*event.message, *made) : read_record(found.text, found.noted, *made);
    if (!done)
        made = std::unexpected{detail::pass_over(found.where, std::move(done.error()))};
    return made;
}

// With `null` in the place of each body.
inline bool reader::read_without_bodies(std::string_view text, detail::landmarks const& noted, record& r) {
    head_.clear();
    std::size_t from = 0;
    for (auto const& body : noted.bodies)
        if (!body.empty()) {
            head_.append(text.substr(from, body.begin - from)).append("null");
            from = body.end;
        }
    head_.append(text.substr(from));
    return json::detail::try_read(r, head_);
}

inline result<void> reader::read_record(std::string_view text, detail::landmarks const& noted, entry& e) {
    // Where that fails the whole is read for the sake of what will be said.
    if (options_.bodies || !read_without_bodies(text, noted, e.record)) {
        e.record = {};
        if (auto done = json::read_into(e.record, text); !done) {
            done.error().remedy = detail::read_on;
            return done;
        }
    }
    if (!options_.bodies) {
        e.record.input.body = {};
        if (e.record.output)
            e.record.output->body = {};
    }
    if (e.record.schema_type != "ModelInvocationLog")
        return detail::no_record("its `schemaType` is not ModelInvocationLog");
    metrics taken;  // 0 where there is no `latencyMs`
    if (!noted.metrics.empty() && json::detail::try_read(taken, noted.metrics.of(text)) &&
        taken.latency_ms > 0)
        e.latency = std::chrono::milliseconds{taken.latency_ms};
    return {};
}

inline result<void> reader::read_event(std::string_view message, entry& e) {
    detail::splitter within{options_.largest};
    within.feed(message);
    within.finish();
    auto const found = within.next();
    if (!found || found->as != detail::found_as::record || within.next())
        return detail::no_record("the event's `message` is not a JSON object and nothing else");
    return read_record(found->text, found->noted, e);
}

}  // namespace bedrock::logs
