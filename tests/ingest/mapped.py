"""Mappings that several tests read."""

SHOP = """name: shop
zone: Europe/Berlin
currency: EUR
delimiter: ";"
columns:
  number: {type: text, header: [No., Number]}
  created: {type: time, formats: ["%d.%m.%Y %H:%M"]}
  customer: integer
  country: {type: text, translate: {DE: Germany, TR: Turkey, "?": ~}}
  total: {type: decimal, decimal_mark: ",", thousands: "."}
  returned: {type: decimal, decimal_mark: ",", optional: true}
ignore:
  - rule: test orders
    when: {column: customer, equals: 0}
event_id: number
fields:
  occurred_at: created
  person_id: customer
  region: country
  order_id: number
events:
  - event: order
    fields: {amount: total}
  - event: refund
    when: {column: returned, above: 0}
    fields: {amount: returned}
"""


HASHED = """name: hashed
header: none
columns: {who: integer, when: time, what: decimal}
event_id: {hash: all}
fields: {occurred_at: when, person_id: who}
events: [{event: visit}]
"""
