// Both libraries in one program: a trace, and one of the theorems it rests on.
#include <Eigen/Core>
#include <cmath>
#include <iostream>
#include <isotrace/isotrace.hpp>
#include <isotrace/verification.hpp>

int main() {
  const int n = 20;
  const Eigen::MatrixXd A = Eigen::MatrixXd::Constant(n, n, 0.5);
  const isotrace::EuclideanMetric<double> V(n);
  // An orthonormal basis as probes gives the trace without variance.
  const auto trace =
      isotrace::metric_trace(A, V, {.matvecs = n, .law = isotrace::Frame{.size = n}});
  const auto battery = isotrace::verify::run({.only = {"lemma-2.1"}});
  std::cout << "trace: " << trace.value << ", expected " << A.trace() << "\n"
            << "lemma 2.1: " << battery.checks.size() << " checks\n";
  const bool right = std::abs(trace.value - A.trace()) <= 1e-12 * A.trace();
  return right && battery.passed && !battery.checks.empty() ? 0 : 1;
}
