#include <reference/accuracy.hpp>

#include <cmath>
#include <optional>

#include <isotrace/core/error.hpp>
#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/trace/trace.hpp>

namespace isotrace::program {
namespace {

/// A form in a metric whose exact trace is known.
template <Scalar S>
struct MeasuredProblem {
  FormRef<S> form;
  MetricRef<S> metric;
  Wide<S> trace;
};

/// Measures the mean error of a method and law at one budget and adds it to the curve.
template <Scalar S>
void add_point(AccuracyCurve& curve, const MeasuredProblem<S>& problem, const Budget& budget,
               const Stream& stream, const AccuracyOptions& options, Tally& tally) {
  std::vector<double> errors(static_cast<std::size_t>(budget.runs));
  std::vector<std::optional<Method>> methods(errors.size());
  const auto finished = repeat({budget.runs, options.threads, options.stop}, [&](Index r) {
    const auto estimate =
        form_trace<S>(problem.form, problem.metric,
                      {.matvecs = budget.matvecs,
                       .method = curve.method_and_law.method,
                       .seed = stream.substream(static_cast<std::uint64_t>(r)).domain,
                       .law = curve.method_and_law.law,
                       .stop = options.stop});
    tally.add(budget.matvecs);
    errors[static_cast<std::size_t>(r)] = std::abs(estimate.value - problem.trace);
    methods[static_cast<std::size_t>(r)] = estimate.method;
    return estimate.status != Status::interrupted;
  });
  if (finished.empty()) return;
  double sum = 0;
  double squares = 0;
  std::map<Method, Index> chosen;
  for (const Index r : finished) {
    const double error = errors[static_cast<std::size_t>(r)] / std::abs(problem.trace);
    sum += error;
    squares += error * error;
    if (const auto& method = methods[static_cast<std::size_t>(r)]) ++chosen[*method];
  }
  if (curve.method_and_law.method == Method::automatic) curve.chosen.push_back(std::move(chosen));
  const auto runs = static_cast<Index>(finished.size());
  curve.matvecs.push_back(budget.matvecs);
  curve.runs.push_back(runs);
  curve.error.push_back(sum / static_cast<double>(runs));
  curve.rms.push_back(std::sqrt(squares / static_cast<double>(runs)));
}

template <Scalar S>
AccuracyCurve measured_curve(const MethodAndLaw& method_and_law, const MeasuredProblem<S>& problem,
                             const std::vector<Budget>& budgets, const Stream& stream,
                             const AccuracyOptions& options, Tally& tally) {
  AccuracyCurve curve{.method_and_law = method_and_law};
  try {
    for (const Budget& budget : budgets) {
      add_point(curve, problem, budget, stream, options, tally);
    }
  } catch (const OperatorError&) {
    curve = {.method_and_law = method_and_law, .refused = true};
  }
  return curve;
}

}  // namespace

std::vector<MethodAndLaw> accuracy_methods_and_laws(Field field) {
  const Law plain = unimodular(field);
  return {{Method::hutchinson, plain},    {Method::hutchinson, Sphere{}},
          {Method::hutchpp, plain},       {Method::hutchpp, Sphere{}},
          {Method::na_hutchpp, Sphere{}}, {Method::adaptive_hutchpp, Sphere{}},
          {Method::nystrompp, Sphere{}},  {Method::xtrace, plain},
          {Method::xtrace, Sphere{}},     {Method::xnystrace, Sphere{}},
          {Method::automatic, Sphere{}}};
}

template <Scalar S>
AccuracyCase measure_accuracy(AccuracyCase about, FormRef<S> form, MetricRef<S> metric,
                              const std::vector<Budget>& budgets, const AccuracyOptions& options,
                              Tally& tally) {
  about.field = field_of<S>;
  about.n = form.dim();
  MeasuredProblem<S> problem{form, metric, 0};
  try {
    problem.trace =
        exact::metric_trace<S>(form, metric, {.threads = options.threads, .stop = options.stop});
  } catch (const Interrupted&) {
    return about;
  }
  about.trace = problem.trace;
  const Stream stream = Stream{options.seed}.substream("accuracy").substream(about.matrix);
  for (const MethodAndLaw& method_and_law : accuracy_methods_and_laws(about.field)) {
    AccuracyCurve curve = measured_curve(method_and_law, problem, budgets,
                                         stream.substream(about.metric), options, tally);
    if (curve.refused || !curve.error.empty()) about.curves.push_back(std::move(curve));
  }
  return about;
}

Index accuracy_work(Field field, const std::vector<Budget>& budgets) {
  Index matvecs = 0;
  for (const Budget& budget : budgets) matvecs += budget.matvecs * budget.runs;
  return matvecs * static_cast<Index>(accuracy_methods_and_laws(field).size());
}

template AccuracyCase measure_accuracy(AccuracyCase, FormRef<double>, MetricRef<double>,
                                       const std::vector<Budget>&, const AccuracyOptions&, Tally&);
template AccuracyCase measure_accuracy(AccuracyCase, FormRef<std::complex<double>>,
                                       MetricRef<std::complex<double>>, const std::vector<Budget>&,
                                       const AccuracyOptions&, Tally&);

}  // namespace isotrace::program
