"""``desk import notices``: a folder of Word files, pictures and attachments becomes drafts."""
