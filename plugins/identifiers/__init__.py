"""索引号, 文号 and addresses: given once by ``desk``, kept in ``content/_registry``, never reused, never renumbered."""
