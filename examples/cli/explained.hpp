// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string_view>

#include <bedrock/catalog/explain.hpp>
#include <bedrock/core/error.hpp>
#include <bedrock/core/model_id.hpp>

namespace cli {

/// The error of a call with this ID, with what the catalogue knows of the model.
inline bedrock::error explained(bedrock::error e, std::string_view id) {
    e.remedy = bedrock::catalog::explain(e, bedrock::model_id::parse(id));
    return e;
}

}  // namespace cli
