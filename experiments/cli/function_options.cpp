#include <cli/function_options.hpp>

#include <CLI/CLI.hpp>
#include <utility>

#include <cli/option_kinds.hpp>

namespace isotrace::program {

void add_function(CLI::App& app, std::function<void(std::string)> set) {
  add_text(
      app, "--function",
      "of the eigenvalues of V⁻¹A: log, log1p, exp, inverse, sqrt, inverse-sqrt, sign, power:P, "
      "ratio:ALPHA or step:AT:WIDTH",
      std::move(set));
}

void add_quadrature(CLI::App& app, FunctionArguments& a) {
  add_count(app, "--steps", {},
            "of Lanczos's recurrence (default: as many as the accuracy asks for)", into(a.steps));
  app.add_flag("--reorthogonalise", a.reorthogonalise, "keep the recurrence's vectors orthogonal");
  add_real(app, "--lower-bound", all_numbers, "of the eigenvalues, known to hold", into(a.lower));
  add_real(app, "--upper-bound", all_numbers, "of the eigenvalues, known to hold", into(a.upper));
}

}  // namespace isotrace::program
