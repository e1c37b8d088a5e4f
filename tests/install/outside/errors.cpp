// Errors that cross the boundary of the compiled library: errors metric|operator.
#include <Eigen/Core>
#include <iostream>
#include <isotrace/isotrace.hpp>
#include <string_view>

struct Refusal {
  int code;
};

/// Throws the user's own exception, of no standard type.
struct Refusing {
  Eigen::Index rows() const { return 8; }
  Eigen::Index cols() const { return 8; }
  void apply(const isotrace::ConstBlock<double>&, isotrace::Block<double>) const {
    throw Refusal{42};
  }
};

bool metric_is_refused() {
  const Eigen::Matrix2d indefinite{{1.0, 0.0}, {0.0, -1.0}};
  try {
    const isotrace::DenseMetric<double> V(indefinite);
  } catch (const isotrace::MetricError& error) {
    std::cout << error.what() << "\n";
    return true;
  }
  return false;
}

bool exception_arrives() {
  try {
    (void)isotrace::metric_trace(Refusing{}, isotrace::EuclideanMetric<double>(8));
  } catch (const Refusal& refusal) {
    std::cout << "the operator's own exception, code " << refusal.code << "\n";
    return refusal.code == 42;
  }
  return false;
}

int main(int argc, char** argv) {
  const std::string_view which = argc == 2 ? argv[1] : "";
  if (which == "metric") return metric_is_refused() ? 0 : 1;
  if (which == "operator") return exception_arrives() ? 0 : 1;
  std::cerr << "expected metric or operator, found '" << which << "'\n";
  return 2;
}
