// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

/// Laws that any policy of a slot keeps, whoever wrote it: `check_region`, `check_retry`, `check_quota`.

#include <bedrock/testing/laws/quota.hpp>
#include <bedrock/testing/laws/region.hpp>
#include <bedrock/testing/laws/report.hpp>
#include <bedrock/testing/laws/retry.hpp>
