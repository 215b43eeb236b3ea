// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/core/place.hpp>
#include <bedrock/core/time.hpp>
#include <bedrock/quota/bucket.hpp>

namespace bedrock::quota::detail {

/// Counters by account, source region, kind of bucket and model.
///
/// A counter is found by a hash of the ID as it was given, so that no ID is taken apart twice; several IDs may
/// lead to one counter. When the table would grow, counters that are idle are dropped: it holds at most twice
/// as many as were in use at a time. A counter keeps its number as long as it is not `idle(now)`.
template <class Counter>
class counter_table {
 public:
    using number = std::size_t;

    Counter& operator[](number n) { return entries_[n].counter; }

    /// The place's counter, if it has one; found by an ID that was given before.
    Counter* known(bedrock::place const& p) {
        auto const n = find_name(p, hash_of(p));
        return n == nullptr ? nullptr : &entries_[n->counter].counter;
    }

    /// The place's counter; `make(bucket)` makes it if there is none.
    template <class F>
    number find(bedrock::place const& p, instant now, F const& make) {
        if (last_ < names_.size() && names_[last_].names(p))
            return names_[last_].counter;
        return find_other(p, now, make);
    }

    /// Counters in use.
    std::size_t size() const {
        return static_cast<std::size_t>(std::ranges::count_if(entries_, &entry::in_use));
    }

 private:
    struct entry {
        std::uint32_t account;
        bucket_kind kind;
        std::string region, model;
        Counter counter;
        bool in_use = true;
    };
    struct name {
        std::uint64_t hash;
        std::uint32_t account;
        number counter;
        std::string region, id;

        bool names(bedrock::place const& p) const {
            return id == p.model && region == p.region && account == p.account;
        }
    };

    static constexpr std::size_t word = sizeof(std::uint64_t);
    static std::uint64_t word_at(std::string_view text, std::size_t i) {
        std::uint64_t w = 0;
        std::memcpy(&w, text.data() + i, word);
        return w;
    }

    // Of the ends and the middle only: it is quick, and what it takes for the same is compared.
    static std::uint64_t hash_of(std::string_view text) {
        if (auto const size = text.size(); size >= word)
            return word_at(text, 0) * 0x9e3779b97f4a7c15 +
                   word_at(text, (size - word) / 2) * 0xc2b2ae3d27d4eb4f +
                   word_at(text, size - word) * 0xff51afd7ed558ccd;
        std::uint64_t hash = 0;
        for (char const c : text)
            hash = hash * 0x100000001b3 + static_cast<unsigned char>(c);
        return hash;
    }
    static std::uint64_t hash_of(bedrock::place const& p) {
        auto const hash =
            hash_of(p.model) + hash_of(std::string_view{p.region}) * 0x94d049bb133111eb + p.account;
        return hash ^ hash >> 32;
    }

    name const* find_name(bedrock::place const& p, std::uint64_t hash) const {
        if (index_.empty())
            return nullptr;
        for (auto i = hash & (index_.size() - 1); index_[i] != 0; i = (i + 1) & (index_.size() - 1))
            if (auto const& n = names_[index_[i] - 1]; n.hash == hash && n.names(p))
                return &n;
        return nullptr;
    }

    template <class F>
    [[gnu::noinline]] number find_other(bedrock::place const& p, instant now, F const& make) {
        auto const hash = hash_of(p);
        if (auto const known = find_name(p, hash)) {
            last_ = static_cast<std::size_t>(known - names_.data());
            return known->counter;
        }
        if (names_.size() >= sweep_at_)
            sweep(now);
        auto const n = find_counter(p, make);
        names_.push_back({hash, p.account, n, p.region, std::string{p.model}});
        index_names();
        return n;
    }

    template <class F>
    number find_counter(bedrock::place const& p, F const& make) {
        auto const b = bucket_of(p.model);
        auto const found = std::ranges::find_if(entries_, [&](entry const& e) {
            return e.in_use && e.account == p.account && e.kind == b.kind && e.region == p.region &&
                   e.model == b.model;
        });
        if (found != entries_.end())
            return static_cast<number>(found - entries_.begin());
        entry made{p.account, b.kind, p.region, std::string{b.model}, make(b)};
        auto const unused = std::ranges::find(entries_, false, &entry::in_use);
        auto const n = static_cast<number>(unused - entries_.begin());
        if (unused == entries_.end())
            entries_.push_back(std::move(made));
        else
            *unused = std::move(made);
        return n;
    }

    void sweep(instant now) {
        for (auto& e : entries_)
            e.in_use = e.in_use && !e.counter.idle(now);
        std::erase_if(names_, [this](name const& n) { return !entries_[n.counter].in_use; });
        while (!entries_.empty() && !entries_.back().in_use)
            entries_.pop_back();
        index_.clear();
        sweep_at_ = std::max<std::size_t>(16, 2 * names_.size());
    }

    void index_names() {
        auto const first = index_.size() < 2 * names_.size() ? 0 : names_.size() - 1;
        if (first == 0)
            index_.assign(4 * std::max<std::size_t>(8, std::bit_ceil(names_.size())), 0);
        for (auto n = first; n < names_.size(); ++n) {
            auto i = names_[n].hash & (index_.size() - 1);
            while (index_[i] != 0)
                i = (i + 1) & (index_.size() - 1);
            index_[i] = static_cast<std::uint32_t>(n + 1);
        }
    }

    std::vector<entry> entries_;
    std::vector<name> names_;
    std::vector<std::uint32_t> index_;  // of a name, plus 1; 0: free; as many as a power of two
    std::size_t last_ = 0;              // name that was asked for: mostly it is the next one too
    std::size_t sweep_at_ = 16;
};

}  // namespace bedrock::quota::detail
