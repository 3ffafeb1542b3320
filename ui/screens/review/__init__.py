"""The screens 审核审批 and 公示, and the parts that the review tabs of the case page share."""
