-- Kinds of inquiries: those that everybody begins with stand in the program; here is what a tenant adds, and which of
-- them it has no use for.

create table crm.inquiry_kinds (
    tenant_id   uuid not null,
    key         text not null check (key <> ''),    -- what examples name it by: the folded name, or one of the usual kinds
    name        text check (name <> ''),            -- as it was written; null: one of the usual kinds
    removed_at  timestamptz,                        -- no longer filed under; its examples stay
    added_by    uuid,
    added_at    timestamptz not null default now(),
    primary key (tenant_id, key),
    foreign key (tenant_id, added_by) references crm.users (tenant_id, id)
);
call crm.protect('inquiry_kinds');
