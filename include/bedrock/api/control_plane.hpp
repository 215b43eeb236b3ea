// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

// All operations of Bedrock's control plane and of Service Quotas, and their pages. `client.hpp` has none of
// them.

#include <bedrock/api/create_inference_profile.hpp>
#include <bedrock/api/delete_inference_profile.hpp>
#include <bedrock/api/delete_model_invocation_logging_configuration.hpp>
#include <bedrock/api/get_foundation_model.hpp>
#include <bedrock/api/get_foundation_model_availability.hpp>
#include <bedrock/api/get_inference_profile.hpp>
#include <bedrock/api/get_model_invocation_logging_configuration.hpp>
#include <bedrock/api/get_provisioned_model_throughput.hpp>
#include <bedrock/api/get_service_quota.hpp>
#include <bedrock/api/list_aws_default_service_quotas.hpp>
#include <bedrock/api/list_foundation_models.hpp>
#include <bedrock/api/list_inference_profiles.hpp>
#include <bedrock/api/list_provisioned_model_throughputs.hpp>
#include <bedrock/api/list_service_quotas.hpp>
#include <bedrock/api/pages.hpp>
#include <bedrock/api/put_model_invocation_logging_configuration.hpp>
