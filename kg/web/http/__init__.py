"""What every HTTP service needs and no page should know of: connections, guards, negotiation, problems."""
