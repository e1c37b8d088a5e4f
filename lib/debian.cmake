# Debian packages of a shared build: cpack -G DEB makes
#   libisotrace0.1   the shared libraries; the name ends in the SONAME's version (Debian policy 8.1),
#                    so that the libraries of two versions can be installed side by side; it
#                    provides libisotrace0, for those who ask for any library of that major version
#   libisotrace-dev  headers, links, find_package and pkg-config
#   isotrace         the program
# The libraries go to CMAKE_INSTALL_LIBDIR: with -DCMAKE_INSTALL_PREFIX=/usr that is Debian's folder
# of the architecture, else /usr/lib.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME isotrace)
set(CPACK_PACKAGE_CONTACT "The isotrace authors <maintainers@users.noreply.b-seed-18f4196a.example>")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL isotrace_runtime isotrace_development)
if(ISOTRACE_PROGRAM)
  list(APPEND CPACK_COMPONENTS_ALL isotrace_program)
endif()

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)  # Depends, from the libraries that are really used
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR}/lib ${PROJECT_BINARY_DIR}/samplers)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)  # what a package that uses the libraries depends on
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")

set(library libisotrace${ISOTRACE_SOVERSION})
set(CPACK_DEBIAN_ISOTRACE_RUNTIME_PACKAGE_NAME ${library})
set(CPACK_DEBIAN_ISOTRACE_RUNTIME_PACKAGE_SECTION libs)
if(NOT ISOTRACE_SOVERSION STREQUAL PROJECT_VERSION_MAJOR)
  set(CPACK_DEBIAN_ISOTRACE_RUNTIME_PACKAGE_PROVIDES
      "libisotrace${PROJECT_VERSION_MAJOR} (= ${PROJECT_VERSION})")
endif()
set(CPACK_COMPONENT_ISOTRACE_RUNTIME_DESCRIPTION "${PROJECT_DESCRIPTION}: shared libraries")

set(CPACK_DEBIAN_ISOTRACE_DEVELOPMENT_PACKAGE_NAME libisotrace-dev)
set(CPACK_DEBIAN_ISOTRACE_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_ISOTRACE_DEVELOPMENT_PACKAGE_DEPENDS "libeigen3-dev (>= 3.4)")
set(CPACK_COMPONENT_ISOTRACE_DEVELOPMENT_DEPENDS isotrace_runtime)
set(CPACK_COMPONENT_ISOTRACE_DEVELOPMENT_DESCRIPTION "${PROJECT_DESCRIPTION}: what programs are built with")

set(CPACK_DEBIAN_ISOTRACE_PROGRAM_PACKAGE_NAME isotrace)
set(CPACK_DEBIAN_ISOTRACE_PROGRAM_PACKAGE_SECTION math)
set(CPACK_COMPONENT_ISOTRACE_PROGRAM_DEPENDS isotrace_runtime)
set(CPACK_COMPONENT_ISOTRACE_PROGRAM_DESCRIPTION "${PROJECT_DESCRIPTION}: the program")

# Each package states its copyright; a plain installation does not have these copies.
set(package_isotrace_runtime ${library})
set(package_isotrace_development libisotrace-dev)
set(package_isotrace_program isotrace)
foreach(component ${CPACK_COMPONENTS_ALL})
  install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/${package_${component}}
          RENAME copyright COMPONENT ${component} EXCLUDE_FROM_ALL)
endforeach()

include(CPack)
