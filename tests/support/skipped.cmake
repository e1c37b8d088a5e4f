# Runs the tests on real data with an empty data folder. All of them must be counted as skipped, and
# the one other test must pass.
set(empty ${TESTS}/no_data)
file(MAKE_DIRECTORY ${empty})
set(ENV{ISOTRACE_DATA} ${empty})
execute_process(
  COMMAND ${CTEST} --test-dir ${TESTS} -C ${CONFIG}
          -R "^(unit|exact):real data: |^unit:matrix market: an array file is read column by column$"
  OUTPUT_VARIABLE output RESULT_VARIABLE status)
message("${output}")
string(REGEX MATCHALL "real data: [^\n]*Skipped +[0-9.]+ sec" skipped "${output}")
list(LENGTH skipped count)
if(NOT status EQUAL 0 OR count LESS 6 OR NOT output MATCHES "0 tests failed out of 7")
  message(FATAL_ERROR "${count} tests were skipped, expected 6 of 7; status ${status}")
endif()
