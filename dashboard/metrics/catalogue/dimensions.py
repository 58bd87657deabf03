"""What metrics can be sliced by."""

PERSON = ("region", "segment", "identified")
FIRST = ("first_source", "first_channel", "first_category")
SHOP = (*PERSON, "channel", "source", "campaign", "device")
SALE = (*PERSON, "channel", "source", "category", "campaign", "device")
TICKET = (*PERSON, "channel", "category")
ANSWER = (*PERSON, "channel", "source", "category", "campaign", "device", "survey")
