-- SPDX-License-Identifier: Apache-2.0
-- What a customer comes for, that a reminded customer confirmed, and contacts that were heard and have yet to be read back.
alter table appointments add column reason text;
alter table appointments add column acknowledged_at timestamptz;

alter table appointment_names drop constraint appointment_names_kind_check;
alter table appointment_names add constraint appointment_names_kind_check check (kind in ('slot', 'booking', 'contact'));
