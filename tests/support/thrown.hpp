#pragma once

#include <exception>
#include <string>

namespace isotrace::test {

/// What an error of type E says; a message that no test expects if there is none.
template <class E, class F>
std::string refusal(F&& call) {
  try {
    call();
  } catch (const E& error) {
    return error.what();
  } catch (const std::exception& other) {
    return std::string("an error of another type: ") + other.what();
  }
  return "no error";
}

}  // namespace isotrace::test
