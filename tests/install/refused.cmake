# refused.cpp compiles with CASE 0, and with each other one it fails with one error, whose sentence
# stands here.
set(sentences
  "the matrix's scalar does not fit into the metric's without loss"
  "the matrix's scalar does not fit into the metric's without loss"
  "an operator is a matrix of Eigen's, or has rows"
  "a matrix is not yet a metric"
  "a metric has dim"
  "a form has dim"
  "the form is over another scalar"
  "a temporary that can be neither moved nor copied"
  "a sparse matrix makes a SparseMetric"
  "a dense matrix makes a DenseMetric"
  "the matrix's scalar does not fit into the metric's without loss"
  "the matrix's scalar does not fit into the metric's without loss"
  "the metric is over another scalar"
  "seems to have an adjoint under another name"
  "a metric names its scalar"
  "a DiagonalMetric takes a vector of real weights"
  "apply_adjoint is there but cannot be called"
  "a law has name"
  "an estimator is called with an EstimatorProblem"
  "check(Field, Index) const of a law"
  "scales() of a law goes with draw_rows"
  "the adjoint of a function_operator is called as"
  "the operator takes its output as a matrix by value"
  "an operator is a matrix of Eigen's, or has rows"
  "reentrant is a static constexpr bool"
  "a form has dim"
  "cost() is const and returns the seconds"
  "a function_operator is called as"
  "the function takes its output as a matrix by value")

# compiled(CASE): whether it compiles, and in `said` what the compiler says.
function(compile case)
  execute_process(
    COMMAND ${COMPILER} -std=c++20 -fsyntax-only -DCASE=${case} -I${INCLUDE} -isystem ${EIGEN}
            ${CMAKE_CURRENT_LIST_DIR}/refused.cpp
    RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
  set(status ${status} PARENT_SCOPE)
  set(said "${said}" PARENT_SCOPE)
endfunction()

compile(0)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "case 0 does not compile:\n${said}")
endif()
set(case 0)
foreach(sentence IN LISTS sentences)
  math(EXPR case "${case} + 1")
  compile(${case})
  string(REGEX MATCHALL " error: " errors "${said}")
  list(LENGTH errors count)
  string(FIND "${said}" "${sentence}" place)
  if(status EQUAL 0 OR place EQUAL -1 OR NOT count EQUAL 1)
    message(SEND_ERROR "case ${case}: found ${count} errors, expected one that says '${sentence}':\n"
                       "${said}")
  endif()
endforeach()
