#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include <input/problem.hpp>
#include <isotrace/trace/method.hpp>

namespace isotrace::program {

/// Options every command takes.
struct CommonArguments {
  std::uint64_t seed = 1;
  int threads = 0;  ///< 0: all processors
  bool json = false;
  bool quiet = false;

  /// The number of threads to use.
  int thread_count() const;
};

/// Bytes of --memory.
struct Memory {
  std::optional<std::size_t> given = {};

  /// For blocks, and for what else is computed with a metric.
  std::size_t for_blocks() const { return given.value_or(std::size_t{1} << 30); }
  /// For the factor of a metric; 0: those of the machine.
  std::size_t for_factors() const { return given.value_or(0); }
};

/// The quantity to compute.
enum class Quantity { trace, frobenius, riesz, logdet, diagonal };

/// The problem of `estimate` and `exact`.
struct ProblemArguments {
  Quantity quantity = Quantity::trace;
  ProblemFiles files;
  std::string field;  ///< "", "real" or "complex"
  bool single = false;
};

/// A function of the problem's operator, and how its quadrature is done.
struct FunctionArguments {
  std::optional<std::string> function;
  std::optional<Index> steps;
  bool reorthogonalise = false;
  std::optional<double> lower, upper;  ///< bounds of the spectrum
};

struct EstimateArguments {
  CommonArguments common;
  ProblemArguments problem;
  std::optional<Method> estimator;
  std::string probe = "sphere";
  std::optional<Index> frame_size;
  std::optional<Index> matvecs;
  std::optional<double> tolerance;
  std::optional<double> absolute_tolerance;
  bool normalised = false;
  double confidence = 0.95;
  Index block = 0;
  Memory memory;
  std::optional<std::filesystem::path> checkpoint;
  FunctionArguments function;
};

struct ExactArguments {
  CommonArguments common;
  ProblemArguments problem;
  Memory memory;
  bool variance = false;                        ///< of the laws, however long it takes
  std::string function;                         ///< whose diagonal or, if given, whose trace
  std::optional<std::filesystem::path> output;  ///< of a diagonal
};

struct VerifyArguments {
  CommonArguments common;
  std::string field = "both";
  std::string only;
  bool only_given = false;
  double alpha = 1e-4;
  std::optional<Index> probes;
  std::optional<Index> size;  ///< number of seeds to measure the battery's size over
  std::optional<std::filesystem::path> report;
};

struct ConvergeArguments {
  CommonArguments common;
  ProblemFiles files;
  bool verify = false;  ///< check the theorems too
  bool reference_matrices = false;
  bool coverage = false;
  bool training = false;
  std::optional<Index> seeds;              ///< runs of a study
  std::optional<std::string> only;         ///< selects cases of a study
  std::optional<std::string> confidences;  ///< levels of the coverage study
  std::filesystem::path report = "report";
};

struct TrainArguments {
  CommonArguments common;
  std::filesystem::path data;
  std::string label;
  std::string loss;    ///< "": by the number of classes
  std::string hidden;  ///< widths, separated by commas
  bool hidden_given = false;
  std::optional<std::string> activation;
  std::string metric;  ///< "": all, compared
  std::string rule;    ///< of the step length; "": by the metric
  std::optional<double> step;
  std::optional<double> damping;
  std::optional<std::string> damping_kind;
  std::optional<std::string> outputs;
  std::optional<std::string> bias;
  std::optional<double> momentum;
  std::optional<Index> epochs;
  std::optional<Index> batch;
  Index seeds = 1;
  double test = 0.2;
  bool standardise = false;
  std::optional<std::filesystem::path> report;
  std::optional<std::filesystem::path> save;
  std::optional<std::filesystem::path> load;
};

/// The problem is a trace's: a form, and perhaps a metric.
struct DensityArguments {
  CommonArguments common;
  ProblemArguments problem;
  std::string probe = "sphere";
  Index matvecs = 5000;
  Index steps = 60;
  Index bins = 60;
  std::optional<double> width;
  double confidence = 0.95;
  Memory memory;
  std::optional<std::filesystem::path> report;
};

struct BenchArguments {
  CommonArguments common;
  std::string only;
  bool only_given = false;
  std::optional<std::filesystem::path> report;
};

}  // namespace isotrace::program
