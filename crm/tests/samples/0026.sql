insert into crm.comparisons (tenant_id, round) values (crm.app_tenant(), 3);

insert into crm.compared (tenant_id, round, persons, everybody) values
    (crm.app_tenant(), 2, '{}', true),
    (crm.app_tenant(), 3, (select array_agg(id) from crm.persons where tenant_id = crm.app_tenant()), false);
