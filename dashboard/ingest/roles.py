"""Which column of an unknown file is which of ours: by its header in three languages and by its content."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.ingest.currencies import CURRENCIES
from dashboard.ingest.guess import NEARLY_ALL, Guess

_WORDS: dict[str, str] = {
    "event": "event|event type|event name|событие|тип события|ereignis",
    "occurred_at": "occurred at|created|created at|create date|created on|date|datetime|timestamp|time|order date|"
    "invoice date|purchase date|transaction date|opened|opened at|first contact date|contact date|submitted|"
    "submitted at|completed at|response date|event time|visit date|session start|"
    "дата|дата создания|создан|создано|время|дата заказа|дата обращения|дата ответа|дата и время|"
    "datum|erstellt|erstellt am|bestelldatum|rechnungsdatum|kaufdatum|eröffnet|eröffnet am|zeitpunkt",
    "closed_at": "closed|closed at|resolved|resolved at|solved at|дата закрытия|закрыт|закрыто|решено|"
    "geschlossen|geschlossen am|gelöst|gelöst am",
    "answered_at": "answered|answered at|first response|first response at|first reply|first reply at|first answer|"
    "дата первого ответа|первый ответ|отвечено|erste antwort|beantwortet|beantwortet am",
    "won_at": "won|won at|won date|closed won|close date|deal closed|дата сделки|дата продажи|"
    "gewonnen|gewonnen am|abschlussdatum",
    "person_id": "person id|person|customer|customer id|customer no|customer number|customer email|client|"
    "client id|user id|user|contact id|contact|email|e mail|email address|caller|caller id|requester|requester id|"
    "buyer|member id|respondent|respondent id|покупатель|клиент|id клиента|код клиента|почта|пользователь|контакт|"
    "заявитель|kunde|kundennummer|kunden id|kundennr|käufer|kontakt|benutzer",
    "visitor_id": "visitor|visitor id|cookie|cookie id|client cookie|session|session id|device id|anonymous id|"
    "посетитель|сессия|besucher|sitzung",
    "order_id": "order|order id|order no|order number|order name|invoice|invoice no|invoice number|invoiceno|"
    "transaction id|receipt|receipt no|заказ|номер заказа|чек|номер чека|счет|"
    "bestellung|bestellnummer|bestellnr|auftrag|auftragsnummer|rechnung|rechnungsnummer|belegnummer",
    "lead_id": "lead|lead id|mql id|deal|deal id|opportunity|opportunity id|record id|лид|id лида|сделка|id сделки|"
    "angebot|chance",
    "ticket_id": "ticket|ticket id|ticket no|ticket number|case|case id|case number|incident|incident number|"
    "request id|обращение|номер обращения|заявка|номер заявки|тикет|vorgang|vorgangsnummer|ticketnummer|anfrage",
    "response_id": "response id|respid|answer id|submission id|id ответа|antwort id",
    "row_id": "id|event id|uid|uuid|guid|row id|key|number|no|идентификатор|номер|kennung|nummer|nr",
    "region": "region|country|state|market|shipping country|billing country|регион|страна|область|город|city|"
    "land|bundesland|stadt|lieferland",
    "segment": "segment|customer segment|tier|customer type|сегмент|тип клиента|kundensegment|kundengruppe",
    "channel": "channel|sales channel|contact type|contact channel|via|канал|канал продаж|способ обращения|"
    "kanal|vertriebskanal|kontaktweg",
    "source": "source|origin|utm source|lead source|traffic source|referrer|источник|источник лида|quelle|herkunft",
    "category": "category|product category|department|topic|категория|раздел|тема|kategorie|warengruppe|thema",
    "device": "device|device type|platform|устройство|gerät",
    "campaign": "campaign|utm campaign|кампания|kampagne",
    "quantity": "quantity|qty|units|pieces|items|количество|кол во|шт|menge|anzahl|stück",
    "amount": "amount|total|total price|order total|sum|revenue|value|price paid|net|gross|sales|grand total|"
    "line total|deal amount|deal value|сумма|итого|стоимость|выручка|оборот|сумма заказа|"
    "betrag|summe|gesamt|gesamtbetrag|umsatz|gesamtsumme",
    "unit_price": "price|unit price|unitprice|item price|цена|цена за единицу|preis|einzelpreis|stückpreis",
    "refunded": "returned|refund|refunded|refund amount|refunded amount|returned amount|возврат|сумма возврата|"
    "rückgabe|erstattung|erstattet|erstattungsbetrag|zurück",
    "cost": "cost|cost of goods|cogs|unit cost|себестоимость|закупка|kosten|einkaufspreis|wareneinsatz",
    "currency": "currency|currency code|валюта|währung",
    "score": "score|rating|grade|nps|nps score|csat|satisfaction|likelihood to recommend|recommend|answer|"
    "оценка|балл|удовлетворенность|рекомендация|bewertung|note|punkte|zufriedenheit|weiterempfehlung",
    "weight": "weight|survey weight|вес|gewicht|gewichtung",
    "survey": "survey|survey name|questionnaire|опрос|анкета|umfrage",
    "comment": "comment|comments|feedback|remark|verbatim|комментарий|отзыв|kommentar|anmerkung|rückmeldung",
    "status": "status|stage|deal stage|state of deal|статус|стадия|этап|phase",
    "url": "url|page|page url|landing page|страница|адрес страницы|seite",
}
SYNONYMS: dict[str, tuple[str, ...]] = {
    role: tuple(text.split("|")) for role, text in _WORDS.items()
}
"""Headers in small letters, the likeliest first; a column takes the role whose words fit it best."""

TIMES = ("occurred_at", "closed_at", "answered_at", "won_at")
_AMOUNTS = ("quantity", "amount", "unit_price", "refunded", "cost", "weight")
_E_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")


@dataclass(frozen=True)
class Known:
    """A column of an unknown file, as far as it is known."""

    index: int
    header: str
    texts: Sequence[str]
    guess: Guess

    @property
    def is_unique(self) -> bool:
        return bool(self.texts) and all(self.texts) and len(set(self.texts)) == len(self.texts)

    @property
    def words(self) -> str:
        return plain_words(self.header)


def plain_words(header: str) -> str:
    """A header as small words: 'InvoiceNo.' and 'invoice_no' are 'invoice no'."""
    parted = re.sub(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])|(?<=[A-Z])(?=[A-Z][a-z])", " ", header)
    return " ".join(re.findall(r"[^\W_]+", parted.lower().replace("ё", "е")))


def speaks_of_time(header: str) -> bool:
    """Whether a header is one of a time: then a whole number may count from 1970."""
    words = plain_words(header)
    return any(_fit(words, role) for role in TIMES) or bool(
        re.search(r"\b(at|date|time|timestamp|дата|время|datum|zeit)\b", words)
    )


def roles(columns: Sequence[Known]) -> dict[str, Known]:
    """The best column for each role, each column in one role."""
    scored = [
        (score, -column.index, role)
        for column in columns
        for role in SYNONYMS
        if _can_be(role, column) and (score := _fit(column.words, role))
    ]
    found: dict[str, Known] = {}
    taken: set[int] = set()
    for _, place, role in sorted(scored, reverse=True):
        if role not in found and -place not in taken:
            found[role] = columns[-place]
            taken.add(-place)
    by_content = [column for column in columns if column.index not in taken]
    found.update(_by_content(by_content, found))
    return found


def _fit(words: str, role: str) -> float:
    """How well words fit a role: equal to a synonym, or holding one; earlier synonyms more."""
    best = 0.0
    for rank, synonym in enumerate(SYNONYMS[role]):
        early = 1 - rank / 1000
        if words == synonym:
            best = max(best, 2 + early)
        elif re.search(rf"\b{synonym}\b", words):
            best = max(best, len(synonym) / len(words) + early / 1000)
    return best


def _can_be(role: str, column: Known) -> bool:
    kind = column.guess.kind
    if role in TIMES:
        return kind == "time"
    if role in _AMOUNTS:
        return kind in ("integer", "decimal", "number")
    if role == "score":
        return kind == "integer" and _lies_within(column, 0, 10)
    if role == "currency":
        return _all(column, lambda text: text.upper() in CURRENCIES)
    return kind != "time"


def _lies_within(column: Known, low: int, high: int) -> bool:
    return _all(column, lambda text: text.isdigit() and low <= int(text) <= high)


def _all(column: Known, fits: Callable[[str], object]) -> bool:
    """Whether nearly every value fits."""
    values = [text for text in column.texts if text]
    fitting = sum(bool(fits(text)) for text in values)
    return bool(values) and fitting >= NEARLY_ALL * len(values)


def _by_content(columns: Sequence[Known], found: Mapping[str, Known]) -> dict[str, Known]:
    """Roles that no header gave: addresses are people, codes of money are currencies, a time is when."""
    more: dict[str, Known] = {}
    for column in columns:
        if column.guess.kind == "time" and "occurred_at" not in {*found, *more}:
            more["occurred_at"] = column
        elif "person_id" not in {*found, *more} and _all(column, _E_MAIL.fullmatch):
            more["person_id"] = column
        elif "currency" not in {*found, *more} and _can_be("currency", column):
            more["currency"] = column
    return more
