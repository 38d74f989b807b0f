"""What a page says, taken once at fetch and kept beside the body."""
