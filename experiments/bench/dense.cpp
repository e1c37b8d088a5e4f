#include <fmt/format.h>

#include <bench/bare/gemm.hpp>
#include <bench/operators.hpp>
#include <bench/session.hpp>
#include <isotrace/trace/trace.hpp>

namespace isotrace::program {
namespace {

constexpr Index n = 4000;
constexpr Index probes = 256;

}  // namespace

void measure_dense(Session& session) {
  if (!session.wants("dense.")) return;
  const Eigen::MatrixXd A = random_symmetric(n, session.seed());
  const Eigen::MatrixXd Z = Eigen::MatrixXd::Random(n, probes);
  Eigen::MatrixXd Y(n, probes);
  ScratchPool scratch;
  const DenseOperator op{A};
  const EuclideanMetric<double> V(n);
  for (const char* way : {"apply", "values"}) {
    for (const Law& law : {Law(Signs{}), Law(Sphere{})}) {
      const Options options{
          .matvecs = probes, .seed = session.seed(), .law = law, .scratch = &scratch};
      for (int threads : {1, 2}) {
        const bool apply = std::string_view(way) == "apply";
        session.measure(
            fmt::format("dense.{}.{}.{}", way, name(law), threads),
            fmt::format("one {}, A({} × {}) · Z({} × {})", gemm_name(), n, n, n, probes),
            {.ours =
                 [&] {
                   if (apply) {
                     metric_trace(op, V, options);
                   } else {
                     metric_trace(A, V, options);
                   }
                 },
             .limit = [&] { gemm(threads, A, Z, Y); }});
      }
    }
  }
}

}  // namespace isotrace::program
