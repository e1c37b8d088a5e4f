#pragma once

#include <utility>

#include <cli/arguments.hpp>
#include <input/input_error.hpp>
#include <isotrace/core/error.hpp>

namespace isotrace::program {

/// The field of a problem: that of its files, unless the arguments say otherwise. Throws
/// OptionError for `--field real` with a complex file.
inline Field field_of_problem(const ProblemInput& input, const std::string& asked) {
  if (asked == "complex") return Field::complex;
  if (asked == "real" && input.field() == Field::complex) {
    throw OptionError("--field: found real, expected complex, the field of " +
                      shown_path(input.first_complex()->path()));
  }
  return input.field();
}

/// Calls f.template operator()<S>() with the scalar of a field and precision.
template <class F>
auto with_scalar(Field field, bool single, F&& f) {
  if (field == Field::real) {
    return single ? f.template operator()<float>() : f.template operator()<double>();
  }
  return single ? f.template operator()<std::complex<float>>()
                : f.template operator()<std::complex<double>>();
}

}  // namespace isotrace::program
