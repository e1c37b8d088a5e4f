#include <coverage/measure.hpp>

#include <optional>

#include <fmt/format.h>

#include <coverage/adversarial.hpp>
#include <coverage/selection.hpp>
#include <coverage/settings.hpp>
#include <isotrace/core/error.hpp>
#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/metric/metrics.hpp>
#include <isotrace/trace/trace.hpp>
#include <reference/matrices.hpp>
#include <reference/spectra.hpp>

namespace isotrace::program {
namespace {

constexpr double condition = 1e4;

bool stopped(const CoverageOptions& options) {
  return options.stop != nullptr && options.stop->load();
}

Options run_options(const CoverageSetting& info, const CoverageOptions& options,
                    std::uint64_t seed) {
  Options run{.method = info.method_and_law.method,
              .tolerance = info.tolerance,
              .seed = seed,
              .law = info.method_and_law.law,
              .confidence = info.confidence,
              .stop = options.stop};
  if (info.matvecs > 0) run.matvecs = info.matvecs;
  return run;
}

/// The stream name of a case's runs. Cases that differ only in confidence share their runs.
std::string address(const CoverageSetting& info) {
  const std::string text =
      fmt::format("{} {} {} {} {} {} {}", info.matrix, info.metric, static_cast<int>(info.field),
                  name(info.method_and_law.method), name(info.method_and_law.law), info.matvecs,
                  info.tolerance);
  return info.set == CoverageSet::reference ? text : fmt::format("{} {}", text, info.n);
}

/// A matrix to measure: its form, its exact trace, and the unit of lengths.
template <Scalar S>
struct Measured {
  FormRef<S> form;
  MetricRef<S> metric;
  Wide<S> trace;
  double size;
};

/// The outcomes of a case's runs; none if stopped.
template <Scalar S>
std::optional<CoverageCase> measure_case(const CoverageSetting& info, const Measured<S>& matrix,
                                         Index seeds, const CoverageOptions& options,
                                         Tally& tally) {
  const Stream stream = Stream{options.seed}.substream("coverage").substream(address(info));
  std::vector<Outcome> outcomes(static_cast<std::size_t>(seeds));
  const auto finished = repeat({seeds, options.threads, options.stop}, [&](Index r) {
    const auto seed = stream.substream(static_cast<std::uint64_t>(r)).domain;
    const auto estimate =
        form_trace<S>(matrix.form.by_products(), matrix.metric, run_options(info, options, seed));
    outcomes[static_cast<std::size_t>(r)] = outcome_of(estimate, matrix.trace);
    tally.add();
    return estimate.status != Status::interrupted;
  });
  if (static_cast<Index>(finished.size()) < seeds) return std::nullopt;
  return summarise(info, outcomes, matrix.size);
}

/// The matrices of a block: the cheap Λ where results have the same law for all U Λ Uᴴ; U Λ Uᴴ for
/// probes that are not invariant; L U Λ Uᴴ Lᴴ in the metric.
template <Scalar S>
class Matrices {
 public:
  explicit Matrices(const CoverageBlock& block, const Stream& stream)
      : lifted_(block.lifted), U_(haar_matrix<S>(stream.substream("U"), block.n)), I_(block.n) {
    if (lifted_) V_.emplace(conditioned_metric<S>(stream.substream("V"), block.n, condition));
  }

  MetricRef<S> metric() const { return lifted_ ? MetricRef<S>(*V_) : MetricRef<S>(I_); }
  const EuclideanMetric<S>& euclidean() const { return I_; }
  RowMatrix<S> dense(const Spectrum& spectrum) const {
    const RowMatrix<S> A = conjugated(U_, spectrum.eigenvalues);
    return lifted_ ? lifted(A, *V_) : A;
  }
  /// Whether Λ replaces the dense matrix.
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

/// |trace|, or ‖A‖_F if |trace| is below a thousandth of it by cancellation.
double size_of(double trace, double norm) {
  return trace >= 1e-3 * norm ? trace : norm;
}

/// Measures a block's settings on one matrix: `diagonal` for the laws that allow it, else `dense`.
template <Scalar S>
class Measurement {
 public:
  const CoverageBlock& block;
  const CoverageOptions& options;
  Tally& tally;
  std::vector<CoverageCase>& cases;

  void run(const std::string& matrix, bool semidefinite, const Matrices<S>& matrices,
           const Measured<S>& dense, const Measured<S>* diagonal) {
    if (!names_matrix(options.only, block.set, matrix)) return;
    const Index seeds = options.seeds.value_or(block.seeds);
    for (CoverageSetting info : settings_of(block)) {
      if (stopped(options)) return;
      if (!names_estimator(options.only, info.method_and_law.method)) continue;
      info.matrix = matrix;
      if (!semidefinite && for_semidefinite(info.method_and_law)) {
        tally.add(seeds);
        continue;
      }
      const bool by_diagonal = diagonal != nullptr && matrices.diagonal(info.method_and_law.law);
      const auto coverage_case =
          measure_case<S>(info, by_diagonal ? *diagonal : dense, seeds, options, tally);
      if (coverage_case) cases.push_back(*coverage_case);
    }
  }
};

template <Scalar S>
void measure_spectrum(const Spectrum& spectrum, const Matrices<S>& matrices, Measurement<S> to) {
  if (!names_matrix(to.options.only, to.block.set, spectrum.name)) return;
  const auto dense = matrices.dense(spectrum);
  const auto sparse = sparse_diagonal<S>(spectrum.eigenvalues);
  const OperatorForm<S> dense_form(dense);
  const OperatorForm<S> sparse_form(sparse);
  const auto measured = [&](FormRef<S> form, Wide<S> long_trace) -> Measured<S> {
    if (to.block.set == CoverageSet::adversarial) {
      const double size = size_of(std::abs(long_trace), spectrum.eigenvalues.norm());
      return {form, matrices.metric(), long_trace, size};
    }
    const Wide<S> trace =
        exact::metric_trace<S>(form, matrices.metric(), {.threads = to.options.threads});
    return {form, matrices.metric(), trace, std::abs(trace)};
  };
  const Measured<S> of_dense = measured(dense_form, long_trace(dense));
  const Measured<S> of_sparse = measured(sparse_form, long_trace<S>(RowMatrix<S>(sparse)));
  to.run(spectrum.name, spectrum.eigenvalues.minCoeff() >= 0, matrices, of_dense, &of_sparse);
}

template <Scalar S>
void measure_structured(const StructuredMatrix<S>& matrix, const Matrices<S>& matrices,
                        Measurement<S> to) {
  const OperatorForm<S> form(matrix.A);
  const Wide<S> trace = long_trace(matrix.A);
  to.run(matrix.name, matrix.semidefinite, matrices,
         {form, matrices.euclidean(), trace, size_of(std::abs(trace), matrix.A.norm())}, nullptr);
}

template <Scalar S>
void measure(const CoverageBlock& block, const CoverageOptions& options, Tally& tally,
             std::vector<CoverageCase>& cases) {
  const Stream stream = Stream{options.seed}.substream("coverage matrices");
  const Matrices<S> matrices(block, stream);
  const bool adversarial = block.set == CoverageSet::adversarial;
  const Measurement<S> to{block, options, tally, cases};
  for (const Spectrum& spectrum :
       adversarial ? adversarial_spectra(block.n) : reference_spectra(block.n)) {
    if (stopped(options)) return;
    measure_spectrum(spectrum, matrices, to);
  }
  if (!adversarial) return;
  for (const auto& matrix : structured_matrices<S>(stream.substream("structured"), block.n)) {
    if (stopped(options)) return;
    measure_structured(matrix, matrices, to);
  }
}

/// The names of the matrices of a set.
std::vector<std::string> matrices_of(CoverageSet set) {
  if (set == CoverageSet::adversarial) return adversarial_names();
  std::vector<std::string> names;
  for (const Spectrum& spectrum : reference_spectra(1)) names.push_back(spectrum.name);
  return names;
}

}  // namespace

void measure_block(const CoverageBlock& block, const CoverageOptions& options, Tally& tally,
                   std::vector<CoverageCase>& cases) {
  if (cases_of(block, options.only) == 0) return;
  if (block.field == Field::complex) {
    measure<std::complex<double>>(block, options, tally, cases);
  } else {
    measure<double>(block, options, tally, cases);
  }
}

Index cases_of(const CoverageBlock& block, const std::vector<std::string>& only) {
  Index matrices = 0;
  for (const std::string& matrix : matrices_of(block.set)) {
    matrices += names_matrix(only, block.set, matrix) ? 1 : 0;
  }
  if (matrices == 0) return 0;
  Index settings = 0;
  for (const CoverageSetting& info : settings_of(block)) {
    settings += names_estimator(only, info.method_and_law.method) ? 1 : 0;
  }
  return matrices * settings;
}

std::vector<std::string> coverage_names() {
  std::vector<std::string> names = estimator_names();
  for (const CoverageSet set : {CoverageSet::reference, CoverageSet::adversarial}) {
    names.emplace_back(name(set));
    const auto matrices = matrices_of(set);
    names.insert(names.end(), matrices.begin(), matrices.end());
  }
  return names;
}

}  // namespace isotrace::program
