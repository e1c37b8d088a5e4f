#pragma once

// The forms of matrices and maps.
#include <isotrace/operators/endomorphism_form.hpp>
#include <isotrace/operators/operator_form.hpp>
#include <isotrace/operators/product_form.hpp>
