# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

# The one compiled part: a Bedrock on loopback, for tests (ours and a user's). Beast stays inside it.

find_package(OpenSSL 3 REQUIRED COMPONENTS SSL Crypto)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)

file(GLOB bedrock_emulator_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/emulator/*.cpp)
list(REMOVE_ITEM bedrock_emulator_sources ${PROJECT_SOURCE_DIR}/tests/emulator/main.cpp)

if(bedrock_emulator_sources)
    add_library(bedrock_emulator STATIC ${bedrock_emulator_sources})
    add_library(bedrock::emulator ALIAS bedrock_emulator)
    set_target_properties(bedrock_emulator PROPERTIES EXPORT_NAME emulator CXX_EXTENSIONS OFF)
    target_link_libraries(
        bedrock_emulator
        PUBLIC bedrock
        PRIVATE OpenSSL::SSL OpenSSL::Crypto Threads::Threads ZLIB::ZLIB)
    if(TARGET bedrock_warnings)
        target_link_libraries(bedrock_emulator PRIVATE $<BUILD_INTERFACE:bedrock_warnings>)
    endif()

    if(EXISTS ${PROJECT_SOURCE_DIR}/tests/emulator/main.cpp)
        add_executable(bedrock-emulator ${PROJECT_SOURCE_DIR}/tests/emulator/main.cpp)
        set_target_properties(bedrock-emulator PROPERTIES CXX_EXTENSIONS OFF)
        target_link_libraries(bedrock-emulator PRIVATE bedrock_emulator)
        if(TARGET bedrock_warnings)
            target_link_libraries(bedrock-emulator PRIVATE bedrock_warnings)
        endif()
    endif()
endif()
