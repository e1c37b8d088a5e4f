# The ways to an installed isotrace beside find_package: pkg-config, Debian's packages; and which versions
# work for each other.
find_program(PKG_CONFIG pkg-config)
find_program(DPKG_SHLIBDEPS dpkg-shlibdeps)
mark_as_advanced(PKG_CONFIG DPKG_SHLIBDEPS)

# pkg_config_test(name prefix libdir options...): programs by pkg-config alone on the tree in prefix.
function(pkg_config_test name prefix libdir)
  if(NOT PKG_CONFIG)
    skipped_test(${name} "pkg-config is not installed")
    return()
  endif()
  string(MAKE_C_IDENTIFIER ${name} folder)
  install_test(${name} ${CMAKE_CURRENT_SOURCE_DIR}/pkg_config.sh ${CMAKE_CXX_COMPILER} ${prefix}
               ${libdir} ${CMAKE_CURRENT_BINARY_DIR}/${folder} ${ARGN})
endfunction()

set(needs staged)
pkg_config_test("programs are built by pkg-config alone" ${stage} ${CMAKE_INSTALL_LIBDIR})

if(BUILD_SHARED_LIBS)
  install_test("versions that find_package takes for each other have one SONAME" ${CMAKE_COMMAND}
               -DREADELF=${CMAKE_READELF} -DLIBRARY=$<TARGET_FILE:isotrace>
               -DCONFIG_VERSION=${PROJECT_BINARY_DIR}/isotraceConfigVersion.cmake
               -DVERSION=${PROJECT_VERSION} -P ${CMAKE_CURRENT_SOURCE_DIR}/soname.cmake)
endif()
math(EXPR next "${PROJECT_VERSION_MINOR} + 1")
install_test("a later version is asked for in vain" ${CMAKE_COMMAND}
             -S ${CMAKE_CURRENT_SOURCE_DIR}/outside -B ${outside}-later
             -DCMAKE_PREFIX_PATH=${stage} -DVERSION=${PROJECT_VERSION_MAJOR}.${next})
set_tests_properties("install:a later version is asked for in vain" PROPERTIES
  PASS_REGULAR_EXPRESSION "isotraceConfig.cmake, version: ${PROJECT_VERSION}")

# Debian's packages, installed below a root of their own.
if(NOT BUILD_SHARED_LIBS OR NOT TARGET isotrace_cli)
  return()
endif()
set(name "Debian's packages are built, and dpkg installs them")
if(NOT DPKG_SHLIBDEPS)
  skipped_test(${name} "dpkg-shlibdeps is not installed")
  return()
endif()
set(debian ${CMAKE_CURRENT_BINARY_DIR}/debian)
set(needs "")
install_test(${name} ${CMAKE_CURRENT_SOURCE_DIR}/debian.sh ${CMAKE_CPACK_COMMAND}
             ${PROJECT_BINARY_DIR}/CPackConfig.cmake ${debian} ${PROJECT_VERSION}
             ${ISOTRACE_SOVERSION})
set_tests_properties("install:${name}" PROPERTIES FIXTURES_SETUP debian)
set(needs debian)
install_test("the program of Debian's package finds its libraries"
             ${debian}/root/usr/bin/isotrace --version)
outside_build("an outside project builds on Debian's packages" ${outside}-debian outside_debian
              ${CMAKE_CXX_COMPILER} -DCMAKE_PREFIX_PATH=${debian}/root/usr -DPROGRAMS=verified)
pkg_config_test("programs are built by pkg-config on Debian's packages" ${debian}/root/usr
                ${CMAKE_INSTALL_LIBDIR})
set(needs outside_debian)
install_test("what was built on Debian's packages runs" ${outside}-debian/verified)
