-- People whom an OpenID provider knows: by its name for them. They have no password here.
alter table users add column oidc_issuer text, add column oidc_subject text;
create unique index users_oidc on users (oidc_issuer, oidc_subject);
