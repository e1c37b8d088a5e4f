#pragma once

#include <string>
#include <string_view>

#include <isotrace/gradient/descent.hpp>
#include <train/training.hpp>

namespace isotrace::program {

// The names of options and files for what they choose. The inverse functions throw OptionError for
// another word.
std::string name_of(TrainingStatus status);
std::string name_of(LossKind loss);
std::string name_of(gradient::Activation activation);
std::string name_of(gradient::LayerMetric metric);
std::string name_of(gradient::StepRule rule);
LossKind loss_named(std::string_view word);
gradient::Activation activation_named(std::string_view word);
gradient::LayerMetric metric_named(std::string_view word);
gradient::StepRule rule_named(std::string_view word);
gradient::OutputMatrix outputs_named(std::string_view word);
gradient::Damping damping_named(std::string_view word);

}  // namespace isotrace::program
