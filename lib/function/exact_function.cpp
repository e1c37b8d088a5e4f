#include <isotrace/function/exact_function.hpp>

#include <fmt/format.h>

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <limits>

#include <lib/core/instantiate.hpp>
#include <lib/exact/option_checks.hpp>
#include <lib/exact/unit_blocks.hpp>
#include "hermitian_evidence.hpp"

namespace isotrace::exact {
namespace {

/// B = QᴴAQ, a block of columns after the other.
template <Scalar S>
RowMatrix<S> pulled_back(FormRef<S> form, MetricRef<S> metric, const Options& options) {
  const Index n = form.dim();
  RowMatrix<S> B(n, n);
  const std::size_t column = static_cast<std::size_t>(2 * n + form.scratch_rows()) * sizeof(S);
  const auto plan = detail::plan_unit_blocks(options, n, column, form.reentrant());
  detail::over_unit_blocks<S, char>(
      options, n, plan, [&](detail::TaskMemory<S>& memory, Index first, Index count) {
        memory.basis.resize(n, count);
        memory.product.resize(n, count);
        detail::orthonormal_columns(metric, first, view(memory.basis));
        form.apply(view(std::as_const(memory.basis)), memory.workspace, view(memory.product));
        metric.map(Isometry::adjoint, view(memory.product));
        B.middleCols(first, count) = memory.product;
        return char{};
      });
  return B;
}

void require_memory(std::size_t needed, const Options& options) {
  if (needed <= options.memory) return;
  throw OptionError(fmt::format("the memory is {} bytes, expected {} for all eigenvalues",
                                options.memory, needed));
}

}  // namespace

template <class S>
std::vector<double> form_eigenvalues(FormRef<S> form, MetricRef<S> metric, const Options& options) {
  detail::check_options(options);
  const auto n = static_cast<std::size_t>(form.dim());
  require_memory(3 * n * n * sizeof(S), options);
  const PulledBack<S> shapes(form, metric);
  isotrace::detail::require_hermitian(form);
  RowMatrix<S> B = pulled_back(form, metric, options);
  B = (B + RowMatrix<S>(B.adjoint())).eval() / Real<S>(2);
  if (!B.allFinite()) throw NotFiniteError("a product of the form is not finite");
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>> solver(
      B, Eigen::EigenvaluesOnly);
  if (solver.info() != Eigen::Success) throw Error("the eigenvalues did not converge");
  const auto& values = solver.eigenvalues();
  return {values.data(), values.data() + values.size()};
}

template <class S>
double form_function_trace(FormRef<S> form, MetricRef<S> metric, const SpectralFunction& f,
                           const Options& options) {
  const auto eigenvalues = form_eigenvalues(form, metric, options);
  double size = 0;
  for (const double x : eigenvalues) size = std::max(size, std::abs(x));
  const double rounding =
      10 * std::numeric_limits<Real<S>>::epsilon() * static_cast<double>(eigenvalues.size()) * size;
  return sum(eigenvalues, [&](double x) { return f(x, rounding); });
}

#define INSTANTIATE(S)                                                                     \
  template std::vector<double> form_eigenvalues(FormRef<S>, MetricRef<S>, const Options&); \
  template double form_function_trace(FormRef<S>, MetricRef<S>, const SpectralFunction&,   \
                                      const Options&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::exact
