"""Write the data of the sample `support-assistant`: help-desk tickets from phrases, in three files.

Training and demonstration hold clean English tickets. The later file holds what a help desk gets:
typing errors, German and French, signatures, forwarded mail, and two questions in one ticket.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SEED = 20260914
ROWS = {"training.csv": 1_200, "poc.csv": 800, "production.csv": 1_500}
PHRASES = {
    "billing": (
        "my invoice {n} shows the wrong amount", "why was I charged twice for order {n}",
        "the tax on bill {n} is not what we agreed", "please send invoice {n} to our accounting",
        "the direct debit of order {n} came too early", "I need a copy of the receipt for {n}",
    ),
    "delivery": (
        "parcel {n} has not arrived yet", "the tracking of {n} has stood still for days",
        "my order {n} came to the wrong address", "when will shipment {n} be delivered",
        "the box of order {n} was open and half empty", "the driver left {n} in the rain",
    ),
    "login": (
        "I cannot sign in to my account", "the password reset mail never comes",
        "my account {n} is locked after three tries", "the code on my phone is not accepted",
        "the page logs me out after a minute", "how do I change the mail address of my login",
    ),
    "refund": (
        "I want my money back for order {n}", "the refund for return {n} is still missing",
        "how long does a repayment take", "you refunded the wrong sum for {n}",
        "I sent {n} back and got nothing yet", "please cancel {n} and return the payment",
    ),
    "other": (
        "do you have a shop in my town", "who can I talk to about working with you",
        "your catalogue has a nice cover", "is the blue one coming back in spring",
        "I would like to thank the lady on the phone", "where are your products made",
    ),
}  # fmt: skip
FOREIGN = {
    "de": {
        "billing": ("die Rechnung {n} stimmt nicht", "warum wurde {n} doppelt abgebucht"),
        "delivery": ("das Paket {n} ist nicht da", "wann kommt meine Lieferung {n}"),
        "login": ("ich kann mich nicht anmelden", "mein Konto ist gesperrt"),
        "refund": ("ich möchte mein Geld zurück für {n}", "wo bleibt die Erstattung für {n}"),
        "other": ("haben Sie ein Geschäft in Wien", "wo werden Ihre Möbel hergestellt"),
    },
    "fr": {
        "billing": ("la facture {n} est fausse", "on m'a débité deux fois pour {n}"),
        "delivery": ("le colis {n} n'est pas arrivé", "où est ma livraison {n}"),
        "login": ("je ne peux pas me connecter", "mon compte est bloqué"),
        "refund": ("je veux être remboursé pour {n}", "j'attends le remboursement de {n}"),
        "other": ("avez-vous un magasin à Lyon", "je cherche votre catalogue"),
    },
}
OPENINGS = {
    "en": ("Hello, ", "Hi, ", "Dear team, ", "", "", "Good morning, "),
    "de": ("Guten Tag, ", "Hallo, ", ""),
    "fr": ("Bonjour, ", ""),
}
CLOSINGS = {
    "en": (". Thanks", ". Please help", "", "", "!", ". Kind regards"),
    "de": (". Danke", ". Viele Grüße", ""),
    "fr": (". Merci", ". Cordialement", ""),
}
SIGNATURES = ("\n-- \nsent from my phone", "\n--\nPurchasing, 3rd floor", "\nbest, M.")
FORWARDED = "From: shop floor\nSubject: FW: FW: customer\n> "
NOISE = 0.035
"""So many tickets two agents would have filed differently."""


@dataclass(frozen=True)
class Said:
    """What a customer wrote between greeting and farewell, and in which language."""

    words: str
    tongue: str = "en"


def main() -> None:
    """Write all three below a folder, the sample's own unless told."""
    parser = argparse.ArgumentParser(description=__doc__)
    here = Path(__file__).parent / "support-assistant" / "data"
    parser.add_argument("--out", type=Path, default=here)
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    first = 10_000
    for name, count in ROWS.items():
        chance = random.Random(f"{SEED} {name}")
        rows = [ticket(chance, first + n, messy=name == "production.csv") for n in range(count)]
        first += count
        with (out / name).open("w", encoding="utf-8", newline="") as stream:
            head = ["ticket_id", "channel", "text", "queue"]
            csv.writer(stream, lineterminator="\n").writerows([head, *rows])
        print(f"{name}: {count} tickets")


def ticket(chance: random.Random, number: int, *, messy: bool) -> list[str]:
    """One ticket: its number, its channel, what was written, and the queue it belongs to."""
    queue = drawn(chance, list(PHRASES))
    # The order's number comes first: typing errors and capitals must not break its place holder.
    order = str(40_000 + int(chance.random() * 9_000))
    said = Said(drawn(chance, PHRASES[queue]).replace("{n}", order))
    if messy:
        said = careless(chance, queue, said, order)
    text = drawn(chance, OPENINGS[said.tongue]) + said.words + drawn(chance, CLOSINGS[said.tongue])
    if messy and chance.random() < 0.25:
        text += drawn(chance, SIGNATURES)
    if messy and chance.random() < 0.08:
        text = FORWARDED + text
    if chance.random() < NOISE:
        queue = drawn(chance, [other for other in PHRASES if other != queue])
    return [f"T-{number}", drawn(chance, ("mail", "form", "chat")), text, queue]


def careless(chance: random.Random, queue: str, said: Said, order: str) -> Said:
    """The same as people write it when they are in a hurry, or in their own language."""
    kind = chance.random()
    if kind < 0.12:
        tongue = drawn(chance, list(FOREIGN))
        return Said(drawn(chance, FOREIGN[tongue][queue]).replace("{n}", order), tongue)
    if kind < 0.22:
        second = drawn(chance, PHRASES[drawn(chance, list(PHRASES))]).replace("{n}", order)
        return Said(f"{said.words} and also {second}")
    if kind < 0.45:
        return Said(mistyped(chance, said.words))
    return Said(said.words.upper()) if kind < 0.52 else said


def mistyped(chance: random.Random, words: str) -> str:
    """One letter in twelve swapped with the next sign or left out."""
    letters = list(words)
    for place in range(1, len(letters) - 1):
        if letters[place].isalpha() and chance.random() < 0.08:
            if chance.random() < 0.5:
                letters[place] = ""
            else:
                letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return "".join(letters)


def drawn(chance: random.Random, choices: Sequence[str]) -> str:
    """One of these, by a single draw."""
    return choices[int(chance.random() * len(choices))]


if __name__ == "__main__":
    main()
