"""Small hand-written sites in the manners of real systems, labelled before the auditor first saw them."""
