"""Families that see: read in the modeling and configuration classes of ``transformers`` 5.23.0, each with its class."""

from __future__ import annotations

from typing import Final

from mmkb.hub.family import IMAGE, VIDEO, Family, sound, vision
from mmkb.vocab import Fusion, Modality

_DISCRETE = (Fusion.EARLY_FUSION_DISCRETE,)
_RAW = (Fusion.EARLY_FUSION_CONTINUOUS,)
_CROSS = (Fusion.CROSS_ATTENTION,)
_ENCODER = (Fusion.ENCODER_DECODER,)
_SHUFFLED = "pixel-shuffle+mlp"
_MERGED = "pixel-shuffle+linear+mlp"

VISION: Final = (
    Family("aria", "aria", (vision("query-attention+mlp", "AriaProjector", activation="gelu_new"),),
           text_fixed="aria_text"),
    Family("aya_vision", "aya_vision", (vision(_SHUFFLED, "AyaVisionMultiModalProjector", activation="silu"),)),
    Family("blip-2", "blip_2", (
        vision("q-former+linear", "Blip2ForConditionalGeneration", "blip_2_vision_model", tokens="num_query_tokens"),)),
    Family("chameleon", "chameleon", (vision("", "ChameleonModel", "chameleon_vqgan", key="vq_config"),),
           "", "chameleon", _DISCRETE),
    Family("cohere2_vision", "cohere2_vision", (
        vision(_SHUFFLED, "Cohere2VisionMultiModalProjector", activation="silu"),)),
    Family("cohere_compass", "cohere_compass", (
        vision(_SHUFFLED, "CohereCompassVisionPatchMerger", "cohere_compass_vision", activation="gelu"),),
        text_fixed="cohere_compass_text"),
    Family("cosmos3_edge", "cosmos3_edge", (
        vision(_SHUFFLED, "Cosmos3EdgePatchMerger", "cosmos3_edge_vision", activation="gelu"),),
        text_fixed="cosmos3_edge_text"),
    Family("cosmos3_omni", "cosmos3_omni", (
        vision(_SHUFFLED, "qwen3_vl.Qwen3VLVisionPatchMerger", activation="gelu"),)),
    Family("deepseek_ocr2", "deepseek_ocr2", (
        vision("", "DeepseekOcr2VisionModel", "deepseek_ocr2_sam_vision_model", key="vision_config.sam_config"),
        vision("linear", "DeepseekOcr2Model", "deepseek_ocr2_encoder", key="vision_config.encoder_config")),
        text_fixed="deepseek_ocr2_text"),
    Family("deepseek_vl", "deepseek_vl", (vision("mlp", "DeepseekVLAligner", activation="gelu"),)),
    Family("deepseek_vl_hybrid", "deepseek_vl_hybrid", (
        vision("mlp", "DeepseekVLHybridAligner", activation="gelu"),
        vision("mlp", "DeepseekVLHybridAligner", activation="gelu", key="high_res_vision_config"))),
    Family("diffusion_gemma", "diffusion_gemma", (vision("linear", "DiffusionGemmaMultimodalEmbedder"),),
           text_fixed="diffusion_gemma_text"),
    Family("dots3_note", "dots3_note", (
        vision(_SHUFFLED, "Dots3NoteVisionMerger", "dots3_note_vision_encoder", activation="gelu"),
        sound("mlp", "Dots3NoteAudioAdapter", "dots3_note_audio_encoder", activation="gelu")),
        text_fixed="dots3_note_text"),
    Family("emu3", "emu3", (vision("", "Emu3Model", "emu3_vqgan", key="vq_config"),), "text_config", "emu3_text_model",
        _DISCRETE),
    Family("ernie4_5_vl_moe", "ernie4_5_vl_moe", (
        vision(_SHUFFLED, "Ernie4_5_VLMoeVariableResolutionResamplerModel", "ernie4_5_vl_moe_vision"),),
        text_fixed="ernie4_5_vl_moe_text"),
    Family("exaone4_5", "exaone4_5", (vision(_SHUFFLED, "Exaone4_5_PatchMerger", "exaone4_5_vision", activation="gelu"),)),
    Family("fast_vlm", "fast_vlm", (vision("mlp", "FastVlmMultiModalProjector", activation=".projector_hidden_act"),)),
    Family("florence2", "florence2", (vision("linear", "Florence2MultiModalProjector", "florence_vision"),), fusion=_ENCODER),
    Family("fuyu", "fuyu", (vision("linear", "FuyuModel", key=""),), fusion=_RAW),
    Family("gemma3", "gemma3", (
        vision("average-pooling+linear", "Gemma3MultiModalProjector", tokens="mm_tokens_per_image"),),
        text_fixed="gemma3_text"),
    Family("gemma3n", "gemma3n", (
        vision("linear", "Gemma3nMultimodalEmbedder", "gemma3n_vision", tokens="vision_soft_tokens_per_image"),
        sound("linear", "Gemma3nMultimodalEmbedder", "gemma3n_audio")), text_fixed="gemma3n_text"),
    Family("gemma4", "gemma4", (
        vision("linear", "Gemma4MultimodalEmbedder", "gemma4_vision"), sound("linear", "Gemma4MultimodalEmbedder",
            "gemma4_audio")),
        text_fixed="gemma4_text"),
    Family("git", "git", (vision("linear", "GitProjection", "git_vision_model"),), "", "git"),
    *(Family(name, module, (vision("strided-convolution+mlp", read_in, kind),), text_fixed=text) for name, module,
        read_in, kind, text in (
        ("glm4v", "glm4v", "Glm4vVisionPatchMerger", "glm4v_vision", "glm4v_text"),
        ("glm46v", "glm46v", "glm4v.Glm4vVisionPatchMerger", "", ""),
        ("glmga", "glm46v", "glm4v.Glm4vVisionPatchMerger", "", ""),
        ("glm4v_moe", "glm4v_moe", "Glm4vMoeVisionPatchMerger", "glm4v_moe_vision", "glm4v_moe_text"),
        ("glm5_next", "glm5_next", "Glm5NextVisionPatchMerger", "glm5_next_vision", "glm5_next_text"),
        ("glm_ocr", "glm_ocr", "GlmOcrVisionPatchMerger", "glm_ocr_vision", "glm_ocr_text"))),
    Family("got_ocr2", "got_ocr2", (vision("strided-convolution+linear", "GotOcr2MultiModalProjector", "got_ocr2_vision"),)),
    Family("pp_chart2table", "got_ocr2", (
        vision("strided-convolution+linear", "GotOcr2MultiModalProjector", "pp_chart2table_vision"),)),
    Family("granite4_vision", "granite4_vision", (
        vision("window-q-former+linear", "Granite4VisionWindowQFormerDownsampler"),), text_fixed="granite4_vision_text"),
    Family("granite_docling", "granite_docling", (
        vision(_SHUFFLED, "GraniteDoclingConnector", "granite_docling_vision", activation="gelu"),),
        text_fixed="granite_docling_text"),
    Family("hunyuan_vl", "hunyuan_vl", (vision("strided-convolution+linear", "HunYuanVLVisionPatchMerger",
        "hunyuan_vl_vision"),),
           text_fixed="hunyuan_vl_text"),
    Family("hyperclovax_vision_v2", "hyperclovax_vision_v2", (
        vision(f"{_SHUFFLED}+linear", "HyperCLOVAXVisionV2Model"),)),
    Family("idefics", "idefics", (
        vision("gated-cross-attention", "IdeficsGatedCrossAttentionLayer", "idefics_vision",
               first_if="use_resampler:perceiver-resampler"),),
           "", "idefics", _CROSS),
    Family("idefics2", "idefics2", (
        vision("mlp+perceiver-resampler", "Idefics2Connector", "idefics2_vision",
            tokens="perceiver_config.resampler_n_latents"),)),
    Family("idefics3", "idefics3", (vision("pixel-shuffle+linear", "Idefics3Connector", "idefics3_vision"),)),
    Family("inkling2", "inkling2", (vision(_SHUFFLED, "Inkling2VisionMerger", "inkling2_vision",
        activation=".vision_config.hidden_act"),),
           text_fixed="inkling2_text"),
    Family("instructblip", "instructblip", (
        vision("q-former+linear", "InstructBlipForConditionalGeneration", "instructblip_vision_model",
            tokens="num_query_tokens"),)),
    Family("instructblipvideo", "instructblipvideo", (
        vision("q-former+linear", "InstructBlipVideoForConditionalGeneration", "instructblipvideo_vision_model",
            modalities=VIDEO),)),
    Family("internvl", "internvl", (
        vision(_SHUFFLED, "InternVLMultiModalProjector", "internvl_vision", activation=".projector_hidden_act",
            tokens="image_seq_length"),
    )),
    Family("janus", "janus", (vision("mlp", "JanusVisionAlignerMLP", "janus_vision_model",
        activation=".vision_config.hidden_act"),),
           output=(Modality.TEXT, Modality.IMAGE), generators=(("vq_config", "janus_vqgan"),)),
    Family("kimi_k25", "kimi_k25", (vision(_SHUFFLED, "Kimi_K25MultimodalProjection", "kimi_k25_vision",
        activation="gelu"),)),
    Family("kosmos-2", "kosmos2", (
        vision("linear+query-attention", "Kosmos2ImageToTextProjection", "kosmos_2_vision_model",
            tokens="latent_query_num"),),
        text_fixed="kosmos_2_text_model"),
    Family("kosmos-2.5", "kosmos2_5", (
        vision("linear+query-attention", "Kosmos2_5ImageToTextProjection", "kosmos_2_5_vision_model",
            tokens="latent_query_num"),),
        text_fixed="kosmos_2_5_text_model"),
    Family("lfm2_vl", "lfm2_vl", (vision(_SHUFFLED, "Lfm2VlMultiModalProjector", activation=".projector_hidden_act"),)),
    Family("lfm3_vl", "lfm3_vl", (
        vision(_SHUFFLED, "Lfm3VlMultiModalProjector", "lfm3_vl_vision", activation=".projector_hidden_act"),)),
    Family("lighton_ocr", "lighton_ocr", (vision(_MERGED, "LightOnOcrMultiModalProjector", activation="gelu"),)),
    Family("llama4", "llama4", (vision("pixel-shuffle+mlp+linear", "Llama4MultiModalProjector", "llama4_vision_model"),),
           text_fixed="llama4_text"),
    *(Family(name, name, (vision("mlp", read_in, activation=".projector_hidden_act", tokens=tokens),)) for name, read_in,
        tokens in (
        ("llava", "LlavaMultiModalProjector", "image_seq_length"),
        ("llava_next", "LlavaNextMultiModalProjector", ""),
        ("llava_next_video", "LlavaNextVideoMultiModalProjector", ""),
        ("llava_onevision", "LlavaOnevisionMultiModalProjector", ""),
        ("vipllava", "VipLlavaMultiModalProjector", "image_seq_length"))),
    Family("video_llava", "video_llava", (
        vision("mlp", "VideoLlavaMultiModalProjector", activation=".projector_hidden_act", modalities=(*IMAGE, *VIDEO)),)),
    *(Family(name, name, (vision(_SHUFFLED, f"{prefix}Merger", f"{name}_vision", activation="gelu"),)) for name, prefix in (
        ("minicpm_ocr", "MiniCPMOcr"), ("minicpmv4_6", "MiniCPMV4_6"), ("minicpmv4_7", "MiniCPMV4_7"))),
    Family("minimax_m3_vl", "minimax_m3_vl", (
        vision("mlp+pixel-shuffle+mlp", "MiniMaxM3VLMultiModalProjector", "minimax_m3_vl_vision", activation="gelu"),),
        text_fixed="minimax_m3_vl_text"),
    Family("mistral3", "mistral3", (vision(_MERGED, "Mistral3MultiModalProjector", activation=".projector_hidden_act"),)),
    Family("mistral_large4", "mistral_large4", (
        vision(_MERGED, "MistralLarge4MultiModalProjector", activation=".projector_hidden_act"),),
        text_fixed="mistral_large4_text"),
    Family("mllama", "mllama", (
        vision("linear+gated-cross-attention", "MllamaCrossAttentionDecoderLayer", "mllama_vision_model"),),
        text_fixed="mllama_text_model", fusion=_CROSS),
    Family("molmo2", "molmo2", (vision("attention-pooling+mlp", "Molmo2Adapter", "molmo2_vision",
        activation=".adapter_config.hidden_act"),),
           text_fixed="molmo2_text"),
    Family("muse_glimmer", "muse_glimmer", (
        vision("mlp+linear", "MuseGlimmerVisionAdapter", "muse_glimmer_vision", activation=".projector_hidden_act"),),
        text_fixed="muse_glimmer_text"),
    Family("muse_spark", "muse_spark", (
        vision("mlp+linear", "MuseSparkVisionAdapter", "muse_spark_vision", activation=".projector_hidden_act"),
        sound("linear", "MuseSparkAudioModel", "muse_spark_audio")), text_fixed="muse_spark_text"),
    Family("nemotron_h_omni", "nemotron_h_omni", (
        vision(_SHUFFLED, "NemotronH_Omni_Reasoning_V3MultiModalProjector", activation="relu2"),
        sound("mlp", "NemotronH_Omni_Reasoning_V3MultiModalProjector", activation="relu2"))),
    Family("ovis2", "ovis2", (vision("visual-embedding-table", "Ovis2VisualEmbeddingTable", "ovis2_vision"),)),
    Family("paddleocr_vl", "paddleocr_vl", (vision(_SHUFFLED, "PaddleOCRProjector", "paddleocr_vl_vision",
        activation="gelu"),),
           text_fixed="paddleocr_vl_text"),
    Family("paligemma", "paligemma", (vision("linear", "PaliGemmaMultiModalProjector"),)),
    Family("perception_lm", "perception_lm", (vision("mlp+average-pooling", "PerceptionLMMultiModalProjector",
        activation="gelu"),)),
    Family("phi4_multimodal", "phi4_multimodal", (
        vision("average-pooling+mlp", "Phi4MultimodalImageEmbedding", "phi4_multimodal_vision", activation="gelu"),
        sound("mlp", "Phi4MultimodalAudioEmbedding", "phi4_multimodal_audio", activation="gelu")), "", "phi4_multimodal"),
    Family("qianfan_ocr", "qianfan_ocr", (
        vision(_SHUFFLED, "QianfanOCRMultiModalProjector", "qianfan_ocr_vision", activation=".projector_hidden_act"),)),
    *(Family(name, name, (vision(_SHUFFLED, read_in, f"{name}_vision", activation="gelu"),),
        text_fixed=f"{name}_text") for name, read_in in (
        ("qwen2_vl", "PatchMerger"), ("qwen2_5_vl", "Qwen2_5_VLPatchMerger"), ("qwen3_vl", "Qwen3VLVisionPatchMerger"),
        ("qwen3_vl_moe", "Qwen3VLMoeVisionPatchMerger"), ("qwen3_5", "Qwen3_5VisionPatchMerger"),
        ("qwen3_5_moe", "Qwen3_5MoeVisionPatchMerger"), ("qwen4_exp", "Qwen4ExpVisionPatchMerger"))),
    Family("smolvlm", "smolvlm", (vision("pixel-shuffle+linear", "SmolVLMConnector", "smolvlm_vision"),)),
    Family("step3p7", "step3p7", (vision("strided-convolution+linear", "Step3p7Model", "step3p5_vision"),),
        text_fixed="step3p5"),
    Family("t5gemma2", "t5gemma2", (
        vision("average-pooling+linear", "T5Gemma2MultiModalProjector", key="encoder.vision_config",
            tokens="encoder.mm_tokens_per_image"),),
        "encoder.text_config", "t5gemma2_text", _ENCODER),
    Family("unlimited_ocr", "unlimited_ocr", (
        vision("linear", "UnlimitedOcrModel", "unlimited_ocr_sam_vision_model", key="vision_config.sam_config"),
        vision("linear", "UnlimitedOcrModel", "unlimited_ocr_vision_encoder", key="vision_config.encoder_config")),
        text_fixed="unlimited_ocr_text"),
    Family("video_llama_3", "video_llama_3", (
        vision("mlp", "VideoLlama3Projector", "video_llama_3_vision", activation="gelu", modalities=(*IMAGE, *VIDEO)),)),
)  # fmt: skip
"""The families, in alphabetical order of their first name in a group."""
