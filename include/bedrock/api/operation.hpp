// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <bedrock/core/http.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/tokens.hpp>
#include <bedrock/event_stream/message.hpp>

namespace bedrock::api {

/// A typed request turned into what goes on the wire, without host and authentication. Reused from call to
/// call.
struct wire_request {
    std::string_view method{};
    std::string path;     ///< begins with `/`, percent-encoded
    std::string query;    ///< percent-encoded, without `?`
    header_list headers;  ///< of the operation itself
    std::string body;
    std::size_t model_at = 0;    ///< where in `path` the model's ID stands, …
    std::size_t model_size = 0;  ///< … percent-encoded; 0: it is not in it

    void clear() {
        method = {};
        path.clear();
        query.clear();
        headers.clear();
        body.clear();
        model_at = model_size = 0;
    }
};

/// A reply as it came; views.
struct wire_reply {
    int status = 0;
    header_list const* headers = nullptr;
    std::string_view body{};
};

/// An operation of the service: one struct of static functions, in a header of its own.
///
/// | expression                     | returns                 | means                                     |
/// |--------------------------------|-------------------------|-------------------------------------------|
/// | `O::name`, `O::service`        | string_view             | `Converse`; its endpoint prefix, `bedrock-runtime` |
/// | `O::encode(model, req, out)`   | `result<void>`          | what goes on the wire; `refused_locally` if it would be invalid |
/// | `O::encode(req, out)`          | `result<void>`          | the same, of an operation that is of no model |
/// | `O::decode(reply)`             | `result<O::response>`   | of a reply with status 2xx                |
/// | `O::asked(req, wire)`          | `tokens_asked`          | optional: for admission, after `encode`; without it the quota slot is not asked |
/// | `O::used(response)`            | `optional<tokens_used>` | optional: what the service says it used   |
template <class O>
concept named_operation = requires {
    typename O::request;
    { O::name } -> std::convertible_to<std::string_view>;
    { O::service } -> std::convertible_to<std::string_view>;
};

/// One whose path names a model.
template <class O>
concept model_operation =
    named_operation<O> &&
    requires(std::string_view model, typename O::request const& request, wire_request& wire) {
        { O::encode(model, request, wire) } -> std::same_as<result<void>>;
    };

/// One that is of no model: the control plane.
template <class O>
concept plain_operation =
    named_operation<O> && requires(typename O::request const& request, wire_request& wire) {
        { O::encode(request, wire) } -> std::same_as<result<void>>;
    };

template <class O>
concept operation = model_operation<O> || plain_operation<O>;

/// One that is inference: the quota slot counts it.
template <class O>
concept metered = requires(typename O::request const& request, wire_request const& wire) {
    { O::asked(request, wire) } -> std::same_as<tokens_asked>;
};

template <class O>
concept whole_operation = operation<O> && requires(wire_reply const& reply) {
    { O::decode(reply) } -> std::same_as<result<typename O::response>>;
};

/// An operation that answers with an event stream.
///
/// | expression              | returns                      | means                                       |
/// |-------------------------|------------------------------|---------------------------------------------|
/// | `O::decode(message)`    | `result<optional<O::event>>` | none: an unknown event, to be passed over; an exception event is an error |
/// | `O::has_content(event)` | bool                         | the reader has got something: no retry from here on |
/// | `O::is_stop(event)`     | bool                         | without such an event the stream's end is an error |
/// | `O::used(event)`        | `optional<tokens_used>`      | where the service reports usage             |
/// | `O::output_size(event)` | `std::size_t`                | bytes of generated text, to estimate usage when the stream breaks |
template <class O>
concept stream_operation =
    operation<O> && requires(event_stream::message const& message, typename O::event const& event) {
        { O::decode(message) } -> std::same_as<result<std::optional<typename O::event>>>;
        { O::has_content(event) } -> std::same_as<bool>;
        { O::is_stop(event) } -> std::same_as<bool>;
        { O::used(event) } -> std::same_as<std::optional<tokens_used>>;
        { O::output_size(event) } -> std::same_as<std::size_t>;
    };

}  // namespace bedrock::api
