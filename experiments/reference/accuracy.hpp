#pragma once

#include <complex>
#include <map>
#include <string>
#include <vector>

#include <converge/repetitions.hpp>
#include <converge/tally.hpp>
#include <isotrace/operators/form.hpp>
#include <reference/method_and_law.hpp>

namespace isotrace::program {

/// Matvecs per run, and number of runs.
struct Budget {
  Index matvecs;
  Index runs;
};

/// The errors of one method and law at the budgets.
struct AccuracyCurve {
  MethodAndLaw method_and_law;
  std::vector<Index> matvecs = {};
  std::vector<Index> runs = {};
  std::vector<double> error = {};  ///< mean |error| / |trace|
  std::vector<double> rms = {};    ///< root mean square of |error| / |trace|
  bool refused = false;            ///< the method does not accept this form: no points
  /// For the automatic method: which methods it chose, and how often, at each budget.
  std::vector<std::map<Method, Index>> chosen = {};
};

/// A form in a metric, measured with every method and law.
struct AccuracyCase {
  std::string matrix;
  std::string metric;
  Field field = Field::real;
  Index n = 0;
  std::complex<double> trace = 0;  ///< exact
  std::vector<AccuracyCurve> curves = {};
};

/// How a case is measured.
struct AccuracyOptions {
  std::uint64_t seed = 1;
  int threads = 0;  ///< 0: the caller's arena; the result does not depend on it
  const std::atomic<bool>* stop = nullptr;
};

/// Hutchinson, Hutch++ and XTrace with independent entries of modulus 1 and with sphere probes; the
/// other methods with sphere probes.
std::vector<MethodAndLaw> accuracy_methods_and_laws(Field field);

/// The mean error of each method and law at each budget, in independent runs of form_trace against
/// exact::metric_trace. Run r has the same seed for every method, law and budget. If stopped, means
/// are over the finished runs; points without a run are left out. tally counts matvecs. S is double
/// or std::complex<double>.
template <Scalar S>
AccuracyCase measure_accuracy(AccuracyCase about, FormRef<S> form, MetricRef<S> metric,
                              const std::vector<Budget>& budgets, const AccuracyOptions& options,
                              Tally& tally);

/// Matvecs that measure_accuracy spends on a case.
Index accuracy_work(Field field, const std::vector<Budget>& budgets);

}  // namespace isotrace::program
