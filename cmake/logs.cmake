# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

# The one use of zlib among the headers: logs/gzip.hpp and logs/file.hpp, which read invocation logs as S3 holds them.
# Where zlib is not there, neither is the target; who does not link it is not asked for zlib.

find_package(ZLIB QUIET)

if(ZLIB_FOUND)
    add_library(bedrock_logs INTERFACE)
    add_library(bedrock::logs ALIAS bedrock_logs)
    set_target_properties(bedrock_logs PROPERTIES EXPORT_NAME logs)
    target_link_libraries(bedrock_logs INTERFACE bedrock ZLIB::ZLIB)
endif()
