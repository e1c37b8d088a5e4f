#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <isotrace/exact/closed_forms.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/core/sum.hpp>
#include "entry_plan.hpp"
#include "entry_sums.hpp"
#include "option_checks.hpp"
#include "rounding.hpp"
#include "unit_blocks.hpp"

namespace isotrace::exact {
namespace {

void check_dimensions(Index form, Index metric) {
  if (form != metric) {
    throw ShapeError(
        fmt::format("the form has dimension {} and the metric dimension {}", form, metric));
  }
}

template <Scalar S>
void check_finite(const char* what, const RowMatrix<S>& y, Index first) {
  for (Index i = 0; i < y.rows(); ++i) {
    for (Index j = 0; j < y.cols(); ++j) {
      const std::complex<double> value(y(i, j));
      if (std::isfinite(value.real()) && std::isfinite(value.imag())) continue;
      throw NotFiniteError(
          fmt::format("{} returned {}{:+}i in row {} for basis vector {}, expected a finite number",
                      what, value.real(), value.imag(), i + 1, first + j + 1));
    }
  }
}

/// The contribution of one block to every sum.
struct BlockSums {
  std::complex<double> trace = 0;
  double frobenius2 = 0;
  double hermitian2 = 0;
  double symmetric2 = 0;
  double diagonal2 = 0;
  double real_diagonal2 = 0;
};

/// P = B E and R = Bᴴ E, E being the unit vectors from column `first` on: P_ij = B_ij, R_ij = conj
/// B_ji, so H_ij = (P_ij + R_ij)/2 and M_ij = (P_ij + conj R_ij)/2. Summing squares avoids
/// cancellation, so no sum is negative.
template <Scalar S>
BlockSums block_sums(const RowMatrix<S>& p, const RowMatrix<S>& r, Index first) {
  BlockSums sums;
  for (Index i = 0; i < p.rows(); ++i) {
    for (Index j = 0; j < p.cols(); ++j) {
      const Wide<S> b(p(i, j));
      const Wide<S> c(r(i, j));
      sums.frobenius2 += squared_modulus(b);
      sums.hermitian2 += squared_modulus(b + c) / 4;
      sums.symmetric2 += squared_modulus(b + conjugate(c)) / 4;
    }
  }
  sums.trace = sum(p.middleRows(first, p.cols()).diagonal().template cast<Wide<S>>());
  for (Index j = 0; j < p.cols(); ++j) {
    const Wide<S> b(p(first + j, j));
    sums.diagonal2 += squared_modulus(b);
    sums.real_diagonal2 += real_part(b) * real_part(b);
  }
  return sums;
}

template <Scalar S>
BlockSums apply_and_sum(FormRef<S> form, MetricRef<S> metric, detail::TaskMemory<S>& memory,
                        Index first, Index count) {
  const Index n = form.dim();
  auto& [basis, p, r, workspace] = memory;
  basis.resize(n, count);
  p.resize(n, count);
  r.resize(n, count);
  detail::orthonormal_columns(metric, first, view(basis));
  form.apply(view(std::as_const(basis)), workspace, view(p));
  check_finite("the form's operator", p, first);
  form.apply_adjoint(view(std::as_const(basis)), workspace, view(r));
  check_finite("the adjoint of the form's operator", r, first);
  metric.map(Isometry::adjoint, view(p));
  metric.map(Isometry::adjoint, view(r));
  return block_sums(p, r, first);
}

/// The sums over the entries of A, if A is there and V diagonal.
template <Scalar S>
std::optional<FormSums> by_entries(FormRef<S> form, MetricRef<S> metric, const Options& options) {
  const auto z = metric.inverse_entries();
  if (z == nullptr || !z->is_diagonal()) return std::nullopt;
  const auto a =
      detail::form_matrix(form.assembled(), options.memory, detail::columns_cost(form, metric));
  if (!a.lines) return std::nullopt;
  const auto copies = static_cast<double>(a.sparse ? 2 * a.lines->entries() : 0);
  if (copies * (sizeof(S) + sizeof(int)) > static_cast<double>(options.memory)) return std::nullopt;
  std::vector<Real<S>> diagonal(static_cast<std::size_t>(form.dim()));
  z->diagonal({}, diagonal.data());
  return detail::diagonal_form_sums(*a.lines, diagonal.data(), options);
}

}  // namespace

template <class S>
FormSums form_sums(FormRef<S> form, MetricRef<S> metric, const Options& options) {
  check_dimensions(form.dim(), metric.dim());
  detail::check_options(options);
  if (auto sums = by_entries(form, metric, options)) return *sums;
  const Index n = form.dim();
  const auto column_bytes = static_cast<std::size_t>(3 * n + form.scratch_rows()) * sizeof(S);
  const auto plan = detail::plan_unit_blocks(options, n, column_bytes, form.reentrant());
  const auto parts = detail::over_unit_blocks<S, BlockSums>(
      options, n, plan, [&](detail::TaskMemory<S>& memory, Index first, Index count) {
        return apply_and_sum(form, metric, memory, first, count);
      });
  FormSums sums;
  sums.field = field_of<S>;
  sums.n = n;
  const auto total = [&](auto member) { return sum(parts, member); };
  sums.trace = total(&BlockSums::trace);
  sums.frobenius2 = total(&BlockSums::frobenius2);
  sums.hermitian2 = total(&BlockSums::hermitian2);
  sums.symmetric2 = total(&BlockSums::symmetric2);
  sums.diagonal2 = total(&BlockSums::diagonal2);
  sums.real_diagonal2 = total(&BlockSums::real_diagonal2);
  return sums;
}

namespace {

/// By n values of the form.
template <Scalar S>
EntrySum<S> by_columns(FormRef<S> form, MetricRef<S> metric, const Options& options) {
  const auto columns = [&](detail::TaskMemory<S>& memory, Index first, Index count) {
    memory.basis.resize(form.dim(), count);
    detail::orthonormal_columns(metric, first, view(memory.basis));
    return view(std::as_const(memory.basis));
  };
  const auto sum = detail::sum_of_values(form, form.dim(), options, columns);
  return {sum.sum, sum.size};
}

/// Whether the terms of a norm's square cancel so far that half of the digits may be lost. The
/// values ‖T q‖²_W at orthonormal columns q are not negative and do not cancel.
template <Scalar S>
bool cancels(FormRef<S> form, const EntrySum<S>& sum) {
  const AssembledForm<S> assembled = form.assembled();
  const double epsilon = std::numeric_limits<Real<S>>::epsilon();
  return assembled.second != nullptr && assembled.second == assembled.first &&
         epsilon * sum.size > 0.1 * std::sqrt(epsilon) * real_part(sum.value);
}

/// The trace and the sum of the magnitudes of its terms: by entries, where that is possible, faster
/// than n values and as accurate.
template <Scalar S>
EntrySum<S> trace_and_size(FormRef<S> form, MetricRef<S> metric, const Options& options) {
  constexpr double short_seconds = 60;
  check_dimensions(form.dim(), metric.dim());
  detail::check_options(options);
  const double seconds = detail::columns_cost(form, metric);
  const auto plan = detail::plan_trace(form, metric, options.memory, seconds);
  if (!plan.run) return by_columns(form, metric, options);
  if (plan.bytes > options.memory) {
    if (seconds < short_seconds) return by_columns(form, metric, options);
    throw OptionError(fmt::format(
        "the exact value by entries needs {} bytes of memory, allowed are {}, and by columns it "
        "would take about {:.2g} s",
        plan.bytes, options.memory, seconds));
  }
  const auto sum = plan.run({options.memory, options.threads, options.stop, options.progress});
  return cancels(form, sum) ? by_columns(form, metric, options) : sum;
}

}  // namespace

template <class S>
Wide<S> metric_trace(FormRef<S> form, MetricRef<S> metric, const Options& options) {
  const Wide<S> value = trace_and_size(form, metric, options).value;
  const std::complex<double> v(value);
  if (std::isfinite(v.real()) && std::isfinite(v.imag())) return value;
  throw NotFiniteError(
      fmt::format("the exact value is {}{:+}i, expected a finite number: the sum overflowed",
                  v.real(), v.imag()));
}

template <class S>
ExactValue<Wide<S>> bounded_metric_trace(FormRef<S> form, MetricRef<S> metric,
                                         const Options& options) {
  return detail::with_error(trace_and_size(form, metric, options), form, metric, options);
}

template <class S>
double trace_seconds(FormRef<S> form, MetricRef<S> metric, std::size_t memory) {
  const double limit = detail::columns_cost(form, metric);
  return detail::plan_trace(form, metric, memory, limit).cost +
         detail::trace_error_seconds(form, metric);
}

template <class S>
double form_sums_seconds(FormRef<S> form, MetricRef<S> metric) {
  const auto z = metric.inverse_entries();
  if (z != nullptr && z->is_diagonal()) {
    const auto a =
        detail::form_matrix(form.assembled(), Options{}.memory, detail::columns_cost(form, metric));
    if (a.lines) {
      return static_cast<double>(a.lines->entries()) * cost::multiplications<S> * 4 * cost::pass;
    }
  }
  return static_cast<double>(form.dim()) * (2 * form.cost().apply + 3 * metric.cost());
}

template <class S>
double form_norm(const ProductForm<S>& form, MetricRef<S> metric, const Options& options) {
  const int exponent = form.harmless_exponent();
  const Wide<S> square = metric_trace<S>(form.scaled(exponent), metric, options);
  return std::ldexp(std::sqrt(std::max(0.0, real_part(square))), -exponent);
}

template <class S>
ExactValue<double> bounded_form_norm(const ProductForm<S>& form, MetricRef<S> metric,
                                     const Options& options) {
  const int exponent = form.harmless_exponent();
  const auto square = bounded_metric_trace<S>(form.scaled(exponent), metric, options);
  const double root = std::sqrt(std::max(0.0, real_part(square.value)));
  const double error =
      square.error < real_part(square.value) ? square.error / root : std::sqrt(square.error);
  return {std::ldexp(root, -exponent), std::ldexp(error, -exponent)};
}

#define INSTANTIATE(S)                                                                         \
  template FormSums form_sums(FormRef<S>, MetricRef<S>, const Options&);                       \
  template Wide<S> metric_trace(FormRef<S>, MetricRef<S>, const Options&);                     \
  template ExactValue<Wide<S>> bounded_metric_trace(FormRef<S>, MetricRef<S>, const Options&); \
  template double trace_seconds(FormRef<S>, MetricRef<S>, std::size_t);                        \
  template double form_sums_seconds(FormRef<S>, MetricRef<S>);                                 \
  template double form_norm(const ProductForm<S>&, MetricRef<S>, const Options&);              \
  template ExactValue<double> bounded_form_norm(const ProductForm<S>&, MetricRef<S>,           \
                                                const Options&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::exact
