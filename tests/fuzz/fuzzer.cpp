// libFuzzer's entry to the target.
#include <cstddef>
#include <cstdint>

#include <fuzz/target.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return isotrace::fuzz::run_target({reinterpret_cast<const char*>(data), size}) ? 0 : -1;
}
