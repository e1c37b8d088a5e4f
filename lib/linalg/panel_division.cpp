#include "panel.hpp"

#include <algorithm>

#include <lib/core/instantiate.hpp>
#include "blas.hpp"
#include "row_pieces.hpp"

namespace isotrace {

namespace {

/// Columns per triangular solve; a product subtracts the contributions of preceding columns.
constexpr Index solved_columns = 48;

/// X ← X R⁻¹ for some rows of X: block by block, X_j ← (X_j − Σ_{i<j} X_i R_ij) R_jj⁻¹. The memory
/// of the column-major X is that of the row-major Xᵀ, so the solve is Xᵀ ← R⁻ᵀXᵀ.
template <Scalar S>
class Division {
 public:
  explicit Division(const Small<S>& R) : R_(R), negative_(-R) {}

  void operator()(S* X, Index stride, Index rows) const {
    const Index k = R_.cols();
    for (Index j = 0; j < k; j += solved_columns) {
      const Index width = std::min(solved_columns, k - j);
      S* const own = X + j * stride;
      if (j > 0) {
        detail::gemm_by_columns(detail::Side::itself, DenseView<S>{X, rows, j, stride, false},
                                DenseView<S>{negative_.data() + j * k, j, width, k, false}, own,
                                stride, true);
      }
      detail::triangular(detail::Triangular::solve,
                         DenseView<S>{R_.data() + j * (k + 1), width, width, k, true},
                         BlockView<S>{own, width, rows, stride});
    }
  }

 private:
  const Small<S>& R_;
  Small<S> negative_;
};

template <Scalar S, class M>
void divide_all(M& X, const Small<S>& R) {
  if (X.cols() == 0) return;
  const Division<S> by_R(R);
  for_own_rows(X.rows(),
               [&](Index first, Index count) { by_R(X.data() + first, X.rows(), count); });
}

}  // namespace

template <Scalar S>
void divide(Panel<S>& X, const Small<S>& R) {
  divide_all(X, R);
}

template <Scalar S>
void divide(Small<S>& X, const Small<S>& R) {
  divide_all(X, R);
}

template <Scalar S>
Panel<S> divided(ScratchPool* pool, const PanelView<S>& Y, double a, const PanelView<S>& omega,
                 const Small<S>& R) {
  Panel<S> X(pool, Y.rows(), Y.cols());
  if (X.cols() == 0) return X;
  const Division<S> by_R(R);
  for_own_rows(X.rows(), [&](Index first, Index count) {
    auto piece = X.middleRows(first, count);
    piece = Y.middleRows(first, count);
    if (a != 0) piece += a * omega.middleRows(first, count);
    by_R(X.data() + first, X.rows(), count);
  });
  return X;
}

#define INSTANTIATE(S)                                                                      \
  template void divide(Panel<S>&, const Small<S>&);                                         \
  template void divide(Small<S>&, const Small<S>&);                                         \
  template Panel<S> divided(ScratchPool*, const PanelView<S>&, double, const PanelView<S>&, \
                            const Small<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
