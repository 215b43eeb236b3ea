// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/core/tokens.hpp>
#include <bedrock/logs/histogram.hpp>
#include <bedrock/logs/reader.hpp>

namespace bedrock::logs {

/// The calls that went well from one region to one model and ran in one region.
struct route {
    std::string region{};  ///< the source
    std::string model_id{};
    std::string inference_region{};  ///< empty: the log does not say
    std::uint64_t records = 0;
    tokens_used tokens{};
    histogram latency{};  ///< of those that tell
};

/// The calls that failed alike.
struct failures {
    std::string error_code{};
    std::uint64_t records = 0;
};

/// What a log says on the whole: what ran where, how fast, with how many tokens, and what failed.
///
///     logs::summary summary;
///     while (auto const next = file.next())
///         if (*next)
///             summary.add(**next);
///
/// Memory: 8 KiB for each route, and no more than so many routes; what is beyond is counted as one, whose
/// region (or code) is `others`.
class summary {
 public:
    static constexpr std::string_view others = "(others)";

    explicit summary(std::size_t most_routes = 1'000) : most_{most_routes} {}

    void add(entry const& e);

    std::uint64_t records() const { return records_; }
    std::vector<route> const& routes() const { return routes_; }  ///< by region, model, inference region
    std::vector<logs::failures> const& failures() const { return failures_; }  ///< by code

    /// How much of what went well from its region to its model took this route, 0 to 1.
    double share(route const& r) const;

 private:
    using key = std::array<std::string_view, 3>;
    static constexpr std::size_t longest_name = 2'048;  // as long as an ARN can be

    static key key_of(route const& r) { return {r.region, r.model_id, r.inference_region}; }
    static key key_of(logs::failures const& f) { return {f.error_code}; }
    static void name(route& r, key const& k) {
        r.region = k[0];
        r.model_id = k[1];
        r.inference_region = k[2];
    }
    static void name(logs::failures& f, key const& k) { f.error_code = k[0]; }
    template <class T>
    T& find(std::vector<T>& all, key wanted) const;
    static void add(std::int64_t& sum, std::int64_t more);

    std::size_t most_;
    std::uint64_t records_ = 0;
    std::vector<route> routes_{};
    std::vector<logs::failures> failures_{};
};

inline void summary::add(entry const& e) {
    ++records_;
    auto const& r = e.record;
    if (!r.error_code.empty()) {
        ++find(failures_, {r.error_code}).records;
        return;
    }
    auto& to = find(routes_, {r.region, r.model_id, r.inference_region});
    ++to.records;
    add(to.tokens.input, r.input.token_count.value_or(0));
    add(to.tokens.cache_read, r.input.cache_read_token_count.value_or(0));
    add(to.tokens.cache_write, r.input.cache_write_token_count.value_or(0));
    if (r.output)
        add(to.tokens.output, r.output->token_count.value_or(0));
    if (e.latency)
        to.latency.add(*e.latency);
}

inline double summary::share(route const& r) const {
    std::uint64_t all = 0;
    for (auto const& other : routes_)
        if (other.region == r.region && other.model_id == r.model_id)
            all += other.records;
    return all == 0 ? 0 : static_cast<double>(r.records) / static_cast<double>(all);
}

// A log can hold any number; a negative one is none.
inline void summary::add(std::int64_t& sum, std::int64_t more) {
    sum += std::clamp<std::int64_t>(more, 0, std::numeric_limits<std::int64_t>::max() - sum);
}

template <class T>
T& summary::find(std::vector<T>& all, key wanted) const {
    for (auto& part : wanted)
        part = part.substr(0, longest_name);
    for (;;) {
        auto const at = std::lower_bound(all.begin(), all.end(), wanted,
                                         [](T const& a, key const& b) { return key_of(a) < b; });
        if (at != all.end() && key_of(*at) == wanted)
            return *at;
        if (all.size() < most_ || wanted == key{others}) {
            auto const made = all.emplace(at);
            name(*made, wanted);
            return *made;
        }
        wanted = {others};
    }
}

}  // namespace bedrock::logs
