"""Why a row is set aside: a code for machines and a sentence with the remedy for people."""

REASONS = {
    "ragged": "the row does not have as many columns as the file. Mend the row: '{value}'",
    "bad_quote": "a quotation mark is not closed. Mend the row: '{value}'",
    "two_ways": "the line stands within quotation marks that open and close lines apart, with whole rows "
    "between them: it may be a row or a piece of text. Close the marks in the file, or fill in the "
    "columns here: '{value}'",
    "bad_json": "the line is not a JSON object. Mend the line: '{value}'",
    "doubled_key": "a key stands twice in the object. Keep one: '{value}'",
    "nested_value": "a declared key holds a list. Write plain values: '{value}'",
    "bad_encoding": "the row holds bytes that are not UTF-8. Save the file as UTF-8, or name its "
    "encoding in the mapping.",
    "control_character": "the row holds a character that cannot be seen: a NUL or another control "
    "character, a byte order mark, or one that turns the direction of writing. Take it out: '{value}'",
    "error_cell": "cell {value}, so it has no value. Mend it in the workbook, or fill it in here.",
    "long_number": "cell {value}, a number of more digits than a workbook keeps. Make the column "
    "text where it is exported.",
    "merged_cell": "cell {value}, so it has no value of its own. Take the cells apart and fill in "
    "each.",
    "field_too_long": "a field is longer than 64 KB. Shorten it.",
    "bad_value": "{column} is '{value}', for which the mapping has no translation. Add it there.",
    "bad_number": "{column} is '{value}', which is not a number that fits. Numbers are written "
    "1234.56, in full and without an exponent such as E+05.",
    "bad_time": "{column} is '{value}', which is not a date or time. Dates are written 2026-01-31, "
    "times 2026-01-31 13:45:00; other forms are named in the mapping.",
    "impossible_time": "{value}, a time that no calendar holds. Mend it where the file is written, or fill "
    "it in here.",
    "skipped_hour": "{column} is '{value}', a time that clocks skipped when daylight saving began. Mend "
    "it, export times with their offset, or correct the zone of the mapping.",
    "repeated_hour": "{column} is '{value}', a time that clocks showed twice when daylight saving ended. "
    "Export times with their offset, or say repeated_hour: first or second in the mapping.",
    "bad_bool": "{column} is '{value}', which is neither true nor false. Write true or false.",
    "no_rule": "no rule of the mapping fits this row. Add one for an event, or one to ignore it.",
    "missing_event": "the row has no event. Write what happened, e.g. order.",
    "unknown_event": "'{value}' is no kind of event. Write one such as visit, order or refund, or "
    "translate it in the mapping.",
    "spoilt_id": "{column} is '{value}': a program has made a number of the id, and 1.2E+12 or 17850.0 is "
    "not what it was; nor is an object, true or false an id. Export the column as text, or declare it as "
    "integer in a mapping.",
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

REFUSALS = {
    "too_many_bad": "more than one row in ten is bad. Mend the rows or the mapping and load the file "
    "again; with --accept-bad the good rows are loaded and the others wait in quarantine.",
    "unreadable": "the file is not there or may not be read. Check its path and its permissions.",
    "empty_file": "the file holds no byte. Export it again.",
    "not_text": "the bytes are no text. Export the file as CSV in UTF-8.",
    "other_format": "the content is of another kind than the name says. Give it the ending of what "
    "it is, such as .gz, .zip or .parquet.",
    "wrong_encoding": "the bytes are not written in the encoding that the file or the mapping states. "
    "Name the right one in the mapping, or save the file as UTF-8.",
    "line_too_long": "a line goes on for more than 16 MB. Export the file with one row per line.",
    "no_header": "the first line does not hold the mapping's columns. Add the header, choose another "
    "mapping, or say header: none in it.",
    "bad_header": "the first line holds characters that are no text. Save the file as UTF-8.",
    "wrong_delimiter": "the columns are divided by another character than the mapping says. Name it "
    "there as delimiter, or export the file again.",
    "other_columns": "columns are missing, or new ones have come. Mend the header, or declare them in "
    "the mapping.",
    "doubled_column": "a column stands twice. Take one out, or tell them apart with at: POSITION.",
    "column_order": "the columns stand in another order than declared. Check that the header fits the "
    "rows; if it does, say column_order: any in the mapping.",
    "unknown_key": "an object of JSON holds a key that is not declared. Declare it in the mapping, or "
    "say other_columns: ignored.",
    "not_json_lines": "the file is one JSON value, not one object per line. Write one object per line, "
    "e.g. with jq -c '.[]'.",
    "damaged_archive": "the compressed file is damaged, locked or cut off. Fetch it again from where "
    "it came.",
    "bad_workbook": "the workbook is damaged, locked, of the old kind, or does not say which sheet is "
    "meant. Save it as .xlsx without a password, or name the sheet.",
    "doubled_member": "two members of the archive have one name. Pack it again.",
    "bomb": "the file grows out of all proportion when it is unpacked. If it is sound, unpack it "
    "yourself, split it, and load the parts.",
    "damaged_parquet": "the Parquet file is damaged or cut off. Fetch or write it again.",
    "nested_column": "a column of the Parquet file holds lists, objects or bytes. Write plain columns.",
    "file_changed": "the file changed while it was read. Load it again when it is whole.",
    "unforeseen": "Milepost itself failed on the file. Please report it with what MILEPOST_DEBUG=1 "
    "prints; other files load.",
    "failed": "the load was undone. Look at the message; if it asks for nothing, report it.",
}
"""Why a whole file is refused, with the remedy; nothing of the file itself stands here."""
