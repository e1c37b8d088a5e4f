#pragma once

#include <reference/reference.hpp>
#include <reference/reference_errors.hpp>
#include <report/plot.hpp>
#include <report/table.hpp>

namespace isotrace::program {

/// Mean error on a logarithmic axis against matvecs, for every method. A method has one colour,
/// with dashed lines for probes with independent entries of modulus 1. The automatic method is
/// drawn as rings around the points of the methods it chooses from.
reports::Plot accuracy_plot(const AccuracyCase& one);

/// Whether some point of the case can be drawn on a logarithmic axis.
bool has_points(const AccuracyCase& one);

/// One row for each method and law: its errors at the table's budgets, as multiples of the
/// reference error if there is one, and whether all are within the bounds of Comparison ("yes",
/// "no", or "" without a reference). Numbers have two digits.
reports::Table accuracy_table(const std::string& name, const std::string& title,
                              const std::vector<AccuracyCase>& cases);

/// The root mean square error of a method and law at a budget, if it was measured.
std::optional<double> rms_at(const AccuracyCase& one, const MethodAndLaw& method_and_law,
                             Index matvecs);

/// The methods chosen at a point of a curve, most frequent first: "xtrace",
/// "xtrace 97, hutchinson 3".
std::string chosen_at(const AccuracyCurve& curve, std::size_t point);

/// How many of the errors with a reference are within the bounds of Comparison.
struct Agreement {
  Index within = 0;
  Index compared = 0;
};
Agreement agreement_of(const std::vector<AccuracyCase>& cases);

/// How the automatic choice compares with the better of the methods it chooses from, and what it
/// chose, at the budgets of the table.
reports::Table automatic_table(const std::string& name, const std::vector<AccuracyCase>& cases);

/// One row for each point, in full.
reports::Table accuracy_points(const ReferenceResult& result);

/// The comparison of a point with the reference implementation, if there is a reference error.
std::optional<Comparison> comparison_of(const AccuracyCase& one, const AccuracyCurve& curve,
                                        std::size_t point);

}  // namespace isotrace::program
