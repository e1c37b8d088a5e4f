# What an installed isotrace is found by, find_package and pkg-config, and its headers. Wherever the
# tree is moved to it is found: all paths are relative.
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/isotrace)
configure_package_config_file(lib/isotraceConfig.cmake.in isotraceConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(isotraceConfigVersion.cmake
                                 COMPATIBILITY ${ISOTRACE_COMPATIBILITY})
install(FILES ${PROJECT_BINARY_DIR}/isotraceConfig.cmake
              ${PROJECT_BINARY_DIR}/isotraceConfigVersion.cmake
        DESTINATION ${package_dir} COMPONENT isotrace_development)
install(EXPORT isotraceTargets NAMESPACE isotrace:: DESTINATION ${package_dir}
        COMPONENT isotrace_development)

# A shared library names what it needs itself; what a static one needs, each program that is linked
# with it needs, and Eigen's alignment as in the library's own files (layers.cmake).
if(BUILD_SHARED_LIBS)
  set(pc_requires eigen3)
  set(pc_libraries "")
  set(pc_flags "")
else()
  set(pc_requires eigen3 tbb fmt)
  get_target_property(pc_libraries isotrace LINK_LIBRARIES)
  list(FILTER pc_libraries INCLUDE REGEX "^/")  # OpenBLAS, where it was found, AMD and Scotch
  list(JOIN pc_libraries " " pc_libraries)
  set(pc_flags -DEIGEN_MAX_ALIGN_BYTES=16)
endif()
list(JOIN pc_requires ", " pc_requires)
set(pc_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH pc_to_prefix ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
foreach(file isotrace isotrace-verification)
  configure_file(lib/${file}.pc.in ${file}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${file}.pc DESTINATION ${pc_dir}
          COMPONENT isotrace_development)
endforeach()

install(DIRECTORY include/isotrace TYPE INCLUDE COMPONENT isotrace_development
        FILES_MATCHING PATTERN "*.hpp")
install(FILES LICENSE TYPE DOC COMPONENT isotrace_license)
