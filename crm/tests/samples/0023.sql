insert into crm.imports (tenant_id, id, number, kind, duplicates, file_name, file_hash, state, total, position, user_id) values
    (crm.app_tenant(), '00000023-0000-7000-8000-000000000001', 1, 'persons', 'update', '名刺.csv', '\x01', 'done', 2, 2, '00000002-0000-7000-8000-000000000001');

insert into crm.import_changes (tenant_id, import_id, object_id, object, line, created, before, after) values
    (crm.app_tenant(), '00000023-0000-7000-8000-000000000001', '00000004-0000-7000-8000-000000000011', 'person', 2, false, '{"title": null}', '{"title": "部長"}');

insert into crm.import_rejects (tenant_id, import_id, line, header, reason, cells) values
    (crm.app_tenant(), '00000023-0000-7000-8000-000000000001', 3, 'メールアドレス', 'bad_email', '["鈴木", "a@"]');

insert into crm.export_links (tenant_id, token_hash, user_id, listing, expires_at) values
    (crm.app_tenant(), '\x01', '00000002-0000-7000-8000-000000000001', '{}', now() + interval '15 minutes');
