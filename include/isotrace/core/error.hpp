#pragma once

#include <stdexcept>
#include <string>

namespace isotrace {

/// Base of every error the library throws by itself. what() names what was found and what was
/// expected. Exceptions thrown by a user's operator are passed on unchanged.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Two sizes that must agree do not, or an object is empty.
class ShapeError : public Error {
 public:
  using Error::Error;
};

/// A NaN or an infinity in a matrix, or returned by an operator.
class NotFiniteError : public Error {
 public:
  using Error::Error;
};

/// A matrix that is no inner product: not Hermitian, not positive definite or numerically singular.
class MetricError : public Error {
 public:
  using Error::Error;
};

/// An operator that shows itself not to be what a method needs: Hermitian positive semidefinite.
class OperatorError : public Error {
 public:
  using Error::Error;
};

/// The caller's stop flag was set before a result without partial values was complete.
class Interrupted : public Error {
 public:
  using Error::Error;
};

/// A metric was used that was moved from: its value belongs to another object.
class MovedFromError : public Error {
 public:
  using Error::Error;
};

/// An option outside its range, or one that does not fit the problem.
class OptionError : public Error {
 public:
  using Error::Error;
};

}  // namespace isotrace
