#pragma once

#include <string>

#include <cli/arguments.hpp>
#include <cli/commands.hpp>
#include <cli/estimate_text.hpp>
#include <cli/output.hpp>
#include <isotrace/core/error.hpp>
#include <isotrace/trace/options.hpp>
#include <report/json.hpp>

namespace isotrace::program {

// What every quantity of `estimate` needs.

/// The library's options. Throws OptionError, naming the option.
Options options_of(const EstimateArguments& a, Field field, Index n);

Tolerance tolerance_of(const EstimateArguments& a);

reports::RunInfo info_of(const EstimateArguments& a, const char* quantity, Index n, Field field,
                         double seconds);

/// Calls f and prefixes the message of an OptionError with the name of the option.
template <class F>
auto for_option(const char* option, F&& f) {
  try {
    return f();
  } catch (const OptionError& error) {
    throw OptionError(std::string(option) + ": " + error.what());
  }
}

/// The message of an OperatorError with the name of the method in front.
std::string with_method(const Options& options, const OperatorError& error);

/// Calls f and prefixes the message of an OperatorError with the name of the method.
template <class F>
auto for_method(const Options& options, F&& f) {
  try {
    return f();
  } catch (const OperatorError& error) {
    throw OperatorError(with_method(options, error));
  }
}

/// Prints the estimate and returns the exit status.
template <class T>
int print(const EstimateArguments& a, const Estimate<T>& e, const reports::RunInfo& info) {
  print_out(a.common.json ? reports::to_json(e, info) + "\n"
                          : estimate_text(e, info, tolerance_of(a)));
  if (e.status == Status::interrupted) return status::interrupted;
  return e.status == Status::budget ? status::failed : status::done;
}

}  // namespace isotrace::program
