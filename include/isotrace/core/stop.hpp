#pragma once

#include <atomic>
#include <cstddef>
#include <stop_token>
#include <utility>

namespace isotrace {

/// How a caller asks a running call to stop at the next block: by a std::stop_token, or by a flag
/// that is set to true from anywhere, for example in a signal handler. The flag must outlive the
/// call. By default nothing asks.
class Stop {
 public:
  Stop() = default;
  Stop(std::nullptr_t) {}  // NOLINT(google-explicit-constructor): never stops
  Stop(const std::atomic<bool>* flag) : flag_(flag) {}       // NOLINT(google-explicit-constructor)
  Stop(std::stop_token token) : token_(std::move(token)) {}  // NOLINT(google-explicit-constructor)

  bool requested() const { return (flag_ != nullptr && flag_->load()) || token_.stop_requested(); }

 private:
  const std::atomic<bool>* flag_ = nullptr;
  std::stop_token token_;
};

}  // namespace isotrace
