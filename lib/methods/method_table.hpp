#pragma once

#include <array>
#include <complex>
#include <string_view>

#include "run.hpp"

namespace isotrace {

/// Numbers of type Wide<S> that a method's panels hold at the most: for n rows and a sketch of k
/// columns, panels · n · k.
struct PanelNeeds {
  double panels;   ///< for each column of the sketch
  double columns;  ///< of the sketch, for each matvec of a budget that is spent on a column
};

/// A method: how it is called, what it needs, and what runs it.
struct MethodRow {
  Method method;
  std::string_view name;
  PanelNeeds panels;
  Estimate<double> (*run_real)(Run<double>&);
  Estimate<std::complex<double>> (*run_complex)(Run<std::complex<double>>&);

  template <Scalar W>
  Estimate<W> operator()(Run<W>& run) const {
    if constexpr (is_complex<W>) {
      return run_complex(run);
    } else {
      return run_real(run);
    }
  }
};

const MethodRow& row_of(Method method);

}  // namespace isotrace
