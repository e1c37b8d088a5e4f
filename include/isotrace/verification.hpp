#pragma once

// The paper's theorems as checks, and checks of a caller's own types. Link the target
// isotrace::verification.
#include <isotrace/verify/battery.hpp>
#include <isotrace/verify/check_own.hpp>
#include <isotrace/verify/implementation.hpp>
#include <isotrace/verify/statistics.hpp>
