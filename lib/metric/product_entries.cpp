#include <mutex>
#include <vector>

#include <isotrace/metric/kronecker.hpp>

#include <lib/core/instantiate.hpp>

namespace isotrace::detail {
namespace {

/// The rows of a factor's inverse: its own, or those of the inverse, computed at the first use.
template <Scalar S>
class FactorRows {
 public:
  explicit FactorRows(std::shared_ptr<const AnyMetric<S>> metric)
      : metric_(std::move(metric)), entries_(metric_->inverse_entries()) {}

  static constexpr Index greatest = 4096;
  bool known() const { return entries_ != nullptr; }
  bool has_rows() const { return entries_->has_rows() || metric_->dim() <= greatest; }
  const InverseEntries<S>& entries() const { return *entries_; }
  Index dim() const { return metric_->dim(); }

  bool is_given() const { return entries_->is_given(); }
  /// Seconds and bytes of the inverse: two triangular solves with the identity.
  double first_row_cost() const {
    const auto m = static_cast<double>(dim());
    return entries_->has_rows() ? entries_->first_row_cost() : 2 * m * metric_->cost();
  }
  std::size_t first_row_bytes() const {
    const auto m = static_cast<std::size_t>(dim());
    return entries_->has_rows() ? entries_->first_row_bytes() : 3 * m * m * sizeof(S);
  }

  S entry(Index i, Index j) const {
    if (!entries_->has_rows()) return inverse()(i, j);
    const int column = static_cast<int>(j);
    S value;
    entries_->row(i, &column, 1, &value);
    return value;
  }

 private:
  /// V⁻¹ = Q Qᴴ.
  const RowMatrix<S>& inverse() const {
    std::call_once(once_, [&] {
      RowMatrix<S> x = RowMatrix<S>::Identity(dim(), dim());
      metric_->map(Isometry::adjoint, view(x));
      metric_->map(Isometry::forward, view(x));
      inverse_ = (x + RowMatrix<S>(x.adjoint())) / Real<S>(2);
    });
    return inverse_;
  }

  std::shared_ptr<const AnyMetric<S>> metric_;
  std::shared_ptr<const InverseEntries<S>> entries_;
  mutable std::once_flag once_;
  mutable RowMatrix<S> inverse_;
};

/// The entries of V₁⁻¹ ⊗ V₂⁻¹.
template <Scalar S>
class ProductEntries final : public InverseEntries<S> {
 public:
  ProductEntries(std::shared_ptr<const AnyMetric<S>> first,
                 std::shared_ptr<const AnyMetric<S>> second)
      : first_(std::move(first)), second_(std::move(second)) {}

  bool known() const { return first_.known() && second_.known(); }

  double log_determinant() const override {
    return static_cast<double>(second_.dim()) * first_.entries().log_determinant() +
           static_cast<double>(first_.dim()) * second_.entries().log_determinant();
  }
  void diagonal(const EntryOptions& options, Real<S>* out) const override {
    std::vector<Real<S>> a(static_cast<std::size_t>(first_.dim()));
    std::vector<Real<S>> b(static_cast<std::size_t>(second_.dim()));
    EntryOptions quiet = options;
    quiet.progress = {};
    first_.entries().diagonal(quiet, a.data());
    second_.entries().diagonal(quiet, b.data());
    for (const Real<S> x : a) {
      for (const Real<S> y : b) *out++ = x * y;
    }
  }
  bool is_diagonal() const override {
    return first_.entries().is_diagonal() && second_.entries().is_diagonal();
  }
  bool has_rows() const override { return first_.has_rows() && second_.has_rows(); }
  bool is_given() const override { return first_.is_given() && second_.is_given(); }
  double row_entry_cost() const override { return 2 * cost::pass; }
  double first_row_cost() const override {
    return first_.first_row_cost() + second_.first_row_cost();
  }
  std::size_t first_row_bytes() const override {
    return first_.first_row_bytes() + second_.first_row_bytes();
  }
  void row(Index i, const int* columns, Index count, S* out) const override {
    const Index n = second_.dim();
    for (Index k = 0; k < count; ++k) {
      const Index j = columns == nullptr ? k : columns[k];
      out[k] = first_.entry(i / n, j / n) * second_.entry(i % n, j % n);
    }
  }

 private:
  FactorRows<S> first_;
  FactorRows<S> second_;
};

}  // namespace

template <class S>
std::shared_ptr<const InverseEntries<S>> entries_of_product(
    std::shared_ptr<const AnyMetric<S>> first, std::shared_ptr<const AnyMetric<S>> second) {
  auto entries = std::make_shared<const ProductEntries<S>>(std::move(first), std::move(second));
  if (!entries->known()) return nullptr;
  return entries;
}

#define INSTANTIATE(S)                                                  \
  template std::shared_ptr<const InverseEntries<S>> entries_of_product( \
      std::shared_ptr<const AnyMetric<S>>, std::shared_ptr<const AnyMetric<S>>);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
