#include <algorithm>

#include <isotrace/metric/covariance.hpp>

#include <lib/core/instantiate.hpp>

namespace isotrace::detail {
namespace {

/// The entries of V⁻¹ = C, read from the matrix of C.
template <Scalar S>
class GramEntries final : public InverseEntries<S> {
 public:
  GramEntries(std::shared_ptr<const AnyMetric<S>> covariance,
              std::shared_ptr<const InverseEntries<S>> own)
      : covariance_(std::move(covariance)), own_(std::move(own)), c_(covariance_->gram_matrix()) {}

  double log_determinant() const override { return -own_->log_determinant(); }
  void diagonal(const EntryOptions&, Real<S>* out) const override {
    for (Index i = 0; i < covariance_->dim(); ++i) {
      const int column = static_cast<int>(i);
      S entry;
      row(i, &column, 1, &entry);
      out[i] = std::real(entry);
    }
  }
  bool is_diagonal() const override { return own_->is_diagonal(); }
  bool is_given() const override { return true; }
  bool has_rows() const override { return true; }
  double row_entry_cost() const override { return cost::pass; }
  void row(Index i, const int* columns, Index count, S* out) const override {
    for (Index k = 0; k < count; ++k) out[k] = entry(i, columns == nullptr ? k : columns[k]);
  }

 private:
  /// C is Hermitian: its entries by columns are those by rows, conjugated.
  S entry(Index i, Index j) const {
    if (c_.weights != nullptr) return i == j ? S(c_.weights[i]) : S(0);
    if (c_.dense) {
      const bool by_rows = c_.dense->row_major;
      return c_.dense->data[by_rows ? i * c_.dense->stride + j : j * c_.dense->stride + i];
    }
    if (!c_.sparse) return i == j ? S(1) : S(0);
    const auto& c = *c_.sparse;
    const Index line = c.row_major ? i : j;
    const int other = static_cast<int>(c.row_major ? j : i);
    const int* begin = c.inner + c.outer[line];
    const int* end = c.inner + c.outer[line + 1];
    const int* at = std::lower_bound(begin, end, other);
    return at != end && *at == other ? c.values[at - c.inner] : S(0);
  }

  std::shared_ptr<const AnyMetric<S>> covariance_;
  std::shared_ptr<const InverseEntries<S>> own_;
  GramMatrix<S> c_;
};

}  // namespace

template <class S>
std::shared_ptr<const InverseEntries<S>> entries_of_covariance(
    std::shared_ptr<const AnyMetric<S>> covariance) {
  auto own = covariance->inverse_entries();
  const GramMatrix<S> c = covariance->gram_matrix();
  const bool known = covariance->identity() || c.weights != nullptr || c.sparse || c.dense;
  if (own == nullptr || !known) return nullptr;
  return std::make_shared<const GramEntries<S>>(std::move(covariance), std::move(own));
}

#define INSTANTIATE(S)                                                     \
  template std::shared_ptr<const InverseEntries<S>> entries_of_covariance( \
      std::shared_ptr<const AnyMetric<S>>);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
