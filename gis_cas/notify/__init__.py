"""Telling people: messages made from templates, handed to a sender, each delivered once."""
