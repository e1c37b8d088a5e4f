#include <isotrace/laws/haar.hpp>

#include <cmath>
#include <string>
#include <vector>

#include <isotrace/core/error.hpp>

#include "raw.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace {

namespace {

/// Subtracts from column j its projection onto the orthonormal columns before it.
template <Scalar S>
void project_off(BlockView<S> X, Index j, std::vector<Wide<S>>& coefficients) {
  coefficients.assign(static_cast<std::size_t>(j), Wide<S>(0));
  for (Index i = 0; i < X.rows; ++i) {
    const S* row = X.row(i);
    const auto x = static_cast<Wide<S>>(row[j]);
    for (Index k = 0; k < j; ++k) coefficients[k] += conjugate(static_cast<Wide<S>>(row[k])) * x;
  }
  for (Index i = 0; i < X.rows; ++i) {
    S* row = X.row(i);
    Wide<S> sum(0);
    for (Index k = 0; k < j; ++k) sum += static_cast<Wide<S>>(row[k]) * coefficients[k];
    row[j] -= static_cast<S>(sum);
  }
}

template <Scalar S>
double column_norm(BlockView<S> X, Index j) {
  double sum = 0;
  for (Index i = 0; i < X.rows; ++i) sum += squared_modulus(X(i, j));
  return std::sqrt(sum);
}

}  // namespace

template <class S>
void orthonormalise(BlockView<S> X) {
  if (X.cols > X.rows) {
    throw ShapeError("at most " + std::to_string(X.rows) +
                     " columns can be orthonormal in dimension " + std::to_string(X.rows) +
                     ", found " + std::to_string(X.cols));
  }
  std::vector<Wide<S>> coefficients;
  for (Index j = 0; j < X.cols; ++j) {
    for (int pass = 0; pass < 2; ++pass) project_off(X, j, coefficients);
    const double norm = column_norm(X, j);
    for (Index i = 0; i < X.rows; ++i) X(i, j) /= static_cast<Real<S>>(norm);
  }
}

template <class S>
void haar_isometry(const Stream& stream, Index index, BlockView<S> U) {
  if (U.rows != U.cols) {
    throw ShapeError("an isometry is square, found " + std::to_string(U.rows) + " x " +
                     std::to_string(U.cols));
  }
  normal_rows(stream, 0, index * U.cols, U, nullptr);
  orthonormalise(U);
}

#define INSTANTIATE(S)                        \
  template void orthonormalise(BlockView<S>); \
  template void haar_isometry(const Stream&, Index, BlockView<S>);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
