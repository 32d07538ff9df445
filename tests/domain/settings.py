"""The locales that these tests read and print in, and how hard Hypothesis tries.

The examples are the same on every run, so that a red run can be run again.
"""

from hypothesis import HealthCheck, settings

_CALM = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

quick = settings(_CALM, max_examples=400)
slow = settings(_CALM, max_examples=300)

LOCALES = [
    "",
    "en-GB",
    "en-US",
    "en-CA",
    "en-ZA",
    "de-DE",
    "de-CH",
    "fr-FR",
    "hi-IN",
    "sv-SE",
    "pt-BR",
    "ar-EG",
    "fa-IR",
    "ja-JP",
    "es-LA",
]
