# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

# How this project builds its own programs. None of it reaches a consumer.

option(BEDROCK_NO_EXCEPTIONS "Build our programs, the emulator apart, without exceptions and RTTI" OFF)

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_CXX_EXTENSIONS OFF)

# Paths and comments hash alike from every build tree, so trees with equal flags share their objects.
find_program(BEDROCK_CCACHE ccache)
if(BEDROCK_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros ${BEDROCK_CCACHE})
endif()

add_library(bedrock_warnings INTERFACE)
# Where files are compiled as one, a name may shadow one of another file.
target_compile_options(bedrock_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion
                                                  $<$<NOT:$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>>:-Wshadow>)

# What examples, tests and benchmarks link.
add_library(bedrock_own INTERFACE)
target_link_libraries(bedrock_own INTERFACE bedrock::bedrock bedrock_warnings)
if(BEDROCK_NO_EXCEPTIONS)
    target_compile_options(bedrock_own INTERFACE -fno-exceptions -fno-rtti)
endif()

# The target that compiles each header alone is CMake's own and takes its flags from the interface it verifies.
target_compile_options(
    bedrock INTERFACE $<BUILD_INTERFACE:$<$<STREQUAL:$<TARGET_PROPERTY:NAME>,bedrock_verify_interface_header_sets>:-Wall;-Wextra;-Wpedantic;-Wconversion;-Wshadow>>)
