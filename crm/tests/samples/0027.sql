insert into crm.imports (tenant_id, id, number, kind, duplicates, doubtful, file_name, file_hash, state, total, position) values
    (crm.app_tenant(), '00000027-0000-7000-8000-000000000001', 2, 'persons', 'skip', 'update', 'people.csv', '\x02', 'done', 1, 1);

insert into crm.fields (tenant_id, id, object, name, key, kind)
    values (crm.app_tenant(), '00000027-0000-7000-8000-000000000002', 'deal', '契約番号', '契約番号', 'text');

update crm.deals set fields = '{"00000027-0000-7000-8000-000000000002": "K-1"}' where tenant_id = crm.app_tenant();
