#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <variant>

#include <input/input_matrix.hpp>
#include <isotrace/metric/metrics.hpp>
#include <isotrace/operators/form.hpp>

namespace isotrace::program {

/// The files of a command, "-" for standard input; an absent metric is the Euclidean one.
struct ProblemFiles {
  std::optional<std::filesystem::path> form = {};          ///< trace of a form
  std::optional<std::filesystem::path> endomorphism = {};  ///< trace of an endomorphism
  std::optional<std::filesystem::path> map = {};           ///< Frobenius-type norm of T
  std::optional<std::filesystem::path> with = {};          ///< … or inner product (S, T)
  std::optional<std::filesystem::path> metric = {};
  std::optional<std::filesystem::path> domain = {};
  std::optional<std::filesystem::path> codomain = {};
  std::optional<std::filesystem::path> preconditioner = {};  ///< of a form's log-determinant
  double form_scale = 1;    ///< multiplies the form, the endomorphism or the map T
  double metric_scale = 1;  ///< multiplies metric, domain and codomain
};

/// The contents of the files.
struct ProblemInput {
  std::optional<InputMatrix> form, endomorphism, map, with, metric, domain, codomain;
  double form_scale = 1;
  double metric_scale = 1;
  FactorOptions factor = {};  ///< how sparse metrics are factorised
  std::optional<InputMatrix> preconditioner = {};

  /// The first file that is complex, or null.
  const InputMatrix* first_complex() const;
  /// The complex field if any file is complex.
  Field field() const;
};

/// Throws InputError, naming file and line; OptionError if standard input is named twice.
ProblemInput read_problem(const ProblemFiles& files);

/// A matrix in the format of its file: sparse for coordinate files, dense for array files.
template <Scalar S>
using StoredMatrix = std::variant<Eigen::SparseMatrix<S, Eigen::RowMajor>, RowMatrix<S>>;

template <Scalar S>
OperatorRef<S> operator_of(const StoredMatrix<S>& matrix) {
  return std::visit([](const auto& m) { return OperatorRef<S>(m); }, matrix);
}

/// A form in a metric, with everything they refer to.
template <Scalar S>
class InputProblem {
 public:
  /// Throws InputError, or the library's errors prefixed with the file's name.
  explicit InputProblem(const ProblemInput& input);

  FormRef<S> form() const { return *form_; }
  MetricRef<S> metric() const { return *metric_; }
  /// The norm's form; null unless the quantity is a norm.
  const ProductForm<S>* norm() const { return norm_ ? &*norm_ : nullptr; }
  /// A or E.
  OperatorRef<S> matrix() const { return operator_of<S>(*first_); }

 private:
  void make_trace(const ProblemInput& input);
  void make_frobenius(const ProblemInput& input);

  std::unique_ptr<const StoredMatrix<S>> first_;   ///< A, E or S
  std::unique_ptr<const StoredMatrix<S>> second_;  ///< T
  std::unique_ptr<const AnyMetric<S>> metric_;
  std::unique_ptr<const AnyMetric<S>> codomain_;
  std::optional<OperatorForm<S>> operator_form_;
  std::optional<EndomorphismForm<S>> endomorphism_form_;
  std::optional<ProductForm<S>> product_form_;
  std::optional<ProductForm<S>> norm_;
  std::optional<FormRef<S>> form_;
};

/// The metric of a file (scaled), or the Euclidean one in dimension n. Throws as InputProblem does.
template <Scalar S>
AnyMetric<S> make_metric(const std::optional<InputMatrix>& file, double scale, Index n,
                         const FactorOptions& options = {});

}  // namespace isotrace::program
