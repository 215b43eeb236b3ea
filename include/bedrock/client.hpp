// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <bedrock/api/converse.hpp>
#include <bedrock/api/converse_stream.hpp>
#include <bedrock/api/invoke_model.hpp>
#include <bedrock/api/invoke_model_with_response_stream.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/call/blocking.hpp>
#include <bedrock/call/options.hpp>
#include <bedrock/call/slots.hpp>
#include <bedrock/call/stream.hpp>
#include <bedrock/core/model_argument.hpp>
#include <bedrock/credentials/environment.hpp>
#include <bedrock/credentials/fixed.hpp>
#include <bedrock/endpoint/regional.hpp>
#include <bedrock/endpoint/url.hpp>
#include <bedrock/observer/log.hpp>
#include <bedrock/observer/none.hpp>
#include <bedrock/quota/per_minute.hpp>
#include <bedrock/quota/unlimited.hpp>
#include <bedrock/region/environment.hpp>
#include <bedrock/region/failover.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/retry/environment.hpp>
#include <bedrock/retry/none.hpp>
#include <bedrock/retry/standard.hpp>
#include <bedrock/signing/anonymous.hpp>
#include <bedrock/signing/automatic.hpp>
#include <bedrock/signing/bearer.hpp>
#include <bedrock/signing/sigv4.hpp>
#include <bedrock/token/environment.hpp>
#include <bedrock/token/fixed.hpp>
#include <bedrock/transport/curl.hpp>

namespace bedrock {

namespace detail {

/// The call operations over a state; empty where the policies do not fit, so that nothing is said beyond the
/// fault.
template <bool Composable, class... Ps>
class composed {
 public:
    using region_policy = void;

    constexpr composed(auto&&...) {}
};

template <class... Ps>
class composed<true, Ps...> {
 public:
    using state = state_for<Ps...>;
    using region_policy = policy_for<region::slot, region::environment, Ps...>;

 protected:
    explicit composed(Ps... policies)
        : state_{std::make_shared<state>(call::given<Ps...>{std::move(policies)...})} {}

    std::shared_ptr<state> state_;
};

}  // namespace detail

/// A client for Amazon Bedrock whose behaviour is its type: policies in any order, defaults for the slots not
/// named.
///
///     bedrock::client<> c;                                                     // of the environment
///     bedrock::client c{bedrock::region::failover{"us-east-1", "us-west-2"},   // policies as values
///                       bedrock::retry::standard{.max_attempts = 5}};
///     bedrock::client<bedrock::region::fixed<"eu-west-3">> c;                  // or as types
///
/// A constructor does no I/O and reads no environment. A client is a handle: copies share its connections and
/// the memories of its policies, and all of them may be used from several threads at once. Streams share them
/// too, so they may outlive the client. Slots, defaults and how to write a policy: README.
template <class... Ps>
class client : private detail::composed<detail::composable<Ps...>(), Ps...> {
    using base = detail::composed<detail::composable<Ps...>(), Ps...>;

    /// What an operation takes for a model: any text, or `bedrock::model<"…">`, which is checked.
    template <class O>
    using model_for = model_argument<typename base::region_policy, O>;

 public:
    client()
        requires(sizeof...(Ps) == 0 || (std::default_initializable<Ps> && ...))
        : base{Ps{}...} {}
    explicit client(Ps... policies)
        requires(sizeof...(Ps) > 0)
        : base{std::move(policies)...} {}

    /// The model's answer to a conversation, in one piece.
    result<reply<converse_response>> converse(model_for<api::converse> model, converse_request const& request,
                                              call_options const& options = {}) const {
        return call<api::converse>(model, request, options);
    }

    /// The model's answer to a text.
    result<reply<converse_response>> converse(model_for<api::converse> model, std::string_view prompt,
                                              call_options const& options = {}) const {
        return converse(model, detail::only_text(prompt), options);
    }

    /// The model's answer to a conversation, event by event: `result<stream<…>>`.
    auto converse_stream(model_for<api::converse_stream> model, converse_request const& request,
                         call_options const& options = {}) const {
        return open<api::converse_stream>(model, request, options);
    }

    /// The model's answer to a text, event by event.
    auto converse_stream(model_for<api::converse_stream> model, std::string_view prompt,
                         call_options const& options = {}) const {
        return converse_stream(model, detail::only_text(prompt), options);
    }

    /// The answer to a body in the model's own format.
    result<reply<invoke_model_response>> invoke_model(model_for<api::invoke_model> model,
                                                      invoke_model_request const& request,
                                                      call_options const& options = {}) const {
        return call<api::invoke_model>(model, request, options);
    }

    /// The same, chunk by chunk.
    auto invoke_model_with_response_stream(model_for<api::invoke_model_with_response_stream> model,
                                           invoke_model_request const& request,
                                           call_options const& options = {}) const {
        return open<api::invoke_model_with_response_stream>(model, request, options);
    }

    /// Any operation that is of no model and answers in one piece: those of the control plane.
    ///
    ///     auto const profiles = client.call<bedrock::api::list_inference_profiles>({});
    template <api::whole_operation O>
        requires api::plain_operation<O>
    result<reply<typename O::response>> call(typename O::request const& request,
                                             call_options const& options = {}) const {
        return call<O>(std::string_view{}, request, options);
    }

    /// Any operation that answers in one piece. `model` is empty for one that is of no model.
    template <api::whole_operation O>
    result<reply<typename O::response>> call(model_for<O> model, typename O::request const& request,
                                             call_options const& options = {}) const {
        auto buffers = this->state_->buffers.lend();
        call::facts facts;
        if (auto ready = prepare<O>(model, request, options, *buffers, facts); !ready)
            return failure(std::move(ready.error()));
        call::blocking<typename base::state> run{this->state_, std::move(buffers), facts,
                                                 O::service,   options.stop,       false};
        while (run.await_reply()) {
            auto response = O::decode(run.reply());
            if (response) {
                run.accept();
                std::optional<tokens_used> used;
                if constexpr (requires { O::used(*response); })
                    used = O::used(*response);
                run.finish(used, run.estimate());
                return reply<typename O::response>{std::move(*response), std::move(run.story())};
            }
            run.fail(std::move(response.error()), {});
        }
        return failure(run.take_failure());
    }

    /// Any operation that answers with a stream.
    template <api::stream_operation O>
    auto open(model_for<O> model, typename O::request const& request,
              call_options const& options = {}) const {
        using opened = result<stream<O, typename base::state>>;
        auto buffers = this->state_->buffers.lend();
        call::facts facts;
        if (auto ready = prepare<O>(model, request, options, *buffers, facts); !ready)
            return opened{failure(std::move(ready.error()))};
        return opened::value_type::open(
            {this->state_, std::move(buffers), facts, O::service, options.stop, true});
    }

 private:
    template <api::operation O>
    result<void> prepare(std::string_view model, typename O::request const& request,
                         call_options const& options, call::buffers& buffers, call::facts& facts) const;
};

template <class... Ps>
client(Ps...) -> client<Ps...>;

// Encodes once, whatever the number of attempts.
template <class... Ps>
template <api::operation O>
result<void> client<Ps...>::prepare(std::string_view model, typename O::request const& request,
                                    call_options const& options, call::buffers& buffers,
                                    call::facts& facts) const {
    auto& shared = *this->state_;
    auto ready = call::check_addresses(shared, O::service);
    if (ready) {
        buffers.wire.clear();
        if constexpr (api::model_operation<O>)
            ready = O::encode(model, request, buffers.wire);
        else
            ready = O::encode(request, buffers.wire);
    }
    if (!ready) {
        ready.error().story.end = ending::refused_locally;
        return ready;
    }
    buffers.model.assign(model);
    auto const number = shared.calls.fetch_add(1, std::memory_order_relaxed) + 1;
    auto const at = call::now();
    auto const deadline = options.deadline ? options.deadline : shared.times.policy().deadline;
    facts = {.operation = O::name,
             .model = buffers.model,
             .metered = api::metered<O>,
             .streamed = api::stream_operation<O>,
             .deadline =
                 deadline ? after(at.steady, std::max(*deadline, std::chrono::milliseconds::zero())) : never,
             .call = number,
             .seed = number ^ static_cast<std::uint64_t>(at.wall.time_since_epoch().count()),
             .session = call::session_key(options.session),
             .tenant = call::session_key(options.tenant)};
    using quota_policy = typename std::remove_cvref_t<decltype(shared)>::quota_policy;
    if constexpr (api::metered<O> && !quota::never_waits<quota_policy>) {  // else nobody asks
        facts.asked = O::asked(request, buffers.wire);
        facts.asked.input_estimate = options.input_tokens.value_or(facts.asked.input_estimate);
    }
    return ready;
}

}  // namespace bedrock
