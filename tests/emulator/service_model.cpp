// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "service_model.hpp"

#include <algorithm>

namespace bedrock::testing::emulation {

namespace {

constexpr std::chrono::nanoseconds day = std::chrono::hours{24};

refusal throttled(std::string message) { return {429, "ThrottlingException", std::move(message)}; }

}  // namespace

std::int64_t meter::used(testing::window kind, std::chrono::nanoseconds length,
                         std::optional<std::int64_t> limit, moment now) {
    now = std::max(now, latest_);
    switch (kind) {
        case window::fixed:
            if (auto const index = now / length; index != index_) {
                index_ = index;
                total_ = 0;
            }
            break;
        case window::sliding:
            while (!uses_.empty() && uses_.front().first + length <= now) {
                total_ -= uses_.front().second;
                uses_.pop_front();
            }
            break;
        case window::bucket: {
            // Without a limit there is no rate to drain by; then all of it is forgotten after a window's
            // length.
            auto const rate =
                static_cast<double>(limit.value_or(total_)) / static_cast<double>(length.count());
            auto const drained = remainder_ + rate * static_cast<double>((now - latest_).count());
            auto const whole = std::min(static_cast<double>(total_), drained);
            total_ -= static_cast<std::int64_t>(whole);
            remainder_ = total_ == 0 ? 0 : drained - static_cast<double>(static_cast<std::int64_t>(whole));
            break;
        }
    }
    latest_ = now;
    return total_;
}

void meter::add(testing::window kind, std::int64_t amount, moment now) {
    total_ += amount;
    if (kind != window::sliding)
        return;
    // One entry a moment: `give_back` looks it up by its time.
    now = std::max(now, latest_);
    if (!uses_.empty() && uses_.back().first == now)
        uses_.back().second += amount;
    else
        uses_.emplace_back(now, amount);
}

void meter::give_back(testing::window kind, std::chrono::nanoseconds length, std::int64_t amount,
                      moment when) {
    switch (kind) {
        case window::fixed:
            if (when / length == index_)
                total_ = std::max<std::int64_t>(0, total_ - amount);
            break;
        case window::sliding:
            if (auto const at =
                    std::ranges::lower_bound(uses_, when, {}, &std::pair<moment, std::int64_t>::first);
                at != uses_.end() && at->first == when) {
                auto const back = std::min(amount, at->second);
                at->second -= back;
                total_ -= back;
            }
            break;
        case window::bucket:
            total_ = std::max<std::int64_t>(0, total_ - amount);
            break;
    }
}

limit service_model::limit_of(std::string const& region) const {
    if (auto const own = limits_.find(region); own != limits_.end())
        return own->second;
    auto const common = limits_.find("");
    return common == limits_.end() ? limit{} : common->second;
}

std::expected<acceptance, refusal> service_model::admit(demand const& d, moment now) {
    auto const facts = facts_of(d.model.base);
    auto const limits = limit_of(d.region);
    auto const output = d.max_tokens.value_or(facts.max_output);
    auto const reserved = d.input_tokens + output * (rules_.burndown_at_start ? facts.burndown : 1);

    bucket const where{d.account, d.region, d.model.kind, d.model.base};
    auto& minute = minutes_[where];
    auto& today = days_[{d.account, d.region}];
    auto const requests = minute.requests.used(rules_.window, rules_.minute, limits.requests, now);
    auto const tokens = minute.tokens.used(rules_.window, rules_.minute, limits.tokens, now);
    auto const whole_day = today.used(window::fixed, day, limits.tokens_per_day, now);

    // A quota of 0 is refused with the words of the day's quota, as new accounts see it.
    if (limits.requests == 0 || limits.tokens == 0 ||
        (limits.tokens_per_day && whole_day + reserved > *limits.tokens_per_day))
        return std::unexpected{throttled("Too many tokens per day, please wait before trying again.")};
    if (limits.requests && requests + 1 > *limits.requests)
        return std::unexpected{throttled("Too many requests, please wait before trying again.")};
    if (limits.tokens && tokens + reserved > *limits.tokens)
        return std::unexpected{throttled("Too many tokens, please wait before trying again.")};

    minute.requests.add(rules_.window, 1, now);
    minute.tokens.add(rules_.window, reserved, now);
    today.add(window::fixed, reserved, now);
    auto const ticket = next_ticket_++;
    running_.emplace(ticket, running{where, now, reserved, facts.burndown});

    auto const made = std::min(d.length, output);
    return acceptance{.ticket = ticket,
                      .output_tokens = made,
                      .cut = made < d.length,
                      .first = rules_.first_token,
                      .each = rules_.per_token};
}

void service_model::correct(meter& m, testing::window kind, std::chrono::nanoseconds length,
                            std::optional<std::int64_t> limit, running const& r, std::int64_t actual,
                            moment now) const {
    auto const used = m.used(kind, length, limit, now);
    if (actual <= r.reserved) {
        m.give_back(kind, length, r.reserved - actual, r.since);
        return;
    }
    auto excess = actual - r.reserved;
    if (!rules_.debt && limit)
        excess = std::clamp<std::int64_t>(*limit - used, 0, excess);
    m.add(kind, excess, now);
}

void service_model::settle(std::uint64_t ticket, usage u, moment now) {
    auto const found = running_.find(ticket);
    if (found == running_.end())
        return;
    auto const& r = found->second;
    auto const actual = u.input + u.cache_write + u.output * r.burndown;
    auto const limits = limit_of(std::get<1>(r.where));
    correct(minutes_[r.where].tokens, rules_.window, rules_.minute, limits.tokens, r, actual, now);
    correct(days_[{std::get<0>(r.where), std::get<1>(r.where)}], window::fixed, day, limits.tokens_per_day, r,
            actual, now);
    running_.erase(found);
}

service_model::level service_model::used(std::string_view account, std::string_view region,
                                         model_name const& model, moment now) {
    std::string const who{account}, where{region};
    auto const limits = limit_of(where);
    auto& minute = minutes_[{who, where, model.kind, model.base}];
    return {minute.requests.used(rules_.window, rules_.minute, limits.requests, now),
            minute.tokens.used(rules_.window, rules_.minute, limits.tokens, now),
            days_[{who, where}].used(window::fixed, day, limits.tokens_per_day, now)};
}

void service_model::reset() {
    minutes_.clear();
    days_.clear();
    running_.clear();
}

}  // namespace bedrock::testing::emulation
