#pragma once

#include <concepts>
#include <memory>
#include <utility>

#include <isotrace/core/error.hpp>

namespace isotrace::detail {

/// An immutable value shared by an object and its copies. Once the object has been moved from,
/// access throws MovedFromError.
template <class T>
class Kept {
 public:
  Kept() = default;
  Kept(std::shared_ptr<const T> kept)  // NOLINT(google-explicit-constructor)
      : kept_(std::move(kept)) {}

  const T& operator*() const {
    if (kept_ == nullptr) {
      throw MovedFromError(
          "a metric that was moved from was used: what it held belongs to the one that it was "
          "moved to");
    }
    return *kept_;
  }
  const T* operator->() const { return &**this; }
  /// The value, to be held longer than the object. Throws as operator* does.
  std::shared_ptr<const T> shared() const {
    (void)**this;
    return kept_;
  }

 private:
  std::shared_ptr<const T> kept_;
};

/// Moves or copies a temporary into a shared object, so that it can be referred to later.
template <class T, class Arg>
std::shared_ptr<const T> keep(Arg&& temporary) {
  constexpr bool movable = std::constructible_from<T, Arg&&>;
  static_assert(movable,
                "isotrace: a temporary that can be neither moved nor copied would be gone when it "
                "is used; give it a name, and let it live as long as what refers to it");
  if constexpr (movable) {
    return std::make_shared<const T>(std::forward<Arg>(temporary));
  } else {
    return nullptr;
  }
}

}  // namespace isotrace::detail
