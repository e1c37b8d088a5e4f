#include <cli/common_options.hpp>

#include <CLI/CLI.hpp>

#include <cli/option_kinds.hpp>

namespace isotrace::program {

void add_common(CLI::App& app, CommonArguments& common) {
  add_count(app, "--seed", {0, std::numeric_limits<std::uint64_t>::max()},
            "seed of the random stream", into(common.seed))
      ->default_str("1");
  add_count(app, "--threads", {1, most_int}, "threads (default: all processors)",
            into(common.threads));
  app.add_flag("--json", common.json, "print one JSON object");
  app.add_flag("--quiet", common.quiet, "no progress, no warnings");
}

void add_scales(CLI::App& app, ProblemFiles& files) {
  add_real(app, "--form-scale", nonzero_numbers, "multiplies the form, endomorphism or map",
           into(files.form_scale))
      ->default_str("1");
  add_real(app, "--metric-scale", nonzero_numbers, "multiplies every metric",
           into(files.metric_scale))
      ->default_str("1");
}

}  // namespace isotrace::program
