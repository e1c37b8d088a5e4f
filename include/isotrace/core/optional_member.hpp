#pragma once

#include <concepts>

#include <isotrace/core/scalar.hpp>

namespace isotrace::detail {

// Optional members of a caller's type. One that is there but cannot be used, or seems to be meant,
// is an error and not ignored.

/// Whether calls from several threads at once are allowed: what the type's `reentrant`, a static
/// member or a function, says; true without one.
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
    return true;
  }
}

/// object.cost(), or what stands for an object that says nothing.
template <class Cost, class T>
Cost cost_or(const T& object, Cost otherwise) {
  if constexpr (requires {
                  { object.cost() } -> std::convertible_to<Cost>;
                }) {
    return object.cost();
  } else {
    return otherwise;
  }
}

/// A member function of that name that is neither overloaded nor a template.
template <class T>
concept has_plain_apply_adjoint = requires { &T::apply_adjoint; };
template <class T>
concept has_plain_values = requires { &T::values; };
template <class T>
concept has_plain_sample = requires { &T::sample; };

/// A member by which other libraries know an adjoint.
template <class T>
concept names_adjoint_otherwise =
    requires { &T::adjoint_apply; } || requires { &T::apply_adjoined; } ||
    requires { &T::applyAdjoint; } || requires { &T::apply_transpose; } ||
    requires { &T::apply_transposed; } || requires { &T::apply_adj; } ||
    requires { &T::apply_conjugate_transpose; } || requires { &T::apply_hermitian; } ||
    requires { &T::apply_ajoint; } || requires { &T::apply_adjont; } ||
    requires { &T::apply_adoint; } || requires { &T::apply_adjiont; } ||
    requires { &T::apply_H; } || requires { &T::rmatmat; };

}  // namespace isotrace::detail
