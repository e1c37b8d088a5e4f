#pragma once

#include <cmath>
#include <vector>

#include <isotrace/core/cost.hpp>
#include <isotrace/core/kept.hpp>
#include <isotrace/metric/inverse_entries.hpp>

#include <lib/core/sum.hpp>

namespace isotrace::detail {

/// The entries of V⁻¹ for V = diag(w), or for V = I if there are no weights.
template <Scalar S>
class DiagonalEntries final : public InverseEntries<S> {
 public:
  explicit DiagonalEntries(Index n) : n_(n) {}
  explicit DiagonalEntries(const Kept<std::vector<Real<S>>>& weights)
      : n_(static_cast<Index>(weights->size())), weights_(weights), identity_(false) {}

  double log_determinant() const override {
    if (identity_) return 0;
    return sum(*weights_, [](Real<S> w) { return std::log(static_cast<double>(w)); });
  }
  void diagonal(const EntryOptions&, Real<S>* out) const override {
    for (Index i = 0; i < n_; ++i) out[i] = entry(i);
  }
  bool is_given() const override { return true; }
  bool is_diagonal() const override { return true; }
  bool has_rows() const override { return true; }
  double row_entry_cost() const override { return cost::cached_pass; }
  void row(Index i, const int* columns, Index count, S* out) const override {
    for (Index k = 0; k < count; ++k) {
      out[k] = (columns == nullptr ? k : columns[k]) == i ? S(entry(i)) : S(0);
    }
  }

 private:
  Real<S> entry(Index i) const { return identity_ ? Real<S>(1) : 1 / (*weights_)[i]; }

  Index n_;
  Kept<std::vector<Real<S>>> weights_;
  bool identity_ = true;
};

}  // namespace isotrace::detail
