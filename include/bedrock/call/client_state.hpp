// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <atomic>
#include <concepts>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>

#include <bedrock/api/operation.hpp>
#include <bedrock/call/commands.hpp>
#include <bedrock/call/durations.hpp>
#include <bedrock/core/cell.hpp>
#include <bedrock/core/free_list.hpp>
#include <bedrock/endpoint/concept.hpp>

namespace bedrock::call {

namespace detail {
using namespace bedrock::detail;

template <class P>
struct holder {
    P policy;
};
}  // namespace detail

/// The buffers of one call, used again by later ones: a warm client allocates nothing here.
struct buffers {
    api::wire_request wire;
    endpoint::address address;
    header_list headers;  ///< all that are sent: the operation's and the signature's
    std::string host;
    std::string path;
    std::string url;
    std::string model;    ///< of the call: whoever named it may be gone while a stream is read
    std::string refusal;  ///< body of a reply that is an error in place of a stream

    buffers() = default;
    buffers(buffers const&) = delete;
    buffers& operator=(buffers const&) = delete;
    ~buffers() { headers.wipe(); }

    /// A large prompt is not kept for ever.
    void shrink() {
        constexpr std::size_t worth_keeping = 1 << 20;
        if (wire.body.capacity() > worth_keeping) {
            wire.body.clear();
            wire.body.shrink_to_fit();  // an assignment keeps the memory
        }
    }
};

/// Where calls wait: for a time, a stop, or a change of the quota's books.
class waiting_room {
 public:
    std::uint64_t generation() const { return generation_; }

    /// Something was settled or admitted: who waits for quota may ask again.
    void nudge() {
        // One total order of these two and of the waiter's two: either it sees the new generation, or is
        // seen.
        ++generation_;
        if (waiting_ == 0)
            return;
        std::lock_guard const lock{mutex_};
        changed_.notify_all();
    }

    /// Until `wake` or a stop; with `for_quota`, also until the generation is another than `seen`.
    void wait(steady_time wake, std::stop_token const& stop, bool for_quota, std::uint64_t seen) {
        ++waiting_;
        std::unique_lock lock{mutex_};
        changed_.wait_until(lock, stop, wake, [&] { return for_quota && generation() != seen; });
        --waiting_;
    }

 private:
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::atomic<std::uint64_t> generation_{0};
    std::atomic<int> waiting_{0};
};

/// Policies as they were given to a client, each taken out by its type.
template <class... Ps>
struct given : detail::holder<Ps>... {
    explicit given(Ps... policies) : detail::holder<Ps>{std::move(policies)}... {}

    /// The one given of this type, else one with its defaults.
    template <class P>
    P take() {
        if constexpr (std::derived_from<given, detail::holder<P>>)
            return std::move(static_cast<detail::holder<P>&>(*this).policy);
        else
            return P{};
    }
};

/// All that the copies of a client and its streams share: the policies, their memories, buffers and the
/// waiting room.
template <class Region, class Quota, class Retry, class Signing, class Endpoint, class Transport,
          class Observer, class Times>
struct client_state {
    using quota_policy = Quota;
    using retry_policy = Retry;
    using signing_policy = Signing;

    explicit client_state(auto policies)
        : region{policies.template take<Region>()},
          quota{policies.template take<Quota>()},
          retry{policies.template take<Retry>()},
          signing{policies.template take<Signing>()},
          endpoint{policies.template take<Endpoint>()},
          transport{policies.template take<Transport>()},
          observer{policies.template take<Observer>()},
          times{policies.template take<Times>()} {}

    [[no_unique_address]] detail::cell<Region> region;
    [[no_unique_address]] detail::cell<Quota> quota;
    [[no_unique_address]] detail::cell<Retry> retry;
    [[no_unique_address]] detail::cell<Signing> signing;
    [[no_unique_address]] detail::cell<Endpoint> endpoint;
    [[no_unique_address]] detail::cell<Transport> transport;
    [[no_unique_address]] detail::cell<Observer> observer;
    [[no_unique_address]] detail::cell<Times> times;
    [[no_unique_address]] durations_for<Quota> durations;
    detail::free_list<call::buffers> buffers{};
    waiting_room room{};
    std::atomic<std::uint64_t> calls{0};
};

}  // namespace bedrock::call
