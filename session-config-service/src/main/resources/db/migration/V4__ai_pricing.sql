-- What models cost. An entry without rates says: not the price of the shorter name. A change is a new version; old ones stay, because records refer to them.
create table ai_pricing_versions (
    version              integer        primary key generated always as identity,
    -- model name, or the beginning of one: rates in USD
    models               jsonb          not null,
    default_margin_pct   numeric(7, 3)  not null check (default_margin_pct >= 0),
    telecom_cost_per_min numeric(12, 6) not null check (telecom_cost_per_min >= 0),
    valid_from           timestamptz    not null default now()
);

insert into ai_pricing_versions (models, default_margin_pct, telecom_cost_per_min) values ('{
    "gpt-realtime":            {"textInput": 4.00, "textOutput": 16.00, "audioInput": 32.00, "audioOutput": 64.00},
    "gpt-realtime-mini":       {"textInput": 0.60, "textOutput": 2.40, "audioInput": 10.00, "audioOutput": 20.00},
    "gpt-4o-realtime":         {"textInput": 4.00, "textOutput": 16.00, "audioInput": 32.00, "audioOutput": 64.00},
    "gpt-4o-realtime-preview": {"textInput": 4.00, "textOutput": 16.00, "audioInput": 32.00, "audioOutput": 64.00},
    "gpt-4o-mini":             {"textInput": 0.15, "textOutput": 0.60, "cachedTextInput": 0.075},
    "gpt-4o-mini-audio": {}, "gpt-4o-mini-realtime": {}, "gpt-4o-mini-search": {}, "gpt-4o-mini-transcribe": {}, "gpt-4o-mini-tts": {}
}', 30, 0.008);

-- The last exchange rates that were fetched: value of one USD by currency.
create table exchange_rates (
    base       char(3)     primary key,
    rates      jsonb       not null,
    fetched_at timestamptz not null
);
