#pragma once

#include <stdexcept>
#include <string>

namespace isotrace {

/// Base of every error that the library itself throws. what() states what was found and what was
/// expected. Exceptions thrown by a user's operator are passed on unchanged.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Sizes that must agree do not, or an object is empty.
class ShapeError : public Error {
 public:
  using Error::Error;
};

/// A NaN or an infinity in a matrix, returned by an operator, or caused by overflow.
class NotFiniteError : public Error {
 public:
  using Error::Error;
};

/// A matrix defines no inner product: it is not Hermitian, not positive definite, or numerically
/// singular.
class MetricError : public Error {
 public:
  using Error::Error;
};

/// An operator is not Hermitian positive semidefinite, although the chosen method requires it.
class OperatorError : public Error {
 public:
  using Error::Error;
};

/// The caller stopped a computation that has no partial result.
class Interrupted : public Error {
 public:
  using Error::Error;
};

/// A metric was used after it had been moved from.
class MovedFromError : public Error {
 public:
  using Error::Error;
};

/// An option is outside its range or does not fit the problem.
class OptionError : public Error {
 public:
  using Error::Error;
};

}  // namespace isotrace
