#include "entry_plan.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include <lib/core/instantiate.hpp>
#include <lib/linalg/sorted_copy.hpp>
#include "entry_sums.hpp"

namespace isotrace::exact::detail {
namespace {

template <Scalar S>
using Rows = Eigen::SparseMatrix<S, Eigen::RowMajor>;

Options exact_options(const EntryOptions& o) {
  return {o.memory, o.threads, o.stop, o.progress};
}

template <Scalar S>
std::vector<Real<S>> inverse_diagonal(const InverseEntries<S>& z, Index n) {
  std::vector<Real<S>> diagonal(static_cast<std::size_t>(n));
  z.diagonal({}, diagonal.data());
  return diagonal;
}

/// 2ᵏ times a matrix, by rows, k = exponent.
template <Scalar S>
Rows<S> by_rows(SparseView<S> a, int exponent = 0) {
  Rows<S> rows = isotrace::detail::sorted_copy<Eigen::RowMajor>(a);
  if (exponent != 0) rows.coeffs() *= std::ldexp(Real<S>(1), exponent);
  return rows;
}

/// Multiplications of the product A B, at least as many as it has nonzeros.
template <Scalar S>
double multiplications(const Rows<S>& a, const Rows<S>& b) {
  double count = 0;
  for (Index e = 0; e < a.nonZeros(); ++e) {
    const int k = a.innerIndexPtr()[e];
    count += b.outerIndexPtr()[k + 1] - b.outerIndexPtr()[k];
  }
  return count;
}

/// What a product may take.
struct Limits {
  double bytes;
  double seconds;

  template <Scalar S>
  bool allow(double count) const {
    constexpr double per_multiplication = 10e-9;
    return count * (sizeof(S) + sizeof(int)) <= bytes &&
           count * per_multiplication * cost::multiplications<S> <= seconds &&
           count < std::numeric_limits<int>::max();
  }
};

/// W S; nothing if W is no sparse matrix, or beyond the limits.
template <Scalar S>
std::optional<Rows<S>> weighted(const MetricRef<S>& W, Rows<S> s, Limits limits) {
  if (W.identity()) return s;
  const GramMatrix<S> gram = W.gram_matrix();
  if (gram.weights != nullptr) {
    for (Index i = 0; i < s.rows(); ++i) {
      for (Index e = s.outerIndexPtr()[i]; e < s.outerIndexPtr()[i + 1]; ++e) {
        s.valuePtr()[e] *= gram.weights[i];
      }
    }
    return s;
  }
  if (!gram.sparse) return std::nullopt;
  const Rows<S> w = by_rows(*gram.sparse);
  if (!limits.allow<S>(multiplications(w, s))) return std::nullopt;
  return Rows<S>(w * s);
}

template <Scalar S>
PlannedSum<S> plan_matrix(const FormMatrix<S>& a, const std::shared_ptr<const InverseEntries<S>>& z,
                          std::size_t memory) {
  const auto entries = static_cast<double>(a.lines->entries());
  const auto vector = static_cast<std::size_t>(a.lines->lines) * sizeof(Real<S>);
  if (z->is_diagonal()) {
    return {entries * cost::multiplications<S> * cost::pass, vector, [a, z](const EntryOptions& o) {
              const auto diagonal = inverse_diagonal(*z, a.lines->lines);
              return diagonal_sum(*a.lines, diagonal.data(), exact_options(o));
            }};
  }
  if (z->has_rows()) {
    return {entries * (cost::pass + z->row_entry_cost()) * cost::multiplications<S> +
                z->first_row_cost(),
            z->first_row_bytes(),
            [a, z](const EntryOptions& o) { return row_sum(*a.lines, *z, exact_options(o)); }};
  }
  if (!a.sparse) return {};
  PlannedSum<S> plan = z->plan_sum(*a.sparse, memory);
  if (!plan.run) return {};
  return {plan.cost, plan.bytes, [a, z, run = std::move(plan.run)](const EntryOptions& o) {
            require_finite(*a.lines, 0, a.lines->lines);
            return run(o);
          }};
}

/// Whether the places of all lines are strictly ascending.
template <Scalar S>
bool ascending(const MatrixLines<S>& a) {
  for (Index i = 0; i < a.lines; ++i) {
    const int* places = a.places_of(i);
    if (places == nullptr) continue;
    const int* end = places + a.size(i);
    if (std::adjacent_find(places, end, std::greater_equal<>()) != end) return false;
  }
  return true;
}

/// tr(V⁻¹VE) = tr E.
template <Scalar S>
PlannedSum<S> plan_endomorphism(const MatrixLines<S>& e) {
  const auto n = static_cast<std::size_t>(e.lines);
  return {static_cast<double>(e.entries()) * cost::multiplications<S> * cost::pass,
          n * sizeof(Real<S>), [e, n](const EntryOptions& o) {
            const std::vector<Real<S>> ones(n, Real<S>(1));
            return diagonal_sum(e, ones.data(), exact_options(o));
          }};
}

/// S and T entry by entry, where both metrics are diagonal.
template <Scalar S>
PlannedSum<S> plan_product(const AssembledForm<S>& form,
                           const std::shared_ptr<const InverseEntries<S>>& z, Index n) {
  const GramMatrix<S> gram = form.W->gram_matrix();
  if (!z->is_diagonal() || !(form.W->identity() || gram.weights != nullptr)) return {};
  const auto s = lines_of(*form.first);
  const auto t = lines_of(*form.second);
  if (!s || !t || s->by_rows != t->by_rows || s->sparse() != t->sparse()) return {};
  if (!ascending(*s) || !ascending(*t)) return {};
  const double entries = static_cast<double>(s->entries()) + static_cast<double>(t->entries());
  return {entries * cost::multiplications<S> * cost::pass,
          static_cast<std::size_t>(n) * sizeof(Real<S>),
          [=, exponent = form.exponent](const EntryOptions& o) {
            const auto diagonal = inverse_diagonal(*z, n);
            return product_sum(*s, *t, gram.weights, diagonal.data(), exponent, exact_options(o));
          }};
}

}  // namespace

template <Scalar S>
FormMatrix<S> form_matrix(const AssembledForm<S>& form, std::size_t memory, double seconds) {
  if (form.first == nullptr) return {};
  if (form.second == nullptr) {
    if (form.W != nullptr) return {};
    return {lines_of(*form.first), form.first->sparse(), nullptr};
  }
  const auto s = form.first->sparse();
  const auto t = form.second->sparse();
  if (!s || !t) return {};
  const Limits limits{static_cast<double>(memory) / 8, seconds};
  const auto ws = weighted<S>(*form.W, by_rows(*s, form.exponent), limits);
  if (!ws) return {};
  const Rows<S> adjoint = by_rows(*t, form.exponent).adjoint();
  if (!limits.allow<S>(multiplications(adjoint, *ws))) return {};
  auto own = std::make_shared<const Rows<S>>(adjoint * *ws);
  const SparseView<S> view = matrix_view(*own);
  return {lines_of(view), view, std::move(own)};
}

template <Scalar S>
double columns_cost(FormRef<S> form, MetricRef<S> metric) {
  return static_cast<double>(form.dim()) * (form.cost().value + metric.cost());
}

template <Scalar S>
bool is_endomorphism_in(const AssembledForm<S>& form, MetricRef<S> metric) {
  return form.first != nullptr && form.second == nullptr && form.W != nullptr && form.W->is(metric);
}

template <Scalar S>
PlannedSum<S> plan_trace(FormRef<S> form, MetricRef<S> metric, std::size_t memory, double seconds) {
  const AssembledForm<S> assembled = form.assembled();
  if (assembled.first == nullptr) return {};
  PlannedSum<S> plan;
  if (is_endomorphism_in(assembled, metric)) {
    if (const auto e = lines_of(*assembled.first)) plan = plan_endomorphism(*e);
  } else if (const auto z = metric.inverse_entries()) {
    if (assembled.second != nullptr) plan = plan_product(assembled, z, form.dim());
    if (!plan.run) {
      const FormMatrix<S> a = form_matrix(assembled, memory, seconds);
      if (a.lines) plan = plan_matrix(a, z, memory);
    }
  }
  return plan.cost < columns_cost(form, metric) ? plan : PlannedSum<S>{};
}

#define INSTANTIATE(S)                                                              \
  template FormMatrix<S> form_matrix(const AssembledForm<S>&, std::size_t, double); \
  template double columns_cost(FormRef<S>, MetricRef<S>);                           \
  template bool is_endomorphism_in(const AssembledForm<S>&, MetricRef<S>);          \
  template PlannedSum<S> plan_trace(FormRef<S>, MetricRef<S>, std::size_t, double);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::exact::detail
