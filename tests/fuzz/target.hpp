#pragma once

#include <string_view>

namespace isotrace::fuzz {

/// Each target takes any bytes, and throws a Contradiction (or crashes, or hangs) where the program
/// is wrong. One target is linked into each program of this folder.
///
/// False if the bytes are none of its inputs.
bool run_target(std::string_view bytes);

}  // namespace isotrace::fuzz
