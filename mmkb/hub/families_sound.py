"""Families that hear: read in the modeling and configuration classes of ``transformers`` 5.23.0, each with its class."""

from __future__ import annotations

from typing import Final

from mmkb.hub.family import MUSIC, SPEECH, Family, sound, vision
from mmkb.vocab import Fusion, Modality

_DISCRETE = (Fusion.EARLY_FUSION_DISCRETE,)
_SHUFFLED = "pixel-shuffle+mlp"
_HIDDEN = ".projector_hidden_act"

SOUND: Final = (
    Family("audioflamingo3", "audioflamingo3", (sound("mlp", "AudioFlamingo3MultiModalProjector", activation=_HIDDEN),)),
    Family("fun_asr_nano", "fun_asr_nano", (
        sound("mlp+transformer-encoder", "FunAsrNanoMultiModalProjector", activation=".adaptor_config.projector_hidden_act",
              modalities=SPEECH),)),
    Family("glmasr", "glmasr", (sound("mlp", "GlmAsrMultiModalProjector", activation=_HIDDEN, modalities=SPEECH),)),
    *(Family(name, name, (
        sound("window-q-former+linear", read_in, f"{name}_encoder", key="encoder_config", modalities=SPEECH),))
      for name, read_in in (
        ("granite_speech", "GraniteSpeechEncoderProjector"), ("granite_speech_plus", "GraniteSpeechPlusEncoderProjector"))),
    Family("kyutai_speech_to_text", "kyutai_speech_to_text", (
        sound("", "KyutaiSpeechToTextForConditionalGeneration", key="codec_config", modalities=SPEECH),),
        "", "kyutai_speech_to_text", _DISCRETE),
    Family("moshi", "moshi", (sound("", "MoshiForConditionalGeneration", key="audio_encoder_config", modalities=SPEECH),),
           "", "moshi", _DISCRETE, output=(Modality.TEXT, Modality.SPEECH),
           generators=(("depth_decoder_config", "moshi_depth"), ("audio_encoder_config", ""))),
    Family("moss_transcribe_diarize", "moss_transcribe_diarize", (
        sound("mlp", "MossTranscribeDiarizeMultiModalProjector", "moss_transcribe_diarize_audio", activation=_HIDDEN,
            modalities=SPEECH),)),
    Family("musicflamingo", "musicflamingo", (
        sound("mlp", "MusicFlamingoMultiModalProjector", activation=_HIDDEN, modalities=MUSIC),)),
    Family("qwen2_audio", "qwen2_audio", (sound("linear", "Qwen2AudioMultiModalProjector"),)),
    Family("qwen2_5_omni_thinker", "qwen2_5_omni", (
        vision(_SHUFFLED, "Qwen2_5OmniPatchMerger", "qwen2_5_omni_vision_encoder", activation="gelu"),
        sound("average-pooling+linear", "Qwen2_5OmniAudioEncoder", "qwen2_5_omni_audio_encoder")),
        text_fixed="qwen2_5_omni_text"),
    Family("qwen2_5_omni", "qwen2_5_omni", (
        vision(_SHUFFLED, "Qwen2_5OmniPatchMerger", "qwen2_5_omni_vision_encoder", activation="gelu"),
        sound("average-pooling+linear", "Qwen2_5OmniAudioEncoder", "qwen2_5_omni_audio_encoder")),
        text_fixed="qwen2_5_omni_text", wrapped="thinker_config", output=(Modality.TEXT, Modality.SPEECH),
        generators=(("talker_config", "qwen2_5_omni_talker"), ("token2wav_config", "qwen2_5_omni_token2wav")),
        only_if="enable_audio_output"),
    Family("qwen3_asr", "qwen3_asr", (
        sound("mlp", "Qwen3ASRMultiModalProjector", activation=".audio_config.activation_function", modalities=SPEECH),)),
    Family("qwen3_omni_moe_thinker", "qwen3_omni_moe", (
        vision(_SHUFFLED, "Qwen3OmniMoeVisionPatchMerger", "qwen3_omni_moe_vision_encoder", activation="gelu"),
        sound("mlp", "Qwen3OmniMoeAudioEncoder", "qwen3_omni_moe_audio_encoder",
            activation=".audio_config.activation_function")),
        text_fixed="qwen3_omni_moe_text"),
    Family("qwen3_omni_moe", "qwen3_omni_moe", (
        vision(_SHUFFLED, "Qwen3OmniMoeVisionPatchMerger", "qwen3_omni_moe_vision_encoder", activation="gelu"),
        sound("mlp", "Qwen3OmniMoeAudioEncoder", "qwen3_omni_moe_audio_encoder",
            activation=".audio_config.activation_function")),
        text_fixed="qwen3_omni_moe_text", wrapped="thinker_config", output=(Modality.TEXT, Modality.SPEECH),
        generators=(("talker_config", "qwen3_omni_moe_talker"), ("code2wav_config", "qwen3_omni_moe_code2wav")),
        only_if="enable_audio_output"),
    Family("vibevoice_asr", "vibevoice_asr", (
        sound("mlp", "VibeVoiceAsrMultiModalProjector", key="acoustic_tokenizer_encoder_config", modalities=SPEECH),
        sound("mlp", "VibeVoiceAsrMultiModalProjector", key="semantic_tokenizer_encoder_config", modalities=SPEECH))),
    Family("voxtral", "voxtral", (sound("mlp", "VoxtralMultiModalProjector", activation=_HIDDEN),)),
    Family("voxtral_realtime", "voxtral_realtime", (
        sound("mlp", "VoxtralRealtimeMultiModalProjector", activation=_HIDDEN, modalities=SPEECH),)),
)  # fmt: skip
"""The families, in alphabetical order."""
