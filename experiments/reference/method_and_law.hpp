#pragma once

#include <isotrace/trace/options.hpp>

namespace isotrace::program {

/// A method and the law of its probes, the unit of comparison.
struct MethodAndLaw {
  Method method;
  Law law;
};

/// The law with independent entries of modulus 1: signs over ℝ, phases over ℂ.
inline Law unimodular(Field field) {
  return field == Field::complex ? Law(Phases{}) : Law(Signs{});
}

}  // namespace isotrace::program
