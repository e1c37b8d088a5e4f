#include <isotrace/trace/estimate.hpp>

#include <fmt/format.h>

#include <cmath>
#include <ostream>

namespace isotrace {

std::string_view name(Status status) {
  switch (status) {
    case Status::completed: return "completed";
    case Status::exact: return "exact";
    case Status::converged: return "converged";
    case Status::budget: return "budget";
    case Status::interrupted: return "interrupted";
  }
  return "";
}

namespace {

template <class T>
std::ostream& print(std::ostream& out, const std::string& value, const Estimate<T>& e) {
  const std::string error =
      std::isfinite(e.standard_error) ? fmt::format("{:.2g}", e.standard_error) : "unknown";
  return out << fmt::format("{} ± {} ({} matvecs, {})", value, error, e.matvecs, name(e.status));
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Estimate<double>& e) {
  return print(out, fmt::format("{:.6g}", e.value), e);
}

std::ostream& operator<<(std::ostream& out, const Estimate<std::complex<double>>& e) {
  const double im = e.value.imag();
  return print(
      out,
      fmt::format("{:.6g} {} {:.6g}i", e.value.real(), std::signbit(im) ? '-' : '+', std::abs(im)),
      e);
}

}  // namespace isotrace
