#pragma once

#include <isotrace/metric/covariance.hpp>
#include <isotrace/metric/dense.hpp>
#include <isotrace/metric/diagonal.hpp>
#include <isotrace/metric/direct_sum.hpp>
#include <isotrace/metric/euclidean.hpp>
#include <isotrace/metric/haar.hpp>
#include <isotrace/metric/kronecker.hpp>
#include <isotrace/metric/sparse.hpp>
