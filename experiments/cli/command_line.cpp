#include <cli/command_line.hpp>

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <limits>
#include <sstream>

#include <bench/pinning.hpp>
#include <cli/commands.hpp>
#include <cli/common_options.hpp>
#include <cli/function_options.hpp>
#include <cli/option_kinds.hpp>
#include <cli/output.hpp>
#include <cli/study_options.hpp>
#include <cli/train_options.hpp>
#include <cli/word_check.hpp>
#include <isotrace/core/error.hpp>
#include <isotrace/core/version.hpp>
#include <isotrace/laws/laws.hpp>

namespace isotrace::program {

int CommonArguments::thread_count() const {
  const int all = std::max(1, available_processors());
  return threads > 0 ? std::min(threads, all) : all;
}

namespace {

void add_field(CLI::App& app, ProblemArguments& problem) {
  add_choice(app, "--field", {"real", "complex"}, "default: what the files hold",
             into(problem.field));
  add_choice(app, "--precision", {"double", "single"}, "of all products",
             [&problem](const std::string& word) { problem.single = word == "single"; })
      ->default_str("double");
}

void add_trace_files(CLI::App& app, ProblemFiles& files) {
  auto* form = add_path(app, "--form", "A.mtx (- : standard input): the form a(u, v) = vᴴ A u",
                        into(files.form));
  add_path(app, "--endomorphism", "E.mtx: tr E", into(files.endomorphism))->excludes(form);
  add_path(app, "--metric", "V.mtx (default: Euclidean)", into(files.metric));
}

void add_frobenius_files(CLI::App& app, ProblemFiles& files) {
  add_path(app, "--map", "T.mtx: the linear map", into(files.map))->required();
  add_path(app, "--with", "S.mtx: the inner product (S, T) instead of the norm of T",
           into(files.with));
  add_path(app, "--domain", "V.mtx, the domain's metric (default: Euclidean)", into(files.domain));
  add_path(app, "--codomain", "W.mtx, the codomain's metric (default: Euclidean)",
           into(files.codomain));
}

/// The names of the items of all_methods() or all_laws().
template <class Listed>
std::vector<std::string> names_of(const Listed& listed) {
  std::vector<std::string> names;
  for (const auto& one : listed) names.emplace_back(name(one));
  return names;
}

void add_memory(CLI::App& app, Memory& memory) {
  add_count(app, "--memory", {1, std::numeric_limits<std::size_t>::max()},
            "bytes for blocks, and for each sparse factor (default: 1073741824, for factors all)",
            into(memory.given));
}

void add_method_options(CLI::App& app, EstimateArguments& a) {
  add_with_synonym("--estimator", "--method", "default: hutchinson; with a tolerance auto",
                   [&](const std::string& option, const std::string& help) {
                     return add_choice(
                         app, option, names_of(all_methods()), help,
                         [&a](const std::string& word) { a.estimator = parse_method(word); });
                   });
  add_with_synonym("--probe", "--law", "law of the probes (default: sphere)",
                   [&](const std::string& option, const std::string& help) {
                     return add_choice(app, option, names_of(all_laws()), help, into(a.probe));
                   });
  add_count(app, "--frame-size", {}, "columns of a frame (default: min(n, 16))",
            into(a.frame_size));
  app.add_flag("--normalised", a.normalised, "divide by ‖v‖²_V (Remark 3.8)");
}

void add_budget_options(CLI::App& app, EstimateArguments& a) {
  add_with_synonym("--matvecs", "--max-matvecs",
                   "never more than these (default: 1000, with a tolerance 100000)",
                   [&](const std::string& option, const std::string& help) {
                     return add_count(app, option, {}, help, into(a.matvecs));
                   });
  add_real(app, "--tolerance", positive_numbers,
           "stop when |error| ≤ this times |value|, at the confidence", into(a.tolerance));
  add_real(app, "--absolute-tolerance", positive_numbers,
           "stop when |error| ≤ this; with both, either will do", into(a.absolute_tolerance));
  add_real(app, "--confidence", probabilities, "of the interval", into(a.confidence))
      ->default_str("0.95");
  add_count(app, "--block", {}, "probes in a block (default: automatic)", into(a.block));
  add_memory(app, a.memory);
  add_path(app, "--checkpoint", "FILE: keeps the sample; the same command goes on from there",
           into(a.checkpoint));
}

/// A quantity of `estimate` or `exact`: a subcommand.
struct QuantityCommand {
  CLI::App* app;
  Quantity quantity;
};

std::vector<QuantityCommand> add_quantities(CLI::App& parent, ProblemArguments& problem) {
  std::vector<QuantityCommand> commands;
  auto* trace = parent.add_subcommand("trace", "the metric trace tr(V⁻¹A), or the trace of an E");
  add_trace_files(*trace, problem.files);
  commands.push_back({trace, Quantity::trace});
  auto* frobenius = parent.add_subcommand("frobenius", "the Frobenius-type norm or inner product");
  add_frobenius_files(*frobenius, problem.files);
  commands.push_back({frobenius, Quantity::frobenius});
  parent.require_subcommand(1);
  return commands;
}

QuantityCommand add_riesz(CLI::App& parent, ProblemArguments& problem) {
  auto* riesz = parent.add_subcommand("riesz", "the inverse Riesz map V⁻¹ (Theorem 3.2)");
  add_path(*riesz, "--metric", "V.mtx", into(problem.files.metric))->required();
  return {riesz, Quantity::riesz};
}

QuantityCommand add_logdet(CLI::App& parent, ProblemArguments& problem) {
  auto* logdet = parent.add_subcommand("logdet", "log det K, or log det M⁻¹K");
  add_path(*logdet, "--form", "K.mtx, positive definite", into(problem.files.form))->required();
  add_path(*logdet, "--metric", "M.mtx (default: Euclidean)", into(problem.files.metric));
  return {logdet, Quantity::logdet};
}

QuantityCommand add_diagonal(CLI::App& parent, ExactArguments& a) {
  auto* diagonal = parent.add_subcommand("diagonal", "the diagonal of a function of a matrix");
  add_path(*diagonal, "--form", "K.mtx, positive definite", into(a.problem.files.form))->required();
  add_choice(*diagonal, "--function", {"inverse"}, "inverse: the diagonal of K⁻¹", into(a.function))
      ->required();
  add_path(*diagonal, "--output", "D.mtx: the values as a Matrix Market array", into(a.output));
  return {diagonal, Quantity::diagonal};
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

void add_density_options(CLI::App& app, DensityArguments& a) {
  add_common(app, a.common);
  add_path(app, "--form", "A.mtx (- : standard input), Hermitian", into(a.problem.files.form))
      ->required();
  add_path(app, "--metric", "V.mtx (default: Euclidean): eigenvalues of V⁻¹A",
           into(a.problem.files.metric));
  add_scales(app, a.problem.files);
  add_field(app, a.problem);
  add_choice(app, "--probe", {"sphere", "ball", "gaussian", "signs", "phases"},
             "law of the probes (default: sphere)", into(a.probe));
  add_count(app, "--matvecs", {}, "never more than these", into(a.matvecs))->default_str("5000");
  add_count(app, "--steps", {}, "of Lanczos's recurrence, for each probe", into(a.steps))
      ->default_str("60");
  add_count(app, "--bins", {1, 100000}, "of the histogram", into(a.bins))->default_str("60");
  add_real(app, "--width", positive_numbers,
           "σ of the Gaussian that smooths it (default: twice the spectrum's length by steps)",
           into(a.width));
  add_real(app, "--confidence", probabilities, "of each bin's interval", into(a.confidence))
      ->default_str("0.95");
  add_memory(app, a.memory);
  add_path(app, "--report", "directory for a report", into(a.report));
}

void add_bench_options(CLI::App& app, BenchArguments& a) {
  add_common(app, a.common);
  add_text(app, "--only", "cases, by the beginnings of their names: dense.apply,law", into(a.only));
  add_path(app, "--report", "directory for a report", into(a.report));
}

/// Reports on standard error if fewer threads are used than requested, one for each processor.
void note_threads(const CommonArguments& common) {
  if (common.quiet || common.threads <= common.thread_count()) return;
  print_error(fmt::format("--threads: found {}, of which {} are used, one a processor",
                          common.threads, common.thread_count()));
}

/// Runs a command and then notes the threads, so that bad input prints its error line alone.
template <class Arguments>
int run_noting_threads(const std::function<int(const Arguments&)>& command, const Arguments& a) {
  const int status = command(a);
  note_threads(a.common);
  return status;
}

class CommandLine {
 public:
  CommandLine() {
    app_.set_version_flag("--version", "isotrace " + std::string(version));
    app_.require_subcommand(1);
    estimate_quantities_ = add_quantities(*estimate_, estimate_arguments_.problem);
    FunctionArguments& function = estimate_arguments_.function;
    add_function(*estimate_quantities_.front().app, into(function.function));
    add_quadrature(*estimate_quantities_.front().app, function);
    estimate_quantities_.push_back(add_riesz(*estimate_, estimate_arguments_.problem));
    estimate_quantities_.push_back(add_logdet(*estimate_, estimate_arguments_.problem));
    add_quadrature(*estimate_quantities_.back().app, function);
    add_path(*estimate_quantities_.back().app, "--preconditioner",
             "P.mtx near the form, whose log det is known by its factor",
             into(estimate_arguments_.problem.files.preconditioner));
    exact_quantities_ = add_quantities(*exact_, exact_arguments_.problem);
    exact_quantities_.front().app->add_flag("--variance", exact_arguments_.variance,
                                            "the variances of all laws, also where they take long");
    add_function(*exact_quantities_.front().app, into(exact_arguments_.function));
    exact_quantities_.push_back(add_logdet(*exact_, exact_arguments_.problem));
    exact_quantities_.push_back(add_diagonal(*exact_, exact_arguments_));
    for (const auto& command : estimate_quantities_) {
      add_common(*command.app, estimate_arguments_.common);
      add_scales(*command.app, estimate_arguments_.problem.files);
      add_field(*command.app, estimate_arguments_.problem);
      add_method_options(*command.app, estimate_arguments_);
      add_budget_options(*command.app, estimate_arguments_);
    }
    for (const auto& command : exact_quantities_) {
      add_common(*command.app, exact_arguments_.common);
      add_scales(*command.app, exact_arguments_.problem.files);
      add_field(*command.app, exact_arguments_.problem);
      add_memory(*command.app, exact_arguments_.memory);
    }
    add_verify_options(*verify_, verify_arguments_);
    add_converge_options(*converge_, converge_arguments_);
    add_common(*train_, train_arguments_.common);
    add_train_options(*train_, train_arguments_);
    add_density_options(*density_, density_arguments_);
    add_bench_options(*bench_, bench_arguments_);
  }

  /// Exit status, or none if there is a command to run.
  std::optional<int> parse(int argc, const char* const* argv) {
    try {
      check_words(app_, std::vector<std::string>(argv + std::min(argc, 1), argv + argc));
      app_.parse(argc, argv);
    } catch (const CLI::Success& help) {
      std::ostringstream out;
      const int status = app_.exit(help, out, std::cerr);
      print_out(out.str());
      return status;
    } catch (const CLI::ParseError& error) {
      throw OptionError(error.what());
    }
    return std::nullopt;
  }

  int run(const Commands& commands) {
    if (estimate_->parsed()) {
      estimate_arguments_.problem.quantity = called(estimate_quantities_);
      require_trace_file(estimate_arguments_.problem);
      return run_noting_threads(commands.estimate, estimate_arguments_);
    }
    if (exact_->parsed()) {
      exact_arguments_.problem.quantity = called(exact_quantities_);
      require_trace_file(exact_arguments_.problem);
      return run_noting_threads(commands.exact, exact_arguments_);
    }
    if (verify_->parsed()) {
      verify_arguments_.only_given = verify_->count("--only") > 0;
      return run_noting_threads(commands.verify, verify_arguments_);
    }
    if (train_->parsed()) {
      train_arguments_.hidden_given = train_->count("--hidden") > 0;
      return run_noting_threads(commands.train, train_arguments_);
    }
    if (density_->parsed()) return run_noting_threads(commands.density, density_arguments_);
    if (bench_->parsed()) {
      bench_arguments_.only_given = bench_->count("--only") > 0;
      return run_noting_threads(commands.bench, bench_arguments_);
    }
    return run_noting_threads(commands.converge, converge_arguments_);
  }

 private:
  CLI::App app_{"Monte Carlo traces in any inner-product metric, and their verification",
                "isotrace"};
  CLI::App* estimate_ = app_.add_subcommand(
      "estimate", "estimate a trace, norm, log-determinant or inverse Riesz map");
  CLI::App* exact_ = app_.add_subcommand("exact", "the exact value, by a direct method");
  CLI::App* verify_ = app_.add_subcommand("verify", "check the theorems numerically");
  CLI::App* converge_ =
      app_.add_subcommand("converge", "convergence plots against the exact errors");
  CLI::App* train_ =
      app_.add_subcommand("train", "gradient descent in Frobenius-type inner products (section 4)");
  CLI::App* density_ =
      app_.add_subcommand("density", "the density of the eigenvalues of a matrix or pencil");
  CLI::App* bench_ = app_.add_subcommand("bench", "time against the bare cost");
  EstimateArguments estimate_arguments_;
  ExactArguments exact_arguments_;
  VerifyArguments verify_arguments_;
  ConvergeArguments converge_arguments_;
  TrainArguments train_arguments_;
  DensityArguments density_arguments_;
  BenchArguments bench_arguments_;
  std::vector<QuantityCommand> estimate_quantities_;
  std::vector<QuantityCommand> exact_quantities_;
};

}  // namespace

int run_program(int argc, const char* const* argv, const Commands& commands) {
  try {
    CommandLine line;
    if (const auto status = line.parse(argc, argv)) return *status;
    return line.run(commands);
  } catch (const Interrupted& error) {
    print_error(error.what());
    return status::interrupted;
  } catch (const std::bad_alloc&) {
    print_error("out of memory; --memory limits the blocks");
  } catch (const std::exception& error) {
    print_error(error.what());
  }
  return status::bad_input;
}

}  // namespace isotrace::program
