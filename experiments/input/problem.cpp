#include <input/problem.hpp>

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include <input/input_error.hpp>
#include <input/matrix_market.hpp>

namespace isotrace::program {

namespace {

std::optional<InputMatrix> read(const std::optional<std::filesystem::path>& path) {
  if (!path) return std::nullopt;
  return read_matrix_market(*path);
}

/// Throws OptionError if standard input is named twice: it can be read only once.
void check_standard_input(const ProblemFiles& files) {
  const std::pair<const char*, const std::optional<std::filesystem::path>*> named[] = {
      {"--form", &files.form},         {"--endomorphism", &files.endomorphism},
      {"--map", &files.map},           {"--with", &files.with},
      {"--metric", &files.metric},     {"--domain", &files.domain},
      {"--codomain", &files.codomain}, {"--preconditioner", &files.preconditioner}};
  const char* reader = nullptr;
  for (const auto& [option, path] : named) {
    if (!*path || !is_standard_input(**path)) continue;
    if (reader != nullptr) {
      throw OptionError(fmt::format(
          "{}: found -, expected a file: {} reads the standard input already", option, reader));
    }
    reader = option;
  }
}

void require_square(const InputMatrix& matrix) {
  if (matrix.rows() != matrix.cols()) {
    throw InputError(matrix.path(), 0,
                     fmt::format("a {} x {} matrix", matrix.rows(), matrix.cols()), "a square one");
  }
}

void require_dimension(const InputMatrix& matrix, Index n, std::string_view of) {
  if (matrix.rows() != n) {
    throw InputError(matrix.path(), 0, fmt::format("dimension {}", matrix.rows()),
                     fmt::format("{}, that of the {}", n, of));
  }
}

template <Scalar S>
std::unique_ptr<const StoredMatrix<S>> stored(const InputMatrix& file, double scale) {
  const auto factor = static_cast<Real<S>>(scale);
  if (file.is_dense()) {
    RowMatrix<S> dense = file.as_dense<S>();
    dense *= factor;
    return std::make_unique<const StoredMatrix<S>>(std::move(dense));
  }
  Eigen::SparseMatrix<S, Eigen::RowMajor> sparse = file.as_sparse<S>();
  sparse *= factor;
  return std::make_unique<const StoredMatrix<S>>(std::move(sparse));
}

}  // namespace

const InputMatrix* ProblemInput::first_complex() const {
  for (const auto* file :
       {&form, &endomorphism, &map, &with, &metric, &domain, &codomain, &preconditioner}) {
    if (*file && (*file)->field() == Field::complex) return &**file;
  }
  return nullptr;
}

Field ProblemInput::field() const {
  return first_complex() != nullptr ? Field::complex : Field::real;
}

ProblemInput read_problem(const ProblemFiles& files) {
  check_standard_input(files);
  ProblemInput input{read(files.form),    read(files.endomorphism), read(files.map),
                     read(files.with),    read(files.metric),       read(files.domain),
                     read(files.codomain)};
  input.form_scale = files.form_scale;
  input.metric_scale = files.metric_scale;
  input.preconditioner = read(files.preconditioner);
  for (const auto* file : {&input.form, &input.endomorphism, &input.metric, &input.domain,
                           &input.codomain, &input.preconditioner}) {
    if (*file) require_square(**file);
  }
  if (input.form && input.metric) require_dimension(*input.metric, input.form->rows(), "form");
  if (input.form && input.preconditioner) {
    require_dimension(*input.preconditioner, input.form->rows(), "form");
  }
  if (input.endomorphism && input.metric) {
    require_dimension(*input.metric, input.endomorphism->rows(), "endomorphism");
  }
  if (input.map && input.domain)
    require_dimension(*input.domain, input.map->cols(), "map's columns");
  if (input.map && input.codomain) {
    require_dimension(*input.codomain, input.map->rows(), "map's rows");
  }
  if (input.map && input.with &&
      (input.map->rows() != input.with->rows() || input.map->cols() != input.with->cols())) {
    throw InputError(
        input.with->path(), 0, fmt::format("a {} x {} map", input.with->rows(), input.with->cols()),
        fmt::format("{} x {}, as the other map", input.map->rows(), input.map->cols()));
  }
  return input;
}

template <Scalar S>
AnyMetric<S> make_metric(const std::optional<InputMatrix>& file, double scale, Index n,
                         const FactorOptions& options) {
  if (!file) return EuclideanMetric<S>(n);
  const auto matrix = stored<S>(*file, scale);
  try {
    if (const auto* dense = std::get_if<RowMatrix<S>>(matrix.get())) return DenseMetric<S>(*dense);
    return SparseMetric<S>(std::get<Eigen::SparseMatrix<S, Eigen::RowMajor>>(*matrix), options);
  } catch (const MetricError& error) {
    throw MetricError(shown_path(file->path()) + ": " + error.what());
  } catch (const OptionError& error) {
    throw OptionError("--memory: " + shown_path(file->path()) + ": " + error.what());
  }
}

template <Scalar S>
InputProblem<S>::InputProblem(const ProblemInput& input) {
  if (input.map) {
    make_frobenius(input);
  } else {
    make_trace(input);
  }
}

template <Scalar S>
void InputProblem<S>::make_trace(const ProblemInput& input) {
  const InputMatrix& file = input.form ? *input.form : *input.endomorphism;
  first_ = stored<S>(file, input.form_scale);
  metric_ = std::make_unique<const AnyMetric<S>>(
      make_metric<S>(input.metric, input.metric_scale, file.rows(), input.factor));
  if (input.form) {
    form_ = FormRef<S>(operator_form_.emplace(operator_of<S>(*first_)));
  } else {
    form_ = FormRef<S>(endomorphism_form_.emplace(operator_of<S>(*first_), metric()));
  }
}

template <Scalar S>
void InputProblem<S>::make_frobenius(const ProblemInput& input) {
  second_ = stored<S>(*input.map, input.form_scale);
  metric_ = std::make_unique<const AnyMetric<S>>(
      make_metric<S>(input.domain, input.metric_scale, input.map->cols(), input.factor));
  codomain_ = std::make_unique<const AnyMetric<S>>(
      make_metric<S>(input.codomain, input.metric_scale, input.map->rows(), input.factor));
  const MetricRef<S> W(*codomain_);
  if (!input.with) {
    form_ = FormRef<S>(norm_.emplace(operator_of<S>(*second_), W));
    return;
  }
  first_ = stored<S>(*input.with, 1.0);
  form_ = FormRef<S>(product_form_.emplace(operator_of<S>(*first_), operator_of<S>(*second_), W));
}

template AnyMetric<float> make_metric(const std::optional<InputMatrix>&, double, Index,
                                      const FactorOptions&);
template AnyMetric<double> make_metric(const std::optional<InputMatrix>&, double, Index,
                                       const FactorOptions&);
template AnyMetric<std::complex<float>> make_metric(const std::optional<InputMatrix>&, double,
                                                    Index, const FactorOptions&);
template AnyMetric<std::complex<double>> make_metric(const std::optional<InputMatrix>&, double,
                                                     Index, const FactorOptions&);
template class InputProblem<float>;
template class InputProblem<double>;
template class InputProblem<std::complex<float>>;
template class InputProblem<std::complex<double>>;

}  // namespace isotrace::program
