insert into crm.organizations (tenant_id, id, number, name, other_name, search_key, domain, kind) values
    (crm.app_tenant(), '0000000f-0000-7000-8000-000000000001', 3, '青空システムズ', 'Aozora Systems', E'\n青空しすてむず\naozora systems\n', 'aozora.example.jp', 'company');
