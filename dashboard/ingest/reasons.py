"""Why a row is set aside: a code for machines and a sentence with the remedy for people."""

REASONS = {
    "ragged": "the row does not have as many columns as the file. Mend the row: '{value}'",
    "bad_quote": "a quotation mark is not closed. Mend the row: '{value}'",
    "bad_json": "the line is not a JSON object. Mend the line: '{value}'",
    "bad_encoding": "the row holds bytes that are not UTF-8. Save the file as UTF-8, or name its "
    "encoding in the mapping.",
    "control_character": "the row holds a NUL character. Export the file again.",
    "error_cell": "cell {value}, so it has no value. Mend it in the workbook, or fill it in here.",
    "long_number": "cell {value}, a number of more digits than a workbook keeps. Make the column "
    "text where it is exported.",
    "merged_cell": "cell {value}, so it has no value of its own. Take the cells apart and fill in "
    "each.",
    "field_too_long": "a field of {column} is longer than 64 KB. Shorten it.",
    "bad_value": "{column} is '{value}', for which the mapping has no translation. Add it there.",
    "bad_number": "{column} is '{value}', which is not a number that fits. Numbers are written "
    "1234.56.",
    "bad_time": "{column} is '{value}', which is not a date or time. Dates are written 2026-01-31, "
    "times 2026-01-31 13:45:00; other forms are named in the mapping.",
    "bad_bool": "{column} is '{value}', which is neither true nor false. Write true or false.",
    "no_rule": "no rule of the mapping fits this row. Add one for an event, or one to ignore it.",
    "missing_event": "the row has no event. Write what happened, e.g. order.",
    "unknown_event": "'{value}' is no kind of event. Write one such as visit, order or refund, or "
    "translate it in the mapping.",
    "missing_event_id": "the row has no event_id. Give it one, or let the mapping hash columns.",
    "missing_time": "the row does not say when it happened. Fill in {column}.",
    "before_2000": "{column} is {value}, before the year 2000. Check the format of the date.",
    "too_old": "{column} is {value}, before the oldest day of the mapping. Check the date, or move "
    "oldest.",
    "future": "{column} is {value}, more than a day after this load. Check the date and its zone.",
    "missing_person": "the event needs a person_id or a visitor_id. Fill in one of them.",
    "missing_order_id": "a lead and its deal are joined by order_id. Fill it in.",
    "missing_ticket_id": "a ticket's events are joined by ticket_id. Fill it in.",
    "missing_survey": "the row does not say which survey it belongs to. Fill in survey.",
    "missing_score": "the answer has no score. Fill it in, or leave blank answers out.",
    "score_out_of_range": "score is {value}. NPS goes from 0 to 10, CSAT from 1 to 5.",
    "missing_amount": "the row has no amount. Fill it in.",
    "negative_amount": "{column} is {value}. Amounts are positive; money given back is a refund.",
    "missing_currency": "the amount has no currency. Fill it in, or name it in the mapping.",
    "bad_currency": "currency is '{value}', which is no ISO 4217 code such as EUR. Mend it.",
    "negative_weight": "weight is {value}. A weight is 0 or more.",
    "bad_rate": "rate is {value}. A rate is above 0.",
    "missing_value": "{column} is empty and the row is nothing without it. Fill it in.",
    "conflict": "{column} '{value}' is already there with other content. Find out which is right; "
    "the first one is kept.",
    "no_rate": "{column} {value} has no rate at most 7 days old. Load fx_rates, then run "
    "milepost quarantine retry.",
}
"""Sentences by code; {column} and {value} are filled in per row."""
