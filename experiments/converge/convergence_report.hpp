#pragma once

#include <converge/converge.hpp>
#include <report/report.hpp>

namespace isotrace::program {

/// The verdict, the theorems and errata where they were checked too, the pictures case by case, and
/// last how all was measured.
reports::Report convergence_report(const ConvergeResult& result);

}  // namespace isotrace::program
