# Configures the project PARENT, which has ISOTRACE as a part of itself, in an empty FOLDER with OPTIONS,
# builds TARGETS, and fails unless the parent's library is of type KIND, the parent's test is the only
# one and, where INSTALLED is set, a regular expression, all that is installed matches it.
separate_arguments(OPTIONS)
separate_arguments(TARGETS)
file(REMOVE_RECURSE ${FOLDER})
execute_process(
  COMMAND ${CMAKE_COMMAND} -S ${PARENT} -B ${FOLDER} -G ${GENERATOR} -DISOTRACE=${ISOTRACE} ${OPTIONS}
  OUTPUT_VARIABLE said COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
if(NOT said MATCHES "the parent's library is a ${KIND}\n")
  message(FATAL_ERROR "expected 'the parent's library is a ${KIND}', found\n${said}")
endif()

execute_process(COMMAND ${CMAKE_CTEST_COMMAND} --test-dir ${FOLDER} -N
                OUTPUT_VARIABLE tests COMMAND_ERROR_IS_FATAL ANY)
if(NOT tests MATCHES "\nTotal Tests: 1\n")
  message(FATAL_ERROR "expected the parent's test alone, found\n${tests}")
endif()

execute_process(COMMAND ${CMAKE_COMMAND} --build ${FOLDER} --target ${TARGETS}
                COMMAND_ERROR_IS_FATAL ANY)
if(INSTALLED)
  execute_process(COMMAND ${CMAKE_COMMAND} --install ${FOLDER} --prefix ${FOLDER}/stage
                  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  file(GLOB_RECURSE files RELATIVE ${FOLDER}/stage ${FOLDER}/stage/*)
  list(FILTER files EXCLUDE REGEX "${INSTALLED}")
  if(files)
    message(FATAL_ERROR "expected that all that is installed matches ${INSTALLED}, found ${files}")
  endif()
endif()
