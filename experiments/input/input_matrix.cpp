#include <input/input_matrix.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include <input/input_error.hpp>

namespace isotrace::program {
namespace {

template <class S>
S mirrored(Symmetry symmetry, S value) {
  switch (symmetry) {
    case Symmetry::skew_symmetric: return -value;
    case Symmetry::hermitian: return conjugate(value);
    default: return value;
  }
}

// The largest of |re|, |im|: what must fit the range of the target's real type.
double magnitude(double x) {
  return std::abs(x);
}
double magnitude(std::complex<double> x) {
  return std::max(std::abs(x.real()), std::abs(x.imag()));
}

template <Scalar S, class T>
S narrowed(const std::filesystem::path& path, const Entry<T>& entry) {
  const S value = static_cast<S>(entry.value);
  if (!std::isfinite(magnitude(static_cast<Wide<S>>(value)))) {
    throw InputError(
        path, 0,
        fmt::format("magnitude {} in row {}, column {}", magnitude(entry.value), entry.row + 1,
                    entry.col + 1),
        fmt::format("at most {} in single precision", std::numeric_limits<float>::max()));
  }
  return value;
}

}  // namespace

InputMatrix::InputMatrix(std::filesystem::path path, MatrixShape shape, Entries entries)
    : path_(std::move(path)), shape_(shape), entries_(std::move(entries)) {}

Field InputMatrix::field() const {
  return std::holds_alternative<std::vector<Entry<double>>>(entries_) ? Field::real
                                                                      : Field::complex;
}

Index InputMatrix::nonzeros() const {
  return std::visit(
      [&](const auto& entries) {
        Index count = static_cast<Index>(entries.size());
        if (shape_.symmetry != Symmetry::general) {
          for (const auto& entry : entries) {
            count += entry.row != entry.col;
          }
        }
        return count;
      },
      entries_);
}

// visit(row, col, value) for every entry of the whole matrix.
template <Scalar S, class Visit>
void InputMatrix::for_each(Visit&& visit) const {
  const auto expand = [&]<class T>(const std::vector<Entry<T>>& entries) {
    if constexpr (is_complex<T> && !is_complex<S>) {
      throw InputError(path_, 0, "a complex matrix", "a real one");
    } else {
      for (const auto& entry : entries) {
        const S value = narrowed<S>(path_, entry);
        visit(entry.row, entry.col, value);
        if (shape_.symmetry != Symmetry::general && entry.row != entry.col) {
          visit(entry.col, entry.row, mirrored(shape_.symmetry, value));
        }
      }
    }
  };
  std::visit(expand, entries_);
}

template <Scalar S>
Eigen::SparseMatrix<S, Eigen::RowMajor> InputMatrix::as_sparse() const {
  std::vector<Eigen::Triplet<S>> triplets;
  triplets.reserve(static_cast<std::size_t>(nonzeros()));
  for_each<S>([&](int i, int j, S value) { triplets.emplace_back(i, j, value); });
  Eigen::SparseMatrix<S, Eigen::RowMajor> matrix(rows(), cols());
  matrix.setFromTriplets(triplets.begin(), triplets.end());
  return matrix;
}

template <Scalar S>
RowMatrix<S> InputMatrix::as_dense() const {
  RowMatrix<S> matrix = RowMatrix<S>::Zero(rows(), cols());
  for_each<S>([&](int i, int j, S value) { matrix(i, j) = value; });
  return matrix;
}

template Eigen::SparseMatrix<float, Eigen::RowMajor> InputMatrix::as_sparse() const;
template Eigen::SparseMatrix<double, Eigen::RowMajor> InputMatrix::as_sparse() const;
template Eigen::SparseMatrix<std::complex<float>, Eigen::RowMajor> InputMatrix::as_sparse() const;
template Eigen::SparseMatrix<std::complex<double>, Eigen::RowMajor> InputMatrix::as_sparse() const;
template RowMatrix<float> InputMatrix::as_dense() const;
template RowMatrix<double> InputMatrix::as_dense() const;
template RowMatrix<std::complex<float>> InputMatrix::as_dense() const;
template RowMatrix<std::complex<double>> InputMatrix::as_dense() const;

}  // namespace isotrace::program
