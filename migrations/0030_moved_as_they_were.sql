-- What a moved row said, where people change or remove it by other means than giving it away: an identifier's kind and
-- value, an employment's days. Undoing the merge tells what was changed since.

alter table crm.merge_moves add column was jsonb;
