// Programs that must not compile, one for each CASE, and that say why in one sentence; CASE 0
// compiles. refused.cmake has the sentences.
#include <Eigen/SparseCore>
#include <isotrace/isotrace.hpp>

using namespace isotrace;

struct Immovable {
  Immovable() = default;
  Immovable(const Immovable&) = delete;
  Eigen::Index rows() const { return 3; }
  Eigen::Index cols() const { return 3; }
  void apply(const ConstBlock<double>& X, Block<double> Y) const { Y = X; }
};

struct WithoutApply {
  Eigen::Index rows() const { return 3; }
  Eigen::Index cols() const { return 3; }
};

struct WithoutMap {
  using Scalar = double;
  Index dim() const { return 3; }
  void gram(ConstBlockView<double>, BlockView<double>) const {}
};

struct FormWithoutProduct {
  using Scalar = double;
  Index dim() const { return 3; }
  Index matvecs() const { return 1; }
};

struct MisspeltAdjoint {
  Eigen::Index rows() const { return 3; }
  Eigen::Index cols() const { return 3; }
  void apply(const ConstBlock<double>& X, Block<double> Y) const { Y = X; }
  void applyAdjoint(const ConstBlock<double>& X, Block<double> Y) const { Y = X; }
};

struct WrongAdjoint {
  Eigen::Index rows() const { return 3; }
  Eigen::Index cols() const { return 3; }
  void apply(const ConstBlock<double>& X, Block<double> Y) const { Y = X; }
  Eigen::MatrixXd apply_adjoint(const Eigen::MatrixXd& X) const { return X; }
};

struct LawWithoutMoment {
  static std::string name() { return "mine"; }
  static bool invariant() { return true; }
  static Index group() { return 1; }
  void draw(const Stream&, ProbeRange, BlockView<double>) const {}
};

struct LawWithMoment : LawWithoutMoment {
  static double second_moment(Field, Index) { return 1; }
};

struct LawWithWrongCheck : LawWithMoment {
  void check(Index) const {}
};

struct LawWithStrayScales : LawWithMoment {
  void scales(const Stream&, Index, ProbeRange, RawNorms) const {}
};

struct ByValue {
  Eigen::Index rows() const { return 3; }
  Eigen::Index cols() const { return 3; }
  void apply(const Eigen::MatrixXd& X, Eigen::MatrixXd Y) const { Y = X; }
};

struct ByReference {
  Eigen::Index rows() const { return 3; }
  Eigen::Index cols() const { return 3; }
  void apply(const ConstBlock<double>& X, Block<double>& Y) const { Y = X; }
};

struct NotConstReentrant : Immovable {
  bool reentrant() { return false; }
};

struct MisspeltForm {
  using Scalar = double;
  Index dim() const { return 3; }
  void value(ConstBlockView<double>, Workspace<double>&, double*) const {}
};

struct MetricWithWrongCost : EuclideanMetric<double> {
  using EuclideanMetric<double>::EuclideanMetric;
  double cost(int) const { return 0; }
};

int main() {
  const Eigen::MatrixXd A = Eigen::MatrixXd::Identity(3, 3);
  const Eigen::SparseMatrix<double> K = A.sparseView();
  const EuclideanMetric<double> V(3);
  const EuclideanMetric<float> single(3);
#if CASE == 0
  return metric_trace(Immovable{}, V).probes > 0 ? 0 : 1;
#elif CASE == 1
  metric_trace(A, single);
#elif CASE == 2
  metric_trace(Eigen::MatrixXcd(A), V);
#elif CASE == 3
  metric_trace(WithoutApply{}, V);
#elif CASE == 4
  metric_trace(A, A);
#elif CASE == 5
  metric_trace(A, WithoutMap{});
#elif CASE == 6
  form_trace(FormWithoutProduct{}, V);
#elif CASE == 7
  form_trace(OperatorForm<double>{A}, single);
#elif CASE == 8
  const OperatorForm<double> form{Immovable{}};
#elif CASE == 9
  const DenseMetric<double> metric(K);
#elif CASE == 10
  const SparseMetric<double> metric(A);
#elif CASE == 11
  const DenseMetric<float> metric(A);
#elif CASE == 12
  const OperatorForm<float> form{A + A};
#elif CASE == 13
  frobenius_norm(A, V, single);
#elif CASE == 14
  metric_trace(MisspeltAdjoint{}, V);
#elif CASE == 15
  metric_trace(A, 3);
#elif CASE == 16
  const DiagonalMetric<double> metric(A);
#elif CASE == 17
  metric_trace(WrongAdjoint{}, V);
#elif CASE == 18
  metric_trace(A, V, {.law = LawWithoutMoment{}});
#elif CASE == 19
  trace_by([](int) { return 0; }, A, V);
#elif CASE == 20
  metric_trace(A, V, {.law = LawWithWrongCheck{}});
#elif CASE == 21
  metric_trace(A, V, {.law = LawWithStrayScales{}});
#elif CASE == 22
  const auto identity = [](const ConstBlock<double>& X, Block<double> Y) { Y = X; };
  frobenius_norm(function_operator(3, identity, [](const Eigen::MatrixXd& X) { return X; }), V, V);
#elif CASE == 23
  metric_trace(ByValue{}, V);
#elif CASE == 24
  metric_trace(ByReference{}, V);
#elif CASE == 25
  const NotConstReentrant op;
  metric_trace(op, V);
#elif CASE == 26
  metric_trace(MisspeltForm{}, V);
#elif CASE == 27
  metric_trace(A, MetricWithWrongCost(3));
#elif CASE == 28
  function_operator(3, [](ConstBlockView<double>, BlockView<double>) {});
#elif CASE == 29
  function_operator(3, [](const Eigen::MatrixXd& X, Eigen::MatrixXd Y) { Y = X; });
#endif
}
