#include <reference/reference_errors.hpp>

#include <algorithm>
#include <array>

namespace isotrace::program {
namespace {

constexpr std::array<Index, 4> budgets{20, 100, 200, 300};
using Errors = std::array<double, budgets.size()>;

struct Row {
  std::string_view matrix;
  std::array<Errors, 5> columns;  ///< Hutchinson, Hutch++, XTrace, XTrace sph, XNysTrace sph
};

constexpr std::array<Row, 6> rows{{
    {"flat",
     {{{2.2e-3, 1.2e-3, 6.8e-4, 5.8e-4},
       {4.6e-3, 2.0e-3, 1.6e-3, 1.6e-3},
       {3.7e-3, 1.7e-3, 2.0e-3, 1.9e-3},
       {3.3e-3, 1.3e-3, 9.7e-4, 8.4e-4},
       {2.3e-3, 9.3e-4, 7.5e-4, 6.4e-4}}}},
    {"poly",
     {{{1.4e-1, 7.8e-2, 4.6e-2, 4.4e-2},
       {1.2e-2, 4.6e-4, 1.2e-4, 5.8e-5},
       {8.0e-3, 3.1e-4, 8.5e-5, 3.1e-5},
       {7.9e-3, 2.7e-4, 8.2e-5, 2.8e-5},
       {7.1e-3, 2.3e-4, 5.6e-5, 2.2e-5}}}},
    {"slowexp",
     {{{5.4e-2, 2.7e-2, 2.0e-2, 1.3e-2},
       {5.9e-2, 2.2e-3, 5.5e-5, 1.4e-6},
       {5.4e-2, 5.2e-4, 1.8e-6, 7.4e-9},
       {5.5e-2, 5.0e-4, 1.8e-6, 6.3e-9},
       {3.8e-2, 3.3e-5, 2.2e-9, 8.9e-14}}}},
    {"fastexp",
     {{{1.0e-1, 5.6e-2, 3.3e-2, 2.6e-2},
       {2.9e-2, 9.1e-7, 5e-12, 2e-15},
       {1.3e-2, 4.0e-9, 1e-15, 8e-16},
       {1.5e-2, 3.9e-9, 1e-15, 7e-16},
       {2.3e-3, 4e-14, 9e-14, 1e-13}}}},
    {"smallstep",
     {{{3.4e-2, 1.4e-2, 1.1e-2, 8.1e-3},
       {5.6e-2, 1.5e-2, 2.5e-5, 2.1e-5},
       {5.3e-2, 1.1e-2, 2.3e-5, 2.2e-5},
       {4.6e-2, 1.3e-2, 4.8e-7, 1.5e-7},
       {3.2e-2, 6.3e-4, 1.2e-4, 4.3e-5}}}},
    {"bigstep",
     {{{3.3e-2, 1.8e-2, 1.1e-2, 1.1e-2},
       {5.6e-2, 1.7e-2, 2.1e-10, 2.2e-10},
       {5.1e-2, 1.1e-2, 2.4e-10, 2.1e-10},
       {4.9e-2, 1.3e-2, 4e-16, 2e-15},
       {3.7e-2, 7.3e-9, 1.0e-9, 3.5e-10}}}},
}};

/// The column of a method and law, or none.
std::optional<std::size_t> column_of(const MethodAndLaw& method_and_law) {
  const bool signs = method_and_law.law.as<Signs>() != nullptr;
  const bool sphere = method_and_law.law.as<Sphere>() != nullptr;
  if (signs && method_and_law.method == Method::hutchinson) return 0;
  if (signs && method_and_law.method == Method::hutchpp) return 1;
  if (signs && method_and_law.method == Method::xtrace) return 2;
  if (sphere && method_and_law.method == Method::xtrace) return 3;
  if (sphere && method_and_law.method == Method::xnystrace) return 4;
  return std::nullopt;
}

}  // namespace

std::optional<double> reference_error(std::string_view matrix, const MethodAndLaw& method_and_law,
                                      Index matvecs) {
  const auto column = column_of(method_and_law);
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const Row& one) { return one.matrix == matrix; });
  const auto budget = std::find(budgets.begin(), budgets.end(), matvecs);
  if (!column || row == rows.end() || budget == budgets.end()) return std::nullopt;
  return row->columns[*column][static_cast<std::size_t>(budget - budgets.begin())];
}

Comparison compare(double measured, double reference) {
  constexpr double factor = 1.5;
  constexpr double rounding = 1e-13;
  return {reference, measured / reference, measured <= factor * reference || measured <= rounding};
}

}  // namespace isotrace::program
