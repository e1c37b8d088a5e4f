#pragma once

// Exact values and variances, without randomness.
#include <isotrace/exact/exact.hpp>
#include <isotrace/exact/form_sums.hpp>
#include <isotrace/exact/inverse.hpp>
#include <isotrace/exact/variances.hpp>
