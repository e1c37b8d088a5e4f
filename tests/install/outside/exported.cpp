// Every function template that the library compiles, named for the four scalars: whatever compiler
// made this program, the linker must find them in the library.
#include <complex>
#include <iostream>
#include <isotrace/isotrace.hpp>
#include <isotrace/verification.hpp>

using namespace isotrace;

namespace {

volatile bool never = false;

/// Calls that are linked and never made.
template <Scalar S>
void operators_and_laws(ConstBlockView<S> X, BlockView<S> Y, Wide<S>* out) {
  multiply<S>(DenseView<S>{}, X, Y);
  multiply<S>(SparseView<S>{}, X, Y);
  multiply_adjoint<S>(DenseView<S>{}, X, Y);
  multiply_adjoint<S>(SparseView<S>{}, X, Y);
  inner_products<S>(X, X, out);
  orthonormalise<S>(Y);
  haar_isometry<S>({}, 0, Y);
  draw<S>(Sphere{}, {}, 0, Y);
  draw_raw<S>(Sphere{}, {}, 0, Y, {});
  draw_rows<S>(Sphere{}, {}, 0, 0, Y, {});
}

template <Scalar S>
void estimators(FormRef<S> form, OperatorRef<S> A, MetricRef<S> V, BlockView<S> Y, Wide<S>* out) {
  Workspace<S> ws;
  form_values<S>(form, V, Sphere{}, {}, {}, ws, out, nullptr);
  mean_form<S>(form, V);
  mean_form_factor<S>(form, A);
  form_trace<S>(form, V);
  form_norm<S>(ProductForm<S>(A, V), V);
  control_variate_trace<S>(form, form, Wide<S>(0), V);
  deflated_trace<S>(form, Y, V);
  inverse_riesz<S>(V, Y, {});
  exact::form_sums<S>(form, V);
  exact::metric_trace<S>(form, V);
}

/// The classes' own members.
template <Scalar S>
void classes(OperatorRef<S> A, MetricRef<S> V, BlockView<S> Y, Wide<S>* out) {
  Workspace<S> ws;
  const OperatorForm<S> form(A);
  form.values(Y, ws, out);
  form.apply(Y, ws, Y);
  form.apply_adjoint(Y, ws, Y);
  form.sample(V, Sphere{}, {}, {}, ws, out, nullptr);
  EndomorphismForm<S>(A, V).values(Y, ws, out);
  ProductForm<S>(A, A, V).values(Y, ws, out);
  DifferenceForm<S>(form, form).values(Y, ws, out);
  DeflatedForm<S>(form, V, Y).values(Y, ws, out);
  PulledBack<S>(form, V).apply(Y, ws, Y);
  HaarIsometry<S>(V, {}, 0).apply(Y);
  DenseMetric<S>(DenseView<S>{}).gram(Y, Y);
  SparseMetric<S>(SparseView<S>{}).gram(Y, Y);
  DiagonalMetric<S>(std::vector<Real<S>>{}).gram(Y, Y);
  EuclideanMetric<S>(1).gram(Y, Y);
}

template <Scalar S>
void all() {
  const Eigen::SparseMatrix<S> A(1, 1);
  const EuclideanMetric<S> V(1);
  const OperatorForm<S> form(A);
  RowMatrix<S> Y(1, 1);
  Wide<S> out{};
  operators_and_laws<S>(view(Y), view(Y), &out);
  estimators<S>(form, A, V, view(Y), &out);
  classes<S>(A, V, view(Y), &out);
}

}  // namespace

int main() {
  if (never) {
    all<float>();
    all<double>();
    all<std::complex<float>>();
    all<std::complex<double>>();
    verify::library_implementation<double>();
    verify::library_implementation<std::complex<double>>();
  }
  const EuclideanMetric<double> V(4);
  const Eigen::MatrixXd A = Eigen::MatrixXd::Identity(4, 4);
  const double trace = metric_trace(A, V, {.matvecs = 4}).value;
  std::cout << "every name is found; tr I = " << trace << '\n';
  return trace > 3.9 && trace < 4.1 ? 0 : 1;
}
