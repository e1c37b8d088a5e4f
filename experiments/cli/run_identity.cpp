#include <cli/run_identity.hpp>

#include <fmt/format.h>

#include <isotrace/core/isa.hpp>
#include <isotrace/core/version.hpp>
#include <report/json.hpp>

namespace isotrace::program {

namespace {

std::string text_of(const std::optional<InputMatrix>& matrix) {
  if (!matrix) return "none";
  return fmt::format("{} x {}, checksum {:08x}", matrix->rows(), matrix->cols(),
                     matrix->checksum());
}

std::string text_of(const Law& law) {
  if (law.group() == 1) return std::string(law.name());
  return fmt::format("{} of {} columns", law.name(), law.group());
}

}  // namespace

RunIdentity identity_of(const EstimateArguments& a, const ProblemInput& input,
                        const Options& options, Field field) {
  return {{"version", std::string(version)},
          {"kernels", std::string(name(active_isa()))},
          {"field", std::string(reports::name(field))},
          {"precision", a.problem.single ? "single" : "double"},
          {"form", text_of(input.form)},
          {"endomorphism", text_of(input.endomorphism)},
          {"map", text_of(input.map)},
          {"with", text_of(input.with)},
          {"metric", text_of(input.metric)},
          {"domain", text_of(input.domain)},
          {"codomain", text_of(input.codomain)},
          {"form-scale", fmt::format("{}", input.form_scale)},
          {"metric-scale", fmt::format("{}", input.metric_scale)},
          {"probe", text_of(options.law)},
          {"normalised", options.normalised ? "yes" : "no"},
          {"seed", fmt::format("{}", options.seed)},
          {"matvecs", fmt::format("{}", budget_of(options))},
          {"tolerance", fmt::format("{}", options.tolerance)},
          {"absolute-tolerance", fmt::format("{}", options.absolute_tolerance)},
          {"confidence", fmt::format("{}", options.confidence)},
          {"block", fmt::format("{}", options.block)},
          {"memory", fmt::format("{}", options.memory)}};
}

}  // namespace isotrace::program
