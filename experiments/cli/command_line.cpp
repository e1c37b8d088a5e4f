#include <cli/command_line.hpp>

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>
#include <thread>

#include <cli/commands.hpp>
#include <isotrace/core/error.hpp>
#include <isotrace/core/version.hpp>

namespace isotrace::program {

int CommonArguments::thread_count() const {
  const int all = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  return threads > 0 ? std::min(threads, all) : all;
}

namespace {

/// A number that is at least `low`; the message names both.
CLI::Validator at_least(double low) {
  return CLI::Validator(
      [low](const std::string& text) {
        double value = 0;
        const bool number = CLI::detail::lexical_cast(text, value);
        if (number && value >= low) return std::string();
        return fmt::format("found {}, expected a number of at least {:g}", text, low);
      },
      fmt::format(">= {:g}", low));
}

/// A finite number other than 0.
CLI::Validator finite_scale() {
  return CLI::Validator(
      [](const std::string& text) {
        double value = 0;
        const bool number = CLI::detail::lexical_cast(text, value);
        if (number && std::isfinite(value) && value != 0) return std::string();
        return fmt::format("found {}, expected a finite number other than 0", text);
      },
      "NONZERO");
}

void add_common(CLI::App& app, CommonArguments& common) {
  app.add_option("--seed", common.seed, "seed of the random stream")
      ->check(at_least(0))
      ->capture_default_str();
  app.add_option("--threads", common.threads, "threads (default: all)")->check(CLI::Range(1, 4096));
  app.add_flag("--json", common.json, "print one JSON object");
  app.add_flag("--quiet", common.quiet, "no progress, no warnings");
}

void add_scales(CLI::App& app, ProblemFiles& files) {
  app.add_option("--form-scale", files.form_scale, "multiplies the form, endomorphism or map")
      ->check(finite_scale());
  app.add_option("--metric-scale", files.metric_scale, "multiplies every metric")
      ->check(finite_scale());
}

void add_field(CLI::App& app, ProblemArguments& problem, std::string& precision) {
  app.add_option("--field", problem.field, "real or complex (default: what the files hold)")
      ->check(CLI::IsMember({"real", "complex"}));
  app.add_option("--precision", precision, "double or single")
      ->check(CLI::IsMember({"double", "single"}))
      ->capture_default_str();
}

void add_trace_files(CLI::App& app, ProblemFiles& files) {
  auto* form = app.add_option("--form", files.form, "A.mtx: the form a(u, v) = vᴴ A u");
  auto* endomorphism = app.add_option("--endomorphism", files.endomorphism, "E.mtx: tr E");
  form->excludes(endomorphism);
  app.add_option("--metric", files.metric, "V.mtx (default: Euclidean)");
}

void add_frobenius_files(CLI::App& app, ProblemFiles& files) {
  app.add_option("--map", files.map, "T.mtx: the linear map")->required();
  app.add_option("--with", files.with, "S.mtx: the inner product (S, T) instead of the norm of T");
  app.add_option("--domain", files.domain, "V.mtx, the domain's metric (default: Euclidean)");
  app.add_option("--codomain", files.codomain, "W.mtx, the codomain's metric (default: Euclidean)");
}

constexpr std::array methods = {Method::hutchinson,       Method::hutchpp,   Method::na_hutchpp,
                                Method::adaptive_hutchpp, Method::nystrompp, Method::xtrace,
                                Method::xnystrace,        Method::automatic};

std::vector<std::string> method_names() {
  std::vector<std::string> names;
  for (const Method method : methods) names.emplace_back(name(method));
  return names;
}

/// The method of a name that is one of method_names().
Method method_named(const std::string& text) {
  return *std::find_if(methods.begin(), methods.end(),
                       [&](Method method) { return name(method) == text; });
}

void add_estimate_options(CLI::App& app, EstimateArguments& a) {
  app.add_option_function<std::string>(
         "--estimator", [&a](const std::string& text) { a.estimator = method_named(text); },
         "how the matvecs are spent (default: hutchinson; with a tolerance auto)")
      ->check(CLI::IsMember(method_names()));
  app.add_option("--probe", a.probe, "law of the probes")
      ->check(CLI::IsMember({"sphere", "ball", "gaussian", "signs", "phases", "frame"}))
      ->capture_default_str();
  app.add_option("--frame-size", a.frame_size, "columns of a frame (default: min(n, 16))");
  app.add_flag("--normalised", a.normalised, "divide by ‖v‖²_V (Remark 3.8)");
  auto* matvecs = app.add_option("--matvecs", a.matvecs, "budget (default: 1000)");
  app.add_option("--tolerance", a.tolerance,
                 "stop when |error| ≤ this times |value|, at the confidence")
      ->excludes(matvecs);
  app.add_option("--absolute-tolerance", a.absolute_tolerance,
                 "stop when |error| ≤ this; with both, either will do")
      ->excludes(matvecs);
  app.add_option_function<Index>(
         "--max-matvecs", [&a](Index most) { a.max_matvecs = most; },
         "budget with a tolerance (default: 100000)")
      ->check(at_least(1));
  app.add_option("--confidence", a.confidence, "of the interval")->capture_default_str();
  app.add_option("--block", a.block, "probes in a block (default: automatic)")->check(at_least(1));
  app.add_option("--memory", a.memory, "bytes for blocks")
      ->check(at_least(1))
      ->capture_default_str();
}

/// One quantity of `estimate` or `exact`, as a subcommand of it.
struct QuantityCommand {
  CLI::App* app;
  Quantity quantity;
};

std::vector<QuantityCommand> add_quantities(CLI::App& parent, ProblemArguments& problem,
                                            bool riesz) {
  std::vector<QuantityCommand> commands;
  auto* trace = parent.add_subcommand("trace", "the metric trace tr(V⁻¹A), or the trace of an E");
  add_trace_files(*trace, problem.files);
  commands.push_back({trace, Quantity::trace});
  auto* frobenius = parent.add_subcommand("frobenius", "the Frobenius-type norm or inner product");
  add_frobenius_files(*frobenius, problem.files);
  commands.push_back({frobenius, Quantity::frobenius});
  if (riesz) {
    auto* map = parent.add_subcommand("riesz", "the inverse Riesz map V⁻¹ (Theorem 3.2)");
    map->add_option("--metric", problem.files.metric, "V.mtx")->required();
    commands.push_back({map, Quantity::riesz});
  }
  parent.require_subcommand(1);
  return commands;
}

/// The subcommand that was called.
Quantity called(const std::vector<QuantityCommand>& commands) {
  for (const auto& command : commands) {
    if (command.app->parsed()) return command.quantity;
  }
  return Quantity::trace;
}

void require_trace_file(const ProblemArguments& problem) {
  if (problem.quantity == Quantity::trace && !problem.files.form && !problem.files.endomorphism) {
    throw OptionError("--form: found none, expected --form or --endomorphism");
  }
}

void add_verify_options(CLI::App& app, VerifyArguments& a) {
  add_common(app, a.common);
  app.add_option("--field", a.field)
      ->check(CLI::IsMember({"real", "complex", "both"}))
      ->capture_default_str();
  app.add_option("--only", a.only, "checks, by number or id, separated by commas: 3.1,3.2");
  app.add_option("--alpha", a.alpha, "family-wise false-alarm rate")->capture_default_str();
  app.add_option("--probes", a.probes, "probes of a check");
  app.add_option("--size", a.size, "measure the false-alarm rate over seeds 1 … SIZE instead");
  app.add_option("--report", a.report, "directory for a report");
}

void add_converge_options(CLI::App& app, ConvergeArguments& a) {
  add_common(app, a.common);
  auto* form = app.add_option("--form", a.files.form, "A.mtx (default: the built-in cases)");
  auto* metric = app.add_option("--metric", a.files.metric, "V.mtx (default: Euclidean)");
  add_scales(app, a.files);
  auto* reference = app.add_flag("--reference-matrices", a.reference_matrices,
                                 "the errors of all methods on the reference matrices");
  auto* coverage = app.add_flag("--coverage", a.coverage, "how often the 95 % intervals hold");
  reference->excludes(form)->excludes(metric)->excludes(coverage);
  coverage->excludes(form)->excludes(metric);
  app.add_option("--seeds", a.seeds,
                 "runs of a cell of --coverage (default: 500) or --reference-matrices (100)")
      ->check(at_least(2));
  app.add_option("--report", a.report, "directory for the report")->capture_default_str();
}

void add_bench_options(CLI::App& app, BenchArguments& a) {
  add_common(app, a.common);
  app.add_option("--only", a.only, "cases, by the beginnings of their names: dense.apply,law");
  app.add_option("--report", a.report, "directory for a report");
}

class CommandLine {
 public:
  CommandLine() {
    app_.set_version_flag("--version", "isotrace " + std::string(version));
    app_.require_subcommand(1);
    estimate_quantities_ = add_quantities(*estimate_, estimate_arguments_.problem, true);
    exact_quantities_ = add_quantities(*exact_, exact_arguments_.problem, false);
    for (const auto& command : estimate_quantities_) {
      add_common(*command.app, estimate_arguments_.common);
      add_scales(*command.app, estimate_arguments_.problem.files);
      add_field(*command.app, estimate_arguments_.problem, precision_);
      add_estimate_options(*command.app, estimate_arguments_);
    }
    for (const auto& command : exact_quantities_) {
      add_common(*command.app, exact_arguments_.common);
      add_scales(*command.app, exact_arguments_.problem.files);
      add_field(*command.app, exact_arguments_.problem, precision_);
      command.app->add_option("--memory", exact_arguments_.memory, "bytes for blocks")
          ->check(at_least(1));
    }
    add_verify_options(*verify_, verify_arguments_);
    add_converge_options(*converge_, converge_arguments_);
    add_bench_options(*bench_, bench_arguments_);
  }

  /// Exit status, or none if there is a command to run.
  std::optional<int> parse(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::Success& help) {
      return app_.exit(help, std::cout, std::cerr);
    } catch (const CLI::RequiredError& error) {
      const std::vector<std::string> unknown = app_.remaining(true);
      if (unknown.empty()) throw OptionError(one_line(error.what()));
      throw OptionError("found '" + unknown.front() + "', expected a command (isotrace --help)");
    } catch (const CLI::ParseError& error) {
      throw OptionError(one_line(error.what()));
    }
    return std::nullopt;
  }

  int run() {
    if (estimate_->parsed()) {
      estimate_arguments_.problem.quantity = called(estimate_quantities_);
      estimate_arguments_.problem.single = precision_ == "single";
      require_trace_file(estimate_arguments_.problem);
      return run_estimate(estimate_arguments_);
    }
    if (exact_->parsed()) {
      exact_arguments_.problem.quantity = called(exact_quantities_);
      exact_arguments_.problem.single = precision_ == "single";
      require_trace_file(exact_arguments_.problem);
      return run_exact(exact_arguments_);
    }
    if (verify_->parsed()) {
      verify_arguments_.only_given = verify_->count("--only") > 0;
      return run_verify(verify_arguments_);
    }
    if (bench_->parsed()) {
      bench_arguments_.only_given = bench_->count("--only") > 0;
      return run_bench(bench_arguments_);
    }
    return run_converge(converge_arguments_);
  }

  static std::string one_line(std::string text) {
    for (char& c : text) {
      if (c == '\n' || c == '\r') c = ' ';
    }
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
  }

 private:
  CLI::App app_{"Monte Carlo traces in any inner-product metric, and their verification",
                "isotrace"};
  CLI::App* estimate_ =
      app_.add_subcommand("estimate", "estimate a trace, norm or inverse Riesz map");
  CLI::App* exact_ = app_.add_subcommand("exact", "the exact value, by a direct method");
  CLI::App* verify_ = app_.add_subcommand("verify", "check the theorems numerically");
  CLI::App* converge_ =
      app_.add_subcommand("converge", "convergence plots against the exact errors");
  CLI::App* bench_ = app_.add_subcommand("bench", "time against the bare cost");
  EstimateArguments estimate_arguments_;
  ExactArguments exact_arguments_;
  VerifyArguments verify_arguments_;
  ConvergeArguments converge_arguments_;
  BenchArguments bench_arguments_;
  std::vector<QuantityCommand> estimate_quantities_;
  std::vector<QuantityCommand> exact_quantities_;
  std::string precision_ = "double";
};

}  // namespace

int run_program(int argc, const char* const* argv) {
  try {
    CommandLine line;
    if (const auto status = line.parse(argc, argv)) return *status;
    return line.run();
  } catch (const Interrupted& error) {
    std::cerr << "isotrace: " << CommandLine::one_line(error.what()) << "\n";
    return status::interrupted;
  } catch (const Error& error) {
    std::cerr << "isotrace: " << CommandLine::one_line(error.what()) << "\n";
    return status::bad_input;
  } catch (const std::bad_alloc&) {
    std::cerr << "isotrace: out of memory; --memory limits the blocks\n";
    return status::bad_input;
  } catch (const std::exception& error) {
    std::cerr << "isotrace: " << CommandLine::one_line(error.what()) << "\n";
    return status::bad_input;
  }
}

}  // namespace isotrace::program
