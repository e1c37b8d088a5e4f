# isotrace as a part of another project: whether libraries are shared, the build type, the tests and what
# is installed are the parent's affair.
set(parent ${CMAKE_CURRENT_BINARY_DIR}/parent)

# parent_test(name folder kind targets installed options): see parent.cmake.
function(parent_test name folder kind targets installed options)
  string(APPEND options " -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER}"
                        " -DCMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER}")
  install_test(${name} ${CMAKE_COMMAND} -DPARENT=${CMAKE_CURRENT_SOURCE_DIR}/parent
               -DISOTRACE=${PROJECT_SOURCE_DIR} -DFOLDER=${folder} "-DOPTIONS=${options}"
               -DGENERATOR=${CMAKE_GENERATOR}
               -DKIND=${kind} "-DTARGETS=${targets}" -DINSTALLED=${installed}
               -DCMAKE_CTEST_COMMAND=${CMAKE_CTEST_COMMAND}
               -P ${CMAKE_CURRENT_SOURCE_DIR}/parent.cmake)
endfunction()

set(needs "")
parent_test("a parent of shared libraries, in Debug, keeps its settings" ${parent}-shared
            SHARED_LIBRARY "own isotrace_samplers" "^lib/libown\\.so$"
            "-DBUILD_SHARED_LIBS=ON -DCMAKE_BUILD_TYPE=Debug")
parent_test("a parent that says nothing keeps its settings" ${parent}-silent
            STATIC_LIBRARY own "^lib/libown\\.a$" "")

# A static library, at the least cost of compiling it: by its parent, and installed. (It shares Eigen's
# inline functions with its user: both are compiled for one instruction set.)
parent_test("a parent of static libraries builds isotrace, and keeps its settings" ${parent}-static
            STATIC_LIBRARY "own verified" "own|isotrace"
            "-DBUILD_SHARED_LIBS=OFF -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O0 -DISOTRACE_INSTALL=ON")
set_tests_properties(
  "install:a parent of static libraries builds isotrace, and keeps its settings" PROPERTIES
  FIXTURES_SETUP static TIMEOUT 1800)
set(needs static)
install_test("a program of the parent's runs" ${parent}-static/verified)
pkg_config_test("programs are built by pkg-config with static libraries" ${parent}-static/stage
                ${CMAKE_INSTALL_LIBDIR} --static)
outside_build("an outside project builds with static libraries" ${outside}-static outside_static
              ${CMAKE_CXX_COMPILER} -DCMAKE_PREFIX_PATH=${parent}-static/stage
              "-DPROGRAMS=verified values")
set(needs "outside_static;values")
install_test("programs with static libraries have the shared ones' values" ${CMAKE_COMMAND} -E env sh -c
             "${outside}-static/verified && ${outside}-static/values compare ${outside}/values.txt")
