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
#endif
}
