#pragma once

#include <complex>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <string_view>
#include <variant>

#include <Eigen/SparseCore>

#include <isotrace/core/eigen_views.hpp>
#include <isotrace/core/scalar.hpp>

namespace isotrace::program {

/// The symmetry of a file: how entries of the lower triangle give the upper one, A_ji = A_ij, −A_ij
/// or conj A_ij.
enum class Symmetry { general, symmetric, skew_symmetric, hermitian };

/// The name in a file, such as "skew-symmetric".
std::string_view name(Symmetry symmetry);

/// One stored entry; row and col count from 0.
template <class S>
struct StoredEntry {
  int row;
  int col;
  S value;
};

/// The entries of a file in its order, real or complex: with their places for a coordinate file;
/// the values alone, column by column, for an array file (first_stored_row).
using Entries =
    std::variant<std::deque<StoredEntry<double>>, std::deque<StoredEntry<std::complex<double>>>,
                 std::deque<double>, std::deque<std::complex<double>>>;

/// Size and structure as a file declares them.
struct MatrixShape {
  Index rows = 0;
  Index cols = 0;
  Symmetry symmetry = Symmetry::general;
  bool dense = false;  ///< an array file: every entry is given
};

/// The first row of column j that an array file stores: the diagonal if the matrix is symmetric or
/// hermitian, the row below it if it is skew-symmetric.
int first_stored_row(const MatrixShape& shape, int j);

/// A matrix read from a file: rows × cols, its stored entries distinct, finite and, unless it is
/// general, on or below the diagonal. Memory for each stored entry: 17 bytes for a coordinate file,
/// 9 for an array file, 8 more if it is complex. The whole matrix is built in any scalar type.
class InputMatrix {
 public:
  InputMatrix(std::filesystem::path path, MatrixShape shape, Entries entries);

  const std::filesystem::path& path() const { return path_; }
  Index rows() const { return shape_.rows; }
  Index cols() const { return shape_.cols; }
  bool is_dense() const { return shape_.dense; }
  Symmetry symmetry() const { return shape_.symmetry; }
  Field field() const;
  /// Number of entries of the whole matrix, stored zeros included.
  Index nonzeros() const;

  /// A checksum of the shape and the stored entries in their order.
  std::uint32_t checksum() const;

  /// The whole matrix, both triangles, compressed, also for an array file. A real file is promoted
  /// to a complex S. Throws InputError if S is real and the file complex, or if an entry is beyond
  /// the range of single precision.
  template <Scalar S>
  Eigen::SparseMatrix<S, Eigen::RowMajor> as_sparse() const;

  /// The same as a dense matrix.
  template <Scalar S>
  RowMatrix<S> as_dense() const;

 private:
  template <class Visit>
  void for_each_place(Visit&& visit) const;
  template <Scalar S, class Visit>
  void for_each(Visit&& visit) const;

  std::filesystem::path path_;
  MatrixShape shape_;
  Entries entries_;
};

}  // namespace isotrace::program
