"""Quadratic response surfaces of a simulation, their best point and how well it is determined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.optimize import least_squares
from scipy.stats import qmc

_POWER = 4
_STEP = 1e-4
_LEAST_INFORMATION = 1e-6
"""Keeps errors of what the data say nothing of finite, at a thousand times the range searched."""


class Residuals(Protocol):
    """What turns modelled quantities into errors over their tolerances."""

    def residuals(self, modelled: np.ndarray) -> np.ndarray:
        """Return the errors."""


def spread_points(low: np.ndarray, high: np.ndarray, points: int, seed: int) -> np.ndarray:
    """Spread points over a box, its centre first."""
    unit = qmc.LatinHypercube(len(low), rng=np.random.default_rng(seed)).random(points - 1)
    return np.vstack([(low + high) / 2, low + unit * (high - low)])


@dataclass(frozen=True)
class ResponseSurface:
    """Quadratic functions of the parameters, one for each observed quantity."""

    low: np.ndarray
    high: np.ndarray
    coefficients: np.ndarray

    @classmethod
    def of(
        cls, design: np.ndarray, answers: np.ndarray, low: np.ndarray, high: np.ndarray
    ) -> ResponseSurface:
        """Fit the functions by least squares."""
        terms = np.array([_terms((point - low) / (high - low)) for point in design])
        return cls(low, high, np.linalg.lstsq(terms, answers, rcond=None)[0])

    def at(self, values: np.ndarray) -> np.ndarray:
        """Quantities at given parameters."""
        return np.asarray(_terms((values - self.low) / (self.high - self.low)) @ self.coefficients)

    def through(self, values: np.ndarray, answer: np.ndarray) -> ResponseSurface:
        """Return the surface raised or lowered so that it gives an answer at given parameters."""
        coefficients = self.coefficients.copy()
        coefficients[0] += answer - self.at(values)
        return ResponseSurface(self.low, self.high, coefficients)

    def best(self, problem: Residuals, kept: np.ndarray | None = None) -> np.ndarray:
        """Return the parameters of least misfit, with all quantities or those kept.

        Least is the sum of the eighth powers of the errors, so that the largest counts most.
        """
        mask = slice(None) if kept is None else kept

        def residuals(values: np.ndarray) -> np.ndarray:
            """Return the misfit of each quantity kept."""
            return np.asarray(problem.residuals(self.at(values))[mask] ** _POWER)

        middle = (self.low + self.high) / 2
        scale = self.high - self.low
        found = least_squares(residuals, middle, bounds=(self.low, self.high), x_scale=scale)
        return np.asarray(found.x)

    def precision(self, problem: Residuals, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return standard errors and correlations from the slopes at the answer.

        A parameter of which the data say nothing has an error far beyond its range.
        """
        scale = self.high - self.low
        slopes = np.array(
            [
                (
                    problem.residuals(self.at(values + one))
                    - problem.residuals(self.at(values - one))
                )
                / (2 * _STEP)
                for one in _STEP * np.diag(scale)
            ]
        ).T
        residuals = problem.residuals(self.at(values))
        freedom = max(len(residuals) - len(values), 1)
        variance = max(float(residuals @ residuals) / freedom, np.finfo(float).eps)
        information = slopes.T @ slopes / variance
        covariance = np.linalg.inv(information + _LEAST_INFORMATION * np.eye(len(values)))
        error = np.sqrt(np.diag(covariance))
        return error * scale, covariance / np.outer(error, error)


def _terms(unit: np.ndarray) -> np.ndarray:
    """Constant, linear, square and mixed terms of parameters on 0 to 1."""
    mixed = np.outer(unit, unit)[np.triu_indices(len(unit))]
    return np.concatenate(([1.0], unit, mixed))
