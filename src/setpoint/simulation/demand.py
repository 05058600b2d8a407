"""Who comes in on a day: enquiries by channel, with season and over-dispersion."""

from datetime import date

import numpy as np

from setpoint.simulation import shocks
from setpoint.simulation.books import Arrivals
from setpoint.simulation.draws import Floats, Ints, Stream, categories, normals, uniforms
from setpoint.simulation.parameters import WorldParameters

WORKED_SHARE = 250 / 365  # of the days of a year
_HOURS = np.array([0, 7, 9, 12, 14, 18, 21, 23, 24]) * 60.0
_ARRIVED = np.array([0, 0.03, 0.14, 0.4, 0.55, 0.82, 0.95, 0.985, 1.0])


def expected(parameters: WorldParameters, capacity: Floats, day: date, spend: tuple[float, ...] = ()) -> Floats:
    """Return [channel], the mean number of enquiries on `day`, given touches a working day per owner.

    `spend` [channel] is that which works on the day, relative to the usual one.
    """
    shares = np.array([channel.share for channel in parameters.channels])
    touches = parameters.load * capacity.sum() * parameters.attendance * WORKED_SHARE
    level = touches / parameters.touches_per_deal
    level *= parameters.weekdays[day.weekday()] / np.mean(parameters.weekdays)
    level *= parameters.months[day.month - 1] / np.mean(parameters.months)
    means: Floats = level * shares / shares.sum()
    if spend:
        means *= np.array(spend) ** np.array([channel.beta for channel in parameters.channels])
    for shock in parameters.shocks:
        if isinstance(shock, shocks.Demand) and shock.on(day):
            hit = slice(None) if shock.channel is None else shock.channel
            means[hit] *= shock.factor
    return means


def _references(
    parameters: WorldParameters, seed: int, capacity: Floats, day: date, spend: tuple[float, ...]
) -> tuple[Ints, Ints]:
    """Return the references and channels: numbered per day and channel, so that no channel shifts another."""
    refs, channels = [], []
    for channel, mean in enumerate(expected(parameters, capacity, day, spend)):
        luck = np.random.default_rng([seed, Stream.COUNT, day.toordinal(), channel])
        size = parameters.dispersion
        # A gamma of a fixed shape first: a shock then scales the same luck.
        count = int(luck.poisson(mean * luck.gamma(size) / size))
        refs.append(((day.toordinal() * 16 + channel) << 16) + np.arange(count, dtype=np.int64))
        channels.append(np.full(count, channel, dtype=np.int64))
    return np.concatenate(refs), np.concatenate(channels)


def arrivals(
    parameters: WorldParameters, seed: int, capacity: Floats, day: date, spend: tuple[float, ...] = ()
) -> Arrivals:
    """Return the enquiries of a day; the traits of each hang on its reference only."""
    ref, channel = _references(parameters, seed, capacity, day, spend)
    products = parameters.products
    product = categories(ref, np.array([p.share for p in products]), seed=seed, stream=Stream.PRODUCT)
    spread = parameters.options_sd
    factor = np.exp(spread * normals(ref, seed=seed, stream=Stream.OPTIONS) - spread**2 / 2)
    price = np.array([p.price for p in products], dtype=np.float64)[product] * factor
    steps = np.maximum(np.rint(price / parameters.rounding), 1).astype(np.int64)
    customer = (uniforms(ref, seed=seed, stream=Stream.CUSTOMER) * parameters.customers).astype(np.int64)
    home = categories(customer, np.array(parameters.teams, dtype=np.float64), seed=seed, stream=Stream.HOME)
    minute = np.interp(uniforms(ref, seed=seed, stream=Stream.ARRIVAL), _ARRIVED, _HOURS).astype(np.int64)
    unordered = Arrivals(
        ref=ref,
        minute=np.minimum(minute, 1439),
        channel=channel,
        product=product,
        amount=steps * parameters.rounding,
        customer=customer,
        team=home,
    )
    return unordered.rows(np.lexsort((ref, unordered.minute)))
