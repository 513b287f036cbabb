"""Spellings that mean one word, by their stems: one stands for all of them."""

from __future__ import annotations

SAME = {
    "center": "centr", "compan": "enterpris", "company": "enterpris", "firm": "enterpris",
    "fiber": "fibr", "labor": "labour", "organization": "organisation", "program": "programm",
    "tech": "technology", "telecom": "telecommunication", "telco": "telecommunication",
    "vietnames": "vietnam", "vn": "vietnam", "worker": "employe", "employee": "employe", "ti": "ty",
    "startup": "startup", "ecommerce": "ecommerc", "businesses": "enterpris",
}  # fmt: skip
