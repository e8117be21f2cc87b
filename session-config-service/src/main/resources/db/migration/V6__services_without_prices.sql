-- Services of the pipeline: named, so that an administrator sees what has no price. What he has set meanwhile stays, also for a shorter name.
insert into ai_pricing_versions (models, default_margin_pct, telecom_cost_per_min)
select (select coalesce(jsonb_object_agg(name, '{}'::jsonb), '{}'::jsonb)
          from unnest(array['nova-3', 'eleven_flash_v2_5', 'gpt-4o-mini-tts', 'vapi']) name
         where not exists (select from jsonb_object_keys(models) known where starts_with(name, known))) || models,
       default_margin_pct, telecom_cost_per_min
  from ai_pricing_versions order by version desc limit 1;
