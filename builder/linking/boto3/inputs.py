"""The inputs of the derivation of boto3: resources by name, words, documentation, trees."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import msgspec

from builder import services
from builder.linking.boto3.names import names, shape_noun
from builder.linking.links import Links, descriptions
from builder.linking.matching.resources import bare, service_words
from builder.linking.matching.similarity import Texts
from builder.linking.matching.trees import Tree, plain, tree
from builder.linking.matching.vocabulary import Vocabulary
from builder.linking.matching.words import Lexicon
from builder.model import Extraction, Resource
from builder.services import Service

_SMALL = 2000
"""The documentation of resources with more attributes does not count for the rarity of words."""


def leaf(path: str) -> str:
    """The last name of a path."""
    return plain(path).rpartition(".")[2]


@dataclass
class Inputs:
    """Resources, words and texts; trees are made when they are first needed."""

    cloudformation: dict[str, Resource]
    terraform: dict[str, Resource]
    boto3: dict[str, Resource]
    lexicon: Lexicon
    texts: Texts
    texts_terraform: dict[str, dict[str, str]]
    clients: dict[str, list[Resource]] = field(default_factory=lambda: defaultdict(list))
    _words_of: dict[str, frozenset[str]] = field(default_factory=dict)
    _terraform_tree: tuple[str, Tree] | None = None
    _service_words: dict[str, frozenset[str]] = field(default_factory=dict)
    _trees: dict[tuple[str, bool], Tree] = field(default_factory=dict)

    def service_words(self, service: Service) -> frozenset[str]:
        """The words of a service in every system."""
        found = self._service_words.get(service.name)
        if found is None:
            clients = (word for client in service.boto3[:1] for word in self.lexicon.words(client))
            found = self._service_words[service.name] = service_words(
                service, self.lexicon
            ) | frozenset(clients)
        return found

    def words_of(self, terraform: str) -> frozenset[str]:
        """The words of a Terraform type's services."""
        found = self._words_of.get(terraform)
        if found is None:
            found = frozenset(
                word
                for service in services.of_terraform(terraform)
                for word in self.service_words(service)
            )
            self._words_of[terraform] = found
        return found

    def boto3_tree(self, name: str, words: frozenset[str], settable: bool = False) -> Tree:
        """The members of a boto3 resource that are read; with `settable` also those that can only
        be set."""
        key = name, settable
        found = self._trees.get(key)
        if found is None:
            resource = self.boto3[name]
            attributes = [each for each in resource.attributes if settable or each.is_output]
            own = names(resource, words, self.lexicon)[0]
            whole = Resource(
                "boto3", name, service=resource.service, attributes=attributes, facts=resource.facts
            )
            found = self._trees[key] = tree(
                whole, self.lexicon, own, words | self.lexicon.endings(resource.service), {}
            )
            for node in found.nodes.values():
                # The models rarely state who sets a value, so directions are not compared.
                node.only_read = False
        return found

    def terraform_tree(self, name: str) -> Tree:
        """A Terraform type, with Pulumi's documentation."""
        words = self.words_of(name)
        own = bare(self.lexicon.words(name.removeprefix("data.").removeprefix("aws_")), words)
        if self._terraform_tree is None or self._terraform_tree[0] != name:
            self._terraform_tree = (
                name,
                tree(
                    self.terraform[name],
                    self.lexicon,
                    own,
                    words,
                    self.texts_terraform.get(name, {}),
                ),
            )
        return self._terraform_tree[1]

    def cloudformation_tree(self, name: str) -> Tree:
        """A CloudFormation type."""
        service, _, rest = name.removeprefix("AWS::").partition("::")
        found = services.load().get(service)
        words = self.service_words(found) if found else frozenset()
        own = bare(self.lexicon.words(rest.replace("::", "_")), words)
        return tree(
            self.cloudformation[name], self.lexicon, own, words | self.lexicon.endings(service), {}
        )


def gather(
    cloudformation: Extraction,
    terraform: Extraction,
    pulumi: Extraction,
    boto3: Extraction,
    pairs: Links,
    vocabulary: Vocabulary,
) -> Inputs:
    """Names, words and documentation of all sides. Of boto3 only what read calls describe:
    resources that are only written are left to curated mappings.
    """
    boto3 = msgspec.structs.replace(
        boto3, resources=[each for each in boto3.resources if "read" in each.facts]
    )
    ours = {
        resource.name: resource for resource in terraform.resources if resource.kind == "resource"
    }
    schema = {
        resource.name: resource
        for resource in cloudformation.resources
        if resource.name.count("::") == 2
    }
    leaf_names: set[str] = set()
    for extraction in (cloudformation, terraform, boto3):
        for resource in extraction.resources:
            leaf_names.update(leaf(attribute.path) for attribute in resource.attributes)
    leaf_names.update(name.rpartition("::")[2] for name in (*ours, *schema))
    leaf_names.update(shape_noun(str(each.facts["shape"])) for each in boto3.resources)
    texts = descriptions(pairs, pulumi, ours)
    everything = [text for each in texts.values() for text in each.values() if text]
    everything += [
        each.description
        for resource in boto3.resources
        if len(resource.attributes) < _SMALL
        for each in resource.attributes
        if each.is_output
    ]
    inputs = Inputs(
        schema,
        ours,
        {each.name: each for each in boto3.resources},
        Lexicon(sorted(leaf_names), vocabulary),
        Texts(everything),
        texts,
    )
    for each in boto3.resources:
        inputs.clients[each.service].append(each)
    return inputs
