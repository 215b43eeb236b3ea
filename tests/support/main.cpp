// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Catch2 2 is compiled here, once for all test programs; Catch2 3 brings a main of its own.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
