"""Ordered scales that many people use, each from its lowest label to its highest: two of its labels tell the rest."""

from bot.domain.labels import read_label


def _scale(labels: str) -> tuple[str, ...]:
    """The labels, in which "_" is a space."""
    return tuple(label.replace("_", " ") for label in labels.split("<"))


KNOWN_SCALES = tuple(
    map(
        _scale,
        (
            "poor<fair<good<very_good",
            "poor<fair<good<excellent",
            "poor<fair<good",
            "bad<ok<good",
            "bad<okay<good",
            "bad<fair<good",
            "very_bad<bad<fair<good<very_good",
            "very_poor<poor<fair<good<very_good",
            "weak<fair<strong",
            "low<medium<high",
            "very_low<low<medium<high<very_high",
            "small<medium<large",
            "red<amber<green",
            "red<yellow<green",
            "never<rarely<sometimes<often<always",
            "never<sometimes<often<always",
            "none<some<most<all",
            "unhappy<neutral<happy",
            "dissatisfied<neutral<satisfied",
            "very_dissatisfied<dissatisfied<neutral<satisfied<very_satisfied",
            "disagree<neutral<agree",
            "strongly_disagree<disagree<neutral<agree<strongly_agree",
            "inadequate<requires_improvement<good<outstanding",
            "not_started<in_progress<done",
            "schlecht<mittel<gut<sehr_gut",
            "schlecht<mittel<gut",
            "schlecht<ausreichend<befriedigend<gut<sehr_gut",
            "mangelhaft<ausreichend<befriedigend<gut<sehr_gut",
            "niedrig<mittel<hoch",
            "gering<mittel<hoch",
            "rot<gelb<grün",
            "nie<selten<manchmal<oft<immer",
            "unzufrieden<neutral<zufrieden",
            "mauvais<moyen<bon<très_bon",
            "mauvais<passable<bon<très_bon",
            "faible<moyen<élevé",
            "faible<moyen<fort",
            "rouge<orange<vert",
            "jamais<rarement<parfois<souvent<toujours",
            "insatisfait<neutre<satisfait",
            "malo<regular<bueno<muy_bueno",
            "mala<regular<buena<muy_buena",
            "bajo<medio<alto",
            "baja<media<alta",
            "rojo<amarillo<verde",
            "nunca<a_veces<a_menudo<siempre",
            "insatisfecho<neutral<satisfecho",
            "悪い<普通<良い",
            "低<中<高",
        ),
    )
)


def scales_with(labels: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Every known scale that all of these labels belong to, the most usual first."""
    return [scale for scale in KNOWN_SCALES if all(read_label(label, scale) is not None for label in labels)]
