"""``make bench-build``: one corpus built by us, by Hugo and by stock Pelican, side by side.

``corpus`` invents the county, ``trees`` writes it down for each generator, ``engines`` runs them, ``cases`` changes it
as an editor would, ``measure`` watches, ``results`` writes bench/results/build.json and the table.
"""
