-- The name of an organization in another language or spelling, as it is written. What was stored before has
-- it in `search_key` only, folded, and stays findable by it.

alter table crm.organizations add column other_name text;
