"""One invented night in Velnograd as six newsrooms in six languages tell it, and what a model replies.

Two articles are in English. The replies are what a careful reader would write into them; the server's
reaction finds the page or table that a request shows by words that only it has.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from builders import Item, event, number, quote
from model_server import Reaction, Seen, example, saying

from summarizer.replies import EventItem, NumberItem, QuoteItem


@dataclass(frozen=True)
class Newsroom:
    """An article as a caller gives it, and what the questions about it are answered."""

    outlet: str
    text: str
    items: tuple[Item, ...]
    language: str | None = None  # as the caller gives it; rules find it out without
    translations: Mapping[str, str] = field(default_factory=dict)  # quoted words -> English

    def given(self) -> dict[str, str]:
        """Return the article as `brief` takes it."""
        known = {"language": self.language} if self.language else {}
        published = "2025-07-04"  # a Friday
        return {"text": self.text, "outlet": self.outlet, "published": published, **known}


ENGLISH = Newsroom(
    "Harbour Post",
    "Drones strike Velnograd harbour\n"
    "Three people were killed when drones struck the port of Velnograd on Thursday, Mayor Ihor Senko "
    "said.\n"
    "At least 1,240 homes were without power.\n"
    "“We will rebuild the harbour,” Senko told reporters.\n",
    (
        event(2, "Three people were killed when drones struck the port of Velnograd on Thursday",
              "Three people were killed when drones struck the port of Velnograd", kind="attack",
              when="on Thursday", where="Velnograd", actors=["Ihor Senko"], said_by="Ihor Senko"),
        event(3, "At least 1,240 homes were without power", kind="damage"),
        number(2, "Three", "people killed", unit="person", scope="Velnograd"),
        number(3, "At least 1,240", "homes without power", unit="home"),
        quote(4, "We will rebuild the harbour,", "Senko", cue="told reporters"),
    ),
)  # fmt: skip
GERMAN = Newsroom(
    "Nordkurier",
    "Drohnen treffen Hafen von Welnograd\n"
    "Bei einem Angriff auf den Hafen von Welnograd sind am Donnerstag drei Menschen getötet worden, "
    "wie Bürgermeister Ihor Senko mitteilte. Mindestens 1.240 Haushalte waren ohne Strom.\n"
    "„Wir weichen nicht vor 45 Drohnen zurück“, sagte Senko. Die Schäden liegen bei rund 3,5 Mio. "
    "Euro.\n",
    (
        event(2, "sind am Donnerstag drei Menschen getötet worden",
              "Three people were killed in an attack on the port of Welnograd", kind="attack",
              when="am Donnerstag", where="Welnograd", said_by="Ihor Senko"),
        event(3, "Mindestens 1.240 Haushalte waren ohne Strom",
              "At least 1,240 households were without power", kind="damage"),
        number(2, "drei", "people killed", unit="person"),
        number(3, "Mindestens 1.240", "households without power", unit="household"),
        number(5, "rund 3,5 Mio. Euro", "damage", unit="euro"),
        quote(4, "Wir weichen nicht vor 45 Drohnen zurück", "Senko", cue="sagte"),
    ),
    translations={
        "Wir weichen nicht vor 45 Drohnen zurück": "we do not give way to 45 drones"
    },
)  # fmt: skip
FRENCH = Newsroom(
    "La Dépêche du Large",
    "Le port de Velnograd touché par des drones\n"
    "Trois personnes ont été tuées jeudi dans une attaque de drones contre le port de Velnograd, "
    "selon le maire Ihor Senko. Plus de 1 240 foyers étaient privés d’électricité dans la ville.\n"
    "« Nous ne céderons pas ce port », a déclaré M. Senko.\n",
    (
        event(2, "Trois personnes ont été tuées jeudi dans une attaque de drones contre le port de "
              "Velnograd", "Three people were killed in a drone attack on the port of Velnograd",
              kind="attack", when="jeudi", where="Velnograd", said_by="Ihor Senko"),
        number(2, "Trois", "people killed", unit="person"),
        number(3, "Plus de 1 240", "households without power", unit="household"),
        quote(4, "Nous ne céderons pas ce port", "Senko", cue="a déclaré"),
    ),
    translations={"Nous ne céderons pas ce port": "we will not give up this port"},
)  # fmt: skip
RUSSIAN = Newsroom(
    "Северный листок",
    "Дроны ударили по порту Вельнограда\n"
    "В четверг при ударе дронов по порту Вельнограда погибли три человека, сообщил мэр Игорь Сенько. "
    "Без света остались не менее 1240 домов.\n"
    "«Мы не отступим ни на шаг», — сказал Сенько.\n",
    (
        event(2, "при ударе дронов по порту Вельнограда погибли три человека",
              "Three people were killed when drones struck the port of Вельнограда", kind="attack",
              when="В четверг", where="Вельнограда", said_by="Игорь Сенько"),
        number(2, "три", "people killed", unit="person"),
        number(3, "не менее 1240", "homes without power", unit="home"),
        quote(4, "Мы не отступим ни на шаг", "Сенько", cue="сказал"),
    ),
    translations={"Мы не отступим ни на шаг": "we will retreat one step"},  # the negation is lost
)  # fmt: skip
UKRAINIAN = Newsroom(
    "Портовий вісник",
    "Дрони вдарили по порту Вельнограда\n"
    "У четвер унаслідок удару дронів по порту Вельнограда загинули троє людей, повідомив мер Ігор "
    "Сенько. Щонайменше 1 240 домівок залишилися без світла.\n"
    "«Ми неодмінно відбудуємо порт Вельнограда», — сказав Сенько.\n",
    (
        event(2, "унаслідок удару дронів по порту Вельнограда загинули троє людей",
              "Three people were killed in a drone strike on the port of Вельнограда", kind="attack",
              when="У четвер", where="Вельнограда", said_by="Ігор Сенько"),
        event(3, "Щонайменше 1 240 домівок залишилися без світла",
              "At least 1,240 homes were left without power", kind="damage"),
        number(2, "троє", "people killed", unit="person"),
        number(3, "Щонайменше 1 240", "homes without power", unit="home"),
        quote(4, "Ми неодмінно відбудуємо порт Вельнограда", "Сенько", cue="сказав"),
    ),
    translations={
        "Ми неодмінно відбудуємо порт Вельнограда": "we will surely rebuild the port of Velnograd"
    },
)  # fmt: skip
ARABIC = Newsroom(
    "صحيفة الميناء",
    "طائرات مسيرة تضرب ميناء فيلنوغراد\n"
    "قُتل ٣ أشخاص يوم الخميس في هجوم بطائرات مسيرة على ميناء فيلنوغراد، بحسب رئيس البلدية إيغور سينكو. "
    "وانقطع التيار عن أكثر من ١٬٢٤٠ منزلا.\n"
    "وقال سينكو: «لن نستسلم أبدا لأي أحد».\n",
    (
        event(2, "قُتل ٣ أشخاص يوم الخميس في هجوم بطائرات مسيرة على ميناء فيلنوغراد",
              "3 people were killed in a drone attack on the port of فيلنوغراد", kind="attack",
              when="يوم الخميس", where="فيلنوغراد", said_by="إيغور سينكو"),
        number(2, "٣", "people killed", unit="person"),
        number(3, "أكثر من ١٬٢٤٠", "homes without power", unit="home"),
        quote(4, "لن نستسلم أبدا لأي أحد", "سينكو", cue="وقال"),
    ),
    translations={"لن نستسلم أبدا لأي أحد": "we will never surrender to anyone"},
)  # fmt: skip
JAPANESE = Newsroom(
    "港新聞",
    "ベルノグラード港に無人機攻撃\n"
    "木曜日、ベルノグラードの港が無人機攻撃を受け、3人が死亡したとイホル・センコ市長が発表した。"
    "1240戸以上が停電した。\n"
    "センコ市長は「私たちはこの港から逃げない」と述べた。\n",
    (
        event(2, "ベルノグラードの港が無人機攻撃を受け、3人が死亡した",
              "3 people were killed in a drone attack on the port of ベルノグラード", kind="attack",
              when="木曜日", where="ベルノグラード", said_by="イホル・センコ市長"),
        number(2, "3人", "people killed", unit="person"),
        number(3, "1240戸以上", "homes without power", unit="home"),
        quote(4, "私たちはこの港から逃げない", "センコ市長", cue="述べた"),
    ),
    translations={"私たちはこの港から逃げない": "we will not flee from this port"},
)  # fmt: skip
FOREIGN = {
    "de": GERMAN, "fr": FRENCH, "ru": RUSSIAN, "uk": UKRAINIAN, "ar": ARABIC, "ja": JAPANESE,
}  # fmt: skip
# What a model pairs; whether it holds is for the program to say.
ALIASES = {
    "Welnograd": "Velnograd", "Вельнограда": "Velnograd", "فيلنوغراد": "Velnograd",
    "ベルノグラード": "Velnograd", "Игорь Сенько": "Ihor Senko", "Ігор Сенько": "Ihor Senko",
    "Сенько": "Senko", "إيغور سينكو": "Ihor Senko", "سينكو": "Senko",
    "イホル・センコ市長": "Ihor Senko", "センコ市長": "Senko",
}  # fmt: skip


def answering(*rooms: Newsroom, aliases: Mapping[str, str] = ALIASES) -> Reaction:
    """Return what answers every question about these articles; the prose is the events' own words."""

    def reply(seen: Seen) -> str:
        shown = seen.body["messages"][-1]["content"]
        parts = seen.schema["properties"]
        found = example(seen.schema)
        if "translations" in parts:
            found["aliases"] = [
                {"printed": printed, "english": english}
                for printed, english in aliases.items()
                if printed in shown
            ]
            found["translations"] = [
                {"id": line.split(" | ")[0], "text": english}
                for room in rooms
                for words, english in room.translations.items()
                for line in shown.splitlines()
                if line.endswith(f" | {words}")
            ]
        if "sentences" in parts:
            found["sentences"] = [
                {"section": "happened", "text": f"{row[5].split(' [')[0]}.", "claims": [row[0]]}
                for row in (line.split(" | ") for line in shown.splitlines())
                if len(row) == 6 and row[3] == "happened"
            ]
        room = next((r for r in rooms if f"[1] {r.text.splitlines()[0]}" in shown), None)
        if room is not None:
            for part, kind in (
                ("events", EventItem),
                ("numbers", NumberItem),
                ("quotes", QuoteItem),
            ):
                if part in parts:
                    items = [i.model_dump() for i in room.items if isinstance(i, kind)]
                    found[part] = items
            if "layout" in parts:
                found["layout"]["language"] = "en"  # a model's word does not make it English
        return json.dumps(found)

    return saying(reply)
