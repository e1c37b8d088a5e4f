#include <tbb/parallel_for.h>

#include <fmt/format.h>

#include <bench/bare/gemm.hpp>
#include <bench/operators.hpp>
#include <bench/session.hpp>
#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/metric/sparse.hpp>
#include <problems/tensor_elements.hpp>

#include <lib/linalg/sparse_cholesky/ordering.hpp>
#include <lib/linalg/sparse_cholesky/selected_inverse.hpp>

namespace isotrace::program {
namespace {

using detail::PanelFactor;

/// A mass matrix, ordered, and what is computed with its factor.
class MassMatrix {
 public:
  MassMatrix(int dimension, int nodes)
      : v_(TensorElements(dimension, nodes).mass()), nodes_(supernodes_of(v_)), schedule_(nodes_) {}

  double operations() const { return schedule_.operations; }
  Index size() const { return v_.rows(); }
  PanelFactor<double> factor() const { return detail::factorise<double>(v_, nodes_, schedule_); }
  /// The diagonal of the inverse, by the sweep.
  void sweep(const PanelFactor<double>& factor, std::vector<double>& diagonal) const {
    detail::selected_inverse<double>(nodes_, schedule_, factor, {}, 0,
                                     [&](const detail::InverseColumns<double>& z) {
                                       for (int j = 0; j < z.columns; ++j) {
                                         diagonal[z.rows[j]] = z.entries.row(j)[j];
                                       }
                                     });
  }

 private:
  static detail::Supernodes supernodes_of(const TensorElements::Matrix& v) {
    const detail::Pattern pattern{v.outerIndexPtr(), v.innerIndexPtr(), v.rows()};
    return detail::supernodes(pattern, detail::fill_reducing(pattern), detail::panel_width<double>);
  }

  TensorElements::Matrix v_;
  detail::Supernodes nodes_;
  detail::Schedule schedule_;
};

/// The elimination beside its operations at the rate of a dgemm, and the sweep beside the
/// elimination.
void measure_elimination(Session& session, const std::string& name, int dimension, int nodes) {
  const std::string factor = "metric.factor." + name;
  const std::string selected = "exact.selected." + name;
  if (!session.wants(factor) && !session.wants(selected)) return;
  const MassMatrix mass(dimension, nodes);
  constexpr Index n = 1500;
  const Eigen::MatrixXd A = random_symmetric(n, session.seed());
  Eigen::MatrixXd Y(n, n);
  for (int threads : {1, 2}) {
    session.measure(
        fmt::format("{}.{}", factor, threads),
        fmt::format("its {:.3g} flops at the rate of {}", mass.operations(), gemm_name()),
        {.ours = [&] { mass.factor(); },
         .limit = [&] { gemm(threads, A, A, Y); },
         .limit_scale = mass.operations() / (2.0 * n * n * n)});
  }
  const PanelFactor<double> kept = mass.factor();
  std::vector<double> diagonal(static_cast<std::size_t>(mass.size()));
  for (int threads : {1, 2}) {
    session.measure(fmt::format("{}.{}", selected, threads), "the elimination of the same matrix",
                    {.ours = [&] { mass.sweep(kept, diagonal); }, .limit = [&] { mass.factor(); }});
  }
}

/// tr A of a sparse matrix beside one read of its arrays.
void measure_euclidean(Session& session) {
  if (!session.wants("exact.euclidean")) return;
  const TensorElements::Matrix A = laplacian(2000);
  const auto read = [&] {
    std::vector<double> sums(64);
    const auto part = [&](int p) {
      double values = 0;
      std::int64_t places = 0;
      const Index begin = A.nonZeros() * p / 64;
      const Index end = A.nonZeros() * (p + 1) / 64;
      for (Index e = begin; e < end; ++e) places += A.innerIndexPtr()[e];
      for (Index e = begin; e + 8 <= end; e += 8) {
        const double* v = A.valuePtr() + e;
        values += ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]));
      }
      sums[p] = values + static_cast<double>(places);
    };
    tbb::parallel_for(0, 64, part);
    if (sums[0] == 0.25) throw Error("the bench's matrix is not what it was");  // the sums are used
  };
  for (int threads : {1, 2}) {
    session.measure(fmt::format("exact.euclidean.{}", threads),
                    fmt::format("one read of the {} entries", A.nonZeros()),
                    {.ours = [&] { exact::trace(A); }, .limit = [&] { read(); }});
  }
}

}  // namespace

void measure_factor(Session& session) {
  measure_elimination(session, "2d", 2, 1000);
  measure_elimination(session, "3d", 3, 46);
  measure_euclidean(session);
}

}  // namespace isotrace::program
