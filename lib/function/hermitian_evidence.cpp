#include "hermitian_evidence.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include <isotrace/core/error.hpp>
#include <isotrace/laws/draw.hpp>
#include <isotrace/laws/laws.hpp>

#include <lib/core/instantiate.hpp>

namespace isotrace::detail {
namespace {

std::string shown(std::complex<double> z) {
  return z.imag() == 0 ? fmt::format("{:.6g}", z.real())
                       : fmt::format("{:.6g} {} {:.6g}i", z.real(), z.imag() < 0 ? "-" : "+",
                                     std::abs(z.imag()));
}

}  // namespace

template <Scalar S>
void require_hermitian(FormRef<S> form) {
  RowMatrix<S> probes(form.dim(), 2);
  draw<S>(Gaussian{}, Stream{0}.substream("hermitian"), 0, view(probes));
  Workspace<S> ws;
  RowMatrix<S> products(form.dim(), 2);
  form.apply(view(probes), ws, view(products));
  const RowMatrix<Wide<S>> x = probes.template cast<Wide<S>>();
  const RowMatrix<Wide<S>> Ax = products.template cast<Wide<S>>();
  const std::complex<double> one = x.col(0).dot(Ax.col(1));
  const std::complex<double> other = x.col(1).dot(Ax.col(0));
  const double size = x.col(0).stableNorm() * Ax.col(1).stableNorm() +
                      x.col(1).stableNorm() * Ax.col(0).stableNorm();
  const double rounding = 100 * std::numeric_limits<Real<S>>::epsilon() * size;
  if (!std::isfinite(size)) throw NotFiniteError("a product of the form is not finite");
  if (std::abs(one - std::conj(other)) <= rounding) return;
  throw OperatorError(
      fmt::format("the form is not Hermitian: found xᴴAy = {} and yᴴAx = {} for two probes, "
                  "expected conjugates",
                  shown(one), shown(other)));
}

#define INSTANTIATE(S) template void require_hermitian(FormRef<S>);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
