// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/core/result.hpp>

bedrock::error from_the_other_file() {
    return {
        .kind = bedrock::error_kind::throttled, .message = "said by one file", .remedy = "shown by another"};
}
