// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <bedrock/call/commands.hpp>
#include <bedrock/core/place.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/tokens.hpp>

/// What a simulation is told and tells: calls to be made, the answers to their tries, their outcomes.
namespace bedrock::testing {

/// A try as the script sees it. Times count from the driver's beginning.
struct scripted_try {
    place const& where;
    std::size_t call = 0;  ///< as `start` numbered it
    int attempt = 1;
    std::chrono::nanoseconds now{};
    tokens_asked asked{};
    std::size_t client = 0;  ///< that makes the call
};

/// What becomes of a try: its end after `latency`, well unless `failed` says how not.
struct scripted_answer {
    std::chrono::milliseconds latency{};
    std::optional<call::failed_try> failed{};
    std::optional<std::chrono::milliseconds>
        first_content{};                ///< of a stream; none: all of it comes at its end
    std::optional<tokens_used> used{};  ///< as the service reports it
    std::string request_id{};

    static constexpr std::chrono::milliseconds silence = std::chrono::milliseconds::max();  ///< no end comes

    /// A refusal by the service: an answer that says why not.
    static scripted_answer refusal(error_kind kind, std::chrono::milliseconds latency = {}, int status = 0,
                                   std::string code = {}) {
        return {
            .latency = latency,
            .failed = call::failed_try{
                .what = {.kind = kind, .code = std::move(code), .message = "as scripted", .status = status},
                .answered = true,
                .left_whole = true}};
    }
};

/// A call to be simulated. Times count from the driver's beginning; a deadline counts from `at`.
struct scripted_call {
    std::chrono::milliseconds at{};
    std::string model{"anthropic.claude-3-haiku-20240307-v1:0"};
    tokens_asked asked{};
    std::optional<std::chrono::milliseconds> deadline{};  ///< else as `times` says
    std::optional<std::chrono::milliseconds> cancel_at{};
    std::optional<std::uint64_t> seed{};  ///< of this call's chance; none: made from its number
    std::uint64_t session = 0;            ///< `call::session_key` of the caller's session; 0: none
    std::uint64_t tenant = 0;             ///< the same of the tenant
    std::size_t client = 0;               ///< that makes it, of `virtual_driver::clients`
};

/// How a simulated call went.
struct scripted_outcome {
    bool over = false;
    std::optional<error> failure{};  ///< none for a success
    bedrock::story story{};
    std::chrono::nanoseconds begun{};
    std::chrono::nanoseconds ended{};

    bool succeeded() const { return over && !failure; }
};

namespace detail {

struct script {
    script() = default;
    script(script const&) = delete;
    script& operator=(script const&) = delete;
    virtual ~script() = default;
    virtual scripted_answer operator()(scripted_try const&) = 0;
    virtual void ended(std::size_t call, std::chrono::nanoseconds now) = 0;
    virtual void over(std::size_t call, scripted_outcome const&) = 0;
};

template <class F>
struct script_of final : script {
    explicit script_of(F f) : answer{std::move(f)} {}
    scripted_answer operator()(scripted_try const& t) override { return answer(t); }
    void ended(std::size_t call, std::chrono::nanoseconds now) override {
        if constexpr (requires { answer.ended(call, now); })
            answer.ended(call, now);
    }
    void over(std::size_t call, scripted_outcome const& o) override {
        if constexpr (requires { answer.over(call, o); })
            answer.over(call, o);
    }
    F answer;
};

}  // namespace detail

}  // namespace bedrock::testing
