// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <bedrock/region/concept.hpp>

/// The quota slot keeps no count anywhere.
inline constexpr bedrock::region::room_view no_room{
    nullptr, [](void const*, std::string_view) { return bedrock::region::room{}; }};
