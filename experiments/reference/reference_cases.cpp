#include <reference/reference_cases.hpp>

#include <algorithm>
#include <optional>

#include <isotrace/metric/euclidean.hpp>
#include <reference/data_folder.hpp>
#include <reference/matrices.hpp>
#include <reference/real_pairs.hpp>
#include <reference/spectra.hpp>

namespace isotrace::program {
namespace {

constexpr double condition = 1e4;

/// The budgets of the table and, for the pictures, budgets between them.
std::vector<Budget> plot_budgets(Index runs) {
  std::vector<Budget> budgets = table_budgets(runs);
  const Index fewer = std::max<Index>(1, 3 * runs / 10);
  for (const Index matvecs : {40, 60, 80, 150, 250}) budgets.push_back({matvecs, fewer});
  return budgets;
}

/// The budgets on a real pair, when a reference matrix has `runs` runs.
std::vector<Budget> pair_budgets(const RealPair& pair, Index runs) {
  return table_budgets(std::max<Index>(1, pair.runs * runs / 100));
}

bool stopped(const ReferenceOptions& options) {
  return options.study.stop != nullptr && options.study.stop->load();
}

void keep(std::vector<AccuracyCase>& cases, AccuracyCase one) {
  if (!one.curves.empty()) cases.push_back(std::move(one));
}

void measure_matrices(const ReferenceOptions& options, ReferenceResult& result, Tally& tally) {
  const Stream stream = Stream{options.study.seed}.substream("reference matrices");
  const auto U = haar_matrix<double>(stream.substream("U"), options.n);
  const EuclideanMetric<double> I(options.n);
  for (const Spectrum& spectrum : reference_spectra(options.n)) {
    if (stopped(options)) return;
    const auto A = conjugated(U, spectrum.eigenvalues);
    keep(result.cases,
         measure_accuracy<double>({.matrix = spectrum.name, .metric = "I"}, OperatorForm<double>(A),
                                  I, plot_budgets(options.runs), options.study, tally));
  }
  const auto V = conditioned_metric<double>(stream.substream("V"), options.n, condition);
  for (const Spectrum& spectrum : reference_spectra(options.n)) {
    if (stopped(options)) return;
    const auto A = lifted(conjugated(U, spectrum.eigenvalues), V);
    keep(result.cases,
         measure_accuracy<double>({.matrix = spectrum.name, .metric = "V"}, OperatorForm<double>(A),
                                  V, table_budgets(options.runs), options.study, tally));
  }
}

template <Scalar S>
AccuracyCase measure_pair(const RealPair& pair, const ProblemInput& input,
                          const ReferenceOptions& options, Tally& tally) {
  const InputProblem<S> problem(input);
  return measure_accuracy<S>({.matrix = pair.form, .metric = pair.metric}, problem.form(),
                             problem.metric(), pair_budgets(pair, options.runs), options.study,
                             tally);
}

void measure_pairs(const std::filesystem::path& folder, const ReferenceOptions& options,
                   ReferenceResult& result, Tally& tally) {
  for (const RealPair& pair : real_pairs()) {
    if (stopped(options)) return;
    const ProblemInput input = read_pair(pair, folder);
    keep(result.pairs, input.field() == Field::complex
                           ? measure_pair<std::complex<double>>(pair, input, options, tally)
                           : measure_pair<double>(pair, input, options, tally));
  }
}

Index work(const ReferenceOptions& options, bool with_pairs) {
  const auto matrices = static_cast<Index>(reference_spectra(options.n).size());
  Index matvecs = matrices * (accuracy_work(Field::real, plot_budgets(options.runs)) +
                              accuracy_work(Field::real, table_budgets(options.runs)));
  if (!with_pairs) return matvecs;
  for (const RealPair& pair : real_pairs()) {
    matvecs += accuracy_work(Field::real, pair_budgets(pair, options.runs));
  }
  return matvecs;
}

}  // namespace

std::vector<Budget> table_budgets(Index runs) {
  return {{20, runs}, {100, runs}, {200, runs}, {300, runs}};
}

void measure_reference(const ReferenceOptions& options, ReferenceResult& result) {
  std::optional<std::filesystem::path> folder;
  if (options.data) {
    folder = data_folder();
    if (!folder) {
      result.note =
          "The real pairs are left out: ISOTRACE_DATA is not set, and there is no "
          "../shared/data.";
    }
  }
  Tally tally(options.progress, work(options, folder.has_value()));
  measure_matrices(options, result, tally);
  if (folder) measure_pairs(*folder, options, result, tally);
}

}  // namespace isotrace::program
