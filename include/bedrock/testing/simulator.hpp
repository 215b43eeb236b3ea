// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <tuple>
#include <utility>
#include <vector>

#include <bedrock/core/result.hpp>
#include <bedrock/testing/script.hpp>
#include <bedrock/testing/simulation/figures.hpp>
#include <bedrock/testing/simulation/scenario.hpp>
#include <bedrock/testing/simulation/world.hpp>
#include <bedrock/testing/virtual_driver.hpp>

namespace bedrock::testing {

namespace simulation {

/// Where a try goes whose policies name the region themselves.
struct as_named {
    world* w;
    std::size_t operator()(scripted_try const& t) const { return w->row_of(t.where.region); }
};

/// Sends a world's calls through a driver: at the times that the plan says, or each after the one before.
/// `Where` tells the world's region of a try.
template <class Driver, class Where = as_named>
class conductor {
 public:
    conductor(world& w, Driver& d) : conductor{w, d, as_named{&w}} {}
    conductor(world& w, Driver& d, Where where) : world_{w}, driver_{d}, where_{std::move(where)} {
        d.clients(std::max<std::size_t>(w.plan().clients, 1));
        d.forget_calls();
        d.script(ear{this});
    }

    result<figures> run() {
        auto const& plan = world_.plan();
        arrange_arrivals();
        while (!coming_.empty()) {
            std::ranges::pop_heap(coming_, later);
            auto const next = coming_.back();
            coming_.pop_back();
            if (next.at >= plan.length)
                continue;
            if (auto const done = driver_.run_until(next.at, most_steps()); !done)
                return failure(done.error());
            arrive(next);
        }
        auto const done =
            plan.drain ? driver_.run(most_steps()) : driver_.run_until(plan.length, most_steps());
        if (!done)
            return failure(done.error());
        return world_.count();
    }

 private:
    using duration = std::chrono::nanoseconds;

    // More than so many at a time are a policy that comes to no end.
    std::size_t most_steps() const { return 100'000 + 1'000 * world_.calls(); }

    // What comes at a time: calls of the clients, or one of the others' (`who` of them).
    struct coming {
        static constexpr std::size_t clients = static_cast<std::size_t>(-1);
        duration at{};
        std::size_t who = clients;
    };
    static bool later(coming const& a, coming const& b) { return a.at != b.at ? a.at > b.at : a.who > b.who; }

    struct ear {
        conductor* to;
        scripted_answer operator()(scripted_try const& t) const {
            return to->world_.answer(t, to->where_(t));
        }
        void ended(std::size_t call, duration now) const { to->world_.ended(call, now); }
        void over(std::size_t call, scripted_outcome const& o) const {
            to->world_.over(call, o);
            auto const& plan = to->world_.plan();
            if (plan.traffic.arrivals == arrivals::closed_loop)
                to->start_at(std::chrono::ceil<std::chrono::milliseconds>(o.ended + plan.traffic.pause));
        }
    };

    void start_at(std::chrono::milliseconds time) {
        if (time >= world_.plan().length)
            return;
        auto call = world_.draw(time);
        call.at = time;
        driver_.start(std::move(call));
    }

    void come(coming c) {
        coming_.push_back(c);
        std::ranges::push_heap(coming_, later);
    }

    void arrange_arrivals() {
        auto const& t = world_.plan().traffic;
        if (t.arrivals == arrivals::poisson || t.arrivals == arrivals::bursts)
            come_after({}, mean_rate(), coming::clients);
        else
            for (std::size_t i = 0; i < t.together; ++i)
                come({});
        for (std::size_t i = 0; i < world_.plan().others.size(); ++i)
            come_after({}, peak_of(world_.plan().others[i]), i);
    }

    // Of arrivals, each of one call or of one burst.
    double mean_rate() const {
        auto const& t = world_.plan().traffic;
        return t.arrivals == arrivals::bursts
                   ? t.per_minute / static_cast<double>(std::max<std::size_t>(t.together, 1))
                   : t.per_minute;
    }

    void come_after(duration then, double per_minute, std::size_t who) {
        if (!(per_minute > 0))
            return;
        constexpr double minute = 60e9, longest = 1e18;
        auto const gap = std::min(world_.chance().exponential(per_minute) * minute, longest);
        come({then + duration{static_cast<std::int64_t>(gap)}, who});
    }

    void arrive(coming const& c) {
        auto const& plan = world_.plan();
        if (c.who != coming::clients)
            return arrive_from(plan.others[c.who], c);
        auto const how = plan.traffic.arrivals;
        for (auto n = how == arrivals::bursts ? plan.traffic.together : 1; n > 0; --n)
            driver_.start(world_.draw(c.at));
        if (how == arrivals::poisson || how == arrivals::bursts)
            come_after(c.at, mean_rate(), coming::clients);
    }

    // At the highest rate, of which as many count as there are now.
    void arrive_from(others const& o, coming const& c) {
        if (o.swing == 0 || world_.chance().unit() * peak_of(o) < o.rate_at(c.at))
            world_.used_by(o, c.at);
        come_after(c.at, peak_of(o), c.who);
    }

    static double peak_of(others const& o) { return o.per_minute * (1 + o.swing); }

    world& world_;
    Driver& driver_;
    Where where_;
    std::vector<coming> coming_{};
};

}  // namespace simulation

/// Runs the policies that a user ships against the pure model of the service, in virtual time: the very machine,
/// the very policies, many calls of many clients, hours in seconds. Deterministic: the same scenario with the
/// same seed, the same figures.
///
///     testing::simulation::scenario s{.seed = 7, .traffic = {.per_minute = 300}};
///     s.limits = {{{.region = "us-east-1"}, {.requests = 50}}, {{.region = "us-west-2"}, {.requests = 250}}};
///     testing::simulator sim{s, region::by_capacity{"us-east-1", "us-west-2"},
///                            quota::per_minute{.requests = 50, .at = {{"us-west-2", {250}}}}};
///     if (auto const f = sim.run())
///         std::printf("%zu of %zu served, %zu throttled\n", f->served, f->offered, f->throttled);
///
/// Takes the list of policies that a client takes; signing, endpoint and transport are not asked. A run is an
/// error where a policy never comes to an end. `simulation::oracle` is the upper bound to compare with. Runs
/// may be made on several threads, each with its own simulator.
template <class... Ps>
class simulator {
 public:
    explicit simulator(simulation::scenario plan, Ps... policies)
        : plan_{std::move(plan)}, policies_{std::move(policies)...} {}

    /// Runs the scenario from its beginning.
    result<simulation::figures> run() const {
        return std::apply(
            [this](auto const&... policies) {
                simulation::world world{plan_};
                virtual_driver driver{policies...};
                return simulation::conductor{world, driver}.run();
            },
            policies_);
    }

 private:
    simulation::scenario plan_;
    std::tuple<Ps...> policies_;
};

template <class... Ps>
simulator(simulation::scenario, Ps...) -> simulator<Ps...>;

}  // namespace bedrock::testing
