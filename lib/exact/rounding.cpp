#include "rounding.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <isotrace/laws/draw.hpp>

#include <lib/core/instantiate.hpp>
#include "entry_plan.hpp"
#include "unit_blocks.hpp"

namespace isotrace::exact::detail {
namespace {

constexpr Index probes = 32;
constexpr Index columns = 8;  // at a time
/// Times the root mean square over the probes.
constexpr double safety = 10;

template <Scalar S>
void solve(MetricRef<S> metric, RowMatrix<S>& x) {
  metric.map(Isometry::adjoint, view(x));
  metric.map(Isometry::forward, view(x));
}

/// r ← z − V V̂⁻¹ z.
template <Scalar S>
void residual(MetricRef<S> metric, const RowMatrix<S>& z, RowMatrix<S>& r) {
  RowMatrix<S> x = z;
  solve(metric, x);
  metric.gram(view(std::as_const(x)), view(r));
  r = z - r;
}

/// Σ_k |z_kᴴ y_k|².
template <Scalar S>
double squared_samples(const RowMatrix<S>& z, const RowMatrix<S>& y) {
  double squares = 0;
  for (Index k = 0; k < z.cols(); ++k) {
    Wide<S> sample = 0;
    for (Index i = 0; i < z.rows(); ++i) sample += Wide<S>(conjugate(z(i, k))) * Wide<S>(y(i, k));
    squares += squared_modulus(sample);
  }
  return squares;
}

/// The bound by the samples zᴴy, for y = apply(memory, r) in place of r.
template <Scalar S, class Apply>
double bound(MetricRef<S> metric, const Options& options, std::size_t column_bytes, bool reentrant,
             const Apply& apply) {
  const Stream stream = Stream{0}.substream("rounding of exact values");
  const Index n = metric.dim();
  const auto affordable =
      std::max<Index>(1, static_cast<Index>(options.memory / (column_bytes * columns)));
  Options quiet = options;
  quiet.progress = {};
  const auto squares = over_unit_blocks<S, double>(
      quiet, probes, {columns, probes / columns, reentrant ? affordable : 1},
      [&](TaskMemory<S>& memory, Index first, Index count) {
        memory.basis.resize(n, count);
        memory.product.resize(n, count);
        draw<S>(Signs{}, stream, first, view(memory.basis));
        residual(metric, memory.basis, memory.product);
        apply(memory);
        return squared_samples(memory.basis, memory.product);
      });
  return safety * std::sqrt(sum(squares) / probes);
}

/// Whether no factor enters the trace: V⁻¹ is diagonal, or given and looked up, or the trace is
/// that of an endomorphism's matrix.
template <Scalar S>
bool entries_are_given(FormRef<S> form, MetricRef<S> metric) {
  const AssembledForm<S> assembled = form.assembled();
  if (is_endomorphism_in(assembled, metric)) {
    return assembled.first->sparse() || assembled.first->dense();
  }
  const auto entries = metric.inverse_entries();
  if (entries == nullptr || !entries->is_given()) return false;
  return entries->is_diagonal() || form_matrix(assembled, 0, 0).lines.has_value();
}

}  // namespace

template <Scalar S>
double trace_error(FormRef<S> form, MetricRef<S> metric, const Options& options) {
  if (entries_are_given(form, metric)) return 0;
  if (!form.can_apply()) return std::numeric_limits<double>::quiet_NaN();
  const auto bytes = static_cast<std::size_t>(4 * form.dim() + form.scratch_rows()) * sizeof(S);
  return bound<S>(metric, options, bytes, form.reentrant(), [&](TaskMemory<S>& memory) {
    solve(metric, memory.product);
    memory.adjoint_product = memory.product;
    form.apply(view(std::as_const(memory.adjoint_product)), memory.workspace, view(memory.product));
  });
}

template <Scalar S>
double trace_error_seconds(FormRef<S> form, MetricRef<S> metric) {
  if (entries_are_given(form, metric)) return 0;
  return probes * (4 * metric.cost() + metric.gram_cost() + form.cost().apply);
}

template <Scalar S>
ExactValue<Wide<S>> with_error(const EntrySum<S>& sum, FormRef<S> form, MetricRef<S> metric,
                               const Options& options) {
  constexpr double roundings = 8;  // of a term, and of the sum of them
  const std::complex<double> value(sum.value);
  if (!std::isfinite(value.real()) || !std::isfinite(value.imag())) {
    throw NotFiniteError(
        fmt::format("the exact value is {}{:+}i, expected a finite number: the sum overflowed",
                    value.real(), value.imag()));
  }
  return {sum.value, roundings * std::numeric_limits<Real<S>>::epsilon() * sum.size +
                         trace_error(form, metric, options)};
}

template <Scalar S>
double log_determinant_error(MetricRef<S> metric, const Options& options) {
  const auto entries = metric.inverse_entries();
  if (entries != nullptr && entries->is_diagonal()) return 0;
  const auto bytes = static_cast<std::size_t>(3 * metric.dim()) * sizeof(S);
  return bound<S>(metric, options, bytes, true, [](TaskMemory<S>&) {});
}

#define INSTANTIATE(S)                                                                  \
  template double trace_error(FormRef<S>, MetricRef<S>, const Options&);                \
  template double trace_error_seconds(FormRef<S>, MetricRef<S>);                        \
  template ExactValue<Wide<S>> with_error(const EntrySum<S>&, FormRef<S>, MetricRef<S>, \
                                          const Options&);                              \
  template double log_determinant_error(MetricRef<S>, const Options&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::exact::detail
