"""Reports: words, numbers, figures and documents in four languages; they lay out, translate and round.

======================  ==========================================================================
``wording``             says parts, unknowns, caveats and notices as whole sentences
``numbers``             writes numbers, shares, dates, lists and ranges as each language does
``figures``             charts as plain specifications, each with its table and description
``opinion_figures``     people on a map by how they vote
``brief``               the two pages on a territory and a counterpart, as a ``documents.Document``
``renderers``           ``pdf``, ``docx``, ``xlsx``, ``images`` (SVG, PNG) and ``csv``: values to bytes
======================  ==========================================================================

Importing the package loads none of them; the renderers load their engines when they are imported.
"""
