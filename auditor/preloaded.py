"""What every worker process needs, loaded once by the process that they are all forked of: import it, nothing else.

The checks and the lexicon take a worker half a second to load and tens of megabytes to hold; forked, it shares both.
"""

from auditor.checks import load_checks
from standards.words import load_lexicon

load_checks()
load_lexicon()
