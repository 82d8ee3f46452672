"""Reading a configuration: which parts a model has and what joins them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from mmkb.hub.blocks import CONFIG, block, locator, number, pixels, read_part, text, unbelievable
from mmkb.hub.errors import HubError
from mmkb.hub.families import FAMILIES
from mmkb.hub.family import Family, Tower
from mmkb.hub.found import Design, Fact, Projector, Reading
from mmkb.hub.jsonfile import whole, word
from mmkb.hub.kinds import ENCODER_DECODER
from mmkb.hub.oldstyle import old_style
from mmkb.problems import did_you_mean
from mmkb.vocab import Fusion, Modality, Role

_VIDEO: Final = ("video_token_id", "video_token_index", "video_start_token_id")
_SPECIAL: Final = re.compile(r"(?:image|video|audio|vision|boi|eoi|boa|eoa|media|speech)\w*_(?:token_id|token_index|token)")
_SEEN: Final = (Modality.IMAGE, Modality.VIDEO)


def read_design(config: Mapping[str, Any], preprocessor: Mapping[str, Any] | None = None) -> Design:
    """Read the configuration of a multimodal model.

    Args:
        config: The object of ``config.json``.
        preprocessor: The object of ``preprocessor_config.json``, if there is one.

    Returns:
        Its parts and what joins them, every fact with its place.

    Raises:
        HubError: If it is none of a multimodal model, or not of a form that is known.
    """
    kind = word(config.get("model_type")) or ""
    old = old_style(config, kind)
    if old is not None:
        design = old
    elif kind in FAMILIES:
        design = _of_family(config, FAMILIES[kind])
    else:
        design = _nested(config, kind)
    path = FAMILIES[kind].wrapped if kind in FAMILIES and old is None else ""
    inner = block(config, path) or {}
    _add_video(inner, path, design)
    _add_special(inner, path, design)
    if preprocessor is not None:
        _add_preprocessor(preprocessor, design)
    return design


def _inner(config: Mapping[str, Any], family: Family) -> Mapping[str, Any]:
    return (block(config, family.wrapped) or config) if family.wrapped else config


def _path(family: Family, path: str) -> str:
    return ".".join(step for step in (family.wrapped, path) if step)


def _of_family(config: Mapping[str, Any], family: Family) -> Design:
    design = Design(family.model_type, f"model_type {family.model_type} of transformers")
    design.reading = Reading(family.place(family.towers[0].read_in))
    for tower in family.towers:
        _add_tower(config, family, tower, design)
    path = _path(family, family.text)
    if path and block(config, path) is None and family.text_fixed:
        path = family.wrapped  # older files keep the language model's keys at the top
    design.backbone = read_part(Role.BACKBONE, config, path, family.text_fixed, family.model_type)
    design.doubts += unbelievable(block(config, path) or {}, path)
    here = f"{CONFIG}: model_type"
    design.fusion = Fact(family.fusion, here)
    if Fusion.PROMPT_TOKENS in family.fusion and design.backbone.family in ENCODER_DECODER and design.backbone.kind is not None:
        design.fusion = Fact((Fusion.ENCODER_DECODER,), design.backbone.kind.locator)
    design.inputs.insert(0, Fact(Modality.TEXT, here))
    makes = not family.only_if or config.get(family.only_if) is True
    for key, fixed in family.generators if makes else ():
        if block(config, key) is not None:
            part = read_part(Role.GENERATOR, config, key, fixed, family.model_type)
            part.modalities = tuple(m for m in family.output if m is not Modality.TEXT)
            design.generators.append(part)
    place = locator("", family.only_if) if family.only_if and makes else here
    design.outputs = [Fact(m, here if m is Modality.TEXT else place) for m in family.output if makes or m is Modality.TEXT]
    if family.only_if and family.only_if not in config:
        design.doubts.append(f"{CONFIG} does not say {family.only_if}; does the model give {', '.join(family.output[1:])}?")
    return design


def _add_tower(config: Mapping[str, Any], family: Family, tower: Tower, design: Design) -> None:
    here = f"{CONFIG}: model_type"
    at: int | None = None
    if tower.key:
        path = _path(family, tower.key)
        data = block(config, path)
        if data is None:
            design.doubts.append(f"{CONFIG} has no {path}; does the model take {' or '.join(tower.modalities)}?")
            return
        part = read_part(Role.ENCODER, config, path, tower.fixed, family.model_type)
        part.modalities = tower.modalities
        part.layer = _layer(config)
        design.doubts += unbelievable(data, path)
        if part.kind is None:
            design.doubts.append(f"{CONFIG}: {path} has no model_type; which encoder is it?")
        at = len(design.encoders)
        design.encoders.append(part)
        place = locator("", path)
    else:
        design.raw, place = True, here
    known = {fact.value for fact in design.inputs}
    design.inputs += [Fact(m, place) for m in tower.modalities if m not in known]
    if not tower.projector:
        return
    inner = _inner(config, family)
    tokens = _dotted_number(inner, family.wrapped, tower.tokens) if tower.tokens else None
    key, _, first = tower.first_if.partition(":")
    more = bool(key) and inner.get(key) is True
    parts = (first, *tower.projector) if more else tower.projector
    reading = Reading(family.place(tower.read_in))
    places = (here, locator(family.wrapped, key)) if more else (here,)
    activation = _activation(inner, family.wrapped, tower.activation, reading)
    design.projectors.append(Projector(parts, places, reading, at, tower.modalities, activation, None, tokens))


def _layer(config: Mapping[str, Any]) -> Fact[str] | None:
    value = config.get("vision_feature_layer")
    given = [value] if type(value) is int else value
    if not isinstance(given, list) or not given or not all(type(layer) is int and abs(layer) < 1000 for layer in given):
        return None
    return Fact(f"vision_feature_layer {', '.join(map(str, given))}", locator("", "vision_feature_layer"))


def _dotted_number(config: Mapping[str, Any], wrapped: str, path: str) -> Fact[int] | None:
    head, _, key = path.rpartition(".")
    data = block(config, head)
    return number(data, ".".join(filter(None, (wrapped, head))), (key,)) if data is not None else None


def _activation(config: Mapping[str, Any], wrapped: str, given: str, reading: Reading) -> Fact[str] | None:
    if not given.startswith("."):
        return Fact(given, reading.locator) if given else None
    head, _, key = given[1:].rpartition(".")
    data = block(config, head)
    return text(data, ".".join(filter(None, (wrapped, head))), key) if data is not None else None


_TOWERS: Final = (
    ("vision_config", (Modality.IMAGE,)), ("visual_config", (Modality.IMAGE,)), ("vision_tower_config", (Modality.IMAGE,)),
    ("audio_config", (Modality.AUDIO,)), ("speech_config", (Modality.SPEECH,)), ("audio_encoder_config", (Modality.AUDIO,)),
)  # fmt: skip
_TEXTS: Final = ("text_config", "llm_config", "language_config", "language_model_config", "lm_config")


def _nested(config: Mapping[str, Any], kind: str) -> Design:
    """Read a model of an unknown type whose blocks bear the usual names."""
    found = [(key, modalities) for key, modalities in _TOWERS if block(config, key) is not None]
    if not found:
        raise HubError(_unknown(config, kind))
    design = Design(kind, "blocks of the usual names, of a model_type that the table of families does not know")
    design.inputs.append(Fact(Modality.TEXT, f"{CONFIG}: model_type" if kind else CONFIG))
    for key, modalities in found:
        part = read_part(Role.ENCODER, config, key)
        part.modalities = modalities
        design.doubts += unbelievable(block(config, key) or {}, key)
        design.projectors.append(Projector(None, (), None, len(design.encoders), modalities))
        design.encoders.append(part)
        design.inputs += [Fact(m, locator("", key)) for m in modalities]
    path = next((key for key in _TEXTS if block(config, key) is not None), "")
    design.backbone = read_part(Role.BACKBONE, config, path)
    design.doubts.append(
        f"the model_type {kind!r} is not in the table of families: what joins the parts, and what the model gives out, "
        "has to be read in its code"
    )
    return design


def _unknown(config: Mapping[str, Any], kind: str) -> str:
    if not kind and not isinstance(config.get("architectures"), list):
        return "config.json has neither model_type nor architectures: it is no configuration of a model of transformers."
    if whole(config.get("vocab_size")) is not None or not kind:
        what = f"model_type {kind!r}" if kind else "config.json without model_type"
        near = did_you_mean(kind, FAMILIES) if kind else ""
        near = f" {near[0].upper()}{near[1:]}" if near.startswith("did") else ""
        return (
            f"{what} is no multimodal language model: no block of the configuration describes an encoder of images, video or "
            f"sound.{near} A language model or an encoder alone is a component: mmkb new component --kind llm --hf PATH_OR_ID."
        )
    hint = did_you_mean(kind, FAMILIES)
    near = f"; {hint}" if hint.startswith("did") else "."
    return (
        f"model_type {kind!r} is none that is known, and the configuration has no vision_config or audio_config{near} "
        "Write the entry by hand: mmkb new model --help says how to begin."
    )


def _add_video(config: Mapping[str, Any], path: str, design: Design) -> None:
    known = {fact.value for fact in design.inputs}
    key = next((key for key in _VIDEO if whole(config.get(key)) is not None), None)
    if key is None or Modality.VIDEO in known or Modality.IMAGE not in known:
        return
    design.inputs.append(Fact(Modality.VIDEO, locator(path, key)))
    for part in design.encoders:
        part.modalities = _SEEN if part.modalities == (Modality.IMAGE,) else part.modalities
    for projector in design.projectors:
        projector.modalities = _SEEN if projector.modalities == (Modality.IMAGE,) else projector.modalities


def _add_special(config: Mapping[str, Any], path: str, design: Design) -> None:
    for key in sorted(config):
        value = config[key]
        if _SPECIAL.fullmatch(key) is not None and type(value) in (int, str):
            shown = word(str(value), 40)
            if shown is not None:
                design.special.append(Fact(f"{key} {shown}", locator(path, key)))


def _add_preprocessor(preprocessor: Mapping[str, Any], design: Design) -> None:
    """Take the resolution from the preprocessor where the configuration gives none."""
    for part in design.encoders:
        if part.resolution is not None or not set(part.modalities) & set(_SEEN):
            continue
        for key in ("crop_size", "size"):
            given = preprocessor.get(key)
            size = pixels(given)
            if size is not None:
                part.resolution = Fact(size, f"preprocessor_config.json: {key}")
                break
