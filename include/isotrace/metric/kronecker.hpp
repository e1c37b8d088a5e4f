#pragma once

#include <isotrace/metric/metric.hpp>

namespace isotrace {

namespace detail {
/// The entries of V₁⁻¹ ⊗ V₂⁻¹; by rows, if both factors have at most 4096 rows or can look entries
/// up. Null if a factor knows no entries of its inverse.
template <class S>
std::shared_ptr<const InverseEntries<S>> entries_of_product(
    std::shared_ptr<const AnyMetric<S>> first, std::shared_ptr<const AnyMetric<S>> second);
}  // namespace detail

/// The metric V = V₁ ⊗ V₂ on 𝕂^(n₁n₂), with Q = Q₁ ⊗ Q₂; index (i₁, i₂) is row i₁ n₂ + i₂. In a
/// row-major block of b columns both factors act on contiguous memory: Q₂ on n₁ blocks of n₂ rows,
/// Q₁ on one n₁ × (n₂ b) block. gram and map cost n₁ times those of V₂ plus n₂ times those of V₁,
/// and throw ShapeError unless blocks have dim() rows.
template <class First, class Second>
  requires Metric<First, typename First::Scalar> && Metric<Second, typename First::Scalar>
class KroneckerMetric {
 public:
  using Scalar = typename First::Scalar;

  KroneckerMetric(First first, Second second)
      : first_(std::move(first)), second_(std::move(second)) {}

  Index dim() const { return first_.dim() * second_.dim(); }
  double cost() const {
    return static_cast<double>(first_.dim()) * MetricRef<Scalar>(second_).cost() +
           static_cast<double>(second_.dim()) * MetricRef<Scalar>(first_).cost();
  }

  void gram(ConstBlockView<Scalar> x, BlockView<Scalar> y) const {
    detail::require_shapes<Scalar>(x, y, dim());
    const Index n1 = first_.dim();
    const Index n2 = second_.dim();
    RowMatrix<Scalar> z(x.rows, x.cols);
    for (Index i = 0; i < n1; ++i) {
      MetricRef<Scalar>(second_).gram(x.row_range(i * n2, n2), view(z).row_range(i * n2, n2));
    }
    RowMatrix<Scalar> w(x.rows, x.cols);
    const Index width = n2 * x.cols;
    MetricRef<Scalar>(first_).gram({z.data(), n1, width, width}, {w.data(), n1, width, width});
    eigen(y) = w;
  }

  void map(Isometry which, BlockView<Scalar> x) const {
    detail::require_rows(x.rows, dim());
    if (x.stride != x.cols) {  // a strided block cannot be seen as n₁ × (n₂ b)
      RowMatrix<Scalar> packed = eigen(x);
      map(which, view(packed));
      eigen(x) = packed;
      return;
    }
    const Index n1 = first_.dim();
    const Index n2 = second_.dim();
    for (Index i = 0; i < n1; ++i) {
      MetricRef<Scalar>(second_).map(which, x.row_range(i * n2, n2));
    }
    const Index width = n2 * x.cols;
    MetricRef<Scalar>(first_).map(which, {x.data, n1, width, width});
  }

  /// Two look-ups per entry: where a factor's inverse has no rows, it is computed at the first one.
  std::shared_ptr<const InverseEntries<Scalar>> inverse_entries() const {
    return detail::entries_of_product(std::make_shared<const AnyMetric<Scalar>>(first_),
                                      std::make_shared<const AnyMetric<Scalar>>(second_));
  }

 private:
  First first_;
  Second second_;
};

}  // namespace isotrace
