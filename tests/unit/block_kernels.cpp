// The kernels of every instruction set against Eigen, and against themselves on other cuts.
#include <catch2/catch.hpp>

#include <isotrace/operators/multiply.hpp>

#include <lib/linalg/kernel_tables.hpp>
#include <lib/linalg/sparse_cholesky/factor.hpp>
#include <lib/linalg/sparse_cholesky/ordering.hpp>
#include "support/isas.hpp"
#include "support/metric_checks.hpp"

using namespace isotrace;
using namespace isotrace::test;

namespace {

template <Scalar S>
using Rows = Eigen::SparseMatrix<S, Eigen::RowMajor>;

detail::Pattern pattern_of(const auto& v) {
  return {v.outerIndexPtr(), v.innerIndexPtr(), v.rows()};
}

/// A metric's factor, and Pᵀ L P as a dense matrix read from its panels.
template <Scalar S>
struct Factored {
  explicit Factored(Rows<S> matrix, Isa isa = Isa::baseline)
      : v(std::move(matrix)),
        nodes(detail::supernodes(pattern_of(v), detail::fill_reducing(pattern_of(v)),
                                 detail::panel_width<S>)),
        factor(detail::factorise<S>(v, nodes, detail::Schedule(nodes), {}, 0, isa)) {}

  RowMatrix<S> lower() const {
    RowMatrix<S> l = RowMatrix<S>::Zero(v.rows(), v.rows());
    for (const detail::FactorPanel& p : factor.layout().panels) {
      const S* values = reinterpret_cast<const S*>(factor.values() + p.values + p.width);
      const std::int32_t* rows = factor.layout().rows.data() + p.rows;
      for (int i = 0; i < p.width + p.below; ++i) {
        for (int j = 0; j < p.width; ++j) l(rows[i], rows[j]) = values[i * p.width + j];
      }
    }
    return l;
  }

  Rows<S> v;
  detail::Supernodes nodes;
  detail::PanelFactor<S> factor;
};

template <Scalar S>
auto kernel(Isometry which, Isa isa) {
  const auto& kernels = detail::panel_kernels<S>(isa);
  switch (which) {
    case Isometry::forward: return kernels.solve_lower_adjoint;
    case Isometry::adjoint: return kernels.solve_lower;
    case Isometry::inverse: return kernels.multiply_lower_adjoint;
    default: return kernels.multiply_lower;
  }
}

template <Scalar S>
RowMatrix<S> expected_map(Isometry which, const RowMatrix<S>& l, const RowMatrix<S>& x) {
  switch (which) {
    case Isometry::forward: return l.adjoint().eval().partialPivLu().solve(x);
    case Isometry::adjoint: return l.partialPivLu().solve(x);
    case Isometry::inverse: return l.adjoint() * x;
    default: return l * x;
  }
}

/// The kernel on `width` columns inside wider storage; infinite where it touched a neighbour.
template <Scalar S>
double map_gap(const Factored<S>& f, const RowMatrix<S>& l, Isometry which, Isa isa, Index width) {
  const RowMatrix<S> before = random_matrix<S>(l.rows(), width + 5, 7);
  RowMatrix<S> x = before;
  kernel<S>(which, isa)(f.factor.list(), detail::real_block(view(x).columns(3, width)));
  if (x.leftCols(3) != before.leftCols(3) || x.rightCols(2) != before.rightCols(2)) {
    return std::numeric_limits<double>::infinity();
  }
  const RowMatrix<S> inner = before.middleCols(3, width);
  return relative_gap<S>(x.middleCols(3, width), expected_map<S>(which, l, inner));
}

/// Whether the columns of a block come out the same bits one by one, in cuts, and all together.
template <Scalar S, class F>
bool same_in_any_cut(Index rows, F&& apply) {
  const Index width = 83;
  const RowMatrix<S> x = random_matrix<S>(rows, width, 8);
  RowMatrix<S> whole = x;
  apply(view(whole));
  for (const Index cut : {1, 3, 8, 17, 40}) {
    RowMatrix<S> pieces = x;
    for (Index first = 0; first < width; first += cut) {
      apply(view(pieces).columns(first, std::min(cut, width - first)));
    }
    if (pieces != whole) return false;
  }
  return true;
}

template <Scalar S>
Rows<S> wide_metric(Index n) {
  // a band that fills, so that panels of every width occur
  Rows<S> v = random_sparse_metric<S, Eigen::RowMajor>(n, 11);
  for (Index i = 0; i + 13 < n; i += 3) {
    v.coeffRef(i, i + 13) += S(Real<S>(0.1));
    v.coeffRef(i + 13, i) += S(Real<S>(0.1));
  }
  v.makeCompressed();
  return v;
}

}  // namespace

TEMPLATE_TEST_CASE("the triangular kernels of every instruction set agree with Eigen", "", float,
                   double, std::complex<float>, std::complex<double>) {
  const Isometry which =
      GENERATE(Isometry::forward, Isometry::adjoint, Isometry::inverse, Isometry::inverse_adjoint);
  const Index width = GENERATE(1, 5, 16, 17, 40, 150);
  const Factored<TestType> f(wide_metric<TestType>(120));
  const RowMatrix<TestType> l = f.lower();
  for (const Isa isa : isas()) {
    CAPTURE(width, which, name(isa));
    CHECK(map_gap<TestType>(f, l, which, isa, width) < tolerance<TestType>(120));
  }
}

TEMPLATE_TEST_CASE("every instruction set factorises alike", "", float, double, std::complex<float>,
                   std::complex<double>) {
  const auto v = wide_metric<TestType>(120);
  for (const Isa isa : isas()) {
    CAPTURE(name(isa));
    const RowMatrix<TestType> l = Factored<TestType>(v, isa).lower();
    CHECK(relative_gap<TestType>(l * l.adjoint(), dense(v)) < tolerance<TestType>(120));
  }
}

TEMPLATE_TEST_CASE("a column's map does not depend on the cut of its block", "", float, double,
                   std::complex<float>, std::complex<double>) {
  const Isometry which =
      GENERATE(Isometry::forward, Isometry::adjoint, Isometry::inverse, Isometry::inverse_adjoint);
  const Factored<TestType> f(wide_metric<TestType>(90));
  for (const Isa isa : isas()) {
    CAPTURE(which, name(isa));
    CHECK(same_in_any_cut<TestType>(90, [&](BlockView<TestType> x) {
      kernel<TestType>(which, isa)(f.factor.list(), detail::real_block(x));
    }));
  }
}

TEMPLATE_TEST_CASE("the sparse products of every instruction set agree with Eigen", "", float,
                   double, std::complex<float>, std::complex<double>) {
  using S = TestType;
  const Index width = GENERATE(1, 5, 16, 17, 40, 150);
  const Rows<S> a = random_sparse<S, Eigen::RowMajor>(50, 50, 4, 3);
  const auto lists =
      detail::sparse_lists(a.outerIndexPtr(), a.innerIndexPtr(), a.valuePtr(), a.rows());
  const RowMatrix<S> x = random_matrix<S>(50, width + 2, 4);
  const RowMatrix<S> inner = x.middleCols(1, width);
  const RowMatrix<S> full(a);
  const auto in = detail::real_block(view(x).columns(1, width));
  for (const Isa isa : isas()) {
    CAPTURE(width, name(isa));
    const auto& kernels = detail::product_kernels<S>(isa);
    RowMatrix<S> y(50, width);
    const auto out = detail::real_block(view(y));
    kernels.gather(lists, in, out);
    CHECK(relative_gap<S>(y, full * inner) < tolerance<S>(50));
    kernels.gather_conjugated(lists, in, out);
    CHECK(relative_gap<S>(y, full.conjugate() * inner) < tolerance<S>(50));
    kernels.scatter(lists, in, out, 50);
    CHECK(relative_gap<S>(y, full.transpose() * inner) < tolerance<S>(50));
    kernels.scatter_conjugated(lists, in, out, 50);
    CHECK(relative_gap<S>(y, full.adjoint() * inner) < tolerance<S>(50));
  }
}

TEMPLATE_TEST_CASE("a column's sparse product does not depend on the cut of its block", "", float,
                   double, std::complex<float>, std::complex<double>) {
  using S = TestType;
  const Rows<S> a = random_sparse<S, Eigen::RowMajor>(60, 60, 5, 3);
  const auto lists =
      detail::sparse_lists(a.outerIndexPtr(), a.innerIndexPtr(), a.valuePtr(), a.rows());
  for (const Isa isa : isas()) {
    CAPTURE(name(isa));
    const auto& kernels = detail::product_kernels<S>(isa);
    CHECK(same_in_any_cut<S>(60, [&](BlockView<S> x) {
      RowMatrix<S> y(60, x.cols);
      kernels.gather(lists, detail::real_block(ConstBlockView<S>(x)), detail::real_block(view(y)));
      eigen(x) = y;
    }));
    CHECK(same_in_any_cut<S>(60, [&](BlockView<S> x) {
      RowMatrix<S> y(60, x.cols);
      kernels.scatter_conjugated(lists, detail::real_block(ConstBlockView<S>(x)),
                                 detail::real_block(view(y)), 60);
      eigen(x) = y;
    }));
  }
}
