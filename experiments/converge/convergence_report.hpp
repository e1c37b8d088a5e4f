#pragma once

#include <converge/converge.hpp>
#include <report/report.hpp>

namespace isotrace::program {

/// The report: the verdict, the theorems and errata if they were checked, the pictures case by
/// case, and how everything was measured.
reports::Report convergence_report(const ConvergeResult& result);

}  // namespace isotrace::program
