-- The ID token that a login of an OpenID provider began with, encrypted: shown to the provider when the person logs out.
alter table login_sessions add column id_token text;
