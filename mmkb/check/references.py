"""Every reference resolves, and everything is referred to."""

from __future__ import annotations

from collections.abc import Iterator

from mmkb.check.finding import Finding
from mmkb.load import Catalogue
from mmkb.problems import did_you_mean
from mmkb.rules import rule
from mmkb.vocab import ComponentKind, Role, Severity

UNRESOLVED = rule(
    "unresolved-reference", "Every id of another entry resolves.", "Correct the id, or add the entry that it names."
)
UNRESOLVED_DETAIL = rule(
    "unresolved-detail",
    "Every variant, metric, split, place or column of another entry that an entry names is there.",
    "Correct the id, or add it to the other entry.",
)
UNUSED = rule(
    "unused-entry",
    "Every component, dataset, benchmark, organisation and source is named by another entry, or printed by a survey.",
    "Refer to it from the entry that it was made for, or take it away.",
    Severity.WARNING,
)
DEPRECATED = rule(
    "reference-to-deprecated",
    "Entries do not refer to entries that are deprecated.",
    "Refer to the entry that stands in its place.",
    Severity.WARNING,
)
REPLACEMENT = rule(
    "replacement-unresolved",
    "A deprecated entry is replaced by another entry of its kind that is not deprecated itself.",
    "Name the entry that stands in its place today.",
)
WRONG_ROLE = rule(
    "role-against-kind",
    "A component stands in a role that its kinds allow: encoders encode, projectors project, language models are backbones, "
    "generators generate; experts may be of any kind.",
    "Mend the kinds of the component, or take another component.",
)
SURVEY_AS_SOURCE = rule(
    "survey-as-source",
    "A survey is a source for what the survey says, never for facts about models, components or datasets.",
    "Cite the primary source in which the fact was read.",
)

KIND_OF_ROLE = {
    Role.ENCODER: ComponentKind.ENCODER,
    Role.INPUT_PROJECTOR: ComponentKind.PROJECTOR,
    Role.BACKBONE: ComponentKind.LLM,
    Role.OUTPUT_PROJECTOR: ComponentKind.PROJECTOR,
    Role.GENERATOR: ComponentKind.GENERATOR,
}
"""What a component in each role has to be; an expert may be of any kind."""
USED_KINDS = ("component", "dataset", "benchmark", "organisation", "source")


def resolving(catalogue: Catalogue) -> Iterator[Finding]:
    """Find references to nothing; those to a faulty entry are left to that entry's own problems."""
    for entry in catalogue:
        for reference in (*entry.digest.references, *entry.digest.columns):
            kind, wanted = reference.kind, reference.id
            target = catalogue.entries[kind].get(wanted)
            if target is None:
                if wanted not in catalogue.faulty[kind] and not reference.detail:
                    hint = did_you_mean(wanted, sorted(catalogue.entries[kind]))
                    yield Finding(UNRESOLVED, entry, reference.path, f"no {kind} has the id {wanted!r}", hint)
            elif reference.detail and reference.detail not in target.digest.offers.get(reference.offer, (reference.detail,)):
                # Of a place that is not there, the columns are not known; that it is not there is told of the place itself.
                possible = list(target.digest.offers[reference.offer])
                message = f"{kind} {wanted!r} has no {reference.detail!r} among its {reference.offer}"
                yield Finding(UNRESOLVED_DETAIL, entry, reference.path, message, did_you_mean(reference.detail, possible))


def used(catalogue: Catalogue) -> Iterator[Finding]:
    """Find entries that no other entry names; what a faulty entry names is not known, so with one nothing is said."""
    if any(catalogue.faulty.values()):
        return
    named = {(r.kind, r.id) for entry in catalogue for r in entry.digest.references}
    for kind in USED_KINDS:
        for entry in catalogue.entries[kind].values():
            printed = any(r.kind == "survey" for r in entry.digest.references)
            if (kind, entry.id) not in named and not printed and entry.digest.replaced_by is None:
                yield Finding(UNUSED, entry, ("id",), f"no other entry names the {kind} {entry.id!r}")


def deprecated(catalogue: Catalogue) -> Iterator[Finding]:
    """Find deprecated entries that are still named, and replacements that are none."""
    for entry in catalogue:
        for reference in entry.digest.references:
            target = catalogue.entries[reference.kind].get(reference.id)
            if target is not None and target.digest.replaced_by is not None and not reference.detail:
                instead = target.digest.replaced_by
                hint = f"write {instead}" if instead else ""
                yield Finding(DEPRECATED, entry, reference.path, f"{reference.kind} {reference.id!r} is deprecated", hint)
        if entry.digest.replaced_by:
            heir = catalogue.entries[entry.kind].get(entry.digest.replaced_by)
            gone = heir is None and entry.digest.replaced_by not in catalogue.faulty[entry.kind]
            if gone or (heir is not None and heir.digest.replaced_by is not None):
                message = f"{entry.digest.replaced_by!r} is no {entry.kind} in use"
                yield Finding(REPLACEMENT, entry, ("deprecated", "replaced_by"), message)


def roles(catalogue: Catalogue) -> Iterator[Finding]:
    """Find components in a role that they cannot have."""
    for entry in catalogue.entries["model"].values():
        for role, component, path, _ in entry.digest.roles:
            target = catalogue.entries["component"].get(component)
            wanted = KIND_OF_ROLE.get(Role(role))
            if target is not None and wanted is not None and wanted not in target.digest.kinds:
                message = f"{component!r} is a component of kind {', '.join(target.digest.kinds)}, here it is used as {role}"
                yield Finding(WRONG_ROLE, entry, path, message)


def primary(catalogue: Catalogue) -> Iterator[Finding]:
    """Find facts that are cited from a survey."""
    surveys = {source for survey in catalogue.entries["survey"].values() for source in survey.digest.own_sources}
    for entry in catalogue:
        for source, path in entry.digest.cited:
            if source in surveys and entry.kind != "survey":
                yield Finding(SURVEY_AS_SOURCE, entry, path, f"{source!r} is a survey")
