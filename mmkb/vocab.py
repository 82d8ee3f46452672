"""The closed word lists of the catalogue, each word with its definition.

A word that an entry may use stands here and nowhere else; the JSON Schemas, the checks, the database and the glossary
page of the site are written from these classes. The words are the field's own terms.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word of a closed list; its value is what an entry writes, ``definition`` what it means."""

    definition: str

    def __new__(cls, value: str, definition: str = "") -> Self:
        """Make the member ``value`` and keep its ``definition`` beside it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.definition = definition
        return member


class State(Word):
    """Why a fact has no value (a value is *known*; a key that is missing is *absent*: nobody has looked yet)."""

    NOT_DISCLOSED = "not-disclosed", "The sources named were read and do not say."
    NOT_APPLICABLE = "not-applicable", "The design has none, so there is nothing to disclose."


class Modality(Word):
    """What a model takes in or gives out."""

    TEXT = "text", "Written language."
    IMAGE = "image", "Still pictures, photographs and rendered pages alike."
    VIDEO = "video", "Moving pictures, as a sequence of frames."
    AUDIO = "audio", "Sound of any kind: environmental sound, music and speech alike."
    SPEECH = "speech", "Spoken language, where the source means speech and not sound in general."
    MUSIC = "music", "Music, where the source means music and not sound in general."
    POINT_CLOUD = "point-cloud", "Three-dimensional shapes or scenes as sets of points."
    DEPTH = "depth", "Depth images."
    THERMAL = "thermal", "Thermal infrared images."
    IMU = "imu", "Readings of inertial measurement units: acceleration and rotation over time."
    TACTILE = "tactile", "Readings of touch sensors."
    MOLECULE = "molecule", "Molecules and proteins, as graphs, sequences or structures."
    BOUNDING_BOX = "bounding-box", "Rectangles in an image or frame, as coordinates in text or as special tokens."
    POINT = "point", "Single positions in an image or frame."
    MASK = "mask", "Segmentation masks."
    RETRIEVED_IMAGE = "retrieved-image", "Images picked from a collection instead of made."
    ACTION = "action", "Actions of a robot or agent, such as joint positions, clicks or key presses."


def spoken(modality: str) -> str:
    """A modality as people read it: ``point cloud``, ``IMU``."""
    return modality.upper() if modality == Modality.IMU else modality.replace("-", " ")


MEDIA = frozenset(
    {
        Modality.IMAGE,
        Modality.VIDEO,
        Modality.AUDIO,
        Modality.SPEECH,
        Modality.MUSIC,
        Modality.POINT_CLOUD,
        Modality.DEPTH,
        Modality.THERMAL,
        Modality.TACTILE,
        Modality.MOLECULE,
        Modality.RETRIEVED_IMAGE,
    }
)
"""Output modalities that make a model one of generation; boxes, points, masks and actions do not."""

WRITTEN_AS_TEXT = frozenset({Modality.TEXT, Modality.BOUNDING_BOX, Modality.POINT, Modality.ACTION})
"""Output modalities that an LLM can give as tokens of its own, without a modality generator."""


class Function(Word):
    """The survey's functional division; derived from the output modalities, never typed in."""

    UNDERSTANDING = "understanding", "Gives text, and possibly boxes, points, masks or actions, about what it takes in."
    GENERATION = "generation", "Also gives media: images, video, audio and the like."


class Design(Word):
    """The survey's division by design."""

    END_TO_END = "end-to-end", "The parts are joined and trained together, gradients passing between them."
    TOOL_USING = "tool-using", "A language model calls expert models as tools, in text."


class Access(Word):
    """How far the released model can be had."""

    OPEN_WEIGHTS = "open-weights", "The weights can be downloaded, whatever the licence asks."
    API_ONLY = "api-only", "The model answers through a service; its weights are not given out."
    CLOSED = "closed", "Neither weights nor a service of the model have been released."


class Fusion(Word):
    """How the other modalities meet the language model."""

    PROMPT_TOKENS = "prompt-tokens", "Projected features stand among the text embeddings at the input of the LLM."
    CROSS_ATTENTION = "cross-attention", "Layers put into the LLM attend to the features."
    VISUAL_EXPERT = "visual-expert", "The LLM's layers have weights of their own for the other modality's tokens."
    ENCODER_DECODER = "encoder-decoder", "Features enter the encoder of an encoder-decoder language model as tokens."
    EARLY_FUSION_DISCRETE = "early-fusion-discrete", "One transformer reads text and discrete media tokens of one vocabulary."
    EARLY_FUSION_CONTINUOUS = (
        "early-fusion-continuous",
        "One transformer reads raw patches or frames without a pre-trained encoder.",
    )
    TOOLS = "tools", "Expert models turn the other modality into text and back."


class Role(Word):
    """The place a component has in a model's architecture."""

    ENCODER = "encoder", "Modality encoder: turns the raw input into features or discrete tokens."
    INPUT_PROJECTOR = "input-projector", "Stands between an encoder and the LLM."
    BACKBONE = "backbone", "The large language model."
    OUTPUT_PROJECTOR = "output-projector", "Stands between the LLM and a generator."
    GENERATOR = "generator", "Makes the media: a diffusion model, a VQ decoder, a vocoder."
    EXPERT = "expert", "A model that a tool-using system calls."


class ComponentKind(Word):
    """What a component is by itself, wherever it is used."""

    ENCODER = "encoder", "Turns raw input of a modality into features or discrete tokens."
    PROJECTOR = "projector", "Maps the features of one part into the space of another."
    LLM = "llm", "A language model."
    GENERATOR = "generator", "Makes media from features, conditions or discrete tokens."
    EXPERT = "expert", "A model of its own that is called as a tool (a detector, a segmenter, a translator)."


class StageKind(Word):
    """What a stage of training is for."""

    PRE_TRAINING = "pre-training", "Aligns the modalities with the LLM, on pairs, interleaved documents or mixtures of them."
    INSTRUCTION_TUNING = "instruction-tuning", "Supervised tuning to follow instructions, dialogues included."
    PREFERENCE_TUNING = "preference-tuning", "Tuning on preferences or feedback of people or models (RLHF, DPO and the like)."
    TASK_TUNING = "task-tuning", "Tuning to one benchmark or task, to report scores on it."


class Tuning(Word):
    """What happens to a part's weights during a stage."""

    TRAINED = "trained", "All weights of the part are updated."
    PARTIAL = "partial", "Some of the part's own weights are updated and the rest kept (the note says which)."
    PEFT = "peft", "The part's weights are kept; a small set of added weights is trained (LoRA, adapters, prefixes)."
    FROZEN = "frozen", "None of the part's weights are updated."


class PeftMethod(Word):
    """Parameter-efficient fine-tuning methods."""

    LORA = "lora", "Low-rank updates beside weight matrices."
    QLORA = "qlora", "LoRA over a quantised model."
    ADAPTER = "adapter", "Small layers put between or beside the layers."
    PREFIX_TUNING = "prefix-tuning", "Trained vectors put before keys and values in the layers."
    PROMPT_TUNING = "prompt-tuning", "Trained vectors put before the input embeddings."
    LAYER_NORM = "layer-norm-tuning", "Only normalisation layers are trained."
    BIAS_TUNING = "bias-tuning", "Only biases and scales are trained."


class Relation(Word):
    """How a model stands to an earlier model, component or work."""

    INITIALISED_FROM = "initialised-from", "Weights of the other are this one's starting point."
    EXTENDS = "extends", "Takes over the other's design and adds to it or changes part of it."
    SAME_RECIPE = "same-recipe", "Trained by the other's procedure or data, with other parts."
    DISTILLED_FROM = "distilled-from", "Trained on outputs of the other."
    SUCCEEDS = "succeeds", "A later version by the same makers, with a design of its own."


class ReleaseEvent(Word):
    """What became public on the release date."""

    PAPER = "paper", "The paper or report."
    WEIGHTS = "weights", "The weights, or the code with them."
    ANNOUNCEMENT = "announcement", "A blog post, demo or service."


class Purpose(Word):
    """What a dataset is made or used for."""

    PRE_TRAINING = "pre-training", "Pairs or documents for pre-training."
    INSTRUCTION_TUNING = "instruction-tuning", "Instructions with answers, or dialogues."
    PREFERENCE_TUNING = "preference-tuning", "Preferences, rankings or feedback on answers."
    TASK = "task", "A task's training and test data, such as visual question answering or captioning."


class Construction(Word):
    """How a dataset came about."""

    HUMAN = "human", "Written or labelled by people."
    AUTOMATIC = "automatic", "Collected or derived by program, from the web or from other datasets."
    MODEL_GENERATED = "model-generated", "Written by a model."
    MIXED = "mixed", "More than one of these."


class AmountUnit(Word):
    """What an amount of data counts."""

    SAMPLES = "samples", "Training samples, as the source counts them."
    IMAGES = "images", "Images."
    VIDEOS = "videos", "Videos or clips."
    AUDIO_CLIPS = "audio-clips", "Audio clips."
    POINT_CLOUDS = "point-clouds", "Point clouds or 3D objects."
    TEXTS = "texts", "Texts, captions or sentences."
    IMAGE_TEXT_PAIRS = "image-text-pairs", "Images, each with a text."
    VIDEO_TEXT_PAIRS = "video-text-pairs", "Videos, each with a text."
    AUDIO_TEXT_PAIRS = "audio-text-pairs", "Audio clips, each with a text."
    POINT_CLOUD_TEXT_PAIRS = "point-cloud-text-pairs", "Point clouds, each with a text."
    INTERLEAVED_DOCUMENTS = "interleaved-documents", "Documents of text with media in between."
    DIALOGUES = "dialogues", "Conversations of one or more turns."
    INSTRUCTIONS = "instructions", "Instructions with their answers."
    QUESTION_ANSWER_PAIRS = "question-answer-pairs", "Questions with their answers."
    PREFERENCES = "preferences", "Comparisons, rankings or ratings of answers."
    TOKENS = "tokens", "Tokens."
    HOURS = "hours", "Hours of audio or video."
    PERCENT = "percent", "Share of the stage's mixture, in percent."


class TokenScope(Word):
    """What a number of tokens is counted for."""

    IMAGE = "image", "One image or image tile."
    FRAME = "frame", "One frame of a video."
    VIDEO = "video", "A whole video or clip."
    AUDIO = "audio", "A whole audio clip."
    SECOND = "second", "One second of audio or video."
    POINT_CLOUD = "point-cloud", "One point cloud."
    INPUT = "input", "Any one input item of the modality."
    OUTPUT = "output", "One output item (signal tokens for a generator)."


class FeatureKind(Word):
    """The form in which an encoder gives its output, or a generator takes its input."""

    CONTINUOUS = "continuous", "Vectors of real numbers."
    DISCRETE = "discrete", "Indices into a codebook."


class LlmArchitecture(Word):
    """How a language model is built."""

    DECODER_ONLY = "decoder-only", "A causal decoder."
    ENCODER_DECODER = "encoder-decoder", "An encoder with a decoder that attends to it."
    PREFIX_DECODER = "prefix-decoder", "A decoder that reads its prefix in both directions."


class OrganisationKind(Word):
    """What an organisation is."""

    UNIVERSITY = "university", "A university or one of its schools."
    COMPANY = "company", "A company or one of its laboratories."
    INSTITUTE = "institute", "A research institute, public or of its own."
    COMMUNITY = "community", "A community of contributors."


class SourceKind(Word):
    """What a source is."""

    PAPER = "paper", "A paper, preprint or technical report."
    REPOSITORY = "repository", "A repository of code, its README and scripts included."
    MODEL_CARD = "model-card", "A model card or dataset card."
    CONFIG = "config", "The configuration files of a released checkpoint."
    PACKAGE = "package", "A released software package."
    BLOG = "blog", "A blog post or announcement of the makers."
    WEBSITE = "website", "A website, documentation included."


class Direction(Word):
    """Which scores are better."""

    HIGHER = "higher", "A higher score is better."
    LOWER = "lower", "A lower score is better."


class MetricUnit(Word):
    """The unit of a benchmark's scores."""

    PERCENT = "percent", "Percent, usually 0 to 100."
    POINTS = "points", "Points on a scale of the benchmark's own."
    RATIO = "ratio", "A ratio, usually 0 to 1."
    CIDER = "cider", "CIDEr, printed times 100 by custom; it can pass 100."
    DISTANCE = "distance", "A distance between distributions, such as FID or FAD."


class ScoreFlag(Word):
    """What a source says of a score that keeps it from being compared plainly."""

    TRAIN_IMAGES_OBSERVED = "train-images-observed", "Training images of the benchmark's dataset were seen in training."
    REIMPLEMENTED = "reimplemented", "Measured again by someone other than the model's makers."
    FINE_TUNED = "fine-tuned", "The model was tuned to this benchmark."
    ZERO_SHOT = "zero-shot", "The source says that the benchmark's data was held out."
    AUXILIARY_INPUT = "auxiliary-input", "The model was given more than the question and the media, such as OCR text."


class CorrectionKind(Word):
    """In what way a survey's reading differs from the primary source."""

    WRONG = "wrong", "The source says something else."
    INCOMPLETE = "incomplete", "The source says more; what is printed leaves out part of it."
    MISSING = "missing", "Printed as not reported, or left empty, where the source does report it."
    IMPRECISE = "imprecise", "Printed more coarsely than the source says, or under another thing's name."
    BROKEN_LINK = "broken-link", "A link or id that leads elsewhere."
    SPELLING = "spelling", "A misprint of a name."


class SurveyColumn(Word):
    """The columns of the surveys' tables, as far as an entry keeps what they print."""

    NAME = "name", "The name as printed."
    DATE = "date", "Date of the website's post."
    VENUE = "venue", "Venue."
    PAPER_TITLE = "paper_title", "Title of the paper."
    PAPER_URL = "paper_url", "Link to the paper."
    PROJECT_URL = "project_url", "Link to the project."
    AFFILIATION = "affiliation", "Affiliation of the authors."
    FUNCTION = "function", "Functional division."
    DESIGN = "design", "Design division."
    IO = "io", "Input to output modalities."
    QUALIFIER = "qualifier", "Subscript of the modalities (ID document, IB box, IM mask, IR retrieved image)."
    MODALITY_ENCODER = "modality_encoder", "Modality encoder."
    INPUT_PROJECTOR = "input_projector", "Input projector."
    LLM_BACKBONE = "llm_backbone", "LLM backbone."
    OUTPUT_PROJECTOR = "output_projector", "Output projector."
    MODALITY_GENERATOR = "modality_generator", "Modality generator."
    PT_SCALE = "pt_scale", "Amount of pre-training data."
    IT_SCALE = "it_scale", "Amount of instruction-tuning data."
    X_MODALITY = "x_modality", "The modality beside text."
    N_X = "n_x", "Number of items of that modality."
    N_TEXT = "n_text", "Number of texts."
    N_X_TEXT_PAIRS = "n_x_text_pairs", "Number of pairs."
    TYPE = "type", "SFT or RLHF."
    MULTI_TURN = "multi_turn", "Whether the dialogues have several turns."
    SOURCE = "source", "What the dataset was made from."
    METHOD = "method", "How the dataset was made."
    IVA_SCALE = "iva_scale", "Number of images, videos and audio clips."
    DIALOG_TURNS = "dialog_turns", "Mean number of turns."
    INSTANCES = "instances", "Number of instances."
    BENCHMARK = "benchmark", "The benchmark, as the head of a results table prints it."
    SCORE = "score", "The score."
    FLAG = "flag", "The mark beside a score."


class Verifiable(Word):
    """What of an entry can be compared with the files of a checkpoint."""

    ARCHITECTURE = "architecture", "Encoders, projectors, language model, fusion and modalities, against config.json."
    PARAMETERS = "parameters", "The number of parameters, against the headers of the safetensors files."
    LICENCE = "licence", "The licence of the weights, against the head of the model card, README.md."


class Severity(Word):
    """How much a problem weighs."""

    ERROR = "error", "The entry is wrong or unusable; nothing is built from it."
    WARNING = "warning", "The entry can be used and should be mended."
