"""Epochs of two float64 learners in plain NumPy, the yardstick of bench-epochs.mjs.

    python3 numpy-epochs.py PROBLEM.json

The problem holds the data, the start and some batches. Their losses are printed beside the processor times, so
that the caller can see that both sides compute the same. Prints one JSON object.
"""
import json
import sys
import time

import numpy as np


def softmax_error(outputs, targets):
    """Mean cross-entropy of a batch and its derivative by the outputs."""
    shifted = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    said = shifted / shifted.sum(axis=1, keepdims=True)
    loss = -(targets * np.log(np.maximum(said, 1e-300))).sum() / len(outputs)
    return loss, (said - targets) / len(outputs)


class FrontContribution:
    """Dual form of a two-layer network with biases, ReLU units, plain descent: pre-activations instead of W1."""

    def __init__(self, problem, inputs, targets):
        hidden_weights, hidden_bias, self.weights, self.bias = (np.array(part, dtype=float) for part in problem["start"])
        self.kernel = inputs @ inputs.T + 1
        self.sums = inputs @ hidden_weights.T + hidden_bias
        self.coefficients = np.zeros_like(self.sums)
        self.targets = targets
        self.rate = problem["lr"]

    def noise(self, batch, generator):
        return None

    def begin_epoch(self):
        pass

    def step(self, chosen, _noise):
        sums = self.sums[chosen]
        active = np.maximum(sums, 0)
        loss, error = softmax_error(active @ self.weights.T + self.bias, self.targets[chosen])
        hidden_error = (error @ self.weights) * (sums > 0)
        self.weights -= self.rate * (error.T @ active)
        self.bias -= self.rate * error.sum(axis=0)
        # K is symmetric, and its rows lie in one piece.
        self.sums -= self.rate * (self.kernel[chosen].T @ hidden_error)
        # No sample occurs twice in a batch of an epoch.
        self.coefficients[chosen] += self.rate * hidden_error
        return loss


class Ensemble:
    """Spike-and-slab ensemble of ReLU networks: exact gradient, Adam with decoupled decay, projection."""

    def __init__(self, problem, inputs, targets):
        self.layers = [[np.array(part, dtype=float) for part in layer] for layer in problem["start"]]
        self.inputs, self.targets = inputs, targets
        self.rate, self.decay = problem["lr"], problem["decay"]
        self.begin_epoch()

    def begin_epoch(self):
        self.steps = 0
        self.means = [[np.zeros_like(part) for part in layer] for layer in self.layers]
        self.squares = [[np.zeros_like(part) for part in layer] for layer in self.layers]

    def noise(self, batch, generator):
        return [generator.standard_normal((batch, len(pi))) for pi, _, _ in self.layers]

    def step(self, chosen, noise):
        active = self.inputs[chosen]
        passes = []
        last = len(self.layers) - 1
        for index, ((pi, m, xi), drawn) in enumerate(zip(self.layers, noise)):
            present = 1 - pi
            mean = present * m
            variance = present * (xi + pi * m * m)
            scale = 1 / np.sqrt(m.shape[1])
            squares = active * active
            deviation = np.sqrt(squares @ variance.T)
            z = scale * (active @ mean.T + drawn * deviation)
            passes.append((active, squares, mean, variance, deviation, z, scale))
            active = z if index == last else np.maximum(z, 0)
        loss, by_outputs = softmax_error(active, self.targets[chosen])
        gradients = [None] * len(self.layers)
        for index in range(last, -1, -1):
            inputs, squares, mean, variance, deviation, z, scale = passes[index]
            pi, m, xi = self.layers[index]
            by_sum = scale * by_outputs
            if index < last:
                by_sum *= z > 0
            quotient = np.divide(noise[index], 2 * deviation, out=np.zeros_like(z), where=deviation > 0)
            by_sum_variance = by_sum * quotient
            by_mean = by_sum.T @ inputs
            by_variance = by_sum_variance.T @ squares
            present = 1 - pi
            gradients[index] = (
                ((1 - 2 * pi) * m * m - xi) * by_variance - m * by_mean,
                present * (by_mean + 2 * pi * m * by_variance),
                present * by_variance,
            )
            if index > 0:
                by_outputs = by_sum @ mean + 2 * inputs * (by_sum_variance @ variance)
        self.move(gradients)
        return loss

    def move(self, gradients):
        self.steps += 1
        rate = self.rate / (1 - 0.9**self.steps)
        correction = np.sqrt(1 - 0.999**self.steps)
        for layer, gradient, means, squares in zip(self.layers, gradients, self.means, self.squares):
            for part in range(3):
                g, mean, square = gradient[part], means[part], squares[part]
                mean *= 0.9
                mean += 0.1 * g
                square *= 0.999
                square += 0.001 * g * g
                moved = layer[part] - rate * mean / (np.sqrt(square) / correction + 1e-8)
                if part > 0:
                    moved -= self.rate * self.decay * layer[part]
                layer[part] = moved
            np.clip(layer[0], 0, 1, out=layer[0])
            np.maximum(layer[2], 0, out=layer[2])


LEARNERS = {"front contribution": FrontContribution, "mean-field ensemble": Ensemble}


def main():
    with open(sys.argv[1], encoding="utf8") as file:
        problem = json.load(file)
    inputs, targets = (np.array(problem[name], dtype=float) for name in ("inputs", "targets"))
    learner = LEARNERS[problem["family"]](problem, inputs, targets)
    losses = []
    for check in problem["checks"]:
        noise = check["noise"] and [np.array(drawn) for drawn in check["noise"]]
        losses.append(learner.step(np.array(check["samples"]), noise))
    generator = np.random.default_rng(1)
    batch = problem["batch"]
    times = []
    for _ in range(problem["warmUp"] + problem["epochs"]):
        start = time.process_time()
        learner.begin_epoch()
        order = generator.permutation(len(inputs))
        for first in range(0, len(inputs) - batch + 1, batch):
            learner.step(order[first : first + batch], learner.noise(batch, generator))
        times.append(1000 * (time.process_time() - start))
    print(json.dumps({"losses": losses, "epochMs": times[problem["warmUp"] :], "numpy": np.__version__}))


main()
