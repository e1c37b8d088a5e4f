#include <input/input_matrix.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <type_traits>
#include <utility>

#include <fmt/format.h>
#include <zlib.h>

#include <input/input_error.hpp>
#include <input/sort_together.hpp>

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

// The larger of |re| and |im|, which must fit the range of the target's real type.
double magnitude(double x) {
  return std::abs(x);
}
double magnitude(std::complex<double> x) {
  return std::max(std::abs(x.real()), std::abs(x.imag()));
}

template <Scalar S, class T>
S narrowed(const std::filesystem::path& path, const StoredEntry<T>& entry) {
  const S value = static_cast<S>(entry.value);
  if constexpr (std::is_same_v<Real<S>, double>) return value;
  if (!std::isfinite(magnitude(static_cast<Wide<S>>(value)))) {
    throw InputError(
        path, 0,
        fmt::format("magnitude {} in row {}, column {}", magnitude(entry.value), entry.row + 1,
                    entry.col + 1),
        fmt::format("at most {} in single precision", std::numeric_limits<float>::max()));
  }
  return value;
}

// The scalar type of the entries of a file.
template <class T>
struct ValueOfElement {
  using type = T;
};
template <class T>
struct ValueOfElement<StoredEntry<T>> {
  using type = T;
};
template <class Entries>
using ValueOf = typename ValueOfElement<typename std::remove_cvref_t<Entries>::value_type>::type;

// visit(row, col, value) for every stored entry, in the file's order.
template <class T, class Visit>
void walk(const MatrixShape&, const std::deque<StoredEntry<T>>& entries, Visit&& visit) {
  for (const StoredEntry<T>& entry : entries) visit(entry.row, entry.col, entry.value);
}
template <Scalar T, class Visit>
void walk(const MatrixShape& shape, const std::deque<T>& values, Visit&& visit) {
  auto value = values.begin();
  for (int j = 0; j < shape.cols; ++j) {
    for (int i = first_stored_row(shape, j); i < shape.rows; ++i) visit(i, j, *value++);
  }
}

}  // namespace

std::string_view name(Symmetry symmetry) {
  constexpr std::array<std::string_view, 4> names{"general", "symmetric", "skew-symmetric",
                                                  "hermitian"};
  return names[static_cast<std::size_t>(symmetry)];
}

int first_stored_row(const MatrixShape& shape, int j) {
  switch (shape.symmetry) {
    case Symmetry::general: return 0;
    case Symmetry::skew_symmetric: return j + 1;
    default: return j;
  }
}

InputMatrix::InputMatrix(std::filesystem::path path, MatrixShape shape, Entries entries)
    : path_(std::move(path)), shape_(shape), entries_(std::move(entries)) {}

Field InputMatrix::field() const {
  return std::visit([](const auto& entries) { return field_of<ValueOf<decltype(entries)>>; },
                    entries_);
}

std::uint32_t InputMatrix::checksum() const {
  uLong crc = crc32_z(0, nullptr, 0);
  const auto add = [&](const auto& object) {
    crc = crc32_z(crc, reinterpret_cast<const Bytef*>(&object), sizeof object);
  };
  add(shape_.rows);
  add(shape_.cols);
  add(shape_.symmetry);
  std::visit(
      [&](const auto& entries) {
        walk(shape_, entries, [&](int i, int j, const auto& value) {
          add(i);
          add(j);
          add(value);
        });
      },
      entries_);
  return static_cast<std::uint32_t>(crc);
}

Index InputMatrix::nonzeros() const {
  Index count = 0;
  for_each_place([&](int, int) { ++count; });
  return count;
}

// visit(row, col) for every entry of the whole matrix, in the order of for_each.
template <class Visit>
void InputMatrix::for_each_place(Visit&& visit) const {
  const bool both = shape_.symmetry != Symmetry::general;
  const auto expand = [&](int i, int j, const auto&) {
    visit(i, j);
    if (both && i != j) visit(j, i);
  };
  std::visit([&](const auto& entries) { walk(shape_, entries, expand); }, entries_);
}

// visit(row, col, value) for every entry of the whole matrix.
template <Scalar S, class Visit>
void InputMatrix::for_each(Visit&& visit) const {
  const bool both = shape_.symmetry != Symmetry::general;
  const auto expand = [&]<class T>(int i, int j, T stored) {
    const S value = narrowed<S>(path_, StoredEntry<T>{i, j, stored});
    visit(i, j, value);
    if (both && i != j) visit(j, i, mirrored(shape_.symmetry, value));
  };
  const auto walk_if_fitting = [&](const auto& entries) {
    if constexpr (is_complex<ValueOf<decltype(entries)>> && !is_complex<S>) {
      throw InputError(path_, 0, "a complex matrix", "a real one");
    } else {
      walk(shape_, entries, expand);
    }
  };
  std::visit(walk_if_fitting, entries_);
}

template <Scalar S>
Eigen::SparseMatrix<S, Eigen::RowMajor> InputMatrix::as_sparse() const {
  Eigen::SparseMatrix<S, Eigen::RowMajor> matrix(rows(), cols());
  int* const start = matrix.outerIndexPtr();  // start[i + 1] is first the entry count of row i,
  for_each_place([&](int i, int) { ++start[i + 1]; });
  int before = 0;  // then where the row begins,
  for (Index i = 1; i <= rows(); ++i) before += std::exchange(start[i], before);
  matrix.resizeNonZeros(before);
  int* const columns = matrix.innerIndexPtr();
  S* const values = matrix.valuePtr();
  for_each<S>([=](int i, int j, S value) {
    const int at = start[i + 1]++;  // and finally where it ends
    columns[at] = j;
    values[at] = value;
  });
  for (Index i = 0; i < rows(); ++i) {
    sort_together(std::span(columns + start[i], columns + start[i + 1]), values + start[i]);
  }
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
