// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include <bedrock/api/converse_request.hpp>
#include <bedrock/api/converse_response.hpp>
#include <bedrock/api/converse_stream_event.hpp>
#include <bedrock/api/invoke_model_chunk.hpp>
#include <bedrock/api/invoke_model_request.hpp>
#include <bedrock/api/invoke_model_response.hpp>
#include <bedrock/call/options.hpp>
#include <bedrock/core/pull_iterator.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/story.hpp>
#include <bedrock/core/tokens.hpp>

namespace bedrock {

template <class... Ps>
class client;

/// A stream of any client: what `stream` is, behind one type for each type of event.
template <class Event>
class any_stream {
 public:
    using event = Event;

    template <class Stream>
        requires std::same_as<typename Stream::event, Event>
    explicit any_stream(Stream s) : stream_{std::make_unique<held<Stream>>(std::move(s))} {}

    /// The next event; or an error, which is the last word; or nothing after a proper end.
    std::optional<result<Event>> next() { return stream_->next(); }

    /// Ends the reply here; its connection is given up.
    void cancel() { stream_->cancel(); }

    /// What the call used, or an estimate until the service has said.
    tokens_used used() const { return stream_->used(); }

    /// The attempts that led to this reply.
    bedrock::story const& story() const { return stream_->story(); }

    auto begin() { return pull_iterator{*this}; }
    std::default_sentinel_t end() const { return {}; }

 private:
    struct interface {
        virtual ~interface() = default;
        virtual std::optional<result<Event>> next() = 0;
        virtual void cancel() = 0;
        virtual tokens_used used() const = 0;
        virtual bedrock::story const& story() const = 0;
    };
    template <class Stream>
    struct held final : interface {
        explicit held(Stream s) : stream{std::move(s)} {}
        std::optional<result<Event>> next() override { return stream.next(); }
        void cancel() override { stream.cancel(); }
        tokens_used used() const override { return stream.used(); }
        bedrock::story const& story() const override { return stream.story(); }
        Stream stream;
    };

    std::unique_ptr<interface> stream_;
};

/// Any client behind one type, for programs that call from many files: the composition is compiled in the one
/// file that makes it, and the others need neither policies nor transport nor JSON, in a fifth of the time.
///
///     // service.hpp
///     #include <bedrock/any_client.hpp>
///     bedrock::any_client claude();
///
///     // service.cpp, the only file with <bedrock/client.hpp>
///     bedrock::any_client claude() { return bedrock::client{bedrock::region::failover{"us-east-1", "us-west-2"}}; }
///
/// Calls, results, errors and stories are those of `client`, at one virtual call each; a model is text, which is
/// not checked while compiling. A handle as the client is: copies share it, and all of them may be used from
/// several threads at once.
class any_client {
 public:
    template <class... Ps>
    any_client(client<Ps...> c)  // NOLINT: implicit on purpose
        : client_{std::make_shared<held<client<Ps...>>>(std::move(c))} {}

    /// The model's answer to a conversation, or to a text, in one piece.
    result<reply<converse_response>> converse(std::string_view model, converse_request const& request,
                                              call_options const& options = {}) const {
        return client_->converse(model, request, options);
    }
    result<reply<converse_response>> converse(std::string_view model, std::string_view prompt,
                                              call_options const& options = {}) const {
        return converse(model, detail::only_text(prompt), options);
    }

    /// The same event by event.
    result<any_stream<converse_stream_event>> converse_stream(std::string_view model,
                                                              converse_request const& request,
                                                              call_options const& options = {}) const {
        return client_->converse_stream(model, request, options);
    }
    result<any_stream<converse_stream_event>> converse_stream(std::string_view model, std::string_view prompt,
                                                              call_options const& options = {}) const {
        return converse_stream(model, detail::only_text(prompt), options);
    }

    /// The answer to a body in the model's own format.
    result<reply<invoke_model_response>> invoke_model(std::string_view model,
                                                      invoke_model_request const& request,
                                                      call_options const& options = {}) const {
        return client_->invoke_model(model, request, options);
    }

    /// The same chunk by chunk.
    result<any_stream<invoke_model_chunk>> invoke_model_with_response_stream(
        std::string_view model, invoke_model_request const& request, call_options const& options = {}) const {
        return client_->invoke_model_with_response_stream(model, request, options);
    }

 private:
    using model_id = std::string_view;

    struct interface {
        virtual ~interface() = default;
        virtual result<reply<converse_response>> converse(model_id, converse_request const&,
                                                          call_options const&) const = 0;
        virtual result<any_stream<converse_stream_event>> converse_stream(model_id, converse_request const&,
                                                                          call_options const&) const = 0;
        virtual result<reply<invoke_model_response>> invoke_model(model_id, invoke_model_request const&,
                                                                  call_options const&) const = 0;
        virtual result<any_stream<invoke_model_chunk>> invoke_model_with_response_stream(
            model_id, invoke_model_request const&, call_options const&) const = 0;
    };

    template <class Client>
    struct held final : interface {
        explicit held(Client c) : client{std::move(c)} {}

        result<reply<converse_response>> converse(model_id model, converse_request const& request,
                                                  call_options const& options) const override {
            return client.converse(model, request, options);
        }
        result<any_stream<converse_stream_event>> converse_stream(
            model_id model, converse_request const& request, call_options const& options) const override {
            return any(client.converse_stream(model, request, options));
        }
        result<reply<invoke_model_response>> invoke_model(model_id model, invoke_model_request const& request,
                                                          call_options const& options) const override {
            return client.invoke_model(model, request, options);
        }
        result<any_stream<invoke_model_chunk>> invoke_model_with_response_stream(
            model_id model, invoke_model_request const& request, call_options const& options) const override {
            return any(client.invoke_model_with_response_stream(model, request, options));
        }

        template <class Stream>
        static result<any_stream<typename Stream::event>> any(result<Stream> opened) {
            if (!opened)
                return failure(std::move(opened.error()));
            return any_stream<typename Stream::event>{std::move(*opened)};
        }

        Client client;
    };

    std::shared_ptr<interface const> client_;
};

}  // namespace bedrock
