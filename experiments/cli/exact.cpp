#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include <cli/commands.hpp>
#include <cli/complex_text.hpp>
#include <cli/dispatch.hpp>
#include <cli/interrupt.hpp>
#include <cli/output.hpp>
#include <cli/progress_bar.hpp>
#include <cli/stopwatch.hpp>
#include <isotrace/exact/closed_forms.hpp>
#include <report/json.hpp>

namespace isotrace::program {

namespace {

using nlohmann::ordered_json;

/// The result that `exact` prints.
struct ExactResult {
  std::string quantity;
  std::complex<double> value;
  bool complex_value;
  Index n;
  Field field;
  double seconds;
  std::optional<exact::FormSums> sums;  ///< for a trace
};

/// Every law that exists over the field, with the variance of one probe. A frame has the default
/// size of `estimate`, and its variance is scaled to the matvecs of one probe.
struct LawVariance {
  std::string law;
  double variance;
};

std::vector<LawVariance> variances(const exact::FormSums& sums) {
  std::vector<Law> laws{Sphere{}, Ball{}, Gaussian{}, Signs{}};
  if (sums.field == Field::complex) laws.emplace_back(Phases{});
  laws.emplace_back(Frame{std::min(sums.n, default_frame_size)});
  std::vector<LawVariance> result;
  for (const Law& law : laws)
    result.push_back({std::string(name(law)), exact::probe_variance(sums, law)});
  return result;
}

ordered_json json_value(const ExactResult& r) {
  if (!r.complex_value) return r.value.real();
  return {{"re", r.value.real()}, {"im", r.value.imag()}};
}

std::string json_of(const ExactResult& r) {
  ordered_json object{{"quantity", r.quantity},
                      {"value", json_value(r)},
                      {"n", r.n},
                      {"field", reports::name(r.field)},
                      {"seconds", r.seconds}};
  if (r.sums) {
    ordered_json& variance = object["variance"];
    for (const LawVariance& v : variances(*r.sums)) variance[std::string(v.law)] = v.variance;
  }
  return object.dump() + "\n";
}

std::string text_of(const ExactResult& r) {
  std::string text = fmt::format(
      "{}  {}\n", r.quantity,
      r.complex_value ? complex_text(r.value, 15) : fmt::format("{:.15g}", r.value.real()));
  text += fmt::format("n = {}, {}, {:.3g} s\n", r.n, reports::name(r.field), r.seconds);
  if (!r.sums) return text;
  text += "variance of one probe\n";
  for (const auto& [law, variance] : variances(*r.sums)) {
    text += fmt::format("  {:<9} {:.6g}\n", law, variance);
  }
  return text;
}

template <Scalar S>
ExactResult exact_value(const ExactArguments& a, const ProblemInput& input) {
  const Stopwatch watch;
  const InputProblem<S> problem(input);
  const exact::Options options{.memory = a.memory,
                               .threads = a.common.thread_count(),
                               .stop = &watch_interrupt(),
                               .progress = progress_bar(a.common.quiet)};
  ExactResult r{};
  r.n = problem.metric().dim();
  r.field = field_of<S>;
  if (input.map) {
    r.value = exact::metric_trace<S>(problem.form(), problem.metric(), options);
    r.quantity = problem.norm() != nullptr ? "norm" : "inner_product";
    if (problem.norm() != nullptr) r.value = std::sqrt(r.value.real());
    r.complex_value = is_complex<S> && problem.norm() == nullptr;
  } else {
    r.sums = exact::form_sums<S>(problem.form(), problem.metric(), options);
    r.value = r.sums->trace;
    r.quantity = "trace";
    r.complex_value = is_complex<S>;
  }
  r.seconds = watch.seconds();
  return r;
}

}  // namespace

int run_exact(const ExactArguments& arguments) {
  const ProblemInput input = read_problem(arguments.problem.files);
  const Field field = field_of_problem(input, arguments.problem.field);
  const ExactResult result = with_scalar(field, arguments.problem.single, [&]<Scalar S>() {
    return exact_value<S>(arguments, input);
  });
  print_out(arguments.common.json ? json_of(result) : text_of(result));
  return status::done;
}

}  // namespace isotrace::program
