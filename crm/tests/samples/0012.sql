insert into crm.conversations (tenant_id, id, connection_id, external_id, kind, name, visibility, recorded) values
    (crm.app_tenant(), '0000000c-0000-7000-8000-000000000001', '00000003-0000-7000-8000-000000000001', 'G024', 'group', '役員', 'private', false);

insert into crm.accounts (tenant_id, id, provider, workspace, external_id, name, unrecorded_since) values
    (crm.app_tenant(), '0000000c-0000-7000-8000-000000000011', 'slack', '00000003-0000-7000-8000-000000000001', 'U999', '記録なし', '2026-11-20T00:00:00Z');
