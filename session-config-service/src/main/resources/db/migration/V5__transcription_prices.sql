-- Recognisers that write down what a caller says to a speech-to-speech model: without their price no such call had a cost.
-- What an administrator has set meanwhile stays.
insert into ai_pricing_versions (models, default_margin_pct, telecom_cost_per_min)
select '{
    "gpt-4o-mini-transcribe": {"textInput": 1.25, "textOutput": 5.00, "audioInput": 3.00},
    "gpt-4o-transcribe":      {"textInput": 2.50, "textOutput": 10.00, "audioInput": 6.00},
    "whisper-1":              {"audioPerMinute": 0.006}
}'::jsonb || (models - case when models -> 'gpt-4o-mini-transcribe' = '{}' then 'gpt-4o-mini-transcribe' else '' end),
       default_margin_pct, telecom_cost_per_min
  from ai_pricing_versions order by version desc limit 1;
