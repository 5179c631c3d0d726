"""What a model costs: from the settings, else from the extra `cost`; what is not known stays so."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_MILLION = Decimal(1_000_000)
_SAMPLE = 1_000  # tokens priced to learn a price; few, since some models cost more beyond a size


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens read and for a million written.

    >>> Price(Decimal("0.25"), Decimal(2)).of(4_000_000, 10_000)
    Decimal('1.02')
    """

    read: Decimal
    written: Decimal

    def of(self, tokens_read: float, tokens_written: float) -> Decimal:
        """Return what so many tokens cost, in US dollars."""
        read, written = Decimal(str(tokens_read)), Decimal(str(tokens_written))
        return (self.read * read + self.written * written) / _MILLION


def list_price(model: str, base_url: str) -> Price | None:
    """Return the list price of a model at an address, or None where it is not known.

    Needs the package genai-prices (extra `cost`), whose tables are part of it; nobody is asked. A
    model at an address that no provider has, such as a server of one's own, has no price.
    """
    try:
        from genai_prices import Usage, calc_price
    except ImportError:
        return None
    try:
        read = calc_price(Usage(input_tokens=_SAMPLE), model, provider_api_url=base_url)
        written = calc_price(Usage(output_tokens=_SAMPLE), model, provider_api_url=base_url)
    except LookupError:
        return None
    unit = _MILLION / _SAMPLE
    return Price(read.total_price * unit, written.total_price * unit)


def dollars(amount: Decimal | None) -> str:
    """Return an amount as people read it; what is not known is called so, never 0.

    >>> dollars(Decimal("0.00214")), dollars(Decimal("12.3456")), dollars(None)
    ('$0.0021', '$12.35', 'unknown')
    """
    if amount is None:
        return "unknown"
    if 0 < amount < Decimal("0.0001"):
        return "under $0.0001"
    places = Decimal("0.01") if amount >= 1 or not amount else Decimal("0.0001")
    return f"${amount.quantize(places, ROUND_HALF_UP)}"
