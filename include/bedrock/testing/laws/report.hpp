// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/core/text.hpp>

namespace bedrock::testing {

/// A law that a policy broke, and how: with this seed the same happens again.
struct broken_law {
    std::string law{};
    std::uint64_t seed = 0;
    std::string history{};  ///< the last steps before it, a line each
};

/// What a check of laws found; of each law, the first history that broke it.
struct law_report {
    std::size_t histories = 0;  ///< that were played
    std::vector<broken_law> broken{};

    bool kept() const { return broken.empty(); }
    bool broke(std::string_view law) const {
        return std::ranges::find(broken, law, &broken_law::law) != broken.end();
    }

    /// Nothing for a policy that keeps all laws.
    std::string describe() const {
        std::string text;
        for (auto const& b : broken)
            text += "broken: " + b.law + " (seed " + std::to_string(b.seed) + ")\n" + b.history;
        return text;
    }
};

namespace detail {

/// One history that is played: its chance, what happened, and what was broken.
class trial {
 public:
    trial(law_report& into, std::uint64_t seed) : dice{seed}, report_{into}, seed_{seed} { ++into.histories; }

    std::mt19937_64 dice;

    std::int64_t number(std::int64_t least, std::int64_t most) {
        return least + static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(most - least + 1));
    }
    bool chance(int of_hundred) { return number(1, 100) <= of_hundred; }
    double unit() { return static_cast<double>(dice() >> 11) * 0x1p-53; }

    /// What happens: kept for who reads the report.
    void step(std::string line) {
        if (steps_.size() == 12)
            steps_.erase(steps_.begin());
        steps_.push_back(std::move(line));
    }

    /// The law is broken unless `kept`; then the history ends. Returns `kept`.
    bool demand(std::string_view law, bool kept) {
        if (!kept && !over_) {
            over_ = true;
            if (!report_.broke(law)) {
                std::string history;
                for (auto const& s : steps_)
                    history += "  " + s + "\n";
                report_.broken.push_back({std::string{law}, seed_, std::move(history)});
            }
        }
        return kept;
    }
    bool over() const { return over_; }

 private:
    law_report& report_;
    std::uint64_t seed_;
    std::vector<std::string> steps_{};
    bool over_ = false;
};

}  // namespace detail

}  // namespace bedrock::testing
