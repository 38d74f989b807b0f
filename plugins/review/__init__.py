"""三审制: who approved which bytes, kept in git beside the documents, and what a production build asks for."""
