"""Every threshold of the matcher, with its reason. Scores, likeness of names and confidence are all
from 0 to 1.

They were set by reading misses and wrong links of the gold pairs and of samples that people judged
(docs/evaluation.md); the tests of both derivations keep them.
"""

from __future__ import annotations

# What becomes an answer.

ANSWER = 0.9
"""Confidence of an attribute. Of held-out links between 0.9 and 0.95 about nine in ten are right,
and nearly all links are above; below, the share of wrong ones grows fast."""
RESOURCE_ANSWER = 0.85
"""Confidence of a boto3 resource: few are in doubt, and each of its attributes is judged too."""
MOST = 0.995
"""No derived link is surer."""
LIMITS = ((0.55, 0.5), (0.7, 0.7), (0.78, 0.94), (0.85, 0.95), (0.9, 0.97))
"""(score below, confidence at most) of links to boto3. Gold has only attributes with a partner, so
wrong links with a low score are rarer there than in fact; samples judged by hand show how much."""
NAMESAKE = 0.93
"""Least confidence of the only boto3 resource with exactly the type's name that the service's
client reads by itself."""
THIN_RESOURCE = 0.5
"""Highest confidence of a boto3 resource with the name of another thing."""

ARGUMENT = 0.98
"""Confidence of an argument beside a member that is read. Of 60 drawn at random all were right."""

# How alike names must be.

EXACT_NAME = 0.999
"""The same words in the same order."""
FLATTENED = 0.96
"""Members that show that their block was flattened: the same words, except for a filler."""
TELLING = 0.95
"""A member that identifies what a second read call describes."""
SAME_NAME = 0.93
"""Second spellings of one thing: nothing but fillers may differ."""
CERTAIN = 0.9
"""Links into an opened list, or to what can only be set: the place proves little there, so the name
must prove all."""
ALIKE = 0.86
"""Names less alike must at least end with the same kind of word."""
NAMED = 0.85
"""The words that a part's name adds, compared with the property it manages."""
SELF = 0.8
"""Likeness of two attributes that identify the resource, when their names are not alike."""
WITH_PORT = 0.3
"""Subtracted when one value is an address alone and the other an address with a port."""

SOME_ARGUMENTS = 3
"""A wrapper of arguments has at least so many arguments with names of ours."""
MOST_ARGUMENTS = 0.5
"""And at least this share of our names."""

# What score a link needs.

SURE = 0.9
"""Settled before any block is opened, so that a good pair is never broken for a deeper one."""
WHOLE = 0.9
"""A second read call that answers for a whole property."""
SHARED = 0.84
"""A second spelling of an attribute with a partner: it does not take a partner away, but must
surely be the same."""
GOOD = 0.8
"""Counts as a partner in the fit of a boto3 resource."""
PART = 0.75
"""A link of a part: it has few attributes, so each must be good."""
IN_LIST = 0.75
"""A member of a list, when no other list has a member of that name."""
WEAK = 0.7
"""An attribute with a lower score may be linked again: deeper, or in another call."""
GOOD_LINK = 0.6
"""Counts as a partner in the second look at Terraform resources."""
ELIMINATED = 0.6
"""The score of `id` where the only evidence is that no other attribute holds the value: too low for
an answer."""
NO_ANSWER = 0.5
"""The highest score of a link with evidence against it."""
THIN = 0.42
"""Below this a pair is not even a candidate: half of the words differ."""

# How well resources must fit.

FIT = 0.6
"""Least strength of a resource that the second look chooses."""
ENOUGH = 0.5
"""Share of the members that must have a namesake in an object that replaces the one around it."""
SECOND_LOOK = 0.35
"""Least score, by names and attribute sets, of a candidate for the second look."""
CLEAR = 0.05
"""How much better than the next a candidate must be for the second look to decide."""

# What raises or lowers the likeness of two names.

TEXT = 0.1
"""Weight of the likeness of two descriptions: they decide between names that are alike, and cannot
make up for names that are not."""
USUAL_TEXT = 0.3
"""Likeness of two descriptions that is neither for nor against a link; also used where there is no
description."""
MOST_TEXT = 0.8
"""More likeness proves nothing more: the texts were copied."""
SAME_VALUES = 0.05
"""Added when at least half of the allowed values are allowed on both sides."""
OTHER_VALUES = 0.1
"""Subtracted when none is."""
USUAL_MEMBERS = 0.4
"""Share of the members with a namesake that is neither for nor against a link of two blocks."""
MEMBERS = 0.1
"""Weight of a share above that …"""
FEW_MEMBERS = 0.25
"""… and below: blocks with other members are other blocks, even under the same name."""
EACH_MEMBER = 0.01
"""Added for each common member, up to MOST_MEMBERS: two large blocks with common members are rarely
alike by chance."""
MOST_MEMBERS = 6
SPELLED_ALIKE = 0.03
"""Added when both are spelled alike. Singular and plural are one word, but where both exist the one
that is spelled alike is meant."""
OPENED = 0.01
"""Subtracted for each opened block, when the blocks' words are a part of the name …"""
OPENED_APART = 0.02
"""… and when they are not."""
MISSING_WORD = 0.18
"""Weight of the words of opened blocks that the other name does not have."""
MISSING_KIND = 0.4
"""Such a word counts this much when it only names a kind of value."""
CLOSE_CALL = 0.02
"""A name with the words of opened blocks wins over one without, up to this difference."""
