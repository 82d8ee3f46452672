"""What each tool takes: models whose JSON Schemas language models read."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

MOST_ROWS: Final = 200
"""Rows that an answer holds at most."""


def _listed(value: Any) -> Any:
    """A single word as a list of one: models write either."""
    return [value] if isinstance(value, str) else value


Words = Annotated[list[str], BeforeValidator(_listed)]


class Wanted(BaseModel):
    """Arguments of a tool; a word that it does not know is refused."""

    model_config = ConfigDict(extra="forbid")


class SearchModels(Wanted):
    """Filters of models; all must hold."""

    input: Words = Field([], description="Input modalities that the model takes, such as image, video, audio.")
    output: Words = Field([], description="Output modalities that the model gives, such as text, image.")
    encoder: Words = Field([], description="Modality encoders by id, name or family, such as clip-vit-l-14.")
    connector: Words = Field([], description="Parts of the input projector, such as q-former or linear.")
    llm: Words = Field([], description="LLM backbones by id, name or family, such as vicuna.")
    generator: Words = Field([], description="Modality generators by id, name or family.")
    component: Words = Field([], description="Components in any role.")
    fusion: Words = Field([], description="Ways of fusion, such as prompt-tokens or cross-attention.")
    function: Literal["understanding", "generation"] | None = None
    design: Literal["end-to-end", "tool-using"] | None = None
    access: Literal["open-weights", "api-only", "closed"] | None = None
    open_weights: bool | None = Field(None, description="Whether the weights can be downloaded.")
    organisation: Words = Field([], description="Organisations that made it, by id or name.")
    dataset: Words = Field([], description="Datasets that it was trained on, by id.")
    trained: Words = Field([], description="Roles whose parts some stage trains, such as input_projector, backbone.")
    stage: Words = Field([], description="Kinds of training stages, such as instruction-tuning.")
    released: Words = Field([], description="Dates with an optional comparison: 2023, >=2023-06, <2024.")
    parameters: Words = Field([], description="Parameters of some variant: 7B, >=13B, 3B..8B.")
    licence: Words = Field([], description="Licences of the weights, such as Apache-2.0.")
    code_licence: Words = Field([], description="Licences of the code.")
    built_on: Words = Field([], description="Models by id that it descends from, over however many steps.")
    gap: Words = Field([], description="Facts without a value and why, such as stage-datasets:not-disclosed.")
    text: str | None = Field(None, description="Words of names, description, components or makers.")
    derived: bool = Field(False, description="Whether a component also stands for all that derives from it.")
    sort: Words = Field(["released"], description="released, id, name or parameters; a minus before it descends.")
    limit: int = Field(25, ge=1, le=MOST_ROWS, description="Models at most.")


class GetModel(Wanted):
    """One model."""

    model: str = Field(description="The model by id or name, such as llava-1.5.")


class CompareModels(Wanted):
    """Several models."""

    models: list[str] = Field(min_length=2, max_length=10, description="Two models or more, by id or name.")


class UsedBy(Wanted):
    """A component or dataset."""

    name: str = Field(description="The component or dataset by id or name, such as imagebind.")
    limit: int = Field(50, ge=1, le=MOST_ROWS, description="Uses at most.")


class GetLeaderboard(Wanted):
    """A benchmark."""

    benchmark: str = Field(description="The benchmark by id or name, such as gqa.")
    metric: str | None = Field(None, description="Only this metric, by id or name.")
    split: str | None = Field(None, description="Only this split, by id or name.")
    limit: int = Field(100, ge=1, le=MOST_ROWS, description="Scores at most.")


class Lineage(Wanted):
    """A model whose lines are wanted."""

    model: str = Field(description="The model by id or name.")


class Sql(Wanted):
    """A question in SQL."""

    select: str = Field(description="One SELECT of SQLite; values stand as ? in it.")
    values: list[str | int | float | None] = Field([], description="The values of the question marks.")
    limit: int = Field(100, ge=1, le=MOST_ROWS, description="Rows at most.")
