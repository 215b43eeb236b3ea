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
#include <vector>

#include <bedrock/catalog/set.hpp>
#include <bedrock/core/splitmix.hpp>
#include <bedrock/quota/bucket.hpp>
#include <bedrock/testing/service/ledger.hpp>
#include <bedrock/testing/service/limit.hpp>
#include <bedrock/testing/service/meter.hpp>
#include <bedrock/testing/service/refusal.hpp>
#include <bedrock/testing/service/region_table.hpp>
#include <bedrock/testing/service/rules.hpp>
#include <bedrock/testing/service/scope.hpp>
#include <bedrock/testing/service/terms.hpp>

namespace bedrock::testing {

namespace service {

/// An account's calls of one model ID in one source region, as a number: see `service_model::key`.
enum class call_key : std::uint32_t {};

/// What the model must know of a request. What is negative is taken for 0.
struct demand {
    std::int64_t input_tokens = 0;             ///< all of it, cached or not: what is reserved
    std::optional<std::int64_t> max_tokens{};  ///< as the request has it
    std::int64_t length = 0;                   ///< output tokens the answer would have if nothing limits it
};

/// A call that runs.
struct acceptance {
    std::uint64_t ticket = 0;  ///< for `settle`; never 0
    region_key region{};       ///< that runs it: no answer says so, only the invocation log
    int reroutes = 0;          ///< regions tried after the source
    std::int64_t reserved = 0;
    std::int64_t output_tokens = 0;    ///< that will be made
    bool cut = false;                  ///< by max_tokens: the stop reason
    std::chrono::nanoseconds first{};  ///< until the first token
    std::chrono::nanoseconds each{};   ///< between tokens

    /// From the request to the last token.
    std::chrono::nanoseconds lasts() const {
        return std::chrono::nanoseconds{saturating_add(
            first.count(), saturating_multiply(each.count(), output_tokens > 0 ? output_tokens - 1 : 0))};
    }
};

/// What a request really used. Cache reads count nothing against the quota, so they are not asked for. What
/// is negative is taken for 0.
struct usage {
    std::int64_t input = 0;  ///< without what came from or went to the cache
    std::int64_t cache_write = 0;
    std::int64_t output = 0;
};

}  // namespace service

/// Amazon Bedrock's behaviour as a pure model: no socket, no clock, no thread. It is told a request and the
/// time, and answers; it is told of a request's end. The emulator runs it in real time, the simulator in
/// virtual time. Deterministic: the same seed and the same questions, the same answers.
///
///     service_model bedrock{catalog::launch_2024_09, {.first_token = 400ms, .per_token = 13ms}};
///     bedrock.set_limit({.region = "us-east-1"}, {.requests = 20, .tokens = 200'000});
///     auto const key = bedrock.key("123456789012", "us-east-1", "us.anthropic.claude-3-haiku-20240307-v1:0");
///     auto const answer = bedrock.admit(key, {.input_tokens = 1'000, .max_tokens = 500, .length = 300}, now);
///     if (answer)  // else answer.error() says why, and `message_of` in the service's words
///         bedrock.settle(answer->ticket, {.input = 1'000, .output = 300}, now + answer->lasts());
///
/// How it works. A call meets three questions, in this order, and the first no is the answer; a refused call
/// costs nothing.
///
/// 1. *Is it allowed there?* The ID must be one that the source region takes (a profile with this source, or a
///    model on demand there, by the catalogue), and the model enabled in the source region. Destinations are
///    not asked. This changes rarely: it is worked out once for each key.
/// 2. *Has the account quota?* Requests and tokens a minute, counted per account, **source** region, kind of
///    bucket (on demand, geographic, global) and model; tokens a day, per account and source region over all
///    models. Input and output limit (without one the model's maximum) are reserved. At the end the
///    reservation becomes input + cache write + output × burndown: what was too much is given back where it
///    was booked, what was too little is added now, beyond the limit if `rules::debt` says so. No destination's
///    quota is touched.
/// 3. *Has a region capacity?* Each region runs so many calls at once, for all accounts, less what others take
///    (`region_state`). An on-demand call runs in its region or is refused with 503. A profile's call runs in
///    the source if there is room, else in the destination with most, else in the next; if none can, the
///    answer is that of a throttle. `rules::routing` can be another. Where the catalogue knows that some of the
///    destinations lack the model, they are no candidates: so Paris answers with a model that Paris lacks.
///
/// The service is said to correct a reservation while the call runs; how often is not documented, and not done
/// here. Calls of an application profile draw on the bucket of what it copies. Service tiers, latency-optimized
/// calls and long contexts have no buckets of their own here. The day's quota counts plain tokens; that of
/// autumn 2026 weighs them by price, with an unpublished formula.
///
/// Times never go back: one that does is taken for the latest seen. Not safe to share between threads. All of
/// it is in headers. `admit` and `settle` look nothing up by text and take well below a microsecond together.
class service_model {
    using moment = service::moment;

 public:
    /// The catalogue's rows must outlive the model. Its default quotas are in force until others are set.
    explicit service_model(catalog::set const& offered = {}, service::rules r = {})
        : offered_(offered), rules_(sound(std::move(r))), ledger_(rules_), regions_(rules_) {}

    /// The calls of this account with this model ID (or ARN) in this source region. Ask once and keep it: this
    /// searches by text. Any text is taken; one that is no ID is refused by `admit`, as the service does.
    service::call_key key(std::string_view account, std::string_view region, std::string_view model_id) {
        auto const source = regions_.key(region);
        for (std::size_t i = 0; i < lines_.size(); ++i)
            if (lines_[i].source == source && lines_[i].id == model_id && lines_[i].account == account)
                return static_cast<service::call_key>(i);
        lines_.push_back({.account = std::string{account}, .id = std::string{model_id}, .source = source});
        resolve(lines_.back());
        return static_cast<service::call_key>(lines_.size() - 1);
    }

    /// Takes the request and reserves for it, or says why not.
    std::expected<service::acceptance, service::refusal> admit(service::call_key key,
                                                               service::demand const& d, moment now) {
        now = tick(now);
        auto const& l = line_of(key);
        if (l.wrong)
            return std::unexpected{*l.wrong};
        auto const tokens = reservation(l, d);
        if (auto const lacking = ledger_.lacks(l.bucket, tokens, now))
            return std::unexpected{*lacking};
        auto const place = regions_.choose(l.source, l.destinations, chance(0), now);
        if (!place)
            return std::unexpected{l.routed ? service::refusal::no_capacity_anywhere
                                            : service::refusal::no_capacity};

        regions_.begin(place->region);
        auto const ticket = open({.region = place->region,
                                  .booked = ledger_.reserve(l.bucket, tokens),
                                  .burndown = l.facts.burndown});
        auto const length = service::positive(d.length);
        auto const most = service::positive(d.max_tokens.value_or(l.facts.max_output));
        auto const pace = regions_.state(place->region).slowdown * (1 + rules_.spread * unit(chance(1)));
        return service::acceptance{
            .ticket = ticket,
            .region = place->region,
            .reroutes = place->reroutes,
            .reserved = tokens,
            .output_tokens = length < most ? length : most,
            .cut = most < length,
            .first = stretched(rules_.first_token, pace) + rules_.reroute * place->reroutes,
            .each = stretched(rules_.per_token, pace)};
    }

    /// When `admit` would say yes if nothing else happened: `now`, the moment at which quota is there, or
    /// `never`. Never too where no region has room: that ends with another call's end or with the load. Takes
    /// nothing.
    moment earliest(service::call_key key, service::demand const& d, moment now) {
        now = tick(now);
        auto const& l = line_of(key);
        if (l.wrong || !regions_.choose(l.source, l.destinations, chance(0), now))
            return service::never;
        return ledger_.when(l.bucket, reservation(l, d), now);
    }

    /// The request is over, well or not: what was reserved becomes what was used. A ticket that is not under
    /// way is passed over.
    void settle(std::uint64_t ticket, service::usage u, moment now) {
        auto const slot = static_cast<std::size_t>(ticket & slot_mask);
        if (ticket == 0 || slot >= running_.size() || running_[slot].ticket != ticket)
            return;
        using service::positive, service::saturating_add, service::saturating_multiply;
        auto& call = running_[slot];
        auto const used = saturating_add(saturating_add(positive(u.input), positive(u.cache_write)),
                                         saturating_multiply(positive(u.output), call.burndown));
        ledger_.settle(call.booked, used, tick(now));
        regions_.end(call.region);
        call.ticket = 0;
        unused_.push_back(static_cast<std::uint32_t>(slot));
    }

    /// What counts now of the quotas that these calls draw on.
    service::level used(service::call_key key, moment now) {
        return ledger_.used(line_of(key).bucket, tick(now));
    }
    /// The limits in force for them.
    limit limit_of(service::call_key key) const { return ledger_.limit_of(line_of(key).bucket); }
    /// The kind of bucket and the foundation model that they are counted for.
    quota::bucket bucket_of(service::call_key key) const { return ledger_.name(line_of(key).bucket); }

    service::region_key region(std::string_view name) { return regions_.key(name); }
    std::string const& name(service::region_key r) const { return regions_.name(r); }
    /// Calls that a region could begin now; `service::unlimited` where it has no limit, negative while others
    /// take more than there is.
    std::int64_t free(service::region_key r, moment now) const {
        return regions_.free(r, now < latest_ ? latest_ : now);
    }

    /// From now on; what was used stays used. Of several limits that fit, the one whose scope says most counts;
    /// without any, the catalogue's. The day's is that of a scope without kind and model.
    void set_limit(service::scope const& where, limit l) {
        std::erase_if(limits_, [&where](auto const& known) { return known.first == where; });
        limits_.emplace_back(where, l);
        for (service::ledger::bucket_number b = 0; b < ledger_.size(); ++b)
            apply_limits(b);
    }

    /// The region's capacity from now on.
    void set_region(std::string_view name, service::region_state s) {
        regions_.set_state(regions_.key(name), std::move(s));
    }

    /// Is the foundation model enabled in this source region? All are, until told otherwise.
    void set_access(std::string_view region, std::string_view base_model, bool enabled) {
        std::pair const what{regions_.key(region), std::string{base_model}};
        std::erase(disabled_, what);
        if (!enabled)
            disabled_.push_back(what);
        resolve_all();
    }

    bool has_access(service::region_key region, std::string_view base_model) const {
        for (auto const& [where, model] : disabled_)
            if (where == region && model == base_model)
                return false;
        return true;
    }

    /// An application profile: calls with this ARN go where those with `copied` go, the ID of a profile or of a
    /// foundation model. Without one, the ARN is forgotten.
    void set_alias(std::string_view arn, std::optional<std::string> copied) {
        std::erase_if(aliases_, [arn](auto const& known) { return known.first == arn; });
        if (copied)
            aliases_.emplace_back(arn, std::move(*copied));
        resolve_all();
    }

    catalog::set const& offered() const { return offered_; }
    bool is_strict() const { return rules_.strict; }

    /// Nothing used, nothing under way. Limits, capacity, access and aliases stay.
    void reset() {
        ledger_.reset();
        regions_.reset();
        running_.clear();
        unused_.clear();
    }

 private:
    // A ticket is the number of the admission, above that of the place in `running_`.
    static constexpr int slot_bits = 32;
    static constexpr std::uint64_t slot_mask = (std::uint64_t{1} << slot_bits) - 1;

    struct line {  // what a call_key stands for
        std::string account{}, id{};
        service::region_key source{};
        service::ledger::bucket_number bucket = 0;
        std::vector<service::region_key> destinations{};
        service::model_facts facts{};
        std::optional<service::refusal> wrong{};
        bool routed = false;  // by a profile
    };
    struct running {
        std::uint64_t ticket = 0;  // 0: free
        service::region_key region{};
        service::ledger::booking booked{};
        std::int64_t burndown = 1;
    };

    static service::rules sound(service::rules r) {
        constexpr std::chrono::nanoseconds shortest = std::chrono::milliseconds{1};
        r.minute = r.minute < shortest ? shortest : r.minute;
        r.burst = r.burst < shortest ? shortest : r.burst;
        return r;
    }

    line const& line_of(service::call_key key) const { return lines_[static_cast<std::size_t>(key)]; }
    moment tick(moment now) { return latest_ = now < latest_ ? latest_ : now; }

    std::int64_t reservation(line const& l, service::demand const& d) const {
        auto const output = service::positive(d.max_tokens.value_or(l.facts.max_output));
        auto const rate = rules_.burndown_at_start ? l.facts.burndown : 1;
        return service::saturating_add(service::positive(d.input_tokens),
                                       service::saturating_multiply(output, rate));
    }

    std::uint64_t open(running call) {
        if (unused_.empty()) {
            unused_.push_back(static_cast<std::uint32_t>(running_.size()));
            running_.emplace_back();
        }
        auto const slot = unused_.back();
        unused_.pop_back();
        call.ticket = ++admitted_ << slot_bits | slot;
        running_[slot] = call;
        return call.ticket;
    }

    /// Works out what changes rarely: whether the ID may be called here, for whose bucket, and where it may run.
    void resolve(line& l) {
        std::string_view id = l.id;
        for (auto const& [arn, copied] : aliases_)
            if (arn == id)
                id = copied;
        std::string const here = regions_.name(l.source);
        auto const found = service::terms_of(offered_, id, here, rules_.strict);
        l.routed = found.profile != nullptr;
        l.wrong = found.wrong;
        if (!l.wrong && !has_access(l.source, found.bucket.model))
            l.wrong = service::refusal::no_access;
        l.facts = service::facts_of(offered_, found.bucket.model);
        l.bucket = ledger_.bucket(l.account, here, found.bucket.kind, found.bucket.model);
        apply_limits(l.bucket);
        l.destinations.clear();
        for (auto const region : found.destinations)
            l.destinations.push_back(regions_.key(region));
    }
    void resolve_all() {
        for (auto& l : lines_)
            resolve(l);
    }

    void apply_limits(service::ledger::bucket_number b) {
        auto const& region = ledger_.region(b);
        auto const [kind, model] = ledger_.name(b);
        auto const* const own = service::find_limit(limits_, region, kind, model);
        auto const* const common = service::find_limit(limits_, region, std::nullopt, {});
        auto l = own != nullptr ? *own : service::default_limit(offered_, {kind, model}, region);
        l.tokens_per_day = common != nullptr ? common->tokens_per_day : std::nullopt;
        ledger_.set_limit(b, l);
    }

    /// A number that looks drawn, the same for the same admission and salt.
    std::uint64_t chance(std::uint64_t salt) const {
        return bedrock::detail::scrambled(rules_.seed +
                                          (admitted_ * 2 + salt + 1) * bedrock::detail::splitmix_step);
    }
    /// From -1 to 1.
    static double unit(std::uint64_t chance) { return static_cast<double>(chance >> 11) * 0x1p-52 - 1; }

    static std::chrono::nanoseconds stretched(std::chrono::nanoseconds time, double factor) {
        constexpr double longest = 1e15;  // twelve days
        auto const length = static_cast<double>(time.count()) * factor;
        return std::chrono::nanoseconds{
            static_cast<std::int64_t>(length < longest ? (length > 0 ? length : 0) : longest)};
    }

    catalog::set offered_;
    service::rules rules_;
    service::ledger ledger_;
    service::region_table regions_;
    service::scoped_limits limits_;
    std::vector<std::pair<std::string, std::string>> aliases_;           // ARN, what it copies
    std::vector<std::pair<service::region_key, std::string>> disabled_;  // source region, model
    std::vector<line> lines_;
    std::vector<running> running_;
    std::vector<std::uint32_t> unused_;  // places in `running_`
    std::uint64_t admitted_ = 0;
    moment latest_{};
};

}  // namespace bedrock::testing
