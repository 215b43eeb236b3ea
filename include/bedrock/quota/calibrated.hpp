// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <bedrock/quota/bucket.hpp>
#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/inner.hpp>
#include <bedrock/quota/detail/saturating.hpp>

namespace bedrock::quota {

/// Corrects the estimate of input tokens before another quota policy sees it, by what the service has counted of
/// each model.
///
///     bedrock::client c{bedrock::quota::calibrated{bedrock::quota::per_minute{.tokens = 400'000}}};
///
/// A prompt's tokens are estimated from its bytes and script; a model's tokenizer and a user's texts differ from
/// that by a factor, which is kept for each model as a running mean over about sixteen calls, between a quarter
/// and four. Before the first answer it is 1. Of 32 models; for one more the one that came first is forgotten.
template <policy Quota>
struct calibrated {
    using slot = quota::slot;

    Quota inner{};

    struct ticket {
        typename Quota::ticket inner{};
        std::int64_t estimate = 0;  ///< not corrected
        std::size_t model = 0;      ///< index of its factor, …
        std::uint64_t came = 0;     ///< … if that is still this model's
    };

    struct memory {
        struct factor {
            std::string model{};
            std::int64_t parts = unit;
            std::uint64_t came = 0;  ///< number of the model, in the order of coming
        };
        std::vector<factor> factors{};
        std::uint64_t models = 0;  ///< that ever came
        [[no_unique_address]] detail::memory_of<Quota> inner{};
    };

    admission<ticket> admit(demand const& d, memory& m, instant now) const {
        auto const model = index_of(d, m);
        auto one = detail::admit(inner, corrected(d, m), m.inner, now);
        if (one.what == answer::granted)
            return admission<ticket>::granted(
                {std::move(one.ticket), d.asked.input_estimate, model, m.factors[model].came});
        return detail::passed_on<ticket>(one);
    }

    std::optional<receipt> settle(ticket const& t, settlement const& s, memory& m, instant now) const {
        auto& of = m.factors[t.model];
        if (!s.estimated && !s.refused && !s.unsent && t.estimate > 0 && of.came == t.came)
            learn(of.parts, t.estimate, s.used);
        return detail::settle(inner, t.inner, s, m.inner, now);
    }

    quota::room room(demand const& d, memory& m, instant now) const {
        return detail::room(inner, corrected(d, m), m.inner, now);
    }

    void leave(demand const& d, memory& m) const { detail::leave(inner, d, m.inner); }

 private:
    static constexpr std::int64_t unit = 1'024;
    static constexpr std::size_t most_models = 32;

    static demand corrected(demand const& d, memory& m) {
        auto same = d;
        auto const parts = m.factors[index_of(d, m)].parts;
        same.asked.input_estimate =
            detail::saturating_multiply(detail::positive(d.asked.input_estimate), parts) / unit;
        return same;
    }

    static void learn(std::int64_t& parts, std::int64_t estimate, tokens_used const& used) {
        using namespace detail;
        auto const counted = saturating_add(saturating_add(positive(used.input), positive(used.cache_read)),
                                            positive(used.cache_write));
        auto const seen = saturating_multiply(counted, unit) / estimate;
        parts += (std::clamp(seen, unit / 4, 4 * unit) - parts) / 16;
    }

    static std::size_t index_of(demand const& d, memory& m) {
        auto const model = bucket_of(d.place.model).model;
        auto const found = std::ranges::find(m.factors, model, &memory::factor::model);
        if (found != m.factors.end())
            return static_cast<std::size_t>(found - m.factors.begin());
        auto const index = static_cast<std::size_t>(m.models % most_models);
        if (index == m.factors.size())
            m.factors.emplace_back();
        m.factors[index] = {.model = std::string{model}, .came = m.models++};
        return index;
    }
};

}  // namespace bedrock::quota
