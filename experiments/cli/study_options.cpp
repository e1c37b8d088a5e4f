#include <cli/study_options.hpp>

#include <CLI/CLI.hpp>

#include <cli/common_options.hpp>
#include <cli/option_kinds.hpp>

namespace isotrace::program {
namespace {

constexpr std::uint64_t most_probes = std::uint64_t{1} << 40;  // for a check of the battery

const char* const battery_limits =
    "What it cannot see: whether every bit of a seed, probe or row counts in the random stream "
    "(its\n"
    "problems have n from 1 to 200 and some thousand probes; the unit tests compare the "
    "addresses),\n"
    "an exact variance that is wrong by 10 % (by 20 % it is seen), single precision, methods "
    "other\n"
    "than Hutchinson's, intervals (isotrace converge --coverage), speed.";

}  // namespace

void add_verify_options(CLI::App& app, VerifyArguments& a) {
  add_common(app, a.common);
  app.footer(battery_limits);
  add_choice(app, "--field", {"real", "complex", "both"}, "what the checks are over", into(a.field))
      ->default_str("both");
  add_text(app, "--only", "checks, by number or id, separated by commas: 3.1,3.2", into(a.only));
  add_real(app, "--alpha", probabilities, "family-wise false-alarm rate", into(a.alpha))
      ->default_str("0.0001");
  add_count(app, "--probes", {1024, most_probes}, "probes of a check", into(a.probes));
  add_count(app, "--size", {}, "measure the false-alarm rate over seeds 1 … SIZE instead",
            into(a.size));
  add_path(app, "--report", "directory for a report", into(a.report));
}

void add_converge_options(CLI::App& app, ConvergeArguments& a) {
  add_common(app, a.common);
  auto* form = add_path(app, "--form", "A.mtx (default: the built-in cases)", into(a.files.form));
  auto* metric = add_path(app, "--metric", "V.mtx (default: Euclidean)", into(a.files.metric));
  add_scales(app, a.files);
  auto* reference = app.add_flag("--reference-matrices", a.reference_matrices,
                                 "the errors of all methods on the reference matrices");
  auto* coverage = app.add_flag("--coverage", a.coverage, "how often the intervals hold");
  auto* training = app.add_flag("--training", a.training,
                                "gradient descent in four metrics, and traces of trained models");
  reference->excludes(form)->excludes(metric)->excludes(coverage)->excludes(training);
  training->excludes(form)->excludes(metric)->excludes(coverage);
  coverage->excludes(form)->excludes(metric);
  app.add_flag("--verify", a.verify, "check the theorems too, and open the report with them")
      ->excludes(reference)
      ->excludes(coverage)
      ->excludes(training);
  add_count(app, "--seeds", {2, most_int},
            "runs of a case of --coverage (default: 500, of the adversarial set 300 to 1000) or "
            "--reference-matrices (100); seeds of --training (10)",
            into(a.seeds));
  add_text(app, "--only",
           "of --coverage: estimators, matrices and sets (reference, adversarial), separated by "
           "commas: xtrace,one-1e-6; of --training: tasks",
           into(a.only));
  add_text(app, "--confidences",
           "of --coverage, separated by commas (default: 0.95, of the adversarial set "
           "0.8,0.95,0.99,0.999)",
           into(a.confidences));
  add_path(app, "--report", "directory for the report", into(a.report))->default_str("report");
}

}  // namespace isotrace::program
