#include <fmt/format.h>

#include <tbb/parallel_for.h>

#include <bench/bare/gemm.hpp>
#include <bench/operators.hpp>
#include <bench/session.hpp>
#include <isotrace/function/function_form.hpp>
#include <isotrace/trace/trace.hpp>

namespace isotrace::program {
namespace {

constexpr Index steps = 50;
constexpr Index probes = 32;

/// y ← A x of a single vector, rows shared by tasks: what a recurrence of one probe costs at least.
void bare_product(const RowSparse& A, const Eigen::VectorXd& x, Eigen::VectorXd& y, int tasks) {
  const Index n = A.rows();
  tbb::parallel_for(
      0, tasks,
      [&](int t) {
        const int* outer = A.outerIndexPtr();
        const int* inner = A.innerIndexPtr();
        const double* values = A.valuePtr();
        for (Index i = t * n / tasks; i < (t + 1) * n / tasks; ++i) {
          double sum = 0;
          for (int k = outer[i]; k < outer[i + 1]; ++k) sum += values[k] * x[inner[k]];
          y[i] = sum;
        }
      },
      tbb::simple_partitioner());
}

Options quadrature_options(Session& session, ScratchPool& scratch) {
  Options options;
  options.matvecs = steps * probes;
  options.method = Method::hutchinson;
  options.seed = session.seed();
  options.memory = std::size_t{4} << 30;
  options.scratch = &scratch;
  options.block = 16;
  return options;
}

}  // namespace

/// Lanczos quadrature, beside the products of as many vectors one by one.
void measure_function(Session& session) {
  if (session.wants("slq.sparse")) {
    constexpr int repeats = 16;
    const RowSparse A = laplacian(1000);
    const OperatorForm<double> form{OperatorRef<double>(A)};
    const EuclideanMetric<double> V(A.rows());
    const FunctionForm<double> log(form, V, functions::log(), {.steps = steps});
    const Eigen::VectorXd x = Eigen::VectorXd::Ones(A.rows());
    Eigen::VectorXd y(A.rows());
    ScratchPool scratch;
    const Options options = quadrature_options(session, scratch);
    for (const int threads : {1, 2}) {
      session.measure(fmt::format("slq.sparse.{}", threads),
                      fmt::format("{} bare products of a single vector", steps * probes),
                      {.ours = [&] { form_trace<double>(log, V, options); },
                       .limit =
                           [&] {
                             for (int k = 0; k < repeats; ++k) bare_product(A, x, y, threads);
                           },
                       .limit_scale = double(steps * probes) / repeats});
    }
  }
  if (!session.wants("slq.dense")) return;
  constexpr Index n = 2000;
  const Eigen::MatrixXd A = random_symmetric(n, session.seed());
  const OperatorForm<double> form{OperatorRef<double>(A)};
  const EuclideanMetric<double> V(n);
  const FunctionForm<double> exp(form, V, functions::exp(), {.steps = steps});
  const Eigen::MatrixXd X = Eigen::MatrixXd::Ones(n, probes);
  Eigen::MatrixXd Y(n, probes);
  ScratchPool scratch;
  Options options = quadrature_options(session, scratch);
  options.block = probes;
  session.measure("slq.dense.1", fmt::format("{} dgemms with {} columns", steps, probes),
                  {.ours = [&] { form_trace<double>(exp, V, options); },
                   .limit = [&] { gemm(1, A, X, Y); },
                   .limit_scale = double(steps)});
}

}  // namespace isotrace::program
