#pragma once

#include <isotrace/estimators/frobenius.hpp>
#include <isotrace/estimators/riesz.hpp>
#include <isotrace/estimators/trace.hpp>
#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/metric/metrics.hpp>
#include <isotrace/operators/pulled_back.hpp>
#include <isotrace/samplers/haar.hpp>
#include <isotrace/samplers/laws.hpp>
