// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string_view>

#include "question.hpp"
#include "reply.hpp"

namespace bedrock::testing::emulation {

/// A request that was accepted: everything its answer is made of.
struct accepted_question {
    question asked{};
    acceptance granted{};
    std::string_view base_model{};
    std::string_view request_id{};
};

/// The good answer, in the format asked for, whole or as a stream.
draft answer(accepted_question const&, bool streaming);

}  // namespace bedrock::testing::emulation
