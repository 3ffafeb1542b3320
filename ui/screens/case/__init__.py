"""The case page: who, where in the procedure, what to do now, what is missing; one tab per part."""
