// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string>

#include "question.hpp"
#include "reply.hpp"

namespace bedrock::testing::emulation {

/// A request that was accepted: everything its answer is made of.
struct accepted_question {
    question asked{};
    service::acceptance granted{};
    std::string base_model{};
    std::string request_id{};
};

/// The good answer, in the format asked for, whole or as a stream.
draft answer(accepted_question const&, bool streaming);

/// The body that the invocation log has of it, when so many tokens were sent: the whole answer, put together
/// where it was a Converse stream; of the other stream an array of its events.
std::string logged_output(accepted_question const&, bool streaming, std::int64_t tokens);

}  // namespace bedrock::testing::emulation
