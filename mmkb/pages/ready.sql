-- The ready questions of the SQL page. A line "## " begins a topic, a line "# " a question; further lines of comment
-- after it are what a reader has to know of the answer. Each must find rows in the real catalogue: a test asks them all.

-- ## Architecture

-- # Which parts are used by most models, in each role?
SELECT role, component_id, models, first_released
FROM (
  SELECT role, component_id, models, first_released,
         row_number() OVER (PARTITION BY role ORDER BY models DESC, first_released, component_id) AS place
  FROM component_users
)
WHERE place <= 5
ORDER BY role, place;

-- # Which encoders are paired with which language models?
SELECT e.component_id AS encoder_component_id, l.component_id AS llm_component_id,
       count(DISTINCT e.model_id) AS models, min(e.released) AS first_released
FROM model_components AS e
JOIN model_components AS l ON l.model_id = e.model_id AND l.role = 'backbone'
WHERE e.role = 'encoder'
GROUP BY e.component_id, l.component_id
ORDER BY models DESC, e.component_id, l.component_id
LIMIT 40;

-- # How do models bring what they see into the language model, year by year?
-- A model with two ways counts for both.
SELECT substr(m.released, 1, 4) AS year, f.fusion, count(*) AS models
FROM model AS m
JOIN model_fusion AS f ON f.model_id = m.id
WHERE m.released IS NOT NULL
GROUP BY year, f.fusion
ORDER BY year, models DESC;

-- # Which input projectors came up when, and how many models use each?
SELECT component_id, models, first_released
FROM component_users
WHERE role = 'input-projector'
ORDER BY models DESC, first_released
LIMIT 30;

-- # How many tokens does an image cost, from the fewest to the most?
SELECT model_id, role, component_id, tokens, tokens_at_most, tokens_per
FROM model_components
WHERE tokens IS NOT NULL AND tokens_per = 'image'
ORDER BY tokens, tokens_at_most, model_id;

-- # Which models look through two or more encoders?
-- Encoders that take images; one that hears is no second eye.
SELECT u.model_id, count(DISTINCT u.component_id) AS encoders,
       group_concat(DISTINCT u.component_id) AS component_ids
FROM component_use AS u
JOIN component_use_modality AS t
  ON t.model_id = u.model_id AND t.role = u.role AND t.position = u.position AND t.part = u.part
WHERE u.role = 'encoder' AND t.modality = 'image'
GROUP BY u.model_id
HAVING encoders > 1
ORDER BY encoders DESC, u.model_id;

-- # Which models stand on Llama 2, directly or through a model trained from it?
-- A variant that names its own parent is followed alone: Vicuna v1.5 comes from Llama 2, its earlier versions from LLaMA.
WITH RECURSIVE descent (id) AS (
  SELECT 'llama-2'
  UNION
  SELECT p.component_id FROM component_parent AS p JOIN descent ON p.parent_id = descent.id
)
SELECT DISTINCT u.model_id, u.component_id, c.name AS variant
FROM component_use AS u
LEFT JOIN component_use_variant AS v
  ON v.model_id = u.model_id AND v.role = u.role AND v.position = u.position AND v.part = u.part
LEFT JOIN component_variant AS c ON c.component_id = v.component_id AND c.id = v.variant
WHERE u.role = 'backbone'
  AND (u.component_id = 'llama-2'
       OR CASE WHEN c.parent_id IS NULL THEN u.component_id ELSE c.parent_id END IN (SELECT id FROM descent))
ORDER BY u.model_id, variant;

-- ## Abilities and access

-- # Which models hear or watch, and answer with more than text?
SELECT m.id AS model_id, m.released,
       group_concat(DISTINCT i.modality) AS takes, group_concat(DISTINCT o.modality) AS gives
FROM model AS m
JOIN model_modality AS i ON i.model_id = m.id AND i.direction = 'input'
JOIN model_modality AS o ON o.model_id = m.id AND o.direction = 'output'
GROUP BY m.id, m.released
HAVING sum(i.modality IN ('audio', 'speech', 'music', 'video')) > 0
   AND sum(o.modality IN ('image', 'video', 'audio', 'speech', 'music')) > 0
ORDER BY m.released, m.id;

-- # Which open models point at what they mean, with boxes or masks?
SELECT m.id AS model_id, m.released, group_concat(o.modality, ', ') AS gives, m.code_licence, m.weights_licence
FROM model AS m
JOIN model_modality AS o ON o.model_id = m.id AND o.direction = 'output'
WHERE m.access = 'open-weights' AND o.modality IN ('bounding-box', 'mask', 'point')
GROUP BY m.id, m.released, m.code_licence, m.weights_licence
ORDER BY m.released DESC, m.id;

-- # Which models may a company use, code and weights?
-- What their makers call the licence; read it before you build on it. Datasets and language models have licences of their own.
SELECT id AS model_id, released, code_licence, weights_licence, weights_url
FROM model
WHERE access = 'open-weights'
  AND weights_licence IN ('Apache-2.0', 'MIT', 'BSD-3-Clause', 'CC-BY-4.0')
ORDER BY released DESC, id;

-- # Which open models have four billion parameters or fewer?
-- Variants whose makers say how many parameters there are.
SELECT v.model_id, v.name AS variant, v.parameters, v.parameters_printed, v.backbone_id
FROM model_variant AS v
JOIN model AS m ON m.id = v.model_id
WHERE v.parameters <= 4000000000 AND m.access = 'open-weights'
ORDER BY v.parameters, v.model_id;

-- # How many models came out in each month?
SELECT substr(released, 1, 7) AS month, count(*) AS models, group_concat(id) AS model_ids
FROM model
WHERE length(released) >= 7
GROUP BY month
ORDER BY month;

-- # Who makes most models, and since when?
SELECT organisation_id, count(*) AS models, min(released) AS first, max(released) AS last
FROM organisation_works
WHERE kind = 'model'
GROUP BY organisation_id
ORDER BY models DESC, first
LIMIT 30;

-- ## Training

-- # Which models train their projector and never touch the language model?
-- A stage whose tuning is not disclosed counts as neither.
SELECT model_id FROM stage_part WHERE role = 'input-projector' AND tuning IN ('trained', 'partial', 'peft')
EXCEPT
SELECT model_id FROM stage_part WHERE role = 'backbone' AND tuning IN ('trained', 'partial', 'peft')
ORDER BY model_id;

-- # Which datasets are models trained on most, and for what?
SELECT dataset_id, stage_kind, count(DISTINCT trained_id) AS models
FROM dataset_users
WHERE trained_kind = 'model'
GROUP BY dataset_id, stage_kind
ORDER BY models DESC, dataset_id
LIMIT 40;

-- # Who was trained on LLaVA-Instruct-150K, in which stage, and on how much of it?
SELECT trained_kind, trained_id, stage_name, amount_printed, unit
FROM dataset_users
WHERE dataset_id = 'llava-instruct-150k'
ORDER BY trained_kind DESC, trained_id, stage;

-- # Which instruction data were written by a model, and by which one?
SELECT d.id AS dataset_id, d.released, w.component_id, d.licence
FROM dataset AS d
JOIN dataset_purpose AS p ON p.dataset_id = d.id AND p.purpose = 'instruction-tuning'
JOIN dataset_writer AS w ON w.dataset_id = d.id
ORDER BY w.component_id, d.released, d.id;

-- # Whose language model is tuned with LoRA, in which stage?
SELECT model_id, stage_name, stage_kind, component_id, method
FROM model_training
WHERE role = 'backbone' AND method IN ('lora', 'qlora')
ORDER BY model_id, stage;

-- # What does training cost: machines, time, learning rate?
SELECT model_id, name AS stage_name, kind AS stage_kind,
       hardware, duration, learning_rate, batch_size, epochs
FROM stage
WHERE hardware IS NOT NULL AND duration IS NOT NULL
ORDER BY model_id, position;

-- ## Scores

-- # What do models score on GQA, and which of these scores can be compared?
-- Only scores that agree in metric, split, shots and flags were measured alike.
SELECT s.model_id, s.variant, s.printed, s.metric, s.split, s.shots,
       (SELECT group_concat(f.flag, ', ')
        FROM score_flag AS f
        WHERE f.results_id = s.results_id AND f.score = s.score) AS flags,
       s.source_id, s.locator
FROM model_scores AS s
WHERE s.benchmark_id = 'gqa'
ORDER BY s.metric, s.split, s.shots, flags, s.value DESC;

-- # Who trained on the images that a benchmark asks about?
-- Scores whose table says so, or whose reader should know.
SELECT s.benchmark_id, s.model_id, s.variant, s.printed, s.source_id, s.locator
FROM model_scores AS s
JOIN score_flag AS f ON f.results_id = s.results_id AND f.score = s.score
WHERE f.flag = 'train-images-observed'
ORDER BY s.benchmark_id, s.model_id, s.value DESC;

-- # Which benchmarks are reported most?
SELECT benchmark_id, count(DISTINCT model_id) AS models, count(*) AS scores, count(DISTINCT metric) AS metrics
FROM model_scores
GROUP BY benchmark_id
ORDER BY models DESC, scores DESC;

-- # Do two tables print different scores for one model on one benchmark?
-- The same model, variant, metric, split and number of examples: most differences are other settings, which the tables tell.
SELECT model_id, variant, benchmark_id, metric, split, shots, count(DISTINCT results_id) AS tables,
       min(value) AS lowest, max(value) AS highest, round(max(value) - min(value), 2) AS apart
FROM model_scores
GROUP BY model_id, variant, benchmark_id, metric, split, shots
HAVING tables > 1 AND apart > 0
ORDER BY apart DESC, model_id, benchmark_id;

-- ## Lineage

-- # What was MiniGPT-4 built on, and what was built on it?
WITH RECURSIVE up (id) AS (
  SELECT 'minigpt-4'
  UNION
  SELECT l.parent_model_id FROM lineage AS l JOIN up ON l.model_id = up.id WHERE l.parent_model_id IS NOT NULL
),
down (id) AS (
  SELECT 'minigpt-4'
  UNION
  SELECT l.model_id FROM lineage AS l JOIN down ON l.parent_model_id = down.id
)
SELECT model_id, relation, parent_kind, parent_id, note
FROM model_lineage
WHERE model_id IN (SELECT id FROM up) OR (parent_kind = 'model' AND parent_id IN (SELECT id FROM down))
ORDER BY model_id, parent_id;

-- # On which models do most others build?
SELECT parent_model_id, count(DISTINCT model_id) AS children, group_concat(DISTINCT relation) AS relations
FROM lineage
WHERE parent_model_id IS NOT NULL
GROUP BY parent_model_id
ORDER BY children DESC, parent_model_id;

-- ## What is known, and where it is written

-- # What do the makers not tell?
SELECT fact, count(DISTINCT model_id) AS models, group_concat(DISTINCT model_id) AS model_ids
FROM knowledge_gaps
WHERE state = 'not-disclosed'
GROUP BY fact
ORDER BY models DESC, fact;

-- # Where is it written how LLaVA is built?
SELECT path, source_id, locator
FROM cited_facts
WHERE kind = 'model' AND entry_id = 'llava' AND (path = 'architecture' OR path LIKE 'architecture.%')
ORDER BY path, source_id, locator;

-- # Where do two sources of a model disagree, and which one does the catalogue follow?
SELECT d.model_id, d.about, d.detail, group_concat(r.says, ' / ') AS readings, d.follows_id, d.reason
FROM disagreement AS d
JOIN disagreement_reading AS r ON r.model_id = d.model_id AND r.disagreement = d.position
GROUP BY d.model_id, d.position, d.about, d.detail, d.follows_id, d.reason
ORDER BY d.model_id, d.position;

-- # In which of its tables does the survey differ from primary sources, and how?
SELECT c.survey_id, p.name AS place, c.correction_kind, count(*) AS corrections
FROM correction AS c
JOIN survey_place AS p ON p.survey_id = c.survey_id AND p.id = c.place_id
GROUP BY c.survey_id, p.position, p.name, c.correction_kind
ORDER BY c.survey_id, p.position, corrections DESC;

-- # What is there about medicine?
-- Full-text search over names, descriptions and what belongs to an entry: letters with and without accents are the same.
SELECT kind, id, name, description
FROM search
WHERE search MATCH 'medic* OR biomedic* OR radiolog*'
ORDER BY rank;
