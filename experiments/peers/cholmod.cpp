// CHOLMOD beside SparseMetric: ordering, analysis and factorisation of the mass and stiffness
// matrices of Q1 elements, in seconds, each the least of three. Built by ./experiments/peers/run.
#include <suitesparse/cholmod.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/metric/sparse.hpp>
#include <problems/tensor_elements.hpp>

namespace {

double least_seconds(const std::function<void()>& work) {
  double least = 1e300;
  for (int round = 0; round < 3; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    least = std::min(least, took.count());
  }
  return least;
}

/// Analyse and factorise by the ordering that CHOLMOD chooses, or by AMD alone.
void factorise(Eigen::SparseMatrix<double, Eigen::RowMajor>& v, bool amd_alone) {
  cholmod_common common;
  cholmod_start(&common);
  if (amd_alone) {
    common.nmethods = 1;
    common.method[0].ordering = CHOLMOD_AMD;
    common.postorder = 1;
  }
  common.supernodal = CHOLMOD_AUTO;
  cholmod_sparse a{};
  a.nrow = a.ncol = static_cast<std::size_t>(v.rows());
  a.nzmax = static_cast<std::size_t>(v.nonZeros());
  a.p = v.outerIndexPtr();
  a.i = v.innerIndexPtr();
  a.x = v.valuePtr();
  a.stype = -1;  // symmetric: by columns as by rows
  a.itype = CHOLMOD_INT;
  a.xtype = CHOLMOD_REAL;
  a.dtype = CHOLMOD_DOUBLE;
  a.sorted = 1;
  a.packed = 1;
  cholmod_factor* factor = cholmod_analyze(&a, &common);
  cholmod_factorize(&a, factor, &common);
  if (common.status != CHOLMOD_OK) std::printf("CHOLMOD's status is %d\n", common.status);
  cholmod_free_factor(&factor, &common);
  cholmod_finish(&common);
}

}  // namespace

int main(int argc, char** argv) {
  const int threads = argc > 1 ? std::atoi(argv[1]) : 1;
  std::printf("| matrix, %d thread%s | SparseMetric | CHOLMOD, AMD | CHOLMOD, its choice |\n",
              threads, threads == 1 ? "" : "s");
  std::printf("|---|---|---|---|\n");
  for (const auto& [dimension, nodes] : {std::pair{2, 1000}, std::pair{3, 46}}) {
    const isotrace::program::TensorElements pair(dimension, nodes);
    auto v = pair.stiffness();
    const double ours =
        least_seconds([&] { isotrace::SparseMetric<double>(v, {.threads = threads}); });
    const double amd = least_seconds([&] { factorise(v, true); });
    const double chosen = least_seconds([&] { factorise(v, false); });
    std::printf("| %d-D, n = %ld | %.2f s | %.2f s | %.2f s |\n", dimension,
                static_cast<long>(v.rows()), ours, amd, chosen);
    std::fflush(stdout);
  }
}
