// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Only owns the precompiled header: support/main.cpp cannot, since it includes Catch2's in another way.
