// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// On the include path only where Catch2 is version 3, which has no header of this name.
#pragma once

#include <catch2/catch_all.hpp>
