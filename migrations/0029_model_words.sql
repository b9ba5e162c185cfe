-- The words of what models are asked, where a tenant asks to keep them: to see why an answer was what it was.

alter table crm.model_budgets add column keep_words boolean not null default false;
alter table crm.model_calls
    add column question text,  -- what was asked, without our own instructions
    add column answer   text;
