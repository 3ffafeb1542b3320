"""资金与发放: funds with what is left, batches, payments and what came back."""
