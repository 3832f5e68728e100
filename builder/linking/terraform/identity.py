"""Links the attributes that identify a resource: `Ref`, GetAtt `Id` and `Arn` in CloudFormation;
`id` and `arn` in Terraform.

Terraform's `id` is the resource's ARN, its name, an id that AWS assigns, or several of these
joined. So CloudFormation's attribute of the same meaning is linked to `id` only where that is
documented: in data/terraform_ids.yaml, by the schema of the resource's identity (`id`, or its `arn`
where the import does not contradict it), or by an import that names the attribute `id` itself.
Other values that a resource is imported with prove nothing: `aws_kinesis_stream` is imported with
its name and has its ARN as `id`. Such a link is a candidate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

import yaml

from builder.linking.matching.assignment import Matcher
from builder.linking.matching.found import Found
from builder.linking.matching.similarity import NameMatch, arn_of
from builder.linking.matching.thresholds import ELIMINATED
from builder.linking.matching.transforms import either, identity_transform
from builder.linking.matching.trees import Node
from builder.linking.matching.words import Lexicon, Words
from builder.linking.terraform.imports import Import
from builder.packages import ROOT

IDS = ROOT / "data" / "terraform_ids.yaml"
_JOINED = re.compile(r"[,|:/]")
_SEVERAL = re.compile(r"[,|/]")
_BETWEEN = re.compile(r"[^A-Za-z0-9_ -]+")
_BEYOND = re.compile(r" separated\b| delimited\b|\. |\.$")
_LISTED = re.compile(r",| and ")
_TEMPLATE_EXAMPLE = re.compile(r"^(?:id|example.*|<.*|rft-8012925589|.*\bid-12345678)$", re.I)
"""Examples of the provider's template for new pages: then the sentence is the template's too."""


@dataclass(frozen=True)
class IdMeaning:
    """The value of `id` of a Terraform resource. All fields are unset where it is unknown."""

    attribute: str | None = None
    """The attribute with the same value."""
    own: bool = False
    """An id that AWS assigned to it."""
    other: bool = False
    """A value that does not contain the resource's own id."""
    why: str = ""
    documented: bool = False
    """Whether there is more evidence than the value that the resource is imported with."""


@cache
def _known_ids() -> dict[str, dict[str, str]]:
    """Terraform resource → its row of data/terraform_ids.yaml."""
    return {
        row["resource"]: row
        for row in yaml.load(IDS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    }


def id_meaning(matcher: Matcher, page: Import | None) -> IdMeaning:
    """Reads the import documentation, `page`, of a Terraform resource."""
    tree = matcher.other
    if (row := _known_ids().get(tree.resource.name)) is not None:
        holds, why = row["holds"], f"holds {row['holds']} ({row['source']})"
        return IdMeaning(
            None if holds in ("own", "other") else holds,
            own=holds == "own",
            other=holds == "other",
            why=why,
            documented=True,
        )
    if page is None:
        return IdMeaning(why="no documentation of an import")
    arn = _arn(matcher)
    if "id" in page.identity:
        return IdMeaning(own=True, why="its identity schema names `id`", documented=True)
    if page.identity == ("arn",) and arn is not None and imports_arn(page):
        return IdMeaning(arn.path, why="its identity schema is its ARN", documented=True)
    text = (
        f"imported with {', '.join((*page.names, *page.quoted)) or page.phrase or '?'}"
        f" ({page.example})"
    )
    if page.example.startswith("arn:") and "," not in page.example and "|" not in page.example:
        single_name = (
            page.names[0] if len(page.names) == 1 and page.names[0] in tree.nodes else None
        )
        means = single_name or (arn.path if arn else None)
        return IdMeaning(means, other=means is None, why=text)
    if len(page.names) > 1 or (
        _JOINED.search(page.example) and not page.example.startswith(("http", "/"))
    ):
        return _joined_meaning(matcher, page, text)
    if len(page.names) == 1:
        name = page.names[0]
        if name == "id":
            real = not _TEMPLATE_EXAMPLE.match(page.example)
            return IdMeaning(own=True, why=text, documented=real)
        if name in tree.nodes:
            return IdMeaning(name, why=text)
        return IdMeaning(own=name.endswith("id"), why=text)
    return _phrase_meaning(matcher, page, text)


def _joined_meaning(matcher: Matcher, page: Import, text: str) -> IdMeaning:
    """The meaning of an `id` that may consist of several parts."""
    words = matcher.lexicon.words(page.phrase)
    if (
        words[-1:] == ("id",)
        and "and" not in words
        and not page.names
        and not _SEVERAL.search(page.example)
    ):
        return IdMeaning(own=True, why=text)
    parts = _parts(page, matcher.lexicon)
    # "Using the `id` (`set|destination`)": then the whole value is `id`.
    several = page.sentence.count("`id`") > 1 if page.names == ("id",) else len(parts) > 1
    own = several and any(_own_id(part, matcher) for part in parts)
    return IdMeaning(other=not own, why=text)


def _phrase_meaning(matcher: Matcher, page: Import, text: str) -> IdMeaning:
    """The meaning of an `id` that the page describes in words, not by the name of an attribute."""
    top = matcher.other.root.children
    words = matcher.lexicon.words(page.phrase)
    if words and words[-1] in ("name", "attribute"):
        holder = next((node for node in top if matcher.identity(node) == "name"), None)
        return IdMeaning(holder.path if holder else None, other=holder is None, why=text)
    if words and words[-1] in ("id", "identifier"):
        return IdMeaning(own=True, why=text)
    if not words:
        parts = _parts(page, matcher.lexicon)
        words = parts[0] if len(parts) == 1 else ()
    if not words:
        return IdMeaning(why=text)
    if not page.phrase and _own_id(words, matcher):
        return IdMeaning(own=True, why=text)
    end = len(words)
    holder = next((node for node in top if not node.is_block and node.words[-end:] == words), None)
    return IdMeaning(holder.path if holder else None, other=holder is None, why=text)


def imports_arn(page: Import) -> bool:
    """Whether the import may be by the ARN that identifies the resource. A page may require an
    `arn` in its identity and import a name, which is then the id: aws_batch_compute_environment."""
    text = f"{page.example} {' '.join((*page.names, *page.quoted))} {page.phrase}"
    return "arn" in text.lower() or page.phrase.upper() == "ID"


def _parts(page: Import, lexicon: Lexicon) -> list[Words]:
    """The words of each part that is joined for the import, as documented: attributes, placeholders
    (`API-ID/STAGE`), or plain words."""
    quoted = [part for each in page.quoted for part in _BETWEEN.split(each) if part.strip()]
    prose = _BEYOND.split(page.phrase or page.sentence.rpartition(" using ")[2])[0]
    parts = [*page.names, *quoted] or [part for part in _LISTED.split(prose) if part.strip()]
    return [words for part in parts if (words := lexicon.words(part.strip()))]


def _own_id(words: Words, matcher: Matcher) -> bool:
    """Whether these words mean the id of the resource itself: `id`, or `AUTHORIZER-ID` of an
    authorizer."""
    return words[-1] in ("id", "identifier") and (
        len(words) == 1 or matcher.identity_of(words, True) == "id"
    )


def _arn(matcher: Matcher) -> Node | None:
    own = [
        node
        for node in matcher.other.root.children
        if matcher.identity(node) == "arn" and node.only_read
    ]
    return min(own, key=lambda node: len(node.words), default=None)


def _documents_own_arn(node: Node, matcher: Matcher) -> bool:
    whose = arn_of(node.text)
    words = matcher.lexicon.words(whose) if whose else ()
    return bool(words) and matcher.identity_of((*words, "arn"), True) == "arn"


@dataclass
class _Identities:
    """The links of the identifying attributes of one pair of resources."""

    matcher: Matcher
    meaning: IdMeaning
    links: list[Found] = field(default_factory=list)
    ids: list[tuple[Node, str]] = field(default_factory=list)
    """Attributes of CloudFormation that `id` may hold, each with the reason."""
    doubtful: set[str] = field(default_factory=set)
    """Paths of CloudFormation whose link to `id` is only a candidate."""

    def __post_init__(self) -> None:
        top = self.matcher.other.root.children
        self.id_node = self.matcher.other.nodes.get("id")
        self.arn = _arn(self.matcher)
        # Other attributes that may hold an own id: then `id` is not linked by elimination.
        self.rivals = [
            node for node in top if node.path != "id" and self.matcher.identity(node) == "id"
        ]
        self.names = [
            node
            for node in top
            if self.matcher.identity(node) in ("name", "self") and node.attribute.required
        ]
        self.linked: dict[str, list[Node]] = {}
        for each in self.matcher.found:
            self.linked.setdefault(each.one.path, []).append(each.other)

    def add(self, one: Node, other: Node, score: float, why: str) -> None:
        """Adds a link, unless it exists."""
        if other not in self.linked.setdefault(one.path, []):
            self.linked[one.path].append(other)
            self.links.append(
                Found(one, other, score, NameMatch(score, why), None, 0, 0.0, 0.0, "identity")
            )

    def link_output(self, node: Node) -> None:
        """Links an attribute of CloudFormation to the own ARN, id or name in Terraform."""
        word = self.matcher.identity(node)
        nested = (
            self.matcher.identity_of(node.words, True)
            if node.parent is not None and node.parent.path
            else None
        )
        partners = self.linked.setdefault(node.path, [])
        if self.arn is not None:
            if word == "id" and not partners and _documents_own_arn(node, self.matcher):
                self.add(node, self.arn, 0.95, "documented to be the ARN of the resource itself")
            if (word == "arn" or nested == "arn") and not partners:
                self.add(node, self.arn, 0.98, "the ARN of the resource itself")
        if word == "id" and not any(other.path != "id" for other in partners):
            for other in self.rivals:
                if other.only_read:
                    self.add(node, other, 0.95, "the id of the resource itself")
        if word == "name" and not partners and len(self.names) == 1:
            self.add(node, self.names[0], 0.9, "the name of the resource itself")

    def compare_to_id(self, node: Node) -> None:
        """Links an attribute of CloudFormation to `id` where that is documented; notes it in `ids`
        where it is likely."""
        if self.id_node is None:
            return
        word, meaning = self.matcher.identity(node), self.meaning
        partners = self.linked.get(node.path, ())
        same = any(other.path == meaning.attribute for other in partners)
        if same and meaning.documented:
            self.add(node, self.id_node, 0.95, meaning.why)
        elif same or (word == "id" and meaning.own):
            self.ids.append((node, meaning.why))
        elif word == "id" and not (partners or meaning.attribute or meaning.other or self.rivals):
            # An id that AWS assigns must be returned somewhere; where no other attribute returns
            # it, `id` may.
            self.ids.append((node, f"no other attribute holds it; {meaning.why}"))

    def link_ids(self) -> None:
        """Links `ids` to `id`. Of two ids of one resource, the one with the resource's name is the
        id; a plain `Id` may be CloudFormation's own."""
        fullest = max((len(node.words) for node, _ in self.ids), default=0)
        fullest_texts = {node.text for node, _ in self.ids if len(node.words) == fullest}
        for node, why in self.ids:
            assert self.id_node is not None
            sure = self.meaning.documented and self.meaning.own
            if not sure or not (len(node.words) == fullest or node.text in fullest_texts):
                self.doubtful.add(node.path)
            score = ELIMINATED if node.path in self.doubtful else 0.96
            self.add(node, self.id_node, score, why)

    def link_ref(self, ref_node: Node, value: Node) -> None:
        """Links Ref to the partners of the attribute whose value it returns, and to `id`."""
        for other in list(self.linked.get(value.path, ())):
            # A value in another form is taken over with its transform (database/repeats.py).
            if identity_transform(value, other, "terraform") is None and not either(value, other):
                unsure = other is self.id_node and value.path in self.doubtful
                score = ELIMINATED if unsure else 0.97
                self.add(ref_node, other, score, f"Ref returns {value.path}")
        partners = self.linked.get(value.path, ())
        if self.id_node is not None and any(
            other.path == self.meaning.attribute for other in partners
        ):
            score = 0.95 if self.meaning.documented else ELIMINATED
            self.add(ref_node, self.id_node, score, self.meaning.why)


def link_identities(matcher: Matcher, page: Import | None, ref: str | None) -> list[Found]:
    """Links of Ref and of the own ids, names and ARNs of the pair in `matcher`, whose attributes
    are linked already. `ref`: the path whose value Ref returns, if it is one attribute."""
    identities = _Identities(matcher, id_meaning(matcher, page))
    nodes = matcher.one.nodes
    for node in nodes.values():
        if node.only_read and node.attribute.gettable and not node.is_block:
            identities.link_output(node)
            identities.compare_to_id(node)
    identities.link_ids()
    ref_node, value = nodes.get("Ref"), nodes.get(ref or "")
    if ref_node is not None and value is not None:
        identities.link_ref(ref_node, value)
    return identities.links
