insert into directory.tenants (id, slug)
values (crm.app_tenant(), 'sample-' || right(crm.app_tenant()::text, 4));

insert into crm.settings (tenant_id, name, lang, timezone, currency, fiscal_start_month)
values (crm.app_tenant(), '縁コミュニティ / Enishi Community', 'ja', 'Asia/Tokyo', 'JPY', 4);

insert into crm.code_counters (tenant_id, kind, next)
values (crm.app_tenant(), 'P', 4), (crm.app_tenant(), 'A', 65);
