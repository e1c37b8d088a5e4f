#pragma once

// The theorems as checks, and checks of a caller's own types: what the target
// isotrace::verification has.
#include <isotrace/verify/battery.hpp>
#include <isotrace/verify/check_own.hpp>
#include <isotrace/verify/implementation.hpp>
#include <isotrace/verify/statistics.hpp>
