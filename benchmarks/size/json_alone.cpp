// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// What the compile time of one_converse.cpp is measured against.

#include <nlohmann/json.hpp>
