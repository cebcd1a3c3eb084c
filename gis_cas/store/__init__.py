"""The only room that speaks SQL: engine, embedded database, tables, history, places, layers, queries."""
