#pragma once

#include <cmath>
#include <concepts>
#include <string>

#include <isotrace/core/cost.hpp>
#include <isotrace/core/error.hpp>
#include <isotrace/core/scalar.hpp>

namespace isotrace::detail {

// Optional members of a caller's type. A member that cannot be called as required, or an adjoint
// under another name, is a compile-time error; it is never ignored silently.

/// Whether T has a member of this name that is neither overloaded nor a template.
template <class T>
concept has_plain_apply_adjoint = requires { &T::apply_adjoint; };
template <class T>
concept has_plain_values = requires { &T::values; };
template <class T>
concept has_plain_sample = requires { &T::sample; };
template <class T>
concept has_plain_check = requires { &T::check; };
template <class T>
concept has_plain_continuous = requires { &T::continuous; };
template <class T>
concept has_plain_radial_variance = requires { &T::radial_variance; };
template <class T>
concept has_plain_scales = requires { &T::scales; };
template <class T>
concept has_plain_reentrant = requires { &T::reentrant; };
template <class T>
concept has_plain_identity = requires { &T::identity; };
template <class T>
concept has_plain_cost = requires { &T::cost; };
template <class T>
concept has_plain_gram_cost = requires { &T::gram_cost; };
template <class T>
concept has_plain_gram_matrix = requires { &T::gram_matrix; };
template <class T>
concept has_plain_inverse_entries = requires { &T::inverse_entries; };
template <class T>
concept has_plain_assembled = requires { &T::assembled; };
template <class T>
concept has_plain_preferred_block = requires { &T::preferred_block; };

/// Whether T has an adjoint under a name used by other libraries, or under a misspelt name.
template <class T>
concept names_adjoint_otherwise =
    requires { &T::adjoint_apply; } || requires { &T::apply_adjoined; } ||
    requires { &T::applyAdjoint; } || requires { &T::apply_transpose; } ||
    requires { &T::apply_transposed; } || requires { &T::apply_adj; } ||
    requires { &T::apply_conjugate_transpose; } || requires { &T::apply_hermitian; } ||
    requires { &T::apply_ajoint; } || requires { &T::apply_adjont; } ||
    requires { &T::apply_adoint; } || requires { &T::apply_adjiont; } ||
    requires { &T::apply_H; } || requires { &T::rmatmat; };

/// Whether several threads may call the object at once: the value of its `reentrant`, a static
/// member or a function; true if it has neither.
template <class T>
bool is_reentrant(const T& object) {
  if constexpr (requires {
                  { object.reentrant() } -> std::convertible_to<bool>;
                }) {
    return object.reentrant();
  } else if constexpr (requires {
                         { T::reentrant } -> std::convertible_to<bool>;
                       }) {
    return T::reentrant;
  } else {
    static_assert(!has_plain_reentrant<T>,
                  "isotrace: reentrant is a static constexpr bool, or a const function that "
                  "returns one");
    return true;
  }
}

/// Whether a metric states that V = I and Q = I, by `identity`, a static member or a function.
template <class M>
bool is_identity(const M& metric) {
  if constexpr (requires {
                  { metric.identity() } -> std::convertible_to<bool>;
                }) {
    return metric.identity();
  } else if constexpr (requires {
                         { M::identity } -> std::convertible_to<bool>;
                       }) {
    return M::identity;
  } else {
    static_assert(!has_plain_identity<M>,
                  "isotrace: identity is a static constexpr bool, or a const function that returns "
                  "one");
    return false;
  }
}

/// Throws OptionError, naming the number found, unless these are seconds.
inline double seconds(double cost) {
  if (cost >= 0 && std::isfinite(cost)) return cost;
  throw OptionError("cost() returned " + std::to_string(cost) +
                    ", expected a finite number of seconds, 0 or more");
}
inline FormCost seconds(FormCost cost) {
  return {seconds(cost.value), seconds(cost.apply)};
}

/// object.cost(), or `otherwise` if the object has no such member. Throws as seconds() does.
template <class Cost, class T>
Cost cost_or(const T& object, Cost otherwise) {
  if constexpr (requires {
                  { object.cost() } -> std::convertible_to<Cost>;
                }) {
    return seconds(Cost(object.cost()));
  } else {
    static_assert(!has_plain_cost<T>,
                  "isotrace: cost() is const and returns the seconds of one column: a double, of a "
                  "form a FormCost");
    return otherwise;
  }
}
template <class M>
double gram_cost_or(const M& metric, double otherwise) {
  if constexpr (requires {
                  { metric.gram_cost() } -> std::convertible_to<double>;
                }) {
    return seconds(metric.gram_cost());
  } else {
    static_assert(!has_plain_gram_cost<M>,
                  "isotrace: gram_cost() is const and returns the seconds of one column, a double");
    return otherwise;
  }
}

}  // namespace isotrace::detail
