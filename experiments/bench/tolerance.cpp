#include <atomic>
#include <cmath>
#include <limits>
#include <map>
#include <memory>

#include <fmt/format.h>

#include <bench/operators.hpp>
#include <bench/pinning.hpp>
#include <bench/session.hpp>
#include <bench/tolerance_names.hpp>
#include <cli/stopwatch.hpp>
#include <isotrace/metric/metrics.hpp>
#include <isotrace/trace/frobenius.hpp>
#include <isotrace/trace/trace.hpp>
#include <problems/finite_elements.hpp>

namespace isotrace::program {
namespace {

using Run = std::function<Status(const Options&)>;

/// Eigenvalues by name.
Eigen::VectorXd eigenvalues(const std::string& kind, Index n) {
  Eigen::VectorXd lambda(n);
  for (Index k = 0; k < n; ++k) {
    const auto i = static_cast<double>(k);
    if (kind == "flat") lambda[k] = 1 + 2 * i / static_cast<double>(n);
    if (kind == "poly") lambda[k] = 1 / ((i + 1) * (i + 1));
    if (kind == "slow") lambda[k] = std::pow(0.97, i);
    if (kind == "fast") lambda[k] = std::pow(0.7, i);
    if (kind == "step") lambda[k] = k < 50 ? 1 : 1e-3;
    if (kind == "spike") lambda[k] = k == 0 ? 100 : 1;
  }
  return lambda;
}

/// diag(λ) after two reflections: a full matrix with the same eigenvalues.
Eigen::MatrixXd dense_with(const Eigen::VectorXd& lambda, std::uint64_t seed) {
  const Index n = lambda.size();
  Eigen::MatrixXd A = lambda.asDiagonal();
  const Eigen::MatrixXd G = random_symmetric(n, seed);
  for (Index j = 0; j < 2; ++j) {
    const Eigen::VectorXd u = G.col(j).normalized();
    const Eigen::VectorXd Au = A * u;
    const double uAu = u.dot(Au);
    A -= 2 * u * Au.transpose() + 2 * Au * u.transpose() - 4 * uAu * u * u.transpose();
  }
  return A;
}

RowSparse sparse_diagonal(const Eigen::VectorXd& lambda) {
  RowSparse A(lambda.size(), lambda.size());
  for (Index i = 0; i < lambda.size(); ++i) A.insert(i, i) = lambda[i];
  A.makeCompressed();
  return A;
}

/// An operator that repeats its dense product `repeats` times, and may declare this cost or not.
struct Expensive {
  Eigen::MatrixXd A;
  int repeats;
  Index rows() const { return A.rows(); }
  Index cols() const { return A.cols(); }
  void apply(ConstBlockView<double> X, BlockView<double> Y) const {
    for (int r = 0; r < repeats; ++r) multiply(matrix_view(A), X, Y);
  }
};
struct ExpensiveAndSaysSo : Expensive {
  double cost() const {
    return static_cast<double>(A.size()) * cost::multiply_add * static_cast<double>(repeats);
  }
};

template <class S, class Op>
FormRef<S> by_products(const Op& op) {
  return FormRef<S>(OperatorForm<S>(OperatorRef<S>(op))).by_products();
}

template <class Op, class M>
Run trace_run(Op A, M V) {
  const auto op = std::make_shared<const Op>(std::move(A));
  const auto metric = std::make_shared<const M>(std::move(V));
  // without the entries, whose sum would be the exact value: it is estimates that are compared
  const FormRef<typename M::Scalar> form = by_products<typename M::Scalar>(*op);
  return [=](const Options& options) {
    (void)op;  // the form refers to it
    return form_trace(form, *metric, options).status;
  };
}

/// The identity, as a matrix would apply it.
struct Embedding {
  Index n;
  Index rows() const { return n; }
  Index cols() const { return n; }
  void apply(ConstBlockView<double> X, BlockView<double> Y) const { eigen(Y) = eigen(X); }
  void apply_adjoint(ConstBlockView<double> X, BlockView<double> Y) const { apply(X, Y); }
  double cost() const { return static_cast<double>(n) * 3 * cost::cached_pass; }
};

template <class M, class W>
Run embedding_run(M V, W codomain) {
  const auto map = std::make_shared<const Embedding>(V.dim());
  const auto domain = std::make_shared<const M>(std::move(V));
  const auto target = std::make_shared<const W>(std::move(codomain));
  return [=](const Options& options) {
    return frobenius_norm(*map, *domain, *target, options).status;
  };
}

constexpr Index dense_n = 1000;
constexpr Index opaque_n = 500;
constexpr Index sparse_n = 20'000;

EuclideanMetric<double> euclidean(Index n) {
  return EuclideanMetric<double>(n);
}

/// The problem of this name, from tolerance_problems().
Run problem(const std::string& name, std::uint64_t seed) {
  const std::string kind = name.substr(name.find('-') + 1);
  if (name.starts_with("dense-metric")) {
    const DenseMetric<double> V(dense_with(eigenvalues("flat", dense_n), seed + 1));
    return trace_run(dense_with(eigenvalues("poly", dense_n), seed), V);
  }
  if (name.starts_with("dense-")) {
    return trace_run(dense_with(eigenvalues(kind, dense_n), seed), euclidean(dense_n));
  }
  if (name.starts_with("complex-")) {
    const Eigen::MatrixXcd A =
        dense_with(eigenvalues(kind, opaque_n), seed).cast<std::complex<double>>();
    return trace_run(A, EuclideanMetric<std::complex<double>>(opaque_n));
  }
  if (name.starts_with("sparse-")) {
    return trace_run(sparse_diagonal(eigenvalues(kind, sparse_n)), euclidean(sparse_n));
  }
  if (name.starts_with("opaque-")) {
    return trace_run(Expensive{dense_with(eigenvalues(kind, opaque_n), seed), 40},
                     euclidean(opaque_n));
  }
  if (name.starts_with("costly-")) {
    return trace_run(ExpensiveAndSaysSo{{dense_with(eigenvalues(kind, opaque_n), seed), 40}},
                     euclidean(opaque_n));
  }
  if (name == "laplacian") return trace_run(laplacian(200), euclidean(200 * 200));
  const StiffnessMass<double> pair = l_shape(name.ends_with("-small") ? 26 : 60);
  if (name.starts_with("stiffness-in-mass")) {
    return trace_run(pair.stiffness, SparseMetric<double>(pair.mass));
  }
  if (name.starts_with("mass-in-stiffness")) {
    return trace_run(pair.mass, SparseMetric<double>(pair.stiffness));
  }
  if (name == "lumped") {
    const Eigen::VectorXd w = pair.mass * Eigen::VectorXd::Ones(pair.mass.rows());
    return trace_run(pair.stiffness, DiagonalMetric<double>({w.begin(), w.end()}));
  }
  if (name == "embedding") {
    return embedding_run(SparseMetric<double>(pair.stiffness), SparseMetric<double>(pair.mass));
  }
  return embedding_run(SparseMetric<double>(pair.mass), SparseMetric<double>(pair.stiffness));
}

/// Seeds per measurement, as a single one may be lucky.
constexpr std::uint64_t seeds = 3;

/// Runs all seeds of a measurement. Returns `converged`, or a status that a run had instead.
Status repeated(const Run& run, Options options) {
  Status status = Status::converged;
  for (std::uint64_t k = 0; k < seeds; ++k) {
    const Status one = run(options);
    if (one != Status::converged && one != Status::exact) status = one;
    ++options.seed;
  }
  return status;
}

/// Seconds until the tolerance is met; infinite if it is not, or not by the deadline.
double time_to_tolerance(const Run& run, Options options, double deadline) {
  std::atomic<bool> stop{false};
  const Stopwatch watch;
  options.stop = &stop;
  options.progress = [&](Index, Index) { stop = stop || watch.seconds() > deadline; };
  try {
    const bool met = repeated(run, options) == Status::converged;
    return met ? watch.seconds() : std::numeric_limits<double>::infinity();
  } catch (const Error&) {  // not semidefinite, no adjoint, or panels beyond the memory
    return std::numeric_limits<double>::infinity();
  }
}

/// Whether the caller declares the form semidefinite. Every problem's form is.
bool known_semidefinite(const std::string& name) {
  return !name.starts_with("opaque-") && !name.starts_with("costly-") &&
         !name.starts_with("sparse-");
}

/// The fastest method among those whose assumptions the options state.
Method fastest(const Run& run, const Options& options) {
  double best = std::numeric_limits<double>::infinity();
  Method found = Method::hutchinson;
  // Hutchinson's method comes last, so that the deadline stops it: it may take very long
  for (const Method method : {Method::xtrace, Method::xnystrace, Method::hutchpp, Method::nystrompp,
                              Method::adaptive_hutchpp, Method::na_hutchpp, Method::hutchinson}) {
    const bool needs_semidefinite = method == Method::xnystrace || method == Method::nystrompp;
    if (needs_semidefinite && !options.semidefinite) continue;
    Options one = options;
    one.method = method;
    for (int round = 0; round < 2; ++round) {
      const double seconds = time_to_tolerance(run, one, 3 * best + 0.01);
      if (seconds >= best) continue;
      best = seconds;
      found = method;
    }
  }
  return found;
}

}  // namespace

void measure_tolerance(Session& session) {
  for (const std::string& name : tolerance_problems()) {
    if (!session.wants("tolerance." + name)) continue;
    const Run run = problem(name, session.seed());
    for (const double tolerance : tolerances()) {
      if (session.stopped()) return;
      ScratchPool scratch;
      const Options options{.semidefinite = known_semidefinite(name),
                            .tolerance = tolerance,
                            .max_matvecs = 10'000'000,
                            .seed = session.seed(),
                            .scratch = &scratch};
      Options best = options;
      PinnedArena(1).execute([&] { best.method = fastest(run, options); });
      session.measure(
          tolerance_case(name, tolerance),
          fmt::format("the fastest method, {}", isotrace::name(*best.method)),
          {.ours = [&] { repeated(run, options); }, .limit = [&] { repeated(run, best); }});
    }
  }
}

}  // namespace isotrace::program
