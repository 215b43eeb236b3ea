// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/quota/bucket.hpp>
#include <bedrock/testing/service/limit.hpp>
#include <bedrock/testing/service/meter.hpp>
#include <bedrock/testing/service/refusal.hpp>
#include <bedrock/testing/service/rules.hpp>

namespace bedrock::testing::service {

/// What counts now of an account's quotas.
struct level {
    std::int64_t requests = 0;
    std::int64_t tokens = 0;
    std::int64_t tokens_today = 0;

    friend bool operator==(level const&, level const&) = default;
};

/// The accounts' quotas: what was used of each, and what is reserved. One bucket for an account, a source
/// region, a kind and a model; one day's count for an account and a source region. Buckets are numbers, so
/// that counting looks nothing up.
class ledger {
 public:
    using bucket_number = std::uint32_t;

    /// Where a reservation stands, until it is settled.
    struct booking {
        bucket_number bucket = 0;
        std::int64_t reserved = 0;
        std::int64_t minute = 0, day = 0;  // bookings of the meters
    };

    explicit ledger(rules const& r)
        : minute_{.kind = r.window, .length = r.minute, .burst = r.burst}, debt_(r.debt) {}

    /// Makes it when it is asked for the first time.
    bucket_number bucket(std::string_view account, std::string_view region, quota::bucket_kind kind,
                         std::string_view model) {
        std::uint32_t p = 0;
        while (p < places_.size() && !(places_[p].account == account && places_[p].region == region))
            ++p;
        if (p == places_.size())
            places_.push_back({std::string{account}, std::string{region}, meter{day}});
        bucket_number b = 0;
        while (b < buckets_.size() &&
               !(buckets_[b].place == p && buckets_[b].kind == kind && buckets_[b].model == model))
            ++b;
        if (b == buckets_.size())
            buckets_.push_back({p, kind, std::string{model}, meter{minute_}, meter{minute_}});
        return b;
    }

    bucket_number size() const { return static_cast<bucket_number>(buckets_.size()); }
    quota::bucket name(bucket_number b) const { return {buckets_[b].kind, buckets_[b].model}; }
    std::string const& region(bucket_number b) const { return places_[buckets_[b].place].region; }

    /// From now on. The day's is that of the whole place, the last one told.
    void set_limit(bucket_number b, limit l) {
        auto const amount = [](std::optional<std::int64_t> n) { return n ? positive(*n) : unlimited; };
        buckets_[b].request_limit = amount(l.requests);
        buckets_[b].token_limit = amount(l.tokens);
        places_[buckets_[b].place].token_limit = amount(l.tokens_per_day);
    }
    limit limit_of(bucket_number b) const {
        auto const amount = [](std::int64_t n) {
            return n == unlimited ? std::nullopt : std::optional<std::int64_t>{n};
        };
        return {amount(buckets_[b].request_limit), amount(buckets_[b].token_limit),
                amount(places_[buckets_[b].place].token_limit)};
    }

    /// The first quota that has no room for one request and so many tokens.
    std::optional<refusal> lacks(bucket_number number, std::int64_t tokens, moment now) {
        auto& b = buckets_[number];
        auto& p = places_[b.place];
        // A quota of 0 is refused with the words of the day's quota, as new accounts see it.
        if (b.request_limit == 0 || b.token_limit == 0 || p.today.when(tokens, p.token_limit, now) > now)
            return refusal::too_many_tokens_today;
        if (b.requests.when(1, b.request_limit, now) > now)
            return refusal::too_many_requests;
        if (b.tokens.when(tokens, b.token_limit, now) > now)
            return refusal::too_many_tokens;
        return std::nullopt;
    }

    /// When none lacks, if nothing else happens.
    moment when(bucket_number number, std::int64_t tokens, moment now) {
        auto& b = buckets_[number];
        auto& p = places_[b.place];
        auto latest = p.today.when(tokens, p.token_limit, now);
        for (auto const at :
             {b.requests.when(1, b.request_limit, now), b.tokens.when(tokens, b.token_limit, now)})
            latest = at > latest ? at : latest;
        return latest;
    }

    /// Takes them, after `lacks` with this time.
    booking reserve(bucket_number number, std::int64_t tokens) {
        auto& b = buckets_[number];
        b.requests.add(1);
        return {number, tokens, b.tokens.add(tokens), places_[b.place].today.add(tokens)};
    }

    /// What was reserved becomes what was used.
    void settle(booking const& of, std::int64_t actual, moment now) {
        auto& b = buckets_[of.bucket];
        auto& p = places_[b.place];
        correct(b.tokens, b.token_limit, of.minute, of.reserved, actual, now);
        correct(p.today, p.token_limit, of.day, of.reserved, actual, now);
    }

    level used(bucket_number number, moment now) {
        auto& b = buckets_[number];
        auto& p = places_[b.place];
        return {b.requests.used(b.request_limit, now), b.tokens.used(b.token_limit, now),
                p.today.used(p.token_limit, now)};
    }

    /// Nothing used; buckets and limits stay.
    void reset() {
        for (auto& b : buckets_)
            b.requests = b.tokens = meter{minute_};
        for (auto& p : places_)
            p.today = meter{day};
    }

 private:
    static constexpr period day{.kind = window::fixed, .length = std::chrono::hours{24}};

    struct place {
        std::string account, region;
        meter today;
        std::int64_t token_limit = unlimited;
    };
    struct entry {
        std::uint32_t place;
        quota::bucket_kind kind;
        std::string model;
        meter requests, tokens;
        std::int64_t request_limit = unlimited, token_limit = unlimited;
    };

    void correct(meter& m, std::int64_t limit, std::int64_t where, std::int64_t reserved, std::int64_t actual,
                 moment now) const {
        auto const counted = m.used(limit, now);
        if (actual <= reserved) {
            m.give_back(reserved - actual, where);
            return;
        }
        auto excess = actual - reserved;
        if (auto const room = positive(limit - counted); !debt_ && excess > room)
            excess = room;
        m.add(excess);
    }

    period minute_;
    bool debt_;
    std::vector<place> places_;
    std::vector<entry> buckets_;
};

}  // namespace bedrock::testing::service
