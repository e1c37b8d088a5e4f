#include <coverage/measure.hpp>

#include <optional>

#include <fmt/format.h>

#include <coverage/settings.hpp>
#include <isotrace/core/error.hpp>
#include <isotrace/estimators/trace.hpp>
#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/metric/metrics.hpp>
#include <reference/matrices.hpp>
#include <reference/spectra.hpp>

namespace isotrace::program {
namespace {

constexpr double condition = 1e4;

bool stopped(const CoverageOptions& options) {
  return options.stop != nullptr && options.stop->load();
}

Options run_options(const CellInfo& info, const CoverageOptions& options, std::uint64_t seed) {
  Options run{.method = info.entrant.method,
              .tolerance = info.tolerance,
              .seed = seed,
              .law = info.entrant.law,
              .stop = options.stop};
  if (info.matvecs > 0) run.matvecs = info.matvecs;
  return run;
}

/// What tells a cell's runs from another's.
std::string address(const CellInfo& info) {
  return fmt::format("{} {} {} {} {} {} {}", info.matrix, info.metric, static_cast<int>(info.field),
                     name(info.entrant.method), name(info.entrant.law), info.matvecs,
                     info.tolerance);
}

/// None if it was stopped.
template <Scalar S>
std::optional<Cell> measure_cell(const CellInfo& info, FormRef<S> form, MetricRef<S> metric,
                                 Wide<S> trace, const CoverageOptions& options, Tally& tally) {
  const Stream stream = Stream{options.seed}.substream("coverage").substream(address(info));
  std::vector<Outcome> outcomes(static_cast<std::size_t>(options.seeds));
  const auto finished = repeat({options.seeds, options.threads, options.stop}, [&](Index r) {
    const auto seed = stream.substream(static_cast<std::uint64_t>(r)).domain;
    const auto estimate = form_trace<S>(form, metric, run_options(info, options, seed));
    outcomes[static_cast<std::size_t>(r)] = outcome_of(estimate, trace);
    tally.add();
    return estimate.status != Status::interrupted;
  });
  if (static_cast<Index>(finished.size()) < options.seeds) return std::nullopt;
  return summarise(info, outcomes, std::abs(trace));
}

/// The matrices of a block: Λ itself where the law of a result is the same for all U Λ Uᴴ, and its
/// products cost nothing; U Λ Uᴴ for probes that are not invariant; L U Λ Uᴴ Lᴴ in the metric.
template <Scalar S>
class Matrices {
 public:
  explicit Matrices(const CoverageBlock& block, const Stream& stream)
      : lifted_(block.lifted), U_(haar_matrix<S>(stream.substream("U"), block.n)), I_(block.n) {
    if (lifted_) V_.emplace(conditioned_metric<S>(stream.substream("V"), block.n, condition));
  }

  MetricRef<S> metric() const { return lifted_ ? MetricRef<S>(*V_) : MetricRef<S>(I_); }
  RowMatrix<S> dense(const Spectrum& spectrum) const {
    const RowMatrix<S> A = conjugated(U_, spectrum.eigenvalues);
    return lifted_ ? lifted(A, *V_) : A;
  }
  /// Whether Λ stands for the dense matrix.
  bool diagonal(const Law& law) const { return !lifted_ && invariant(law); }

 private:
  bool lifted_;
  RowMatrix<S> U_;
  EuclideanMetric<S> I_;
  std::optional<DenseMetric<S>> V_;
};

template <Scalar S>
Eigen::SparseMatrix<S, Eigen::RowMajor> sparse_diagonal(const Eigen::VectorXd& eigenvalues) {
  Eigen::SparseMatrix<S, Eigen::RowMajor> A(eigenvalues.size(), eigenvalues.size());
  A.reserve(Eigen::VectorXi::Ones(eigenvalues.size()));
  for (Index i = 0; i < eigenvalues.size(); ++i) A.insert(i, i) = S(eigenvalues[i]);
  A.makeCompressed();
  return A;
}

template <Scalar S>
void measure_matrix(const Spectrum& spectrum, const Matrices<S>& matrices,
                    const CoverageBlock& block, const CoverageOptions& options, Tally& tally,
                    std::vector<Cell>& cells) {
  const auto dense = matrices.dense(spectrum);
  const auto sparse = sparse_diagonal<S>(spectrum.eigenvalues);
  const OperatorForm<S> dense_form(dense);
  const OperatorForm<S> sparse_form(sparse);
  const auto exact = [&](FormRef<S> form) {
    return exact::metric_trace<S>(form, matrices.metric(), {.threads = options.threads});
  };
  const Wide<S> dense_trace = exact(dense_form);
  const Wide<S> sparse_trace = exact(sparse_form);
  for (CellInfo info : settings_of(block)) {
    if (stopped(options)) return;
    info.matrix = spectrum.name;
    const bool diagonal = matrices.diagonal(info.entrant.law);
    const auto cell =
        measure_cell<S>(info, diagonal ? FormRef<S>(sparse_form) : dense_form, matrices.metric(),
                        diagonal ? sparse_trace : dense_trace, options, tally);
    if (cell) cells.push_back(*cell);
  }
}

template <Scalar S>
void measure(const CoverageBlock& block, const CoverageOptions& options, Tally& tally,
             std::vector<Cell>& cells) {
  const Stream stream = Stream{options.seed}.substream("coverage matrices");
  const Matrices<S> matrices(block, stream);
  for (const Spectrum& spectrum : reference_spectra(block.n)) {
    if (stopped(options)) return;
    measure_matrix(spectrum, matrices, block, options, tally, cells);
  }
}

}  // namespace

void measure_block(const CoverageBlock& block, const CoverageOptions& options, Tally& tally,
                   std::vector<Cell>& cells) {
  if (block.field == Field::complex) {
    measure<std::complex<double>>(block, options, tally, cells);
  } else {
    measure<double>(block, options, tally, cells);
  }
}

Index cells_of(const CoverageBlock& block) {
  return static_cast<Index>(settings_of(block).size() * reference_spectra(block.n).size());
}

}  // namespace isotrace::program
