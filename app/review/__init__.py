"""From first review to approval: survey, check, appraisal, publicity, assessment and the decisions."""
