# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

include(CMakePackageConfigHelpers)

set(bedrock_config_dir ${CMAKE_INSTALL_DATADIR}/cmake/bedrock)

install(
    TARGETS bedrock
    EXPORT bedrockTargets
    FILE_SET HEADERS COMPONENT bedrock)
install(EXPORT bedrockTargets NAMESPACE bedrock:: DESTINATION ${bedrock_config_dir} COMPONENT bedrock)

configure_package_config_file(cmake/bedrockConfig.cmake.in bedrockConfig.cmake
                              INSTALL_DESTINATION ${bedrock_config_dir})
write_basic_package_version_file(bedrockConfigVersion.cmake COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${PROJECT_BINARY_DIR}/bedrockConfig.cmake ${PROJECT_BINARY_DIR}/bedrockConfigVersion.cmake
        DESTINATION ${bedrock_config_dir} COMPONENT bedrock)

configure_file(cmake/bedrock.pc.in bedrock.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/bedrock.pc DESTINATION ${CMAKE_INSTALL_DATADIR}/pkgconfig COMPONENT bedrock)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT bedrock)

# Export sets of their own: who does not ask for the component is not asked for zlib,
if(TARGET bedrock_logs)
    install(TARGETS bedrock_logs EXPORT bedrockLogsTargets COMPONENT bedrock)
    install(
        EXPORT bedrockLogsTargets
        NAMESPACE bedrock::
        DESTINATION ${bedrock_config_dir}
        COMPONENT bedrock)
endif()

# nor for Beast's dependencies.
if(TARGET bedrock_emulator)
    install(TARGETS bedrock_emulator EXPORT bedrockEmulatorTargets COMPONENT emulator)
    install(
        EXPORT bedrockEmulatorTargets
        NAMESPACE bedrock::
        DESTINATION ${bedrock_config_dir}
        COMPONENT emulator)
    if(TARGET bedrock-emulator)
        install(TARGETS bedrock-emulator COMPONENT emulator)
    endif()
endif()
