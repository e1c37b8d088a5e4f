#include <converge/cases.hpp>

#include <array>

#include <fmt/format.h>

#include <converge/random_matrices.hpp>
#include <input/input_error.hpp>
#include <problems/finite_elements.hpp>

namespace isotrace::program {
namespace {

using Complex = std::complex<double>;

constexpr Index grid = 8;  // squares per unit length of the L-shape

CaseResult stiffness_in_mass(const StudyOptions& options) {
  const auto pair = l_shape(grid);
  return study<double>({"stiffness", "P1 stiffness in the mass metric, L-shape",
                        "Linear finite elements on an L-shaped domain: a(u, v) = ∫ ∇u·∇v, (u, v)_V "
                        "= ∫ u v; the metric "
                        "trace is the sum of the discrete Laplacian's eigenvalues."},
                       OperatorForm<double>(pair.stiffness), SparseMetric<double>(pair.mass),
                       options);
}

CaseResult mass_in_stiffness(const StudyOptions& options) {
  const auto pair = l_shape(grid);
  return study<double>({"mass", "P1 mass in the stiffness metric, L-shape",
                        "The same pair the other way round: a(u, v) = ∫ u v, (u, v)_V = ∫ ∇u·∇v; "
                        "the metric trace is "
                        "that of the discrete inverse Laplacian."},
                       OperatorForm<double>(pair.mass), SparseMetric<double>(pair.stiffness),
                       options);
}

CaseResult magnetic(const StudyOptions& options) {
  const auto pair = magnetic_l_shape(grid, 40.0);
  return study<Complex>({"magnetic", "Magnetic P1 stiffness in its mass metric, L-shape",
                         "The L-shape in a uniform magnetic field: Hermitian matrices that are not "
                         "real (Peierls phases, "
                         "flux 40)."},
                        OperatorForm<Complex>(pair.stiffness), SparseMetric<Complex>(pair.mass),
                        options);
}

CaseResult random_complex(const StudyOptions& options) {
  constexpr Index n = 48;
  const Stream stream = Stream{options.seed}.substream("random complex case");
  RowMatrix<Complex> A = random_matrix<Complex>(stream.substream("A"), n, n);
  A.diagonal().array() += Complex(2, 1);
  const auto V = random_metric<Complex>(stream.substream("V"), n);
  return study<Complex>(
      {"random-complex", "Random non-Hermitian form in a dense complex metric",
       "Independent complex normal entries, 2 + i added to the diagonal, in the metric "
       "V = I/10 + G Gᴴ/n with G random."},
      OperatorForm<Complex>(A), V, options);
}

CaseResult random_map(const StudyOptions& options) {
  constexpr Index n = 48;
  constexpr Index m = 32;
  const Stream stream = Stream{options.seed}.substream("random map case");
  const auto T = random_matrix<double>(stream.substream("T"), m, n);
  const auto V = random_metric<double>(stream.substream("V"), n);
  const auto W = random_metric<double>(stream.substream("W"), m);
  return study<double>(
      {"frobenius", "Squared Frobenius-type norm of a random map",
       "‖T‖²_{V→W} = tr(V⁻¹TᴴWT) of a 32 × 48 map between two random dense metrics, as n times the "
       "mean of ‖Tv‖²_W."},
      ProductForm<double>(T, W), V, options);
}

bool stopped(const StudyOptions& options) {
  return options.stop != nullptr && options.stop->load();
}

// A rough count of the operations of a value: drawing, the form, two triangular solves with
// fill-in.
double cost_of_a_value(const ProblemInput& input) {
  const auto entries = [](const std::optional<InputMatrix>& matrix, double fill) {
    return matrix ? fill * static_cast<double>(matrix->nonzeros()) : 0.0;
  };
  const bool dense = input.metric && input.metric->is_dense();
  return 10.0 * static_cast<double>(input.form->rows()) + entries(input.form, 1) +
         entries(input.metric, dense ? 1 : 3);
}

Index affordable_probes(const ProblemInput& input, Index repetitions) {
  constexpr double operations = 2e10;
  constexpr double laws = 5;
  const double values = operations / (cost_of_a_value(input) * laws);
  Index most = 1024;
  while (most > 16 && static_cast<double>(most * repetitions) > values) most /= 2;
  return most;
}

template <Scalar S>
CaseResult study_problem(const CaseInfo& info, const ProblemInput& input,
                         const StudyOptions& options) {
  const InputProblem<S> problem(input);
  return study<S>(info, problem.form(), problem.metric(), options);
}

}  // namespace

std::vector<CaseResult> study_builtin_cases(const StudyOptions& options) {
  constexpr std::array cases{&stiffness_in_mass, &mass_in_stiffness, &magnetic, &random_complex,
                             &random_map};
  constexpr Index parts = 1000;  // progress steps of a case
  std::vector<CaseResult> results;
  for (std::size_t k = 0; k < cases.size() && !stopped(options); ++k) {
    StudyOptions part = options;
    if (options.progress) {
      const Index before = static_cast<Index>(k) * parts;
      constexpr Index all = static_cast<Index>(cases.size()) * parts;
      part.progress = [&options, before](Index done, Index total) {
        options.progress(before + done * parts / total, all);
      };
    }
    results.push_back(cases[k](part));
  }
  return results;
}

CaseResult study_files(const ProblemInput& input, StudyOptions options) {
  if (options.max_probes == 0) options.max_probes = affordable_probes(input, options.repetitions);
  const auto title = [](const InputMatrix& matrix) {
    const std::filesystem::path& path = matrix.path();
    return is_standard_input(path) ? shown_path(path) : path.stem().string();
  };
  const std::string form = title(*input.form);
  const std::string metric = input.metric ? title(*input.metric) : "I";
  const CaseInfo info{"pair", fmt::format("{} in the metric {}", form, metric),
                      "The metric trace of the given matrices."};
  return input.field() == Field::complex ? study_problem<Complex>(info, input, options)
                                         : study_problem<double>(info, input, options);
}

}  // namespace isotrace::program
