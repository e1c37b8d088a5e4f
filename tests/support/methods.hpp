#pragma once

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>

#include <isotrace/isotrace.hpp>

namespace isotrace::test {

/// A dense matrix that counts the columns it is applied to.
template <Scalar S>
struct Counting {
  RowMatrix<S> A;
  std::shared_ptr<std::atomic<Index>> columns = std::make_shared<std::atomic<Index>>(0);

  Index rows() const { return A.rows(); }
  Index cols() const { return A.cols(); }
  void apply(const ConstBlock<S>& X, Block<S> Y) const {
    *columns += X.cols();
    Y = A * X;
  }
  void apply_adjoint(const ConstBlock<S>& X, Block<S> Y) const {
    *columns += X.cols();
    Y = A.adjoint() * X;
  }
};

/// Methods that spend their whole budget even on a form of low rank, whose trace they find up to
/// rounding.
inline bool never_exact(Method method) {
  return method == Method::na_hutchpp || method == Method::nystrompp || method == Method::xnystrace;
}

template <class T>
double half_width(const Estimate<T>& e) {
  if constexpr (std::is_same_v<T, double>) {
    return std::max(e.interval.high - e.value, e.value - e.interval.low);
  } else {
    return std::hypot(e.interval.re.high - e.interval.re.low,
                      e.interval.im.high - e.interval.im.low) /
           2;
  }
}

inline bool contains(const Interval& i, double x) {
  return i.low <= x && x <= i.high;
}
inline bool contains(const ComplexInterval& i, std::complex<double> x) {
  return contains(i.re, x.real()) && contains(i.im, x.imag());
}

}  // namespace isotrace::test
