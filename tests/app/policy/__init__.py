"""Tests of the rules of law: golden cases, worked examples, properties, complaints."""
