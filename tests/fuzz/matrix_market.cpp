// Bytes as a Matrix Market file: read whole, byte by byte and through gzip, with the same outcome.
// A refusal is one line of the agreed form. What is accepted must be a matrix, the same as sparse
// and as dense, and come back when it is written and read.
#include <algorithm>
#include <complex>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>

#include <fuzz/contradiction.hpp>
#include <fuzz/refusal.hpp>
#include <fuzz/target.hpp>
#include <input/gzip.hpp>
#include <input/input_error.hpp>
#include <input/matrix_market.hpp>
#include <input/number.hpp>
#include <input/text_source.hpp>
#include <support/gzip.hpp>

namespace isotrace::fuzz {
namespace {

using program::InputMatrix;
using program::Symmetry;
using Complex = std::complex<double>;

/// A matrix, or the message of its refusal.
struct Outcome {
  std::optional<InputMatrix> matrix;
  std::string refusal;
};

Outcome outcome(std::string_view bytes, std::size_t at_most = std::string_view::npos) {
  try {
    return {program::read_matrix_market("f", std::make_unique<program::TextSource>(bytes, at_most)),
            ""};
  } catch (const program::InputError& error) {
    return {std::nullopt, error.what()};
  }
}

bool is_small(const InputMatrix& matrix) {
  return matrix.rows() + matrix.cols() <= 100'000;
}
bool is_tiny(const InputMatrix& matrix) {
  return matrix.rows() * matrix.cols() <= 10'000;
}

std::string_view value_bytes(const Eigen::SparseMatrix<Complex, Eigen::RowMajor>& matrix) {
  return {reinterpret_cast<const char*>(matrix.valuePtr()),
          static_cast<std::size_t>(matrix.nonZeros()) * sizeof(Complex)};
}

bool same_bits(const InputMatrix& a, const InputMatrix& b) {
  if (a.rows() != b.rows() || a.cols() != b.cols() || a.symmetry() != b.symmetry() ||
      a.is_dense() != b.is_dense() || a.field() != b.field() || a.nonzeros() != b.nonzeros()) {
    return false;
  }
  if (!is_small(a)) return true;
  const auto x = a.as_sparse<Complex>();
  const auto y = b.as_sparse<Complex>();
  return std::equal(x.innerIndexPtr(), x.innerIndexPtr() + x.nonZeros(), y.innerIndexPtr()) &&
         value_bytes(x) == value_bytes(y);
}

void require_same(const Outcome& one, const Outcome& other, const std::string& how) {
  require(one.refusal == other.refusal,
          fmt::format("{}: '{}' instead of '{}'", how, other.refusal, one.refusal));
  if (one.matrix) require(same_bits(*one.matrix, *other.matrix), how + ": another matrix");
}

Complex mirrored(Symmetry symmetry, Complex value) {
  switch (symmetry) {
    case Symmetry::skew_symmetric: return -value;
    case Symmetry::hermitian: return std::conj(value);
    default: return value;
  }
}

void check_dense(const InputMatrix& matrix) {
  const auto dense = matrix.as_dense<Complex>();
  require(dense.allFinite(), "an entry that is not finite");
  require(RowMatrix<Complex>(matrix.as_sparse<Complex>()) == dense, "sparse is not dense");
  if (matrix.field() == Field::real) {
    require(dense.real() == matrix.as_dense<double>(), "real is not complex");
  }
  if (matrix.symmetry() == Symmetry::general) return;
  for (Index i = 0; i < matrix.rows(); ++i) {
    for (Index j = 0; j <= i; ++j) {
      require(dense(j, i) == mirrored(matrix.symmetry(), dense(i, j)), "it is not symmetric");
    }
  }
}

void check_sparse(const InputMatrix& matrix) {
  const auto sparse = matrix.as_sparse<Complex>();
  require(sparse.isCompressed() && sparse.nonZeros() == matrix.nonzeros(), "entries were lost");
  for (Index i = 0; i < sparse.rows(); ++i) {
    for (int k = sparse.outerIndexPtr()[i] + 1; k < sparse.outerIndexPtr()[i + 1]; ++k) {
      require(sparse.innerIndexPtr()[k - 1] < sparse.innerIndexPtr()[k], "a row is not sorted");
    }
  }
}

/// In single precision every entry is finite, or the matrix is refused by one line.
void check_single(const InputMatrix& matrix) {
  try {
    require(matrix.as_dense<std::complex<float>>().allFinite(), "single precision is not finite");
  } catch (const program::InputError& error) {
    check_refusal(error.what(), "f");
  }
}

/// The whole matrix as a coordinate file with all digits.
std::string written(const Eigen::SparseMatrix<Complex, Eigen::RowMajor>& matrix) {
  std::string text = fmt::format("%%MatrixMarket matrix coordinate complex general\n{} {} {}\n",
                                 matrix.rows(), matrix.cols(), matrix.nonZeros());
  for (Index i = 0; i < matrix.rows(); ++i) {
    for (int k = matrix.outerIndexPtr()[i]; k < matrix.outerIndexPtr()[i + 1]; ++k) {
      const Complex value = matrix.valuePtr()[k];
      text += fmt::format("{} {} {} {}\n", i + 1, matrix.innerIndexPtr()[k] + 1, value.real(),
                          value.imag());
    }
  }
  return text;
}

void check_round_trip(const InputMatrix& matrix) {
  const auto sparse = matrix.as_sparse<Complex>();
  const Outcome again = outcome(written(sparse));
  require(again.matrix.has_value(), "what was read is refused when written: " + again.refusal);
  const auto other = again.matrix->as_sparse<Complex>();
  require(value_bytes(sparse) == value_bytes(other),
          "what was read changes when it is written and read");
}

/// Decimal words are rounded as the C library rounds them.
void check_numbers(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \t\r\n"), text.size());
    const std::string word(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto value = program::parse_number(word);
    if (!value || word.find_first_not_of("0123456789.eE+-") != std::string::npos) continue;
    require(*value == std::strtod(word.c_str(), nullptr), "rounded otherwise: " + word);
  }
}

}  // namespace

bool run_target(std::string_view bytes) {
  const Outcome whole = outcome(bytes);
  require_same(whole, outcome(bytes, 1), "byte by byte");
  if (!program::is_gzip(bytes)) {
    require_same(whole, outcome(test::gzipped(bytes)), "compressed");
    check_numbers(bytes);
  }
  if (!whole.matrix) {
    check_refusal(whole.refusal, "f");
    return true;
  }
  if (is_small(*whole.matrix)) {
    check_sparse(*whole.matrix);
    check_round_trip(*whole.matrix);
  }
  if (is_tiny(*whole.matrix)) {
    check_dense(*whole.matrix);
    check_single(*whole.matrix);
  }
  return true;
}

}  // namespace isotrace::fuzz
