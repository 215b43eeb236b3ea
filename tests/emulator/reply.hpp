// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/testing/fault.hpp>
#include <bedrock/testing/service_model.hpp>

#include "frames.hpp"
#include "refusal.hpp"

/// An answer in two states. A `draft` says what is meant (a body, or events with their times) and is what
/// faults change; `lay_out` turns it into a `script`, the bytes and pauses that the connection plays without
/// understanding.
namespace bedrock::testing::emulation {

/// What the connection does after the last byte.
enum class ending : std::uint8_t { keep, close, reset };

struct step {
    std::chrono::nanoseconds wait{};  ///< before these bytes
    std::string bytes{};
    std::int64_t tokens = 0;  ///< output tokens that are used up once this step has begun
};

struct script {
    std::vector<step> steps{};
    ending end = ending::keep;
    bool endless = false;      ///< the last step again and again
    std::uint64_t ticket = 0;  ///< of the model, to be settled; 0: there is none
    service::usage used{};     ///< without the output: that is counted by the steps
};

struct draft {
    int status = 200;
    std::string request_id{};
    std::string content_type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers{};  ///< besides the usual ones
    std::string body{};                                          ///< of an answer in one piece
    std::chrono::nanoseconds wait{};                             ///< before the first byte
    std::int64_t tokens = 0;                                     ///< of the body

    struct event {
        frame what{};
        std::chrono::nanoseconds wait{};
        std::int64_t tokens = 0;
        bool content = false;  ///< a piece of the answer's text
        bool corrupt = false;  ///< one bit of the payload's middle is to be wrong
        std::string raw{};     ///< these bytes in place of `what`
    };
    bool streaming = false;
    std::vector<event> events{};

    bool last = false;  ///< the client asked for the connection's end

    // What faults ask for.
    ending end = ending::keep;
    std::optional<std::size_t> stop_after{};  ///< bytes of the whole reply, then `end`
    bool finished = true;                     ///< false: no final chunk, or only half of the body
    bool chunked_body = false;                ///< a body in one piece, but without a length
    bool endless = false;
    std::size_t filler = 0;  ///< bytes of idle headers
    std::optional<std::pair<std::size_t, std::chrono::nanoseconds>>
        pause{};  ///< in a body, after so many bytes
    std::int64_t bytes_per_second = 0;

    std::uint64_t ticket = 0;
    service::usage used{};
};

/// The answer to a refused request; the text's name is `Message` where the service's gateway writes it so.
draft refuse(refusal const&, std::string request_id);

/// Makes of a good answer what the fault wants. Not for errors (see `error_of`) and the clock.
void apply(fault const&, draft&);

/// The error that a fault of such a kind stands for; nothing if it is of another kind.
std::optional<refusal> error_of(fault const&);

script lay_out(draft, std::chrono::system_clock::time_point date);

}  // namespace bedrock::testing::emulation
