# The house, from the ground up. A file includes what is in its own room and in those before it:
# a room's sources are compiled with an include path of links to these, and to nothing else of ours,
# so that an include that goes up does not compile.
set(ISOTRACE_ROOMS
    include/isotrace/core lib/core lib/simd lib/parallel
    include/isotrace/laws samplers
    lib/linalg
    include/isotrace/metric lib/metric
    include/isotrace/operators lib/operators
    include/isotrace/exact lib/exact
    include/isotrace/trace lib/statistics lib/sampling lib/sketch lib/methods lib/trace
    include/isotrace/function lib/function
    include/isotrace/gradient lib/gradient
    include/isotrace/verify lib/verify)

file(GLOB folders RELATIVE ${PROJECT_SOURCE_DIR} CONFIGURE_DEPENDS
     ${PROJECT_SOURCE_DIR}/include/isotrace/* ${PROJECT_SOURCE_DIR}/lib/*)
foreach(folder ${folders})
  file(GLOB inside ${PROJECT_SOURCE_DIR}/${folder}/*.hpp ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
  if(inside AND NOT folder IN_LIST ISOTRACE_ROOMS)
    message(FATAL_ERROR "${folder} is no room: lib/layers.cmake lists ${ISOTRACE_ROOMS}")
  endif()
endforeach()

# The folder that a room's includes are looked up in.
function(isotrace_view room variable)
  set(view ${PROJECT_BINARY_DIR}/rooms/${room})
  file(REMOVE_RECURSE ${view})
  foreach(seen IN LISTS ISOTRACE_ROOMS)
    string(REPLACE "include/" "" link ${view}/${seen})
    get_filename_component(parent ${link} DIRECTORY)
    file(MAKE_DIRECTORY ${parent})
    file(CREATE_LINK ${PROJECT_SOURCE_DIR}/${seen} ${link} SYMBOLIC)
    if(seen STREQUAL room)
      break()
    endif()
  endforeach()
  set(${variable} ${view} PARENT_SCOPE)
endfunction()

# isotrace_room(target room libraries...): the room's sources, and the kernels in it once for every
# instruction set, become part of the target; they may include what the libraries' headers are.
function(isotrace_room target room)
  isotrace_view(${room} view)
  get_filename_component(name ${room} NAME)
  set(objects isotrace_room_${name})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${room}/*.cpp)
  set(kernels ${sources})
  list(FILTER sources EXCLUDE REGEX "/kernels/")
  list(FILTER kernels INCLUDE REGEX "/kernels/")
  add_library(${objects} OBJECT ${sources})
  set_target_properties(${objects} PROPERTIES
    POSITION_INDEPENDENT_CODE ON VISIBILITY_INLINES_HIDDEN ON)
  target_compile_features(${objects} PRIVATE cxx_std_20)
  target_compile_options(${objects} PRIVATE -Wall -Wextra -Wpedantic
                         $<$<BOOL:${ISOTRACE_WERROR}>:-Werror>)
  target_include_directories(${objects} PRIVATE ${view})
  target_link_libraries(${objects} PRIVATE ${ARGN})
  if(NOT BUILD_SHARED_LIBS)
    # A static library shares Eigen's inline functions with its users, and with them the alignment
    # that Eigen otherwise takes from each file's instruction set.
    target_compile_definitions(${objects} PRIVATE EIGEN_MAX_ALIGN_BYTES=16)
  endif()
  target_sources(${target} PRIVATE $<TARGET_OBJECTS:${objects}>)
  if(kernels)
    isotrace_kernels(${target} ${objects} ${kernels})
    foreach(isa ${ISOTRACE_ISAS})
      target_include_directories(${objects}_${isa} PRIVATE ${view})
    endforeach()
  endif()
endfunction()
