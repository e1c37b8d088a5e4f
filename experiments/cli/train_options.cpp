#include <cli/train_options.hpp>

#include <CLI/CLI.hpp>

#include <cli/option_kinds.hpp>

namespace isotrace::program {
namespace {

void add_model_options(CLI::App& app, TrainArguments& a) {
  add_path(app, "--data", "F.csv (- : standard input): a row for each sample", into(a.data))
      ->required();
  add_text(app, "--label", "column to predict: a name of the heading, or a number from 1",
           into(a.label))
      ->required();
  add_choice(app, "--loss", {"squared", "logistic", "softmax"},
             "default: logistic for two classes, softmax for more", into(a.loss));
  add_text(app, "--hidden", "widths of hidden layers, separated by commas: 64,32", into(a.hidden));
  add_choice(app, "--activation", {"tanh", "relu", "identity"}, "of hidden layers (default: tanh)",
             into(a.activation));
  add_real(app, "--test", fractions, "part of the rows that is kept for testing", into(a.test))
      ->default_str("0.2");
  app.add_flag("--standardise", a.standardise,
               "features of mean 0 and variance 1 on the training part");
  add_path(app, "--report", "directory for a report", into(a.report));
  add_path(app, "--save", "MODEL.json: the trained model", into(a.save));
  add_path(app, "--load", "MODEL.json: begin with this model, and read the data as it does",
           into(a.load));
}

void add_descent_options(CLI::App& app, TrainArguments& a) {
  add_choice(app, "--metric", {"euclidean", "mahalanobis", "fisher", "kfac"},
             "of each layer's inputs and outputs: (I, I), (C⁻¹, I), (I, Y), (C⁻¹, Y) "
             "(default: all, compared)",
             into(a.metric));
  add_choice(app, "--rule", {"fixed", "armijo", "quadratic"},
             "of the step length (default: fixed in the Euclidean metric and with --step, else "
             "quadratic)",
             into(a.rule));
  add_real(app, "--step", positive_numbers, "length of a step (default: the best of a search)",
           into(a.step));
  add_real(app, "--damping", nonnegative_numbers, "of C and Y (default: the best of a search)",
           into(a.damping));
  add_choice(app, "--damping-kind", {"plain", "factored"},
             "λ in both, or shared by their mean eigenvalues (default: factored)",
             into(a.damping_kind));
  add_choice(app, "--outputs", {"fisher", "empirical", "gauss-newton"},
             "Y: with labels drawn from the model, with the data's, or by ℓ″ (default: fisher)",
             into(a.outputs));
  add_choice(app, "--bias", {"coupled", "separate"},
             "a column of the matrix with uncentred moments of (x, 1), or apart with centred ones "
             "(default: coupled)",
             into(a.bias));
  add_real(app, "--momentum", fractions,
           "default: 0, with the quadratic rule by its model unless it is 0", into(a.momentum));
  add_count(app, "--epochs", {0, 1'000'000'000}, "default: 100", into(a.epochs));
  add_count(app, "--batch", {}, "samples of a step (default: all)", into(a.batch));
  add_count(app, "--seeds", {1, 1'000'000},
            "repeat with as many seeds, from --seed on: medians and ranges", into(a.seeds))
      ->default_str("1");
}

}  // namespace

void add_train_options(CLI::App& app, TrainArguments& arguments) {
  add_model_options(app, arguments);
  add_descent_options(app, arguments);
}

}  // namespace isotrace::program
