"""What may not be published of persons, in documents and in every file that goes with them."""
