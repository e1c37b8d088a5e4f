#pragma once

#include <string>

#include <isotrace/core/error.hpp>
#include <isotrace/operators/operator_ref.hpp>

namespace isotrace::detail {

// Checks of the operators of a form.

inline std::string shape(Index rows, Index cols) {
  return std::to_string(rows) + " x " + std::to_string(cols);
}

template <Scalar S>
void require_square(const OperatorRef<S>& A, const char* what) {
  if (A.rows() != A.cols()) {
    throw ShapeError(std::string(what) + " must be square, found " + shape(A.rows(), A.cols()));
  }
  if (A.rows() == 0) throw ShapeError(std::string(what) + " is empty (0 x 0)");
}

/// Throws NotFiniteError if a value is not finite, naming the first row of Y that is not finite in
/// its column. Y is a product with an operator; a NaN or infinity in Y always reaches the value.
template <Scalar S>
void require_finite(ConstBlockView<S> Y, const Wide<S>* values);

}  // namespace isotrace::detail
