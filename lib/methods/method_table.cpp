#include "method_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <ranges>

#include <isotrace/core/error.hpp>

#include "automatic.hpp"
#include "growing_sketch.hpp"
#include "hutchinson.hpp"
#include "hutchpp.hpp"

namespace isotrace {

namespace {

using Real = double;
using Complex = std::complex<double>;

/// In the order in which the user sees them.
constexpr std::array table{
    MethodRow{Method::hutchinson, "hutchinson", {0, 0}, hutchinson<Real>, hutchinson<Complex>},
    MethodRow{Method::hutchpp, "hutchpp", {3, 1.0 / 3}, hutchpp<Real>, hutchpp<Complex>},
    MethodRow{
        Method::na_hutchpp, "na-hutchpp", {6, 1.0 / 4}, na_hutchpp<Real>, na_hutchpp<Complex>},
    MethodRow{Method::adaptive_hutchpp,
              "adaptive-hutchpp",
              {6, 1.0 / 3},
              adaptive_hutchpp<Real>,
              adaptive_hutchpp<Complex>},
    MethodRow{Method::nystrompp, "nystrompp", {3, 1.0 / 2}, nystrompp<Real>, nystrompp<Complex>},
    MethodRow{Method::xtrace, "xtrace", {5, 1.0 / 2}, xtrace<Real>, xtrace<Complex>},
    MethodRow{Method::xnystrace, "xnystrace", {3, 1}, xnystrace<Real>, xnystrace<Complex>},
    MethodRow{Method::automatic, "auto", {5, 1.0 / 2}, automatic<Real>, automatic<Complex>}};

}  // namespace

const MethodRow& row_of(Method method) {
  const auto row = std::ranges::find(table, method, &MethodRow::method);
  if (row != table.end()) return *row;
  throw OptionError(fmt::format("found the method number {}, expected one of all_methods()",
                                static_cast<int>(method)));
}

std::string_view name(Method method) {
  return method == Method::custom ? "custom" : row_of(method).name;
}

std::span<const Method> all_methods() {
  static constexpr auto methods = [] {
    std::array<Method, table.size()> all{};
    std::ranges::transform(table, all.begin(), &MethodRow::method);
    return all;
  }();
  return methods;
}

Method parse_method(std::string_view name) {
  const auto row = std::ranges::find(table, name, &MethodRow::name);
  if (row != table.end()) return row->method;
  throw OptionError(fmt::format("found the method '{}', expected one of {}", name,
                                fmt::join(table | std::views::transform(&MethodRow::name), ", ")));
}

}  // namespace isotrace
