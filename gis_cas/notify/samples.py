"""Made-up values for every blank there is: previews show them; a text that asks for anything else is a fault."""

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "number": "482 157 903",
    "service": "Pothole",
    "to_name": " Ana Example",
    "owner": "Public Works",
    "agency_name": "Example County Traffic Division",
    "agency_address": "100 Example Avenue, Example City, FL 33400",
    "agency_phone": "561-555-0100",
    "due": "Thursday 26 Nov, 2:10 pm",
    "link": "https://requests.example.gov/requests/482157903",
    "login": "ana.example",
    "text": "A crew filled the hole on Tuesday morning. Thank you for telling us.",
    "city": "Example City · 561-555-0100",
}
