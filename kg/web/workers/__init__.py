"""Questions from outside, answered in processes of their own that can be killed."""
