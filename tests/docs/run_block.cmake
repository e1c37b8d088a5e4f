# PROGRAM ends well, and prints what EXPECTED, the block below it on the page, says; where there is
# none, anything. What goes to standard error is not compared.
execute_process(COMMAND ${PROGRAM} RESULT_VARIABLE status OUTPUT_VARIABLE printed)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${PAGE}: the program ended with ${status}, expected 0; it printed\n${printed}")
endif()
message("${printed}")
if(EXISTS ${EXPECTED})
  file(READ ${EXPECTED} expected)
  if(NOT printed STREQUAL expected)
    message(FATAL_ERROR "${PAGE} says\n${expected}but the program printed\n${printed}")
  endif()
endif()
