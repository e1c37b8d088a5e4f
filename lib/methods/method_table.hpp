#pragma once

#include <array>
#include <complex>
#include <string_view>

#include "run.hpp"

namespace isotrace {

/// Memory of a method's panels: at most panels · n · k numbers of type Wide<S>, for n rows and a
/// sketch of k columns.
struct PanelNeeds {
  double panels;   ///< number of n×k panels
  double columns;  ///< k over the number of products that the budget pays for
};

/// A method: its name, its memory, and the functions that run it.
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
