#pragma once

#include <reference/reference.hpp>
#include <reference/reference_errors.hpp>
#include <report/plot.hpp>
#include <report/table.hpp>

namespace isotrace::program {

/// Mean error against matvecs, every method: the error's axis is logarithmic. Methods share their
/// colour; what has independent entries of modulus 1 is dashed. Auto is drawn as rings around the
/// points of the methods it chooses from.
reports::Plot accuracy_plot(const AccuracyCase& one);

/// Whether some point of the case can be drawn on a logarithmic axis.
bool has_points(const AccuracyCase& one);

/// A row an entrant: its errors at the table's budgets, each as so many times the reference where
/// there is one, and whether all are within the bounds of compare ("yes", "no", or "" without
/// a reference). Numbers to two digits.
reports::Table accuracy_table(const std::string& name, const std::string& title,
                              const std::vector<AccuracyCase>& cases);

/// The root mean square of an entrant's errors at a budget, if it was measured.
std::optional<double> rms_at(const AccuracyCase& one, const MethodAndLaw& entrant, Index matvecs);

/// What was chosen at a point of a curve, most often first: "xtrace", "xtrace 97, hutchinson 3".
std::string chosen_at(const AccuracyCurve& curve, std::size_t point);

/// How many of the errors that have a reference are within the bounds of compare.
struct Agreement {
  Index within = 0;
  Index compared = 0;
};
Agreement agreement_of(const std::vector<AccuracyCase>& cases);

/// How the automatic choice compares with the better of the methods it chooses from, and what it
/// chose, at the budgets of the table.
reports::Table automatic_table(const std::string& name, const std::vector<AccuracyCase>& cases);

/// A row a point, in full.
reports::Table accuracy_points(const ReferenceResult& result);

/// The comparison of a point with the reference implementations, if they have it.
std::optional<Comparison> comparison_of(const AccuracyCase& one, const AccuracyCurve& curve,
                                        std::size_t point);

}  // namespace isotrace::program
