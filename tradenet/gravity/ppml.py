"""Reported coefficients: Poisson and log-linear gravity regressions with fixed effects."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.domain import ConvergenceError, InsufficientData, SchemaError
from tradenet.gravity.regression import USED, Coefficients, Model, Words

_TOLERANCE: Final = (
    1e-10  # of demeaning and of the deviance; fitted values then agree to about 1e-7
)
_ROUNDS: Final = 200
_MOST_CLUSTERS: Final = 2
_LOG: Final = "log"


def fit_ppml(panel: Any, model: Model) -> Coefficients:  # noqa: ANN401 - Arrow or pandas
    r"""Fit a gravity model by Poisson pseudo maximum likelihood.

    .. math:: E[X_r] = \exp\Bigl(\sum_k \beta_k z_{rk} + \sum_e \alpha_{e(r)}\Bigr)

    for rows r, regressors z and fixed effects e (Santos Silva and Tenreyro 2006,
    doi:10.1162/rest.88.4.641). Zeros take part. Estimated by pyfixest; rows alone in an effect and
    separated zeros are left out, and marked.

    Parameters
    ----------
    panel : pyarrow.Table or pandas.DataFrame
        One row per exporter, importer and period, with the model's columns.
    model : Model
        Flow, regressors, effects and clusters.

    Raises
    ------
    SchemaError
        If a column is missing, flow or a regressor is text or infinite, or the flow negative.
    InsufficientData
        If no row with trade is left, or the effects determine every regressor.
    ConvergenceError
        If the iteration does not settle.

    Examples
    --------
    Trade of 1 without and of 2 with an agreement, whoever trades; one cell is not known:

    >>> pairs = [(i, j) for i in "ABCD" for j in "ABCD" if i != j]
    >>> rta = [float({i, j} in ({"A", "B"}, {"B", "C"})) for i, j in pairs]
    >>> panel = pa.table(
    ...     {
    ...         "exporter": [i for i, _ in pairs],
    ...         "importer": [j for _, j in pairs],
    ...         "rta": rta,
    ...         "trade": [1 + each for each in rta[:-1]] + [None],
    ...     }
    ... )
    >>> fit = fit_ppml(panel, Model(("rta",), ("exporter", "importer")))
    >>> round(float(np.exp(fit["rta"])), 6), dict(fit.rows)
    (2.0, {'missing': 1, 'used': 11})
    """
    frame, status = _frame(panel, model)
    return _fit(frame, status, model, "fepois")


def fit_log_linear(panel: Any, model: Model) -> Coefficients:  # noqa: ANN401 - Arrow or pandas
    r"""Fit the logarithm of positive flows by least squares, for comparison with PPML.

    .. math:: \ln X_r = \sum_k \beta_k z_{rk} + \sum_e \alpha_{e(r)} + u_r \qquad (X_r > 0)

    Zeros are left out and marked, and what is expected is exp of the fitted logarithm: both bias
    it under heteroskedasticity (Santos Silva and Tenreyro 2006, doi:10.1162/rest.88.4.641).
    Parameters and errors are those of `fit_ppml`.
    """
    frame, status = _frame(panel, model)
    status[(status == USED) & (frame["flow"] == 0)] = "zero"
    frame[_LOG] = np.log(frame["flow"].where(frame["flow"] > 0))
    return _fit(frame, status, model, "feols")


def _fit(frame: Any, status: Words, model: Model, method: str) -> Coefficients:  # noqa: ANN401
    """Call pyfixest on the rows that are left and translate what it gives."""
    import pyfixest

    left = frame[status == USED]
    if not (left["flow"] > 0).any():
        msg = f"none of {len(frame):,} rows has trade and all values of {', '.join(model.columns)}"
        raise InsufficientData(msg)
    poisson = method == "fepois"
    regressors = " + ".join(f"x{k}" for k in range(len(model.regressors)))
    effects = " + ".join(f"effect{k}" for k in range(len(model.effects)))
    formula = f"{'flow' if poisson else _LOG} ~ {regressors} | {effects}"
    iteration: dict[str, Any] = {"demeaner": pyfixest.MapDemeaner(fixef_tol=_TOLERANCE)}
    if poisson:
        iteration |= {"iwls_tol": _TOLERANCE, "iwls_maxiter": _ROUNDS}
        iteration["separation_check"] = ["fe", "ir"]
    with _known_warnings():
        try:
            fit = getattr(pyfixest, method)(
                formula, left.reset_index(drop=True), vcov=_errors(model), **iteration
            )
        except ValueError as error:
            raise _meant(error, model) from error
    if poisson and not fit.convergence:
        msg = f"PPML did not settle in {_ROUNDS} rounds; look for regressors of very unlike scale"
        raise ConvergenceError(msg)
    return _translated(fit, status, model, poisson=poisson)


def _meant(error: ValueError, model: Model) -> Exception:
    """Return our error for what pyfixest says in words only; what we do not know, as it is."""
    if "collinear" in str(error):
        return InsufficientData(
            f"the effects {', '.join(model.effects)} determine every regressor "
            f"({', '.join(model.regressors)}): no coefficient is left; drop an effect"
        )
    if "Demeaning failed" in str(error):
        return ConvergenceError(
            f"the effects {', '.join(model.effects)} could not be taken out of the regressors; "
            "look for groups that few rows connect"
        )
    return error


def _translated(fit: Any, status: Words, model: Model, *, poisson: bool) -> Coefficients:  # noqa: ANN401
    status = status.copy()
    rows = np.flatnonzero(status == USED)
    separated = np.asarray(fit.na_index, dtype=np.intp) if poisson else np.empty(0, dtype=np.intp)
    status[rows[sorted(fit._na_index)]] = "singleton"  # noqa: SLF001 - told nowhere else
    status[rows[separated]] = "separated"
    named = {f"x{k}": name for k, name in enumerate(model.regressors)}
    names = tuple(named[short] for short in fit._coefnames)  # noqa: SLF001
    expected = np.full(len(status), np.nan)
    fitted = np.asarray(fit.predict(), dtype=np.float64)
    expected[status == USED] = np.exp(fitted)
    residual = np.asarray(fit.resid(), dtype=np.float64)
    kind = f"clustered by {' and '.join(model.clusters)}" if model.clusters else "robust (HC1)"
    return Coefficients(
        estimator="PPML" if poisson else "least squares of the logarithm of positive flows",
        names=names,
        values=np.asarray(fit.coef(), dtype=np.float64),
        errors=np.asarray(fit.se(), dtype=np.float64),
        covariance=np.asarray(fit._vcov, dtype=np.float64),  # noqa: SLF001
        covariance_kind=kind,
        omitted=tuple(name for name in model.regressors if name not in names),
        status=status,
        expected=expected,
        scores=np.asarray(fit._scores, dtype=np.float64),  # noqa: SLF001
        hessian=np.asarray(fit._hessian, dtype=np.float64),  # noqa: SLF001
        deviance=float(fit.deviance) if poisson else float(residual @ residual),
    )


def _frame(panel: Any, model: Model) -> tuple[Any, Words]:  # noqa: ANN401 - a pandas frame
    """Return flow, regressors and group numbers under plain names, and each row's status so far."""
    import pandas as pd

    frame = panel.to_pandas() if isinstance(panel, pa.Table) else panel
    missing = [name for name in model.columns if name not in frame.columns]
    few = not (model.effects and model.regressors)
    if missing or few or len(model.clusters) > _MOST_CLUSTERS:
        msg = (
            f"the panel lacks {missing or 'nothing'}; a model wants its columns, at least one "
            f"regressor (got {len(model.regressors)}), at least one effect (got "
            f"{len(model.effects)}), at most two clusters (got {len(model.clusters)})"
        )
        raise SchemaError(msg)
    numbers = {"flow": model.flow, **{f"x{k}": name for k, name in enumerate(model.regressors)}}
    plain = pd.DataFrame({short: _numbers(frame[name]) for short, name in numbers.items()})
    _refuse(plain, numbers)
    groups = dict(zip(_taken_in_order(len(model.effects)), model.effects, strict=True))
    groups |= {f"cluster{k}": name for k, name in enumerate(model.clusters)}
    for short, name in groups.items():
        plain[short] = frame.groupby(name.split("^"), sort=True).ngroup().to_numpy()
    absent = frame[list(model.columns)].isna().any(axis=1).to_numpy()
    return plain, np.where(absent, "missing", USED).astype("<U9")


def _taken_in_order(count: int) -> list[str]:
    """Return the names of effects in the order in which pyfixest takes them out.

    pyfixest 0.60 makes a set of the names in its formula, whose order changes with the hash seed,
    and the last digits with it. So the columns are named in the order of that set.
    """
    return list(set([f"effect{k}" for k in range(count)]))  # noqa: C403 - made as pyfixest makes it


def _numbers(column: Any) -> npt.NDArray[np.float64]:  # noqa: ANN401 - a pandas series
    try:
        return np.asarray(column.to_numpy(dtype=np.float64), dtype=np.float64)
    except (ValueError, TypeError) as error:
        msg = f"column {column.name}: not numbers ({error}); convert it, or use it as an effect"
        raise SchemaError(msg) from error


def _refuse(plain: Any, numbers: dict[str, str]) -> None:  # noqa: ANN401 - a pandas frame
    """Raise for numbers that are none of trade or of a regressor."""
    for short, name in numbers.items():
        wrong = np.isinf(plain[short]) | ((plain[short] < 0) & (short == "flow"))
        if wrong.any():
            msg = (
                f"column {name}: {int(wrong.sum()):,} of {len(plain):,} rows are infinite or "
                f"negative trade (first: row {int(np.argmax(wrong))}); mend or leave out those rows"
            )
            raise SchemaError(msg)


def _errors(model: Model) -> Any:  # noqa: ANN401 - a name or a mapping, as pyfixest has it
    if not model.clusters:
        return "hetero"
    return {"CRV1": " + ".join(f"cluster{k}" for k in range(len(model.clusters)))}


@contextmanager
def _known_warnings() -> Iterator[None]:
    """Silence what pyfixest says and the result says better, or what only its authors can mend."""
    with warnings.catch_warnings():
        # pyfixest 0.60 uses what pandas 3.1 deprecates
        warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"pyfixest\.")
        for message in (
            r"\d+ observations removed because of separation",  # marked in `status`
            r"\d+ singleton fixed effect",  # marked in `status`
            # t-values and R2 of the regressions by which it looks for separation
            "invalid value encountered in (scalar )?divide",
            "iterative rectivier separation check",  # then zeros stay, at next to no expectation
            r"\s*\d+ variables dropped due to multicollinearity",  # listed in `omitted`
        ):
            warnings.filterwarnings("ignore", message, module=r"pyfixest\.")
        yield
